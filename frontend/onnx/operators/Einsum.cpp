//===- Einsum.cpp - Products by the names of dimensions ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The operands are taken two at a time, from the left: what only one of them
// has and nothing needs later is summed first, the rest is one product of
// matrices for each index that stays on both.

#include "frontend/onnx/OperatorTable.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// A name of a dimension: a letter, or the place of one in the ellipsis, counted from its end.
using Label = int;
using Labels = SmallVector<Label>;
constexpr Label firstOfEllipsis = 256;

/// A tensor whose dimensions have names, each once.
struct Named {
  Value tensor;
  Labels labels;
};

bool has(const Labels &labels, Label label) { return llvm::is_contained(labels, label); }

/// The labels of one operand or of the result; `ellipsis` says how many dimensions `...` stands for.
Labels parseLabels(StringRef text, int64_t ellipsis) {
  Labels labels;
  while (!text.empty()) {
    if (text.consume_front("...")) {
      for (int64_t i = ellipsis; i-- > 0;)
        labels.push_back(firstOfEllipsis + static_cast<Label>(i));
    } else if (llvm::isAlpha(text.front())) {
      labels.push_back(text.front());
      text = text.drop_front();
    } else {
      throw ImportError("its equation has '" + text + "', which is no name of a dimension: letters and '...' are");
    }
  }
  return labels;
}

/// The elements whose indices along two axes are equal; their axis is the first of these.
Value takeDiagonal(NodeImport &node, Value x, int64_t first, int64_t second) {
  GraphBuilder &build = node.build;
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

Labels join(const Labels &x, const Labels &y, const Labels &z = {}) {
  Labels labels = x;
  llvm::append_range(labels, y);
  llvm::append_range(labels, z);
  return labels;
}

/// Multiplies two and sums over the labels that are not `needed` later.
Named contract(NodeImport &node, Named a, Named b, llvm::function_ref<bool(Label)> needed) {
  GraphBuilder &build = node.build;
  a = sumOver(node, a, [&](Label label) { return needed(label) || has(b.labels, label); });
  b = sumOver(node, b, [&](Label label) { return needed(label) || has(a.labels, label); });
  Labels batch, left, right, summed;
  for (Label label : a.labels)
    (!has(b.labels, label) ? left : needed(label) ? batch : summed).push_back(label);
  for (Label label : b.labels)
    if (!has(a.labels, label))
      right.push_back(label);
  Labels all = join(batch, left, right);
  if (summed.empty()) {
    SmallVector<Value> both = node.broadcast({arrange(node, a, all), arrange(node, b, all)});
    return {build.elementwise<MulOp>(both[0], both[1]), all};
  }
  Value x = arrange(node, a, join(batch, left, summed)), y = arrange(node, b, join(batch, summed, right));
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

/// Letters that appear once, in alphabetical order, after the ellipsis.
Labels implicitResult(ArrayRef<Labels> operands, int64_t ellipsis) {
  Labels result = parseLabels("...", ellipsis);
  std::map<Label, int> uses;
  for (const Labels &labels : operands)
    for (Label label : labels)
      ++uses[label];
  for (auto [label, count] : uses)
    if (count == 1 && label < firstOfEllipsis)
      result.push_back(label);
  return result;
}

void importEinsum(NodeImport &node) {
  std::string text;
  llvm::copy_if(node.text("equation", ""), std::back_inserter(text), [](char c) { return c != ' '; });
  StringRef equation = text;
  auto [inputs, output] = equation.split("->");
  SmallVector<StringRef> parts;
  inputs.split(parts, ',');
  SmallVector<Value> tensors = node.tensors();
  if (parts.size() != tensors.size() || tensors.empty())
    throw ImportError("its equation '" + equation + "' names " + Twine(parts.size()) + " tensors, got " + Twine(tensors.size()));
  node.requireSameType(tensors);

  int64_t ellipsis = 0;
  SmallVector<Named> operands;
  SmallVector<Labels> labels;
  for (auto [part, tensor] : llvm::zip_equal(parts, tensors)) {
    int64_t rest = rankOf(tensor) - llvm::count_if(part, llvm::isAlpha);
    bool hasEllipsis = part.contains("...");
    if (rest < 0 || (rest > 0 && !hasEllipsis))
      throw ImportError("its equation's '" + part + "' does not name the dimensions of " + describe(tensor));
    ellipsis = std::max<int64_t>(ellipsis, hasEllipsis ? rest : 0);
    labels.push_back(parseLabels(part, rest));
    operands.push_back(takeDiagonals(node, {tensor, labels.back()}));
  }
  Labels result = equation.contains("->") ? parseLabels(output, ellipsis) : implicitResult(labels, ellipsis);
  for (auto [i, label] : llvm::enumerate(result)) {
    bool isKnown = llvm::any_of(labels, [&](const Labels &each) { return has(each, label); });
    if (!isKnown || llvm::is_contained(ArrayRef(result).take_front(i), label))
      throw ImportError("the result of its equation '" + equation + "' must name dimensions of the tensors, each once");
  }
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
