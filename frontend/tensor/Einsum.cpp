//===- Einsum.cpp - Products by the names of dims -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Einsum.h"
#include "frontend/tensor/Formula.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;
using graph::has, graph::Label, graph::Labels;

namespace {

/// A tensor whose dims have names, each once.
struct Named {
  Tensor tensor;
  Labels labels;
};

/// Repeated labels become one, of the diagonal.
Named takeDiagonals(Named named, SourceLocation here) {
  for (size_t i = 0; i < named.labels.size(); ++i)
    for (size_t j = i + 1; j < named.labels.size(); ++j)
      if (named.labels[i] == named.labels[j]) {
        Label label = named.labels[i];
        named.tensor = diagonal(named.tensor, 0, i, j, here); // its dim is the last one
        named.labels.erase(named.labels.begin() + j);
        named.labels.erase(named.labels.begin() + i);
        named.labels.push_back(label);
        return takeDiagonals(named, here);
      }
  return named;
}

/// Sums over the labels that are not `kept`.
Named sumOver(const Named &named, llvm::function_ref<bool(Label)> kept, SourceLocation here) {
  std::vector<int64_t> dims;
  Named result;
  for (auto [dim, label] : llvm::enumerate(named.labels)) {
    if (kept(label))
      result.labels.push_back(label);
    else
      dims.push_back(dim);
  }
  result.tensor = dims.empty() ? named.tensor : sum(named.tensor, dims, false, named.tensor.dtype(here), here);
  return result;
}

/// Its dims in the order of `labels`, of size 1 for those that it has not.
Tensor arrange(const Named &named, const Labels &labels, SourceLocation here) {
  std::vector<int64_t> order;
  for (Label label : labels)
    if (has(named.labels, label))
      order.push_back(llvm::find(named.labels, label) - named.labels.begin());
  Tensor result = permute(named.tensor, order, here);
  for (auto [dim, label] : llvm::enumerate(labels))
    if (!has(named.labels, label))
      result = unsqueeze(result, dim, here);
  return result;
}

/// Multiplies two and sums over the labels that are not `needed` later.
Named contract(Named a, Named b, llvm::function_ref<bool(Label)> needed, SourceLocation here) {
  a = sumOver(
      a, [&](Label label) { return needed(label) || has(b.labels, label); }, here);
  b = sumOver(
      b, [&](Label label) { return needed(label) || has(a.labels, label); }, here);
  graph::ProductLabels labels = graph::splitLabels(a.labels, b.labels, needed);
  const auto &[batch, left, right, summed] = labels;
  Labels all = labels.all();
  if (summed.empty())
    return {mul(arrange(a, all, here), Operand(arrange(b, all, here), here), here), all};

  // One product of matrices for each index of the batch. A size of 1 on one side is that of the other.
  Tensor x = arrange(a, graph::joinLabels(batch, left, summed), here),
         y = arrange(b, graph::joinLabels(batch, summed, right), here);
  graph::Shape sizesX = nodeOf(x, here)->sizes, sizesY = nodeOf(y, here)->sizes;
  auto part = [](const graph::Shape &sizes, size_t from, size_t count) {
    return graph::Shape(graph::ShapeRef(sizes).slice(from, count));
  };
  auto common = [&](const graph::Shape &one, const graph::Shape &other) {
    return broadcastSizes(one, other, "einsum", here);
  };
  size_t nb = batch.size(), nl = left.size(), ns = summed.size(), nr = right.size();
  graph::Shape batchSizes = common(part(sizesX, 0, nb), part(sizesY, 0, nb));
  graph::Shape summedSizes = common(part(sizesX, nb + nl, ns), part(sizesY, nb, ns));
  graph::Shape leftSizes = part(sizesX, nb, nl), rightSizes = part(sizesY, nb + ns, nr);
  auto count = [](const graph::Shape &sizes) { return graph::elementCount(&context(), sizes); };
  auto matrices = [&](const Tensor &tensor, const graph::Shape &rows, const graph::Shape &columns) {
    graph::Shape sizes = batchSizes;
    llvm::append_range(sizes, rows);
    llvm::append_range(sizes, columns);
    return makeTensor(frontend::reshape(broadcast(nodeOf(tensor, here), sizes, here),
                                        {count(batchSizes), count(rows), count(columns)}, here));
  };
  Tensor product = matmul(matrices(x, leftSizes, summedSizes), matrices(y, summedSizes, rightSizes), here);
  graph::Shape sizes = batchSizes;
  llvm::append_range(sizes, leftSizes);
  llvm::append_range(sizes, rightSizes);
  return {makeTensor(frontend::reshape(nodeOf(product, here), sizes, here)), all};
}

[[noreturn]] void failEquation(const std::string &equation, const graph::EinsumFault &fault, const TensorList &tensors,
                               SourceLocation here) {
  switch (fault.kind) {
  case graph::EinsumFault::OperandCount:
    fail("einsum",
         "'" + equation + "' names " + std::to_string(fault.operands) + " tensors, got " + std::to_string(tensors.size()),
         here);
  case graph::EinsumFault::Name:
    fail("einsum", "'" + fault.part + "' is no name of a dim: use letters and '...'", here);
  case graph::EinsumFault::Rank:
    fail("einsum", "'" + fault.part + "' does not name the dims of " + nodeOf(tensors[fault.operand], here)->describe(),
         here);
  case graph::EinsumFault::Result:
    fail("einsum", "the result of '" + equation + "' must name dims of the tensors, each once", here);
  }
  llvm_unreachable("all faults are listed");
}

} // namespace

