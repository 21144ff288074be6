//===- Diagonals.cpp - Diagonals, and copies with parts replaced ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Build.h"
#include "frontend/tensor/Formula.h"
#include "frontend/tensor/ViewParts.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;

Tensor diagonal(const Tensor &self, int64_t offset, int64_t dim1, int64_t dim2, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  int64_t rank = node->sizes.size();
  int64_t row = wrapDim(dim1, rank, "diagonal", here), column = wrapDim(dim2, rank, "diagonal", here);
  if (rank < 2 || row == column)
    fail("diagonal",
         "needs two different dims, got " + std::to_string(dim1) + " and " + std::to_string(dim2) + " of " +
             node->describe(),
         here);
  auto rows = graph::constantSize(node->sizes[row]), columns = graph::constantSize(node->sizes[column]);
  if (!rows || !columns)
    fail("diagonal", "the sizes of " + node->describe() + " must be known", here);
  int64_t start = offset < 0 ? -offset * *columns : offset;
  int64_t count =
      std::max<int64_t>(std::min(*rows + std::min<int64_t>(offset, 0), *columns - std::max<int64_t>(offset, 0)), 0);
  // With the two dims last and joined, the diagonal is a slice.
  llvm::SmallVector<int64_t> order, inverse(rank);
  for (int64_t axis = 0; axis < rank; ++axis)
    if (axis != row && axis != column)
      order.push_back(axis);
  order.append({row, column});
  for (auto [to, from] : llvm::enumerate(order))
    inverse[from] = to;
  graph::Shape matrices, joined;
  for (int64_t axis : order)
    matrices.push_back(node->sizes[axis]);
  joined.append(matrices.begin(), matrices.end() - 2);
  joined.push_back(constantExpression(*rows * *columns));
  mlir::AffineExpr first = constantExpression(start), taken = constantExpression(count);
  auto join = [=](const NodePtr &base) {
    return frontend::reshape(frontend::transpose(base, order, here), joined, here);
  };
  int64_t axis = rank - 2, step = *columns + 1;
  return makeView(
      self,
      [=](const NodePtr &base) {
        return sliceAxis(join(base), axis, count ? first : constantExpression(0), step, taken, here);
      },
      [=](const NodePtr &base, const NodePtr &value) {
        if (count == 0)
          return base;
        NodePtr written = replaceAxis(join(base), value, axis, first, step, taken, here);
        return frontend::transpose(frontend::reshape(written, matrices, here), inverse, here);
      },
      [=](const graph::Shape &strides) {
        graph::Shape result;
        for (int64_t from : llvm::ArrayRef(order).drop_back(2))
          result.push_back(strides[from]);
        result.push_back(graph::normalizeSize(strides[row] + strides[column]));
        return result;
      },
      here);
}

Tensor diag_embed(const Tensor &self, int64_t offset, int64_t dim1, int64_t dim2, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  int64_t rank = node->sizes.size() + 1;
  int64_t row = wrapDim(dim1, rank, "diag_embed", here), column = wrapDim(dim2, rank, "diag_embed", here);
  if (node->sizes.empty() || row == column)
    fail("diag_embed",
         "needs two different dims and a vector at least, got " + std::to_string(dim1) + ", " + std::to_string(dim2) +
             " and " + node->describe(),
         here);
  // Each row's element, which the columns repeat where they are not the diagonal's.
  Tensor rows = constant_pad_nd(self, {std::max<int64_t>(-offset, 0), std::max<int64_t>(offset, 0)}, 0, here);
  graph::Shape sizes = nodeOf(rows, here)->sizes;
  sizes.push_back(sizes.back());
  Term number(makeTensor(iota(rank - 2, sizes, kLong, here)), here);
  Term place(makeTensor(iota(rank - 1, sizes, kLong, here)), here);
  Term value(unsqueeze(rows, -1, here), here);
  Tensor result = choose(place - number == offset, value, zeros_like(value, {}, here));
  return movedim(result, {-2, -1}, {row, column}, here);
}

Tensor diag(const Tensor &self, int64_t diagonal, SourceLocation here) {
  int64_t rank = self.dim(here);
  if (rank != 1 && rank != 2)
    fail("diag", "needs a vector or a matrix, got " + nodeOf(self, here)->describe(), here);
  return rank == 1 ? diag_embed(self, diagonal, 0, 1, here) : tenon::diagonal(self, diagonal, 0, 1, here).clone(here);
}
Tensor diagflat(const Tensor &self, int64_t offset, SourceLocation here) {
  return diag_embed(reshape(self, {-1}, here), offset, 0, 1, here);
}

Tensor &Tensor::fill_diagonal_(const Scalar &fill_value, bool wrap, SourceLocation here) {
  const NodePtr &node = nodeOf(*this, here);
  size_t rank = node->sizes.size();
  if (rank < 2 || (rank > 2 && !llvm::all_equal(node->sizes)))
    fail("fill_diagonal_", "needs a matrix, or dims of one size, got " + node->describe(), here);
  graph::Shape sizes = node->sizes;
  Term first(makeTensor(iota(0, sizes, kLong, here)), here);
  // In tall matrices the diagonal may start anew, a row after its end.
  if (wrap && rank == 2)
    first = Term(tenon::remainder(first, Operand(toSize(graph::normalizeSize(sizes[1] + 1), here), here), here), here);
  Term isOn = first == Term(makeTensor(iota(1, sizes, kLong, here)), here);
  for (size_t axis = 2; axis < rank; ++axis)
    isOn = isOn & (first == Term(makeTensor(iota(axis, sizes, kLong, here)), here));
  return masked_fill_(isOn, Operand(fill_value, here), here);
}

//===----------------------------------------------------------------------===//
// Copies with a part written
//===----------------------------------------------------------------------===//

namespace {

/// `src` must have the sizes of the part, as nothing is broadcast here.
Tensor written(const char *op, const Tensor &copy, Tensor part, const Tensor &src, SourceLocation here) {
  if (!sameSizes(nodeOf(part, here)->sizes, nodeOf(src, here)->sizes))
    fail(op,
         "src " + nodeOf(src, here)->describe() + " must have the sizes of the part, " +
             toText(nodeOf(part, here)->sizes),
         here);
  part.copy_(src, here);
  return copy;
}

} // namespace

Tensor diagonal_scatter(const Tensor &self, const Tensor &src, int64_t offset, int64_t dim1, int64_t dim2,
                        SourceLocation here) {
  Tensor copy = self.clone(here);
  return written("diagonal_scatter", copy, diagonal(copy, offset, dim1, dim2, here), src, here);
}
Tensor select_scatter(const Tensor &self, const Tensor &src, int64_t dim, const Size &index, SourceLocation here) {
  Tensor copy = self.clone(here);
  return written("select_scatter", copy, select(copy, dim, index, here), src, here);
}
Tensor slice_scatter(const Tensor &self, const Tensor &src, int64_t dim, const std::optional<Size> &start,
                     const std::optional<Size> &end, int64_t step, SourceLocation here) {
  Tensor copy = self.clone(here);
  return written("slice_scatter", copy, slice(copy, dim, start, end, step, here), src, here);
}

} // namespace tenon
