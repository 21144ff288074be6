//===- Einsum.cpp - Products by the names of dimensions ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The operands are taken two at a time, from the left: what only one of them
// has and nothing needs later is summed first, the rest is one product of
// matrices for each index that stays on both.

#include "dialects/graph/Einsum.h"
#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// A tensor whose dimensions have names, each once.
struct Named {
  Value tensor;
  Labels labels;
};

/// The elements whose indices along two axes are equal; their axis is the first of these.
Value takeDiagonal(NodeImport &node, Value x, int64_t first, int64_t second) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x);
  if (!sameSize(sizes[first], sizes[second]))
    throw ImportError("its equation names two dimensions of " + describe(x) + " alike, whose sizes differ");
  Shape column = sizes;
  column[second] = build.constant(1);
  Value taken = build.takeAlong(x, build.iota(first, column, build.getI64Type()), second);
  return build.squeeze(taken, second);
}

Named takeDiagonals(NodeImport &node, Named named) {
  for (size_t i = 0; i < named.labels.size(); ++i)
    for (size_t j = i + 1; j < named.labels.size();) {
      if (named.labels[i] != named.labels[j]) {
        ++j;
        continue;
      }
      named.tensor = takeDiagonal(node, named.tensor, i, j);
      named.labels.erase(named.labels.begin() + j);
    }
  return named;
}

/// Sums over the labels that are not `kept`.
Named sumOver(NodeImport &node, const Named &named, llvm::function_ref<bool(Label)> kept) {
  SmallVector<int64_t> axes;
  Named result;
  for (auto [axis, label] : llvm::enumerate(named.labels)) {
    if (kept(label))
      result.labels.push_back(label);
    else
      axes.push_back(axis);
  }
  result.tensor = axes.empty() ? named.tensor : node.build.reduce(ReductionKind::sum, named.tensor, axes);
  return result;
}

/// Its dimensions in the order of `labels`, of size 1 for those that it has not.
Value arrange(NodeImport &node, const Named &named, const Labels &labels) {
  SmallVector<int64_t> order;
  for (Label label : labels)
    if (has(named.labels, label))
      order.push_back(llvm::find(named.labels, label) - named.labels.begin());
  Value result = node.build.transpose(named.tensor, order);
  for (auto [axis, label] : llvm::enumerate(labels))
    if (!has(named.labels, label))
      result = node.build.unsqueeze(result, axis);
  return result;
}

/// The common sizes of two shapes, by the rules of NumPy.
Shape commonSizes(NodeImport &node, ShapeRef a, ShapeRef b) {
  Type flag = node.build.getI1Type();
  return shapeOf(node.broadcast({node.build.fill(0, a, flag), node.build.fill(0, b, flag)}).front());
}

/// Multiplies two and sums over the labels that are not `needed` later.
Named contract(NodeImport &node, Named a, Named b, llvm::function_ref<bool(Label)> needed) {
  CheckedBuilder &build = node.build;
  a = sumOver(node, a, [&](Label label) { return needed(label) || has(b.labels, label); });
  b = sumOver(node, b, [&](Label label) { return needed(label) || has(a.labels, label); });
  ProductLabels labels = splitLabels(a.labels, b.labels, needed);
  const auto &[batch, left, right, summed] = labels;
  Labels all = labels.all();
  if (summed.empty()) {
    SmallVector<Value> both = node.broadcast({arrange(node, a, all), arrange(node, b, all)});
    return {build.elementwise<MulOp>(both[0], both[1]), all};
  }
  Value x = arrange(node, a, joinLabels(batch, left, summed)), y = arrange(node, b, joinLabels(batch, summed, right));
  Shape sizesX = shapeOf(x), sizesY = shapeOf(y);
  size_t batches = batch.size(), lefts = left.size(), sums = summed.size(), rights = right.size();
  Shape batchSizes = commonSizes(node, ShapeRef(sizesX).take_front(batches), ShapeRef(sizesY).take_front(batches));
  Shape summedSizes = commonSizes(node, ShapeRef(sizesX).take_back(sums), ShapeRef(sizesY).slice(batches, sums));
  ShapeRef leftSizes = ShapeRef(sizesX).slice(batches, lefts), rightSizes = ShapeRef(sizesY).take_back(rights);
  auto count = [&](ShapeRef sizes) { return elementCount(build.getContext(), sizes); };
  auto matrices = [&](Value tensor, ShapeRef rows, ShapeRef columns) {
    Shape sizes = batchSizes;
    llvm::append_range(sizes, rows);
    llvm::append_range(sizes, columns);
    return build.reshape(node.broadcast(tensor, sizes), {count(batchSizes), count(rows), count(columns)});
  };
  Value product = build.matmul(matrices(x, leftSizes, summedSizes), matrices(y, summedSizes, rightSizes));
  Shape sizes = batchSizes;
  llvm::append_range(sizes, leftSizes);
  llvm::append_range(sizes, rightSizes);
  return {build.reshape(product, sizes), all};
}

[[noreturn]] void failEquation(StringRef equation, const EinsumFault &fault, ArrayRef<Value> tensors) {
  switch (fault.kind) {
  case EinsumFault::OperandCount:
    throw ImportError("its equation '" + equation + "' names " + Twine(fault.operands) + " tensors, got " +
                      Twine(tensors.size()));
  case EinsumFault::Name:
    throw ImportError("its equation has '" + fault.part + "', which is no name of a dimension: letters and '...' are");
  case EinsumFault::Rank:
    throw ImportError("its equation's '" + fault.part + "' does not name the dimensions of " +
                      describe(tensors[fault.operand]));
  case EinsumFault::Result:
    throw ImportError("the result of its equation '" + equation + "' must name dimensions of the tensors, each once");
  }
  llvm_unreachable("all faults are listed");
}

void importEinsum(NodeImport &node) {
  std::string equation;
  llvm::copy_if(node.text("equation", ""), std::back_inserter(equation), [](char c) { return c != ' '; });
  SmallVector<Value> tensors = node.tensors();
  EinsumFault fault;
  llvm::FailureOr<EinsumEquation> parsed = parseEinsum(equation, llvm::map_to_vector(tensors, rankOf), fault);
  if (failed(parsed))
    failEquation(equation, fault, tensors);
  node.requireSameType(tensors);
  const Labels &result = parsed->result;
  SmallVector<Named> operands;
  for (auto [tensor, labels] : llvm::zip_equal(tensors, parsed->operands))
    operands.push_back(takeDiagonals(node, {tensor, labels}));
  Named current = operands.front();
  for (size_t i = 1; i < operands.size(); ++i) {
    ArrayRef<Named> later = ArrayRef(operands).drop_front(i + 1);
    current = contract(node, current, operands[i], [&](Label label) {
      return has(result, label) || llvm::any_of(later, [&](const Named &named) { return has(named.labels, label); });
    });
  }
  current = sumOver(node, current, [&](Label label) { return has(result, label); });
  node.set(0, arrange(node, current, result));
}

constexpr OperatorEntry entries[] = {
    {"Einsum", 12, importEinsum},
};

} // namespace

ArrayRef<OperatorEntry> einsumOperators() { return entries; }

} // namespace tenon::onnx