Tensor einsum(const std::string &equation, const TensorList &tensors, SourceLocation here) {
  std::string text;
  llvm::copy_if(equation, std::back_inserter(text), [](char c) { return c != ' '; });
  llvm::SmallVector<int64_t> ranks;
  for (const Tensor &tensor : tensors)
    ranks.push_back(tensor.dim(here));
  graph::EinsumFault fault;
  llvm::FailureOr<graph::EinsumEquation> parsed = graph::parseEinsum(text, ranks, fault);
  if (llvm::failed(parsed))
    failEquation(equation, fault, tensors, here);
  const Labels &result = parsed->result;
  std::vector<Named> operands;
  for (auto [tensor, labels] : llvm::zip_equal(tensors, parsed->operands))
    operands.push_back(takeDiagonals({tensor, labels}, here));
  Named current = operands.front();
  for (size_t i = 1; i < operands.size(); ++i) {
    auto needed = [&](Label label) {
      auto isIn = [&](const Named &later) { return has(later.labels, label); };
      return has(result, label) || llvm::any_of(llvm::ArrayRef(operands).drop_front(i + 1), isIn);
    };
    current = contract(current, operands[i], needed, here);
  }
  current = sumOver(
      current, [&](Label label) { return has(result, label); }, here);
  return arrange(current, result, here);
}

Tensor tensordot(const Tensor &self, const Tensor &other, const IntArrayRef &dims_self, const IntArrayRef &dims_other,
                 SourceLocation here) {
  int64_t rank = self.dim(here), otherRank = other.dim(here);
  if (dims_self.size() != dims_other.size())
    fail("tensordot", "the lists of dims have different lengths", here);
  // As an Einstein sum: a label for each dim, the same for those that are paired.
  Named a{self, {}}, b{other, {}};
  for (int64_t i = 0; i < rank; ++i)
    a.labels.push_back(static_cast<Label>(i));
  for (int64_t i = 0; i < otherRank; ++i)
    b.labels.push_back(static_cast<Label>(rank + i));
  for (auto [x, y] : llvm::zip_equal(dims_self, dims_other)) {
    int64_t i = wrapDim(x, rank, "tensordot", here), j = wrapDim(y, otherRank, "tensordot", here);
    const NodePtr &left = nodeOf(self, here), &right = nodeOf(other, here);
    if (!graph::sameSize(left->sizes[i], right->sizes[j]))
      fail("tensordot",
           "dim " + std::to_string(x) + " of " + left->describe() + " and dim " + std::to_string(y) + " of " +
               right->describe() + " differ",
           here);
    b.labels[j] = a.labels[i];
  }
  auto isFree = [&](Label label) { return has(a.labels, label) != has(b.labels, label); };
  return contract(a, b, isFree, here).tensor;
}

} // namespace tenon
