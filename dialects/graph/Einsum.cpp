//===- Einsum.cpp - Products by the names of dimensions ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Einsum.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

using namespace llvm;

namespace tenon::graph {

namespace {

constexpr Label firstOfEllipsis = 256;

/// The labels of one operand or of the result; `ellipsis` says how many dimensions `...` stands for.
FailureOr<Labels> parseLabels(StringRef text, int64_t ellipsis, EinsumFault &fault) {
  Labels labels;
  while (!text.empty()) {
    if (text.consume_front("...")) {
      for (int64_t i = ellipsis; i-- > 0;)
        labels.push_back(firstOfEllipsis + static_cast<Label>(i));
    } else if (isAlpha(text.front())) {
      labels.push_back(text.front());
      text = text.drop_front();
    } else {
      fault = {EinsumFault::Name, text.str()};
      return failure();
    }
  }
  return labels;
}

Labels implicitResult(ArrayRef<Labels> operands, int64_t ellipsis) {
  Labels result;
  for (int64_t i = ellipsis; i-- > 0;)
    result.push_back(firstOfEllipsis + static_cast<Label>(i));
  std::map<Label, int> uses;
  for (const Labels &labels : operands)
    for (Label label : labels)
      ++uses[label];
  for (auto [label, count] : uses)
    if (count == 1 && label < firstOfEllipsis)
      result.push_back(label);
  return result;
}

} // namespace

bool has(const Labels &labels, Label label) { return is_contained(labels, label); }

FailureOr<EinsumEquation> parseEinsum(StringRef equation, ArrayRef<int64_t> ranks, EinsumFault &fault) {
  auto [inputs, output] = equation.split("->");
  SmallVector<StringRef> parts;
  inputs.split(parts, ',');
  if (parts.size() != ranks.size() || ranks.empty()) {
    fault = {EinsumFault::OperandCount, "", 0, parts.size()};
    return failure();
  }
  EinsumEquation parsed;
  int64_t ellipsis = 0;
  for (auto [i, part, rank] : enumerate(parts, ranks)) {
    int64_t rest = rank - count_if(part, isAlpha);
    bool hasEllipsis = part.contains("...");
    if (rest < 0 || (rest > 0 && !hasEllipsis)) {
      fault = {EinsumFault::Rank, part.str(), i};
      return failure();
    }
    ellipsis = std::max(ellipsis, hasEllipsis ? rest : 0);
    FailureOr<Labels> labels = parseLabels(part, rest, fault);
    if (failed(labels))
      return failure();
    parsed.operands.push_back(*labels);
  }
  FailureOr<Labels> result =
      equation.contains("->") ? parseLabels(output, ellipsis, fault) : implicitResult(parsed.operands, ellipsis);
  if (failed(result))
    return failure();
  parsed.result = *result;
  for (auto [i, label] : enumerate(parsed.result)) {
    bool isKnown = any_of(parsed.operands, [&](const Labels &each) { return has(each, label); });
    if (!isKnown || is_contained(ArrayRef(parsed.result).take_front(i), label)) {
      fault = {EinsumFault::Result, output.str()};
      return failure();
    }
  }
  return parsed;
}

ProductLabels splitLabels(const Labels &left, const Labels &right, function_ref<bool(Label)> needed) {
  ProductLabels labels;
  for (Label label : left)
    (!has(right, label) ? labels.left : needed(label) ? labels.batch : labels.summed).push_back(label);
  for (Label label : right)
    if (!has(left, label))
      labels.right.push_back(label);
  return labels;
}

Labels joinLabels(const Labels &x, const Labels &y, const Labels &z) {
  Labels labels = x;
  append_range(labels, y);
  append_range(labels, z);
  return labels;
}

Labels ProductLabels::all() const { return joinLabels(batch, left, right); }

} // namespace tenon::graph
