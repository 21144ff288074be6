//===- Shapes.h - Functions that move elements -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_SHAPES_H
#define TENON_OPS_SHAPES_H

#include "tenon/Operands.h"

namespace tenon {

#include "tenon/methods/AsFunctions.inc"
#include "tenon/methods/Shapes.inc"
#include "tenon/methods/End.inc"

/// Tensors broadcast to one shape.
TENON_API TensorList broadcast_tensors(const TensorList &tensors, TENON_HERE);

/// One after the other along a dim.
TENON_API Tensor cat(const TensorList &tensors, int64_t dim = 0, TENON_HERE);
/// Along a new dim; all have the same sizes.
TENON_API Tensor stack(const TensorList &tensors, int64_t dim = 0, TENON_HERE);

/// Elements outside get `value`: `pad` gives (before, after) pairs, the last dim first.
TENON_API Tensor constant_pad_nd(const Tensor &self, const IntArrayRef &pad, const Scalar &value = 0, TENON_HERE);

/// Rows of `weight` [N, D] at the indices, of any sizes: [.., D].
TENON_API Tensor embedding(const Tensor &weight, const Tensor &indices, TENON_HERE);
/// 1 where the class is, 0 elsewhere, along a new last dim; int64.
TENON_API Tensor one_hot(const Tensor &self, int64_t num_classes, TENON_HERE);

} // namespace tenon

#endif
