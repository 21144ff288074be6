//===- Sequences.cpp - Sequences and optionals --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A sequence whose length is known is a list of the importer's own, an optional
// a value or nothing: neither is there any more in the graph that comes out.

#include "frontend/onnx/operators/Sequences.h"
#include "frontend/onnx/Callee.h"
#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Support.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

using Elements = std::vector<ImportedValue>;

ImportedValue makeSequence(Elements elements) {
  ImportedValue result;
  result.sequence = std::make_shared<Elements>(std::move(elements));
  return result;
}

const Elements &sequenceOf(const NodeImport &node, int i) {
  const ImportedValue &value = node.value(i);
  if (!value.sequence)
    throw ImportError("input " + Twine(i) + " (" + quoteName(node.node.input(i)) + ") should be a sequence, got " +
                      (value.tensor ? describe(value.tensor) : std::string("nothing")));
  return *value.sequence;
}

SmallVector<Value> tensorsOf(const NodeImport &node, int i) {
  SmallVector<Value> result;
  for (const ImportedValue &element : sequenceOf(node, i)) {
    if (!element.tensor)
      throw ImportError("input " + Twine(i) + " should be a sequence of tensors of numbers");
    result.push_back(element.tensor);
  }
  return result;
}

/// Where input `i` says in a sequence of `size` elements: from 0 to `size` - 1, to `size` where `isGap`.
std::optional<int64_t> knownPosition(const NodeImport &node, int i, int64_t size, bool isGap) {
  std::optional<SmallVector<int64_t>> known = node.knownIntegers(i);
  if (!known || known->size() != 1)
    return std::nullopt;
  int64_t position = known->front();
  if (position < -size || position >= size + isGap)
    throw ImportError("position " + Twine(position) + " is out of range for a sequence of " + Twine(size) + " tensors");
  return position < 0 ? position + size : position;
}

int64_t positionOf(const NodeImport &node, int i, int64_t size, bool isGap) {
  if (std::optional<int64_t> known = knownPosition(node, i, size, isGap))
    return *known;
  throw ImportError("its position is computed from the model's inputs, and must be known when the model is compiled: "
                    "make it a constant");
}

//===----------------------------------------------------------------------===//
// Sequences
//===----------------------------------------------------------------------===//

void importSequenceEmpty(NodeImport &node) { node.set(0, makeSequence({})); }

void importSequenceConstruct(NodeImport &node) {
  Elements elements;
  for (int i = 0; i < node.inputCount(); ++i)
    elements.push_back(node.value(i));
  node.set(0, makeSequence(std::move(elements)));
}

void importSequenceInsert(NodeImport &node) {
  Elements elements = sequenceOf(node, 0);
  int64_t size = elements.size(), position = node.has(2) ? positionOf(node, 2, size, /*isGap=*/true) : size;
  elements.insert(elements.begin() + position, node.value(1));
  node.set(0, makeSequence(std::move(elements)));
}

void importSequenceErase(NodeImport &node) {
  Elements elements = sequenceOf(node, 0);
  int64_t size = elements.size(), position = node.has(1) ? positionOf(node, 1, size, /*isGap=*/false) : size - 1;
  if (elements.empty())
    throw ImportError("the sequence is empty: there is nothing to erase");
  elements.erase(elements.begin() + position);
  node.set(0, makeSequence(std::move(elements)));
}

/// The tensor at a position that only a run knows: all must be of one type.
Value elementAtRun(NodeImport &node, ArrayRef<Value> elements, Value position) {
  GraphBuilder &build = node.build;
  SmallVector<Value> rows;
  for (Value element : elements) {
    if (element.getType() != elements[0].getType())
      throw ImportError("its position is computed from the model's inputs, and the sequence holds " + describe(elements[0]) +
                        " and " + describe(element) + ": tensors of one shape could be chosen from");
    rows.push_back(build.unsqueeze(element, 0));
  }
  return build.gather(build.concat(rows, 0), build.reshape(position, {}), 0);
}

void importSequenceAt(NodeImport &node) {
  const Elements &elements = sequenceOf(node, 0);
  int64_t size = elements.size();
  if (elements.empty())
    throw ImportError("the sequence is empty");
  if (std::optional<int64_t> position = knownPosition(node, 1, size, /*isGap=*/false))
    return node.set(0, elements[*position]);
  node.set(0, elementAtRun(node, tensorsOf(node, 0), node.tensor(1)));
}

void importSequenceLength(NodeImport &node) {
  node.set(0, node.build.fillInteger(sequenceOf(node, 0).size(), {}, node.build.getI64Type()));
}

