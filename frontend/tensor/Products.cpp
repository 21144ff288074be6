//===- Products.cpp - Matrix products and attention --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeFunctions.h"
#include "frontend/tensor/Build.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

namespace tenon {

using namespace frontend;

namespace {

void checkTypes(const char *op, const NodePtr &a, const NodePtr &b, SourceLocation here) {
  if (a->dtype != b->dtype)
    fail(op, a->describe() + " and " + b->describe() + " have different types: convert one with to()", here);
}

[[noreturn]] void misfit(const char *op, const NodePtr &a, const NodePtr &b, SourceLocation here) {
  fail(op, a->describe() + " and " + b->describe() + " cannot be multiplied: the inner sizes differ", here);
}

/// Swaps the last two axes.
NodePtr transposed(const NodePtr &node, SourceLocation here) {
  auto permutation = llvm::to_vector(llvm::seq<int64_t>(0, node->sizes.size()));
  std::swap(permutation[permutation.size() - 2], permutation.back());
  return frontend::transpose(node, permutation, here);
}

/// Of operands with 2 dims or more.
NodePtr product(const char *op, NodePtr a, NodePtr b, SourceLocation here) {
  graph::ShapeRef x = a->sizes, y = b->sizes;
  if (!graph::sameSize(x.back(), y[y.size() - 2]))
    misfit(op, a, b, here);
  if (y.size() == 2 && x.size() > 2) {
    // One matrix for all batches: their rows are the rows of one product.
    graph::Shape sizes(x);
    sizes.back() = y.back();
    NodePtr rows = frontend::reshape(a, {graph::elementCount(&context(), x.drop_back()), x.back()}, here);
    return frontend::reshape(frontend::matmul(rows, b, here), sizes, here);
  }
  graph::Shape batch = broadcastSizes(x.drop_back(2), y.drop_back(2), op, here), left(batch), right(batch);
  llvm::append_range(left, x.take_back(2));
  llvm::append_range(right, y.take_back(2));
  return frontend::matmul(broadcast(a, left, here), broadcast(b, right, here), here);
}

void needDims(const char *op, const NodePtr &node, size_t dims, SourceLocation here) {
  if (node->sizes.size() != dims)
    fail(op, "needs a tensor of " + std::to_string(dims) + " dims, got " + node->describe(), here);
}

} // namespace

Tensor matmul(const Tensor &self, const Tensor &other, SourceLocation here) {
  NodePtr a = nodeOf(self, here), b = nodeOf(other, here);
  checkTypes("matmul", a, b, here);
  if (a->sizes.empty() || b->sizes.empty())
    fail("matmul", "scalar tensors are no matrices: " + a->describe() + ", " + b->describe(), here);
  bool isRow = a->sizes.size() == 1, isColumn = b->sizes.size() == 1;
  mlir::AffineExpr one = constantExpression(1);
  if (isRow)
    a = frontend::reshape(a, {one, a->sizes[0]}, here);
  if (isColumn)
    b = frontend::reshape(b, {b->sizes[0], one}, here);
  NodePtr result = product("matmul", a, b, here);
  graph::Shape sizes = result->sizes;
  if (isColumn)
    sizes.pop_back();
  if (isRow)
    sizes.erase(sizes.end() - (isColumn ? 1 : 2));
  return makeTensor(frontend::reshape(result, sizes, here));
}

Tensor mm(const Tensor &self, const Tensor &mat2, SourceLocation here) {
  needDims("mm", nodeOf(self, here), 2, here);
  needDims("mm", nodeOf(mat2, here), 2, here);
  return matmul(self, mat2, here);
}
Tensor bmm(const Tensor &self, const Tensor &mat2, SourceLocation here) {
  const NodePtr &a = nodeOf(self, here), &b = nodeOf(mat2, here);
  needDims("bmm", a, 3, here);
  needDims("bmm", b, 3, here);
  if (!graph::sameSize(a->sizes[0], b->sizes[0]))
    fail("bmm", a->describe() + " and " + b->describe() + " have different batch sizes", here);
  return matmul(self, mat2, here);
}
Tensor mv(const Tensor &self, const Tensor &vec, SourceLocation here) {
  needDims("mv", nodeOf(self, here), 2, here);
  needDims("mv", nodeOf(vec, here), 1, here);
  return matmul(self, vec, here);
}
Tensor dot(const Tensor &self, const Tensor &other, SourceLocation here) {
  needDims("dot", nodeOf(self, here), 1, here);
  needDims("dot", nodeOf(other, here), 1, here);
  return matmul(self, other, here);
}
Tensor outer(const Tensor &self, const Tensor &vec2, SourceLocation here) {
  needDims("outer", nodeOf(self, here), 1, here);
  needDims("outer", nodeOf(vec2, here), 1, here);
  return mul(unsqueeze(self, 1, here), Operand(vec2, here), here);
}

Tensor linear(const Tensor &input, const Tensor &weight, const OptionalTensor &bias, SourceLocation here) {
  const NodePtr &x = nodeOf(input, here), &w = nodeOf(weight, here);
  checkTypes("linear", x, w, here);
  if (x->sizes.empty() || w->sizes.size() != 2 || !graph::sameSize(x->sizes.back(), w->sizes[1]))
    fail("linear", "input " + x->describe() + " does not fit the weight " + w->describe() +
                       ": its last size must be the weight's second",
         here);
  Tensor result = matmul(input, makeTensor(transposed(w, here)), here);
  if (!bias)
    return result;
  const NodePtr &b = nodeOf(*bias, here);
  checkTypes("linear", x, b, here);
  if (b->sizes.size() > 1 || (b->sizes.size() == 1 && !graph::sameSize(b->sizes[0], w->sizes[0])))
    fail("linear", "bias " + b->describe() + " does not fit the weight " + w->describe(), here);
  return add(result, Operand(*bias, here), 1, here);
}

} // namespace tenon
