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

/// beta * self + alpha * mat1 * mat2.
TENON_API Tensor addmm(const Tensor &self, const Tensor &mat1, const Tensor &mat2, const Scalar &beta = 1,
                       const Scalar &alpha = 1, TENON_HERE);
/// beta * self + alpha * batch1 * batch2.
TENON_API Tensor baddbmm(const Tensor &self, const Tensor &batch1, const Tensor &batch2, const Scalar &beta = 1,
                         const Scalar &alpha = 1, TENON_HERE);
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
