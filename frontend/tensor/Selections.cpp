//===- Selections.cpp - Functions that read by index or by mask -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Indices.h"
#include "frontend/tensor/Lines.h"

namespace tenon {

using namespace frontend;

//===----------------------------------------------------------------------===//
// By index
//===----------------------------------------------------------------------===//

Tensor gather(const Tensor &self, int64_t dim, const Tensor &index, SourceLocation here) {
  NodePtr node = atLeastVector(nodeOf(self, here), here);
  NodePtr indices = atLeastVector(indicesOf("gather", index, here), here);
  size_t rank = node->sizes.size();
  int64_t axis = wrapDim(dim, rank, "gather", here);
  if (indices->sizes.size() != rank)
    fail("gather", "the index " + indices->describe() + " must have as many dims as " + node->describe(), here);
  checkIndices("gather", indices, node->sizes[axis], here);
  // Only as much of the other dims is read as the index has.
  graph::Shape sizes = indices->sizes;
  sizes[axis] = node->sizes[axis];
  for (size_t i = 0; i < rank; ++i) {
    auto all = graph::constantSize(node->sizes[i]), part = graph::constantSize(sizes[i]);
    if (all && part && *part > *all)
      fail("gather", "the index " + indices->describe() + " is larger than " + node->describe() + " in dim " +
                         std::to_string(i),
           here);
  }
  node = frontend::slice(node, graph::Shape(rank, constantExpression(0)), llvm::SmallVector<int64_t>(rank, 1), sizes,
                         here);
  NodePtr taken = takeAlong(node, indices, axis, here);
  return makeTensor(frontend::reshape(taken, nodeOf(index, here)->sizes, here));
}

Tensor index_select(const Tensor &self, int64_t dim, const Tensor &index, SourceLocation here) {
  NodePtr node = nodeOf(self, here), indices = indicesOf("index_select", index, here);
  if (indices->sizes.size() > 1)
    fail("index_select", "the index must be a vector, got " + indices->describe(), here);
  NodePtr dest = atLeastVector(node, here);
  indices = atLeastVector(indices, here);
  int64_t axis = wrapDim(dim, node->sizes.size(), "index_select", here);
  checkIndices("index_select", indices, dest->sizes[axis], here);
  NodePtr taken = frontend::gather(dest, indices, axis, here);
  return makeTensor(node->sizes.empty() ? frontend::reshape(taken, {}, here) : taken);
}

Tensor take(const Tensor &self, const Tensor &index, SourceLocation here) {
  NodePtr node = nodeOf(self, here), indices = indicesOf("take", index, here);
  mlir::AffineExpr count = graph::elementCount(&context(), node->sizes);
  checkIndices("take", indices, count, here);
  return makeTensor(frontend::gather(frontend::reshape(node, {count}, here), indices, 0, here));
}

Tensor take_along_dim(const Tensor &self, const Tensor &indices, std::optional<int64_t> dim, SourceLocation here) {
  if (!dim)
    return gather(reshape(self, {-1}, here), 0, reshape(indices, {-1}, here), here);
  NodePtr node = nodeOf(self, here), at = indicesOf("take_along_dim", indices, here);
  int64_t axis = wrapDim(*dim, node->sizes.size(), "take_along_dim", here);
  if (node->sizes.size() != at->sizes.size())
    fail("take_along_dim", "self and indices must have as many dims, got " + node->describe() + " and " +
                               at->describe(),
         here);
  graph::Shape own = node->sizes, taken = at->sizes;
  if (own.empty())
    return gather(self, 0, indices, here);
  own[axis] = taken[axis] = constantExpression(1);
  graph::Shape common = broadcastSizes(own, taken, "take_along_dim", here);
  own = taken = common;
  own[axis] = node->sizes[axis];
  taken[axis] = at->sizes[axis];
  checkIndices("take_along_dim", at, node->sizes[axis], here);
  return makeTensor(takeAlong(broadcast(node, own, here), broadcast(at, taken, here), axis, here));
}

//===----------------------------------------------------------------------===//
// By values
//===----------------------------------------------------------------------===//

Tensor masked_select(const Tensor &self, const Tensor &mask, SourceLocation here) {
  requireValues("masked_select", mask, "use where, or sums of what is multiplied by the mask", here);
  NodePtr node = nodeOf(self, here), holds = nodeOf(mask, here);
  if (holds->dtype != kBool)
    fail("masked_select", "the mask must be bool, got " + holds->describe(), here);
  graph::Shape sizes = broadcastSizes(node->sizes, holds->sizes, "masked_select", here);
  NodePtr flat = frontend::reshape(broadcast(node, sizes, here), {graph::elementCount(&context(), sizes)}, here);
  return makeTensor(gatherNow(flat, numbersOf(makeTensor(broadcast(holds, sizes, here)), here), 0, here));
}

static llvm::SmallVector<NodePtr> nonzeroPositions(const Tensor &self, SourceLocation here) {
  requireValues("nonzero", self, "compute with the mask itself, by where and sums", here);
  return positionsOf(ne(self, 0, here), here);
}

TensorList nonzero_numpy(const Tensor &self, SourceLocation here) {
  TensorList result;
  for (const NodePtr &positions : nonzeroPositions(self.dim(here) ? self : unsqueeze(self, 0, here), here))
    result.push_back(makeTensor(positions));
  return result;
}

Tensor nonzero(const Tensor &self, SourceLocation here) {
  llvm::SmallVector<NodePtr> columns = nonzeroPositions(self, here);
  if (columns.empty())
    return zeros({self.item(here).to<bool>() ? 1 : 0, 0}, kLong, here);
  int64_t count = columns[0]->elementCount(), dims = columns.size();
  std::shared_ptr<char> memory = allocate(count * dims * sizeof(int64_t));
  auto *to = reinterpret_cast<int64_t *>(memory.get());
  for (int64_t dim = 0; dim < dims; ++dim)
    for (int64_t i = 0; i < count; ++i)
      to[i * dims + dim] = reinterpret_cast<const int64_t *>(columns[dim]->bytes())[i];
  return makeTensor(makeData(kLong, {constantExpression(count), constantExpression(dims)}, memory, here));
}
Tensor argwhere(const Tensor &self, SourceLocation here) { return nonzero(self, here); }

} // namespace tenon
