//===- Sequences.cpp - Sequences and optionals --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A sequence whose length is known is a list of the importer's own, an optional
// a value or nothing: neither is there any more in the graph that comes out.

#include "frontend/onnx/operators/Sequences.h"
#include "frontend/onnx/Branches.h"
#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/Support.h"
#include "frontend/onnx/operators/Loops.h"

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

void requireSequence(const NodeImport &node, int i) {
  const ImportedValue &value = node.value(i);
  if (!value.sequence && !value.runSequence)
    throw ImportError("input " + Twine(i) + " (" + quoteName(node.node.input(i)) + ") should be a sequence, got " +
                      (value.tensor ? describe(value.tensor) : std::string("nothing")));
}

/// The tensors of a sequence of known length; null where only a run knows it.
const Elements *knownElements(const NodeImport &node, int i) {
  requireSequence(node, i);
  return node.value(i).sequence.get();
}

SmallVector<Value> tensorsOf(const Elements &elements) {
  SmallVector<Value> result;
  for (const ImportedValue &element : elements) {
    if (!element.tensor)
      throw ImportError("it takes a sequence of tensors of numbers");
    result.push_back(element.tensor);
  }
  return result;
}

/// A sequence as one whose length a run knows.
RunSequence runSequenceOf(NodeImport &node, int i) {
  requireSequence(node, i);
  if (node.value(i).runSequence)
    return *node.value(i).runSequence;
  const Elements &elements = *node.value(i).sequence;
  std::optional<SequenceForm> form = formOf(ArrayRef(elements));
  if (!form)
    throw ImportError("its position is computed from the model's inputs, and the sequence is empty or holds tensors of several "
                      "element types: one of them could be chosen from");
  return makeRunSequence(node.build, elements, *form);
}

ImportedValue makeValue(RunSequence sequence) {
  ImportedValue result;
  result.runSequence = std::make_shared<RunSequence>(std::move(sequence));
  return result;
}

/// Where input `i` says in a sequence of `size` elements: from 0 to `size` - 1, to `size` where `isGap`; the last such
/// place where it is not given, nothing where only a run knows.
std::optional<int64_t> knownPosition(const NodeImport &node, int i, int64_t size, bool isGap) {
  if (!node.has(i))
    return size - !isGap;
  std::optional<SmallVector<int64_t>> known = node.knownIntegers(i);
  if (!known || known->size() != 1)
    return std::nullopt;
  int64_t position = known->front();
  if (position < -size || position >= size + isGap)
    throw ImportError("position " + Twine(position) + " is out of range for a sequence of " + Twine(size) + " tensors");
  return position < 0 ? position + size : position;
}

/// The same in a sequence whose length a run knows. It fails where there is no such place.
AffineExpr positionIn(NodeImport &node, const RunSequence &sequence, int i, bool isGap) {
  AffineExpr length = lengthOf(sequence);
  return node.has(i) ? runPosition(node, node.tensor(i), length, isGap) : normalizeSize(isGap ? length : length - 1);
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
  const Elements *known = knownElements(node, 0);
  std::optional<int64_t> position = known ? knownPosition(node, 2, known->size(), /*isGap=*/true) : std::nullopt;
  if (known && (position || known->empty())) {
    Elements elements = *known;
    elements.insert(elements.begin() + position.value_or(0), node.value(1));
    return node.set(0, makeSequence(std::move(elements)));
  }
  RunSequence sequence = runSequenceOf(node, 0);
  node.set(0, makeValue(insertElement(node, sequence, node.tensor(1), positionIn(node, sequence, 2, /*isGap=*/true))));
}

void importSequenceErase(NodeImport &node) {
  const Elements *known = knownElements(node, 0);
  if (known && known->empty())
    throw ImportError("the sequence is empty: there is nothing to erase");
  if (std::optional<int64_t> position = known ? knownPosition(node, 1, known->size(), /*isGap=*/false) : std::nullopt) {
    Elements elements = *known;
    elements.erase(elements.begin() + *position);
    return node.set(0, makeSequence(std::move(elements)));
  }
  RunSequence sequence = runSequenceOf(node, 0);
  node.set(0, makeValue(eraseElement(node, sequence, positionIn(node, sequence, 1, /*isGap=*/false))));
}

