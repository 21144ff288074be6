//===- Moves.cpp - Functions that copy elements to other places --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeFunctions.h"
#include "frontend/tensor/Indices.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;

TensorList broadcast_tensors(const TensorList &tensors, SourceLocation here) {
  graph::Shape sizes;
  for (const Tensor &tensor : tensors)
    sizes = broadcastSizes(sizes, nodeOf(tensor, here)->sizes, "broadcast_tensors", here);
  TensorList result;
  for (const Tensor &tensor : tensors)
    result.push_back(expand(tensor, toSizes(sizes, here), here));
  return result;
}

Tensor repeat(const Tensor &self, const IntArrayRef &repeats, SourceLocation here) {
  NodePtr node = nodeOf(self, here);
  if (repeats.size() < node->sizes.size())
    fail("repeat", node->describe() + " has more dims than there are repeats", here);
  // [a, b] repeated by [m, n] is [1, a, 1, b] broadcast to [m, a, n, b], then joined.
  graph::Shape sizes(repeats.size() - node->sizes.size(), constantExpression(1));
  llvm::append_range(sizes, node->sizes);
  graph::Shape parted, repeated, joined;
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (repeats[i] < 0)
      fail("repeat", "a tensor cannot be repeated " + std::to_string(repeats[i]) + " times", here);
    mlir::AffineExpr times = constantExpression(repeats[i]);
    parted.append({constantExpression(1), sizes[i]});
    repeated.append({times, sizes[i]});
    joined.push_back(graph::multiplySizes(times, sizes[i]));
  }
  return makeTensor(frontend::reshape(broadcast(frontend::reshape(node, parted, here), repeated, here), joined, here));
}

Tensor flip(const Tensor &self, const IntArrayRef &dims, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  size_t rank = node->sizes.size();
  if (dims.empty() || rank == 0)
    return makeTensor(node);
  graph::Shape starts(rank, constantExpression(0));
  llvm::SmallVector<int64_t> steps(rank, 1);
  for (int64_t axis : wrapDims(dims, rank, "flip", here)) {
    starts[axis] = graph::normalizeSize(node->sizes[axis] - 1);
    steps[axis] = -1;
  }
  if (node->elementCount() == 0 && !node->traced)
    return makeTensor(node);
  return makeTensor(frontend::slice(node, starts, steps, node->sizes, here));
}

Tensor cat(const TensorList &tensors, int64_t dim, SourceLocation here) {
  llvm::SmallVector<NodePtr> nodes;
  std::optional<ScalarType> dtype;
  for (const Tensor &tensor : tensors) {
    const NodePtr &node = nodeOf(tensor, here);
    dtype = dtype ? promote_types(*dtype, node->dtype, here) : node->dtype;
    // Empty vectors go with everything, as in PyTorch.
    bool skipped = tensors.size() > 1 && node->sizes.size() == 1 && graph::constantSize(node->sizes[0]) == 0;
    if (!skipped)
      nodes.push_back(node);
  }
  if (tensors.empty())
    fail("cat", "there are no tensors", here);
  if (nodes.empty())
    return makeTensor(nodeOf(tensors.front(), here));
  if (nodes.front()->sizes.empty())
    fail("cat", "scalar tensors have no dim: use stack", here);
  int64_t axis = wrapDim(dim, nodes.front()->sizes.size(), "cat", here);
  llvm::SmallVector<graph::Shape> shapes;
  for (NodePtr &node : nodes) {
    node = cast(node, *dtype, here);
    shapes.push_back(node->sizes);
  }
  std::string error;
  if (failed(graph::concatShape(shapes, axis, error))) {
    std::string text;
    for (const graph::Shape &shape : shapes)
      text += (text.empty() ? "" : ", ") + toText(shape);
    fail("cat", "the sizes " + text + " must be the same but for dim " + std::to_string(dim), here);
  }
  return makeTensor(concat(nodes, axis, here));
}

Tensor stack(const TensorList &tensors, int64_t dim, SourceLocation here) {
  if (tensors.empty())
    fail("stack", "there are no tensors", here);
  TensorList parts;
  const graph::Shape &first = nodeOf(tensors.front(), here)->sizes;
  for (const Tensor &tensor : tensors) {
    if (!sameSizes(nodeOf(tensor, here)->sizes, first))
      fail("stack", "the sizes " + toText(first) + " and " + toText(nodeOf(tensor, here)->sizes) + " differ", here);
    parts.push_back(unsqueeze(tensor, dim, here));
  }
  return cat(parts, wrapDim(dim, first.size() + 1, "stack", here), here);
}

//===----------------------------------------------------------------------===//
// By computed index
//===----------------------------------------------------------------------===//

Tensor embedding(const Tensor &weight, const Tensor &indices, SourceLocation here) {
  const NodePtr &table = nodeOf(weight, here);
  if (table->sizes.size() != 2)
    fail("embedding", "the weight must be a matrix, got " + table->describe(), here);
  return makeTensor(frontend::gather(table, indicesOf("embedding", indices, here), 0, here));
}

Tensor one_hot(const Tensor &self, int64_t num_classes, SourceLocation here) {
  NodePtr classes = indicesOf("one_hot", self, here);
  if (num_classes < 1)
    fail("one_hot", "the number of classes must be known, got " + std::to_string(num_classes), here);
  graph::Shape sizes = classes->sizes;
  sizes.push_back(constantExpression(num_classes));
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, classes->sizes.size()));
  NodePtr number = iota(classes->sizes.size(), sizes, kLong, here);
  NodePtr same = frontend::compare(graph::Predicate::eq, broadcast(classes, sizes, axes, here), number, here);
  return makeTensor(cast(same, kLong, here));
}

namespace {

Tensor triangle(const char *op, const Tensor &self, int64_t diagonal, graph::Predicate predicate,
                SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  size_t rank = node->sizes.size();
  if (rank < 2)
    fail(op, "needs matrices, got " + node->describe(), here);
  NodePtr row = iota(rank - 2, node->sizes, kLong, here), column = iota(rank - 1, node->sizes, kLong, here);
  NodePtr edge = elementwise("graph.add", {row, filled(diagonal, node->sizes, kLong, here)}, kLong, here);
  return makeTensor(frontend::select(frontend::compare(predicate, column, edge, here), node,
                                     filled(0, node->sizes, node->dtype, here), here));
}

} // namespace

Tensor tril(const Tensor &self, int64_t diagonal, SourceLocation here) {
  return triangle("tril", self, diagonal, graph::Predicate::le, here);
}
Tensor triu(const Tensor &self, int64_t diagonal, SourceLocation here) {
  return triangle("triu", self, diagonal, graph::Predicate::ge, here);
}

} // namespace tenon
