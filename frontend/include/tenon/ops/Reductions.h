//===- Reductions.h - Functions of many elements -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_REDUCTIONS_H
#define TENON_OPS_REDUCTIONS_H

#include "tenon/Operands.h"

namespace tenon {

// `dim` counts from the end where negative; no dims are all dims. With `keepdim`
// the result keeps them with size 1. Throws for a dim out of range or named twice.

/// The sum; of integers and bools as int64, unless `dtype` says otherwise.
TENON_API Tensor sum(const Tensor &self, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
TENON_API Tensor sum(const Tensor &self, const IntArrayRef &dim, bool keepdim = false,
                     std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
/// The mean. Throws for integers and bools, unless `dtype` is a float type.
TENON_API Tensor mean(const Tensor &self, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
TENON_API Tensor mean(const Tensor &self, const IntArrayRef &dim, bool keepdim = false,
                      std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
/// The product.
TENON_API Tensor prod(const Tensor &self, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
TENON_API Tensor prod(const Tensor &self, int64_t dim, bool keepdim = false,
                      std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
/// The variance, divided by n - 1 where `unbiased`.
TENON_API Tensor var(const Tensor &self, Unbiased unbiased = true, TENON_HERE);
TENON_API Tensor var(const Tensor &self, const IntArrayRef &dim, bool unbiased = true, bool keepdim = false,
                     TENON_HERE);
/// Its root.
TENON_API Tensor std(const Tensor &self, Unbiased unbiased = true, TENON_HERE);
TENON_API Tensor std(const Tensor &self, const IntArrayRef &dim, bool unbiased = true, bool keepdim = false,
                     TENON_HERE);
/// The largest element, NaN where there is one. Throws for none.
TENON_API Tensor max(const Tensor &self, TENON_HERE);
/// The largest along a dim, and the index of the first such (int64).
TENON_API std::tuple<Tensor, Tensor> max(const Tensor &self, int64_t dim, bool keepdim = false, TENON_HERE);
TENON_API Tensor max(const Tensor &self, const Tensor &other, TENON_HERE);
TENON_API Tensor min(const Tensor &self, TENON_HERE);
TENON_API std::tuple<Tensor, Tensor> min(const Tensor &self, int64_t dim, bool keepdim = false, TENON_HERE);
TENON_API Tensor min(const Tensor &self, const Tensor &other, TENON_HERE);
TENON_API Tensor amax(const Tensor &self, const IntArrayRef &dim = {}, bool keepdim = false, TENON_HERE);
TENON_API Tensor amin(const Tensor &self, const IntArrayRef &dim = {}, bool keepdim = false, TENON_HERE);
/// The index (int64) of the first largest element, of all in row-major order where `dim` is absent.
TENON_API Tensor argmax(const Tensor &self, std::optional<int64_t> dim = std::nullopt, bool keepdim = false,
                        TENON_HERE);
TENON_API Tensor argmin(const Tensor &self, std::optional<int64_t> dim = std::nullopt, bool keepdim = false,
                        TENON_HERE);
/// Whether one, or every, element is not 0, as bool.
TENON_API Tensor any(const Tensor &self, TENON_HERE);
TENON_API Tensor any(const Tensor &self, int64_t dim, bool keepdim = false, TENON_HERE);
TENON_API Tensor all(const Tensor &self, TENON_HERE);
TENON_API Tensor all(const Tensor &self, int64_t dim, bool keepdim = false, TENON_HERE);
/// How many elements are not 0, as int64.
TENON_API Tensor count_nonzero(const Tensor &self, const IntArrayRef &dim = {}, TENON_HERE);
/// log(sum(exp(x))), without overflow.
TENON_API Tensor logsumexp(const Tensor &self, const IntArrayRef &dim, bool keepdim = false, TENON_HERE);
/// The p-norm, sum(|x|^p)^(1/p); the largest magnitude for infinity.
TENON_API Tensor norm(const Tensor &self, const Scalar &p = 2, TENON_HERE);
TENON_API Tensor norm(const Tensor &self, const Scalar &p, const IntArrayRef &dim, bool keepdim = false, TENON_HERE);

/// exp(x) / sum(exp(x)) along a dim.
TENON_API Tensor softmax(const Tensor &self, int64_t dim, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
/// Its logarithm.
TENON_API Tensor log_softmax(const Tensor &self, int64_t dim, std::optional<ScalarType> dtype = std::nullopt,
                             TENON_HERE);
/// Normalizes over the last dims, whose sizes are `normalized_shape`; scaled and shifted by `weight` and `bias` of
/// those sizes, where given.
TENON_API Tensor layer_norm(const Tensor &input, const SizeList &normalized_shape,
                            const OptionalTensor &weight = {}, const OptionalTensor &bias = {},
                            double eps = 1e-5, TENON_HERE);
/// x / sqrt(mean(x^2) + eps) over the last dims, scaled by `weight`. Without eps, the type's epsilon.
TENON_API Tensor rms_norm(const Tensor &input, const SizeList &normalized_shape,
                          const OptionalTensor &weight = {}, std::optional<double> eps = std::nullopt,
                          TENON_HERE);

} // namespace tenon

#endif