/// The tensor at a position that only a run knows, where all are of one type.
Value elementOfMany(NodeImport &node, ArrayRef<Value> elements, Value position) {
  CheckedBuilder &build = node.build;
  SmallVector<Value> rows;
  for (Value element : elements)
    rows.push_back(build.unsqueeze(element, 0));
  AffineExpr place = runPosition(node, position, build.constant(elements.size()), /*isGap=*/false);
  return build.squeeze(build.slice(build.concat(rows, 0), 0, place, build.constant(1)), 0);
}

void importSequenceAt(NodeImport &node) {
  if (const Elements *known = knownElements(node, 0)) {
    if (known->empty())
      throw ImportError("the sequence is empty");
    if (std::optional<int64_t> position = knownPosition(node, 1, known->size(), /*isGap=*/false))
      return node.set(0, (*known)[*position]);
    SmallVector<Value> tensors = tensorsOf(*known);
    if (llvm::all_equal(llvm::map_range(tensors, [](Value tensor) { return tensor.getType(); })))
      return node.set(0, elementOfMany(node, tensors, node.tensor(1)));
  }
  RunSequence sequence = runSequenceOf(node, 0);
  node.set(0, elementAt(node, sequence, positionIn(node, sequence, 1, /*isGap=*/false)));
}

void importSequenceLength(NodeImport &node) {
  const Elements *known = knownElements(node, 0);
  AffineExpr length = known ? node.build.constant(known->size()) : lengthOf(*node.value(0).runSequence);
  node.set(0, node.build.size(length));
}

void importConcatFromSequence(NodeImport &node) {
  CheckedBuilder &build = node.build;
  bool isNew = node.integer("new_axis", 0) != 0;
  const Elements *known = knownElements(node, 0);
  if (!known) {
    const RunSequence &sequence = *node.value(0).runSequence;
    int64_t rank = sequence.rank.value_or(formOf(sequence).width);
    return node.set(0, joinElements(node, sequence, node.axis(node.integer("axis"), rank + isNew), isNew));
  }
  SmallVector<Value> parts = tensorsOf(*known);
  if (parts.empty())
    throw ImportError("the sequence is empty: there is nothing to join");
  int64_t axis = node.axis(node.integer("axis"), rankOf(parts[0]) + isNew);
  node.requireSameType(parts);
  for (Value part : parts)
    if (rankOf(part) != rankOf(parts[0]))
      throw ImportError("the sequence holds tensors of different numbers of dimensions: " + describe(parts[0]) + " and " +
                        describe(part));
  if (isNew)
    for (Value &part : parts)
      part = build.unsqueeze(part, axis);
  node.set(0, build.concat(parts, axis));
}

/// The sizes of the parts that a SplitToSequence makes of an axis; nothing where only a run knows how many.
std::optional<Shape> knownParts(NodeImport &node, AffineExpr size) {
  CheckedBuilder &build = node.build;
  if (node.has(1) && rankOf(node.tensor(1)) == 1)
    return node.sizes(1);
  std::optional<int64_t> whole = constantSize(size);
  std::optional<SmallVector<int64_t>> given = node.has(1) ? node.knownIntegers(1) : SmallVector<int64_t>{1};
  if (given && given->front() < 1)
    throw ImportError("a part should have the size 1 or more, got " + Twine(given->front()));
  if (!given || !whole || *whole / given->front() >= mostUnrolled)
    return std::nullopt;
  Shape parts;
  for (int64_t begin = 0, part = given->front(); begin < *whole; begin += part)
    parts.push_back(build.constant(std::min(part, *whole - begin)));
  return parts;
}

void importSplitToSequence(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  int64_t axis = node.axis("axis", 0, rankOf(x));
  bool dropsAxis = !node.has(1) && node.integer("keepdims", 1) == 0;
  std::optional<Shape> parts = knownParts(node, shapeOf(x)[axis]);
  if (!parts) {
    AffineExpr part = node.has(1) ? node.positiveSize(1, "the size of a part") : build.constant(1);
    return node.set(0, makeValue(splitAxis(node, x, axis, part, dropsAxis)));
  }
  AffineExpr begin = build.constant(0);
  Elements elements;
  for (AffineExpr part : *parts) {
    Value element = build.slice(x, axis, begin, part);
    elements.emplace_back(dropsAxis ? build.squeeze(element, axis) : element);
    begin = normalizeSize(begin + part);
  }
  node.set(0, makeSequence(std::move(elements)));
}

