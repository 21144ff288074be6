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
