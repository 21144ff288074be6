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

#include "tenon/methods/AsFunctions.inc"

#include "tenon/methods/Reductions.inc"

#include "tenon/methods/End.inc"

/// The variance, or its root, and the mean.
TENON_API TensorPair var_mean(const Tensor &self, Unbiased unbiased = true, TENON_HERE);
TENON_API TensorPair var_mean(const Tensor &self, const IntArrayRef &dim, bool unbiased = true, bool keepdim = false,
                              TENON_HERE);
TENON_API TensorPair var_mean(const Tensor &self, const IntArrayRef &dim, const std::optional<Scalar> &correction,
                              bool keepdim = false, TENON_HERE);
TENON_API TensorPair std_mean(const Tensor &self, Unbiased unbiased = true, TENON_HERE);
TENON_API TensorPair std_mean(const Tensor &self, const IntArrayRef &dim, bool unbiased = true, bool keepdim = false,
                              TENON_HERE);
TENON_API TensorPair std_mean(const Tensor &self, const IntArrayRef &dim, const std::optional<Scalar> &correction,
                              bool keepdim = false, TENON_HERE);
/// The integral of y along a dim by the rule of trapezoids, at the points x or `dx` apart.
TENON_API Tensor trapezoid(const Tensor &y, const Tensor &x, int64_t dim = -1, TENON_HERE);
TENON_API Tensor trapezoid(const Tensor &y, const Scalar &dx = 1, int64_t dim = -1, TENON_HERE);
TENON_API Tensor trapz(const Tensor &y, const Tensor &x, int64_t dim = -1, TENON_HERE);
TENON_API Tensor trapz(const Tensor &y, double dx = 1, int64_t dim = -1, TENON_HERE);

/// The 2-norm over the dims.
TENON_API Tensor frobenius_norm(const Tensor &self, const IntArrayRef &dim = {}, bool keepdim = false, TENON_HERE);
/// The norms of the slices of all other dims than `dim`, with sizes of 1 for them; of all for dim -1.
TENON_API Tensor norm_except_dim(const Tensor &v, int64_t pow = 2, int64_t dim = 0, TENON_HERE);
/// The p-norm of the elements over the dims.
TENON_API Tensor linalg_vector_norm(const Tensor &self, const Scalar &ord = 2, const IntArrayRef &dim = {},
                                    bool keepdim = false, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
/// Of matrices: the largest (ord 1, infinity) or smallest (-1, -infinity) sum of magnitudes of a column or row. Throws
/// for other numbers, which need singular values.
TENON_API Tensor linalg_matrix_norm(const Tensor &self, const Scalar &ord, const IntArrayRef &dim = {-2, -1},
                                    bool keepdim = false, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
/// `fro`, the root of the sum of squares. Throws for `nuc`, which needs singular values.
TENON_API Tensor linalg_matrix_norm(const Tensor &self, const std::string &ord = "fro",
                                    const IntArrayRef &dim = {-2, -1}, bool keepdim = false,
                                    std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
/// The norm of a matrix for two dims, else of vectors; without ord the 2-norm of all elements.
TENON_API Tensor linalg_norm(const Tensor &self, const std::optional<Scalar> &ord = std::nullopt,
                             const IntArrayRef &dim = {}, bool keepdim = false,
                             std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
TENON_API Tensor linalg_norm(const Tensor &self, const std::string &ord, const IntArrayRef &dim = {},
                             bool keepdim = false, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE);
/// The p-norms of all differences of a row of x1 [.., P, M] and one of x2 [.., R, M]: [.., P, R].
TENON_API Tensor cdist(const Tensor &x1, const Tensor &x2, double p = 2, TENON_HERE);
/// Those of each two rows of a matrix [N, M], the first before the second: [N (N - 1) / 2].
TENON_API Tensor pdist(const Tensor &self, double p = 2, TENON_HERE);
/// The p-norm of x1 - x2 + eps along the last dim.
TENON_API Tensor pairwise_distance(const Tensor &x1, const Tensor &x2, double p = 2, double eps = 1e-6,
                                   bool keepdim = false, TENON_HERE);
/// x1 x2 / (|x1| |x2|) along a dim, the norms at least eps.
TENON_API Tensor cosine_similarity(const Tensor &x1, const Tensor &x2, int64_t dim = 1, double eps = 1e-8, TENON_HERE);

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