void importConcatFromSequence(NodeImport &node) {
  GraphBuilder &build = node.build;
  SmallVector<Value> parts = tensorsOf(node, 0);
  if (parts.empty())
    throw ImportError("the sequence is empty: there is nothing to join");
  bool isNew = node.integer("new_axis", 0) != 0;
  int64_t axis = node.axis(node.integer("axis"), rankOf(parts[0]) + isNew);
  node.requireSameType(parts);
  for (Value &part : parts) {
    if (rankOf(part) != rankOf(parts[0]) && &part != parts.data())
      throw ImportError("the sequence holds tensors of different numbers of dimensions: " + describe(parts[0]) + " and " +
                        describe(part));
  }
  if (isNew)
    for (Value &part : parts)
      part = build.unsqueeze(part, axis);
  node.set(0, build.concat(parts, axis));
}

/// The sizes of the parts that a SplitToSequence makes of an axis.
Shape partsOf(NodeImport &node, AffineExpr size) {
  GraphBuilder &build = node.build;
  if (node.has(1) && rankOf(node.tensor(1)) == 1)
    return node.sizes(1);
  std::optional<int64_t> whole = constantSize(size);
  if (!whole)
    throw ImportError("the size of the axis that is split must be known when the model is compiled: give the shapes of the "
                      "model's inputs (--shape)");
  int64_t part = node.has(1) ? node.integers(1, "the size of a part").front() : 1;
  if (part < 1)
    throw ImportError("a part should have the size 1 or more, got " + Twine(part));
  Shape parts;
  for (int64_t begin = 0; begin < *whole; begin += part)
    parts.push_back(build.constant(std::min(part, *whole - begin)));
  return parts;
}

void importSplitToSequence(NodeImport &node) {
  GraphBuilder &build = node.build;
  Value x = node.tensor(0);
  int64_t axis = node.axis("axis", 0, rankOf(x));
  bool dropsAxis = !node.has(1) && node.integer("keepdims", 1) == 0;
  AffineExpr begin = build.constant(0);
  Elements elements;
  for (AffineExpr part : partsOf(node, shapeOf(x)[axis])) {
    Value element = build.slice(x, axis, begin, part);
    elements.emplace_back(dropsAxis ? build.squeeze(element, axis) : element);
    begin = normalizeSize(begin + part);
  }
  node.set(0, makeSequence(std::move(elements)));
}

void importSequenceMap(NodeImport &node) {
  const file::Graph &graph = node.graph("body");
  size_t length = sequenceOf(node, 0).size();
  std::vector<Elements> outputs(graph.output_size());
  for (size_t i = 0; i < length; ++i) {
    std::vector<ImportedValue> inputs;
    for (int k = 0; k < node.inputCount(); ++k) {
      const ImportedValue &input = node.value(k);
      if (input.sequence && input.sequence->size() != length)
        throw ImportError("its sequences have different lengths: " + Twine(length) + " and " + Twine(input.sequence->size()));
      inputs.push_back(input.sequence ? (*input.sequence)[i] : input);
    }
    SubgraphImport body(node, graph, nullptr);
    body.bind(inputs);
    for (auto [output, value] : llvm::zip_equal(outputs, body.run()))
      output.push_back(value);
  }
  for (auto [i, output] : llvm::enumerate(outputs))
    node.set(i, makeSequence(std::move(output)));
}

//===----------------------------------------------------------------------===//
// Optionals
//===----------------------------------------------------------------------===//

void importOptional(NodeImport &node) { node.set(0, node.value(0)); }

void importOptionalHasElement(NodeImport &node) {
  node.set(0, node.build.fillInteger(node.has(0), {}, node.build.getI1Type()));
}

void importOptionalGetElement(NodeImport &node) {
  if (!node.has(0))
    throw ImportError("the optional that it reads is empty");
  node.set(0, node.value(0));
}

constexpr OperatorEntry entries[] = {
    {"ConcatFromSequence", 11, importConcatFromSequence, 1},
    {"Optional", 15, importOptional, 1},
    {"OptionalGetElement", 15, importOptionalGetElement, 1},
    {"OptionalHasElement", 15, importOptionalHasElement, 1},
    {"SequenceAt", 11, importSequenceAt, 1},
    {"SequenceConstruct", 11, importSequenceConstruct, ~0u},
    {"SequenceEmpty", 11, importSequenceEmpty},
    {"SequenceErase", 11, importSequenceErase, 1},
    {"SequenceInsert", 11, importSequenceInsert, 3},
    {"SequenceLength", 11, importSequenceLength, 1},
    {"SequenceMap", 17, importSequenceMap, ~0u},
    {"SplitToSequence", 11, importSplitToSequence, 1},
};

} // namespace

ArrayRef<OperatorEntry> sequenceOperators() { return entries; }

