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

// Dims count from the end where negative. Throws for one that is out of range
// and for sizes that do not fit. Sizes may be symbolic.

/// The same elements under other sizes, of which one may be -1. Shares them where it can, else copies.
TENON_API Tensor reshape(const Tensor &self, const SizeList &shape, TENON_HERE);
/// Joins the dims from start_dim to end_dim.
TENON_API Tensor flatten(const Tensor &self, int64_t start_dim = 0, int64_t end_dim = -1, TENON_HERE);
/// Parts one dim into several, of which one may be -1.
TENON_API Tensor unflatten(const Tensor &self, int64_t dim, const SizeList &sizes, TENON_HERE);
/// Drops dims of size 1: all of them, or those named where their size is 1.
TENON_API Tensor squeeze(const Tensor &self, TENON_HERE);
TENON_API Tensor squeeze(const Tensor &self, const IntArrayRef &dim, TENON_HERE);
/// Adds a dim of size 1.
TENON_API Tensor unsqueeze(const Tensor &self, int64_t dim, TENON_HERE);
/// Dim i of the result is dim dims[i].
TENON_API Tensor permute(const Tensor &self, const IntArrayRef &dims, TENON_HERE);
/// Swaps two dims.
TENON_API Tensor transpose(const Tensor &self, int64_t dim0, int64_t dim1, TENON_HERE);
/// The transposed matrix; vectors stay as they are.
TENON_API Tensor t(const Tensor &self, TENON_HERE);
/// Repeats dims of size 1, and as new first dims; -1 keeps a size.
TENON_API Tensor expand(const Tensor &self, const SizeList &size, TENON_HERE);
TENON_API Tensor broadcast_to(const Tensor &self, const SizeList &size, TENON_HERE);
/// Tensors broadcast to one shape.
TENON_API TensorList broadcast_tensors(const TensorList &tensors, TENON_HERE);
/// The whole tensor repeated along each dim.
TENON_API Tensor repeat(const Tensor &self, const IntArrayRef &repeats, TENON_HERE);
/// In reverse order along the dims.
TENON_API Tensor flip(const Tensor &self, const IntArrayRef &dims, TENON_HERE);
/// Shifted along a dim, what leaves at one end enters at the other.
TENON_API Tensor roll(const Tensor &self, int64_t shifts, int64_t dim, TENON_HERE);

/// One after the other along a dim.
TENON_API Tensor cat(const TensorList &tensors, int64_t dim = 0, TENON_HERE);
/// Along a new dim; all have the same sizes.
TENON_API Tensor stack(const TensorList &tensors, int64_t dim = 0, TENON_HERE);
/// Parts of `split_size` along a dim, the last one smaller.
TENON_API TensorList split(const Tensor &self, int64_t split_size, int64_t dim = 0, TENON_HERE);
/// Parts of the given sizes.
TENON_API TensorList split_with_sizes(const Tensor &self, const SizeList &split_sizes, int64_t dim = 0, TENON_HERE);
/// At most `chunks` parts of one size, the last one smaller.
TENON_API TensorList chunk(const Tensor &self, int64_t chunks, int64_t dim = 0, TENON_HERE);
/// The slices along a dim, which they lack.
TENON_API TensorList unbind(const Tensor &self, int64_t dim = 0, TENON_HERE);

/// The elements at one index of a dim, which the result lacks.
TENON_API Tensor select(const Tensor &self, int64_t dim, const Size &index, TENON_HERE);
/// `length` elements of a dim from `start` on.
TENON_API Tensor narrow(const Tensor &self, int64_t dim, const Size &start, const Size &length, TENON_HERE);
/// Python's start:end:step along one dim; indices beyond the end are clamped.
TENON_API Tensor slice(const Tensor &self, int64_t dim = 0, const std::optional<Size> &start = std::nullopt,
                       const std::optional<Size> &end = std::nullopt, int64_t step = 1, TENON_HERE);
/// Elements outside get `value`: `pad` gives (before, after) pairs, the last dim first.
TENON_API Tensor constant_pad_nd(const Tensor &self, const IntArrayRef &pad, const Scalar &value = 0, TENON_HERE);

/// result[i][j] = self[index[i][j]][j] for dim 0, and so on. `index` is int64.
TENON_API Tensor gather(const Tensor &self, int64_t dim, const Tensor &index, TENON_HERE);
/// The slices of a dim at the indices, a vector of int64 or int32.
TENON_API Tensor index_select(const Tensor &self, int64_t dim, const Tensor &index, TENON_HERE);
/// Rows of `weight` [N, D] at the indices, of any sizes: [.., D].
TENON_API Tensor embedding(const Tensor &weight, const Tensor &indices, TENON_HERE);
/// By a list of indices, as `self.index(...)`.
TENON_API Tensor index(const Tensor &self, const std::vector<indexing::TensorIndex> &indices, TENON_HERE);
/// 1 where the class is, 0 elsewhere, along a new last dim; int64.
TENON_API Tensor one_hot(const Tensor &self, int64_t num_classes, TENON_HERE);
/// The matrix below and on, or above and on, the diagonal; 0 elsewhere.
TENON_API Tensor tril(const Tensor &self, int64_t diagonal = 0, TENON_HERE);
TENON_API Tensor triu(const Tensor &self, int64_t diagonal = 0, TENON_HERE);

} // namespace tenon

#endif
