//===- SecondNames.h - Functions under their names in other libraries -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_SECONDNAMES_H
#define TENON_OPS_SECONDNAMES_H

#include "tenon/Tensor.h"

namespace tenon {

// The special functions have a prefix, or stand in a namespace: `special_erf(x)`
// and `special::erf(x)` are `erf(x)`. So do those of linear algebra.

#define TENON_LIST(...) __VA_OPT__(__VA_ARGS__, )
#define TENON_SPACED(space, type, name, other, parameters, arguments)                                                  \
  inline type space##_##name(const Tensor &self, TENON_LIST parameters TENON_HERE) {                                   \
    return tenon::other(self, TENON_LIST arguments here);                                                              \
  }                                                                                                                    \
  namespace space {                                                                                                    \
  inline type name(const Tensor &self, TENON_LIST parameters TENON_HERE) {                                             \
    return tenon::other(self, TENON_LIST arguments here);                                                              \
  }                                                                                                                    \
  }
/// Of one tensor.
#define TENON_SPECIAL(name, other) TENON_SPACED(special, Tensor, name, other, (), ())
TENON_SPECIAL(digamma, digamma)
TENON_SPECIAL(psi, digamma)
TENON_SPECIAL(gammaln, lgamma)
TENON_SPECIAL(erf, erf)
TENON_SPECIAL(erfc, erfc)
TENON_SPECIAL(erfinv, erfinv)
TENON_SPECIAL(exp2, exp2)
TENON_SPECIAL(expm1, expm1)
TENON_SPECIAL(expit, sigmoid)
TENON_SPECIAL(log1p, log1p)
TENON_SPECIAL(sinc, sinc)
TENON_SPECIAL(i0, i0)
#undef TENON_SPECIAL
TENON_SPACED(special, Tensor, round, round, (int64_t decimals = 0), (decimals))
TENON_SPACED(special, Tensor, logit, logit, (std::optional<double> eps = std::nullopt), (eps))
TENON_SPACED(special, Tensor, multigammaln, mvlgamma, (int64_t p), (p))
TENON_SPACED(special, Tensor, xlogy, xlogy, (const Operand &other), (other))
TENON_SPACED(special, Tensor, logsumexp, logsumexp, (const IntArrayRef &dim, bool keepdim = false), (dim, keepdim))
TENON_SPACED(special, Tensor, softmax, softmax, (int64_t dim, std::optional<ScalarType> dtype = std::nullopt),
             (dim, dtype))
TENON_SPACED(special, Tensor, log_softmax, log_softmax, (int64_t dim, std::optional<ScalarType> dtype = std::nullopt),
             (dim, dtype))
TENON_SPACED(linalg, Tensor, matmul, matmul, (const Tensor &other), (other))
TENON_SPACED(linalg, Tensor, matrix_power, matrix_power, (int64_t n), (n))
TENON_SPACED(linalg, Tensor, diagonal, diagonal, (int64_t offset = 0, int64_t dim1 = -2, int64_t dim2 = -1),
             (offset, dim1, dim2))
#undef TENON_SPACED
#undef TENON_LIST

inline Tensor special_polygamma(int64_t n, const Tensor &self, TENON_HERE) { return polygamma(n, self, here); }
inline Tensor special_xlogy(const Scalar &self, const Tensor &other, TENON_HERE) { return xlogy(self, other, here); }

namespace special {

#define TENON_SPECIAL(name)                                                                                            \
  inline Tensor name(const Tensor &self, TENON_HERE) { return special_##name(self, here); }
TENON_SPECIAL(entr)
TENON_SPECIAL(erfcx)
TENON_SPECIAL(i0e)
TENON_SPECIAL(i1)
TENON_SPECIAL(i1e)
TENON_SPECIAL(ndtr)
TENON_SPECIAL(log_ndtr)
TENON_SPECIAL(ndtri)
#undef TENON_SPECIAL
inline Tensor polygamma(int64_t n, const Tensor &self, TENON_HERE) { return tenon::polygamma(n, self, here); }
inline Tensor xlogy(const Scalar &self, const Tensor &other, TENON_HERE) { return tenon::xlogy(self, other, here); }
inline Tensor xlog1py(const Operand &self, const Operand &other, TENON_HERE) {
  return special_xlog1py(self, other, here);
}
inline Tensor zeta(const Operand &self, const Operand &other, TENON_HERE) { return special_zeta(self, other, here); }

} // namespace special

namespace linalg {

inline Tensor multi_dot(const TensorList &tensors, TENON_HERE) { return linalg_multi_dot(tensors, here); }
inline Tensor cross(const Tensor &self, const Tensor &other, int64_t dim = -1, TENON_HERE) {
  return linalg_cross(self, other, dim, here);
}
inline Tensor vecdot(const Tensor &x, const Tensor &y, int64_t dim = -1, TENON_HERE) {
  return linalg_vecdot(x, y, dim, here);
}
inline Tensor vander(const Tensor &x, std::optional<int64_t> N = std::nullopt, TENON_HERE) {
  return linalg_vander(x, N, here);
}
inline Tensor vector_norm(const Tensor &self, const Scalar &ord = 2, const IntArrayRef &dim = {}, bool keepdim = false,
                          std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) {
  return linalg_vector_norm(self, ord, dim, keepdim, dtype, here);
}
template <typename Order>
Tensor matrix_norm(const Tensor &self, const Order &ord, const IntArrayRef &dim = {-2, -1}, bool keepdim = false,
                   std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) {
  return linalg_matrix_norm(self, ord, dim, keepdim, dtype, here);
}
inline Tensor norm(const Tensor &self, const std::optional<Scalar> &ord = std::nullopt, const IntArrayRef &dim = {},
                   bool keepdim = false, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) {
  return linalg_norm(self, ord, dim, keepdim, dtype, here);
}
inline Tensor norm(const Tensor &self, const std::string &ord, const IntArrayRef &dim = {}, bool keepdim = false,
                   std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) {
  return linalg_norm(self, ord, dim, keepdim, dtype, here);
}

} // namespace linalg

} // namespace tenon

#endif
