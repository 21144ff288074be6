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
TENON_API Tensor concat(const TensorList &tensors, int64_t dim = 0, TENON_HERE);
TENON_API Tensor concatenate(const TensorList &tensors, int64_t dim = 0, TENON_HERE);
/// Along dim 1 (of vectors 0), dim 0 and dim 2, after the tensors got 1, 2 and 3 dims.
TENON_API Tensor hstack(const TensorList &tensors, TENON_HERE);
TENON_API Tensor vstack(const TensorList &tensors, TENON_HERE);
TENON_API Tensor row_stack(const TensorList &tensors, TENON_HERE);
TENON_API Tensor dstack(const TensorList &tensors, TENON_HERE);
/// Along dim 1, vectors as columns.
TENON_API Tensor column_stack(const TensorList &tensors, TENON_HERE);
/// Matrices along the diagonal of one, 0 elsewhere.
TENON_API Tensor block_diag(const TensorList &tensors, TENON_HERE);
/// Tensors of different first sizes filled up to the longest: [T, B, ..], or [B, T, ..].
TENON_API Tensor pad_sequence(const TensorList &sequences, bool batch_first = false, double padding_value = 0.0,
                              TENON_HERE);
/// With 1, 2 or 3 dims at least; added dims have size 1.
TENON_API Tensor atleast_1d(const Tensor &self, TENON_HERE);
TENON_API Tensor atleast_2d(const Tensor &self, TENON_HERE);
TENON_API Tensor atleast_3d(const Tensor &self, TENON_HERE);
TENON_API TensorList atleast_1d(const TensorList &tensors, TENON_HERE);
TENON_API TensorList atleast_2d(const TensorList &tensors, TENON_HERE);
TENON_API TensorList atleast_3d(const TensorList &tensors, TENON_HERE);
/// Vectors broadcast to the grid that they span; `indexing` is `ij`, or `xy`, which swaps the first two dims.
TENON_API TensorList meshgrid(const TensorList &tensors, const std::string &indexing = "ij", TENON_HERE);
/// All combinations of an element of each vector, as rows.
TENON_API Tensor cartesian_prod(const TensorList &tensors, TENON_HERE);
/// All combinations of r elements of a vector, as rows.
TENON_API Tensor combinations(const Tensor &self, int64_t r = 2, bool with_replacement = false, TENON_HERE);
/// Along a new dim; all have the same sizes.
TENON_API Tensor stack(const TensorList &tensors, int64_t dim = 0, TENON_HERE);

/// Elements outside get `value`; numbers below 0 cut off. `pad` gives (before, after) pairs, the last dim first.
TENON_API Tensor constant_pad_nd(const Tensor &self, const IntArrayRef &pad, const Scalar &value = 0, TENON_HERE);

/// Rows of `weight` [N, D] at the indices, of any sizes: [.., D].
TENON_API Tensor embedding(const Tensor &weight, const Tensor &indices, TENON_HERE);
/// 1 where the class is, 0 elsewhere, along a new last dim; int64.
TENON_API Tensor one_hot(const Tensor &self, int64_t num_classes, TENON_HERE);

} // namespace tenon

#endif
