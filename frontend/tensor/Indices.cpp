//===- Indices.cpp - Tensors of indices and what they select --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Indices.h"
#include <cstring>

namespace tenon::frontend {

NodePtr indicesOf(const char *op, const Tensor &tensor, SourceLocation here) {
  const NodePtr &node = nodeOf(tensor, here);
  if (node->dtype != kLong && node->dtype != kInt)
    fail(op, "the indices must be int64 or int32, got " + node->describe(), here);
  return cast(node, kLong, here);
}

void checkIndices(const char *op, const NodePtr &indices, mlir::AffineExpr size, SourceLocation here) {
  constexpr int64_t most = 4096;
  std::optional<int64_t> count = graph::constantSize(size);
  if (!count || indices->kind != Node::Kind::Data || indices->elementCount() > most)
    return;
  const char *bytes = indices->bytes();
  for (int64_t i = 0, all = indices->elementCount(); i < all; ++i) {
    int64_t index;
    std::memcpy(&index, bytes + i * sizeof index, sizeof index);
    if (index < -*count || index >= *count)
      fail(op, "index " + std::to_string(index) + " is out of range for a dim of size " + std::to_string(*count), here);
  }
}

void requireValues(const char *op, const Tensor &tensor, const char *instead, SourceLocation here) {
  if (nodeOf(tensor, here)->traced)
    fail(op, std::string("the size of the result depends on values, which there are none of while tracing: ") + instead,
         here);
}

std::vector<int64_t> numbersOf(const Tensor &mask, SourceLocation here) {
  const bool *values = mask.const_data_ptr<bool>(here);
  std::vector<int64_t> numbers;
  for (int64_t i = 0, count = mask.numel(here); i < count; ++i)
    if (values[i])
      numbers.push_back(i);
  return numbers;
}

NodePtr vectorOf(llvm::ArrayRef<int64_t> numbers, SourceLocation here) {
  std::shared_ptr<char> memory = allocate(numbers.size() * sizeof(int64_t));
  if (!numbers.empty())
    std::memcpy(memory.get(), numbers.data(), numbers.size() * sizeof(int64_t));
  return makeData(kLong, {constantExpression(static_cast<int64_t>(numbers.size()))}, memory, here);
}

NodePtr gatherNow(const NodePtr &node, llvm::ArrayRef<int64_t> indices, int64_t axis, SourceLocation here) {
  if (node->traced)
    return gather(node, vectorOf(indices, here), axis, here);
  materialize("index", node, here);
  graph::Shape sizes = node->sizes;
  graph::ShapeRef own = node->sizes;
  auto countOf = [](graph::ShapeRef part) { return *graph::constantSize(graph::elementCount(&context(), part)); };
  int64_t outer = countOf(own.take_front(axis)), size = *graph::constantSize(own[axis]);
  size_t slice = countOf(own.drop_front(axis + 1)) * elementSize(node->dtype);
  sizes[axis] = constantExpression(static_cast<int64_t>(indices.size()));
  std::shared_ptr<char> memory = allocate(outer * indices.size() * slice);
  char *to = memory.get();
  const char *from = node->bytes();
  for (int64_t i = 0; i < outer; ++i, from += size * slice)
    for (int64_t index : indices) {
      std::memcpy(to, from + index * slice, slice);
      to += slice;
    }
  return makeData(node->dtype, sizes, memory, here);
}

llvm::SmallVector<NodePtr> positionsOf(const Tensor &mask, SourceLocation here) {
  std::vector<int64_t> numbers = numbersOf(mask, here), sizes = mask.sizes(here).vec();
  llvm::SmallVector<NodePtr> result(sizes.size());
  for (size_t axis = sizes.size(); axis-- > 0;) {
    std::vector<int64_t> coordinates;
    for (int64_t &number : numbers) {
      coordinates.push_back(number % sizes[axis]);
      number /= sizes[axis];
    }
    result[axis] = vectorOf(coordinates, here);
  }
  return result;
}

} // namespace tenon::frontend
