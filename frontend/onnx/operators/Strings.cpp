//===- Strings.cpp - Operators on strings --------------------------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What moves or compares strings is an operator like others, on their handles.

#include "frontend/onnx/operators/Strings.h"
#include "dialects/graph/NarrowTypes.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Regex.h"
#include "frontend/onnx/Support.h"
#include "frontend/onnx/operators/Ordering.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

Value constantStrings(NodeImport &node, ArrayRef<std::string> texts, ArrayRef<int64_t> sizes) {
  TensorData data;
  data.type = DataType::String;
  data.sizes.assign(sizes.begin(), sizes.end());
  data.strings.assign(texts.begin(), texts.end());
  return node.importer.importData(std::move(data), "").tensor;
}

static Value bitcast(NodeImport &node, Value x, Type type) {
  return node.build.create<BitcastOp>(withElementType(x.getType(), type), x);
}

Value handlesOf(NodeImport &node, Value strings) { return bitcast(node, strings, node.build.getI64Type()); }

Value stringsOf(NodeImport &node, Value handles) {
  return bitcast(node, handles, StringType::get(node.build.getContext()));
}

static Value callRuntime(NodeImport &node, StringRef function, ValueRange operands, Type type) {
  return node.build.create<CallRuntimeOp>(type, function, operands);
}

Value castStrings(NodeImport &node, Value x, Type type) {
  CheckedBuilder &build = node.build;
  if (elementOf(x) == type)
    return x;
  bool isToString = isString(type);
  // The runtime knows types of a byte and more.
  Type number = isToString ? elementOf(x) : type;
  if (isNarrow(number))
    number = isNarrowFloat(number) ? build.getF32Type() : storageElement(number);
  if (isToString)
    return callRuntime(node, "string_from_number", build.cast(x, number), withElementType(x.getType(), type));
  return build.cast(callRuntime(node, "string_to_number", x, withElementType(x.getType(), number)), type);
}

namespace {

Value stringInput(const NodeImport &node, int i) {
  Value x = node.tensor(i);
  if (!isString(elementOf(x)))
    throw ImportError("input " + Twine(i) + " should be of strings, got " + describe(x));
  return x;
}

void importStringConcat(NodeImport &node) {
  SmallVector<Value> both = node.broadcast({stringInput(node, 0), stringInput(node, 1)});
  node.set(0, callRuntime(node, "string_concat", both, both.front().getType()));
}

void importStringSplit(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = stringInput(node, 0);
  Type integer = build.getI64Type();
  Value delimiter = constantStrings(node, {node.text("delimiter", "")}, {});
  Value mostCuts = build.fillInteger(node.integer("maxsplit", -1), {}, integer);
  SmallVector<Value> operands = {x, delimiter, mostCuts};
  Value counts = callRuntime(node, "string_count_parts", operands, withElementType(x.getType(), integer));
  // As many as the string with most parts has; there may be no string.
  Value most = build.reduce(ReductionKind::max, build.reshape(counts, {elementCount(build.getContext(), shapeOf(x))}), {0});
  most = build.elementwise<MaxOp>(most, build.fillInteger(0, {}, integer));
  Shape sizes = shapeOf(x);
  sizes.push_back(node.importer.defineSize(most));
  node.set(0, callRuntime(node, "string_split", operands, tensorType(sizes, elementOf(x))));
  node.set(1, counts);
}

void importRegexFullMatch(NodeImport &node) {
  Value x = stringInput(node, 0);
  if (!node.hasAttribute("pattern"))
    throw ImportError("its attribute 'pattern' is missing");
  std::vector<int32_t> program = compileRegex(node.text("pattern", ""));
  auto memory = std::make_shared<std::vector<int32_t>>(std::move(program));
  TensorData data;
  data.type = DataType::Int32;
  data.sizes = {static_cast<int64_t>(memory->size())};
  data.bytes = {reinterpret_cast<const char *>(memory->data()), memory->size() * sizeof(int32_t)};
  data.owner = memory;
  Value pattern = node.importer.importData(std::move(data), "pattern").tensor;
  node.set(0, callRuntime(node, "string_match", {x, pattern}, withElementType(x.getType(), node.build.getI1Type())));
}

/// All in small letters, or in capitals.
Value changeCase(NodeImport &node, Value x, StringRef function) { return callRuntime(node, function, x, x.getType()); }

/// The strings that are no stop words; one empty string where there are none.
Value withoutStopWords(NodeImport &node, Value x, ArrayRef<std::string> words) {
  CheckedBuilder &build = node.build;
  Value wanted = x, stop = constantStrings(node, words, {static_cast<int64_t>(words.size())});
  if (!node.integer("is_case_sensitive", 0)) {
    wanted = changeCase(node, wanted, "string_lower");
    stop = changeCase(node, stop, "string_lower");
  }
  Shape count = shapeOf(x), sizes = {count[0], shapeOf(stop)[0]};
  Value isStop = build.compare(Predicate::eq, build.broadcast(wanted, sizes, {0}), build.broadcast(stop, sizes, {1}));
  isStop = build.reduce(ReductionKind::any, isStop, {1});
  Value areAllStop = build.reduce(ReductionKind::all, isStop, {0});
  // Behind them stands the empty string, which is kept where nothing else is.
  Value isKept = build.concat({build.elementwise<NotOp>(isStop), build.unsqueeze(areAllStop, 0)}, 0);
  Value all = build.concat({x, constantStrings(node, {""}, {1})}, 0);
  return build.gather(all, positionsOf(node, isKept), 0);
}

void importStringNormalizer(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = stringInput(node, 0);
  Shape sizes = shapeOf(x);
  bool isRow = sizes.size() == 2 && constantSize(sizes[0]).value_or(1) == 1;
  if (sizes.size() != 1 && !isRow)
    throw ImportError("its input should be [C] or [1, C], got " + describe(x));
  std::string change = node.text("case_change_action", "NONE");
  if (change != "NONE" && change != "LOWER" && change != "UPPER")
    throw ImportError("its attribute 'case_change_action' is " + quoteName(change) + ", expected LOWER, UPPER or NONE");
  x = build.reshape(x, {sizes.back()});
  std::vector<std::string> words = node.texts("stopwords").value_or(std::vector<std::string>());
  if (!words.empty())
    x = withoutStopWords(node, x, words);
  if (change != "NONE")
    x = changeCase(node, x, change == "LOWER" ? "string_lower" : "string_upper");
  node.set(0, isRow ? build.unsqueeze(x, 0) : x);
}

constexpr OperatorEntry entries[] = {
    {"RegexFullMatch", 20, importRegexFullMatch, 1},
    {"StringConcat", 20, importStringConcat, 3},
    {"StringNormalizer", 10, importStringNormalizer, 1},
    {"StringSplit", 20, importStringSplit, 1},
};

} // namespace

ArrayRef<OperatorEntry> stringOperators() { return entries; }

} // namespace tenon::onnx