/// The body for each number in turn, in a loop: the sequences are of one length, or the run fails.
void mapInLoop(NodeImport &node) {
  CheckedBuilder &build = node.build;
  const file::Graph &graph = node.graph("body");
  std::vector<ImportedValue> inputs;
  AffineExpr length;
  for (int k = 0; k < node.inputCount(); ++k) {
    bool isSequence = node.value(k).sequence || node.value(k).runSequence;
    inputs.push_back(isSequence ? makeValue(runSequenceOf(node, k)) : node.value(k));
    if (!isSequence)
      continue;
    AffineExpr own = lengthOf(*inputs.back().runSequence);
    if (length && !sameSize(length, own)) {
      Value fits = build.compare(Predicate::eq, build.size(length), build.size(own));
      own = node.importer.defineSize(build.select(fits, build.size(own), build.fillInteger(-1, {}, build.getI64Type())));
    }
    length = own;
  }
  LoopLimits limits;
  limits.count = length;
  Elements initial(graph.output_size(), makeSequence({}));
  std::vector<ImportedValue> results = buildValueLoop(node, initial, limits, [&](Callee &body, ArrayRef<ImportedValue> carried, Value number) {
    std::vector<ImportedValue> elements;
    AffineExpr place = node.importer.defineSize(number);
    for (const ImportedValue &input : inputs) {
      ImportedValue inside = body.capture(input);
      elements.push_back(inside.runSequence ? ImportedValue(elementAt(node, *inside.runSequence, place)) : inside);
    }
    SubgraphImport import(node, graph, &body);
    import.bind(elements);
    std::vector<ImportedValue> outputs = {trueValue(node)};
    for (auto [sequence, result] : llvm::zip_equal(carried, import.run())) {
      if (!result.tensor)
        throw ImportError("outputs of its body should be tensors of numbers");
      outputs.push_back(sequence.sequence ? makeSequence({result})
                                          : makeValue(insertElement(node, *sequence.runSequence, result.tensor, lengthOf(*sequence.runSequence))));
    }
    return outputs;
  });
  for (auto [i, result] : llvm::enumerate(results))
    node.set(i, result);
}

void importSequenceMap(NodeImport &node) {
  const file::Graph &graph = node.graph("body");
  const Elements *first = knownElements(node, 0);
  for (int k = 0; k < node.inputCount(); ++k)
    if (node.value(k).runSequence)
      return mapInLoop(node);
  size_t length = first->size();
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

void importOptionalHasElement(NodeImport &node) { node.set(0, isGiven(node.build, node.value(0))); }

void importOptionalGetElement(NodeImport &node) { node.set(0, requireGiven(node.importer, node.value(0))); }

constexpr OperatorEntry entries[] = {
    {"ConcatFromSequence", 11, importConcatFromSequence, 1},
    {"Optional", 15, importOptional, 1, /*takesEither=*/true},
    {"OptionalGetElement", 15, importOptionalGetElement, 1, /*takesEither=*/true},
    {"OptionalHasElement", 15, importOptionalHasElement, 1, /*takesEither=*/true},
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
// Loops that carry sequences
//===----------------------------------------------------------------------===//

bool carriesSequences(const NodeImport &node) {
  for (int i = 2; i < node.inputCount(); ++i)
    if (!node.value(i).tensor)
      return true;
  return false;
}

void unrollLoop(NodeImport &node, int64_t count) {
  const file::Graph &graph = node.graph("body");
  int carried = node.inputCount() - 2;
  std::vector<ImportedValue> values;
  for (int i = 0; i < carried; ++i)
    values.push_back(node.value(i + 2));
  std::vector<SmallVector<Value>> parts(graph.output_size() - 1 - carried);
  for (int64_t i = 0; i < count; ++i) {
    std::vector<ImportedValue> inputs = {node.build.fillInteger(i, {}, node.build.getI64Type()), trueValue(node)};
    inputs.insert(inputs.end(), values.begin(), values.end());
    SubgraphImport body(node, graph, nullptr);
    body.bind(inputs);
    std::vector<ImportedValue> outputs = body.run();
    values.assign(outputs.begin() + 1, outputs.begin() + 1 + carried);
    for (auto [part, value] : llvm::zip_equal(parts, ArrayRef(outputs).drop_front(1 + carried))) {
      if (!value.tensor)
        throw ImportError("outputs of its iterations should be tensors of numbers");
      part.push_back(node.build.unsqueeze(value.tensor, 0));
    }
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
