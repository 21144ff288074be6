//===- Products.h - Matrix products and attention ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_PRODUCTS_H
#define TENON_OPS_PRODUCTS_H

#include "tenon/Operands.h"

namespace tenon {

#include "tenon/methods/AsFunctions.inc"

#include "tenon/methods/Products.inc"

#include "tenon/methods/End.inc"

/// The product of matrices, multiplied in the order that takes the fewest multiplications.
TENON_API Tensor linalg_multi_dot(const TensorList &tensors, TENON_HERE);
TENON_API Tensor chain_matmul(const TensorList &matrices, TENON_HERE);
/// The sum of products over the dims named in both lists.
TENON_API Tensor tensordot(const Tensor &self, const Tensor &other, const IntArrayRef &dims_self,
                           const IntArrayRef &dims_other, TENON_HERE);
/// Einstein's sums: a letter for each dim of each tensor, `ij,jk->ik`; a letter that the result lacks is summed over.
/// `...` stands for dims that broadcast. Without `->` the result has the letters that appear once, in order. Tensors
/// are combined from left to right.
TENON_API Tensor einsum(const std::string &equation, const TensorList &tensors, TENON_HERE);
/// The inner product along a dim.
TENON_API Tensor linalg_vecdot(const Tensor &x, const Tensor &y, int64_t dim = -1, TENON_HERE);
/// The cross product along a dim of size 3.
TENON_API Tensor linalg_cross(const Tensor &self, const Tensor &other, int64_t dim = -1, TENON_HERE);
/// Powers of each element along a new last dim: x^(N-1) .. 1, or in increasing order; N is the size where absent.
TENON_API Tensor vander(const Tensor &x, std::optional<int64_t> N = std::nullopt, bool increasing = false, TENON_HERE);
TENON_API Tensor linalg_vander(const Tensor &x, std::optional<int64_t> N = std::nullopt, TENON_HERE);
/// x1^T weight[k] x2 + bias[k] for each output k: input1 [.., N], input2 [.., M], weight [K, N, M].
TENON_API Tensor bilinear(const Tensor &input1, const Tensor &input2, const Tensor &weight,
                          const OptionalTensor &bias = {}, TENON_HERE);
/// input [.., in] times the transposed weight [out, in], plus bias [out].
TENON_API Tensor linear(const Tensor &input, const Tensor &weight, const OptionalTensor &bias = {}, TENON_HERE);

/// softmax(scale Q K^T + mask) V for query [.., L, E], key [.., S, E], value [.., S, V]. The mask broadcasts to
/// [.., L, S]: floats are added to the scores, a bool mask lets through where it is true. With `is_causal` a position
/// sees none after it. Weights are dropped with probability dropout_p, which must be 0 while tracing. The scale is
/// 1 / sqrt(E) where absent. With `enable_gqa` key and value [.., heads, S, E] may have fewer heads than the query, each
/// of which serves a group of those.
TENON_API Tensor scaled_dot_product_attention(const Tensor &query, const Tensor &key, const Tensor &value,
                                              const OptionalTensor &attn_mask = {}, double dropout_p = 0.0,
                                              bool is_causal = false, std::optional<double> scale = std::nullopt,
                                              bool enable_gqa = false, TENON_HERE);

} // namespace tenon

#endif