//===----------------------------------------------------------------------===//
// Sequences that functions give
//===----------------------------------------------------------------------===//

SmallVector<Value> flatten(ArrayRef<ImportedValue> values, StringRef what) {
  SmallVector<Value> tensors;
  for (const ImportedValue &value : values) {
    if (value.tensor)
      tensors.push_back(value.tensor);
    else if (value.sequence)
      tensors.append(flatten(*value.sequence, what));
  }
  return tensors;
}

static ImportedValue takeLike(const ImportedValue &like, ArrayRef<Value> &tensors) {
  ImportedValue result = like;
  if (like.tensor)
    result.tensor = tensors.consume_front();
  if (like.sequence) {
    Elements elements;
    for (const ImportedValue &element : *like.sequence)
      elements.push_back(takeLike(element, tensors));
    result = makeSequence(std::move(elements));
  }
  return result;
}

std::vector<ImportedValue> unflatten(ArrayRef<ImportedValue> like, ArrayRef<Value> tensors) {
  std::vector<ImportedValue> result;
  for (const ImportedValue &value : like)
    result.push_back(takeLike(value, tensors));
  return result;
}

void requireSameStructure(ArrayRef<ImportedValue> values, ArrayRef<ImportedValue> others) {
  if (values.size() != others.size())
    throw ImportError("its branches give " + Twine(values.size()) + " and " + Twine(others.size()) + " outputs");
  for (auto [i, value, other] : llvm::enumerate(values, others)) {
    bool isSequence = value.sequence && other.sequence;
    if (value.isAbsent() != other.isAbsent() || (!isSequence && (value.sequence || other.sequence)))
      throw ImportError("output " + Twine(i) + " is of another kind in each branch: a tensor, a sequence or nothing; which "
                                               "one it is must be known when the model is compiled");
    if (isSequence && value.sequence->size() != other.sequence->size())
      throw ImportError("output " + Twine(i) + " is a sequence of " + Twine(value.sequence->size()) + " tensors in one branch and of " +
                        Twine(other.sequence->size()) + " in the other; its length must be known when the model is compiled");
    if (isSequence)
      requireSameStructure(*value.sequence, *other.sequence);
  }
}

//===----------------------------------------------------------------------===//
// Loops that carry sequences
//===----------------------------------------------------------------------===//

bool carriesSequences(const NodeImport &node) {
  for (int i = 2; i < node.inputCount(); ++i)
    if (!node.value(i).tensor)
      return true;
  return false;
}

void unrollLoop(NodeImport &node) {
  constexpr int64_t mostIterations = 4096;
  const file::Graph &graph = node.graph("body");
  auto known = [&](Value value) { return knownIntegers(value, node.importer.model.weights); };
  std::optional<SmallVector<int64_t>> count = node.has(0) ? node.knownIntegers(0) : std::nullopt;
  if (node.has(0) && !count)
    throw ImportError("it carries a sequence, and its number of iterations is computed from the model's inputs: it must be "
                      "known when the model is compiled");
  int carried = node.inputCount() - 2;
  std::vector<ImportedValue> values;
  for (int i = 0; i < carried; ++i)
    values.push_back(node.value(i + 2));
  std::vector<SmallVector<Value>> parts(graph.output_size() - 1 - carried);
  Value goesOn = node.has(1) ? node.tensor(1) : node.build.fillInteger(1, {}, node.build.getI1Type());
  for (int64_t i = 0; !count || i < count->front(); ++i) {
    std::optional<SmallVector<int64_t>> condition = known(goesOn);
    if (!condition || i == mostIterations)
      throw ImportError("it carries a sequence, and how often it runs is not known when the model is compiled");
    if (!condition->front())
      break;
    std::vector<ImportedValue> inputs = {node.build.fillInteger(i, {}, node.build.getI64Type()), goesOn};
    inputs.insert(inputs.end(), values.begin(), values.end());
    SubgraphImport body(node, graph, nullptr);
    body.bind(inputs);
    std::vector<ImportedValue> outputs = body.run();
    goesOn = outputs.front().tensor;
    values.assign(outputs.begin() + 1, outputs.begin() + 1 + carried);
    for (auto [part, value] : llvm::zip_equal(parts, ArrayRef(outputs).drop_front(1 + carried)))
      part.push_back(node.build.unsqueeze(value.tensor, 0));
  }
  for (auto [i, value] : llvm::enumerate(values))
    node.set(i, value);
  for (auto [i, part] : llvm::enumerate(parts)) {
    if (part.empty())
      throw ImportError("its body never runs: the shape of output " + Twine(carried + i) + " is not known");
    node.set(carried + i, node.build.concat(part, 0));
  }
}

} // namespace tenon::onnx
