//===- Control.cpp - If, Loop and Scan --------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Graphs of attributes become private functions (Callee.h). A branch whose
// condition is known is written in place.
//
// A loop may give its carried values another shape in every iteration. Which
// sizes stay is found by writing the body: first as if all did, then again with
// a symbol of its own for each size that did not.

#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Loops.h"
#include "frontend/onnx/operators/Sequences.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

Value scalarOf(NodeImport &node, int i) { return node.build.reshape(node.tensor(i), {}); }

SmallVector<Value> tensorsOf(ArrayRef<ImportedValue> values, StringRef what) {
  SmallVector<Value> tensors;
  for (const ImportedValue &value : values) {
    if (!value.tensor)
      throw ImportError(what + " should be tensors; sequences are not supported there");
    tensors.push_back(value.tensor);
  }
  return tensors;
}

/// The symbols that a call defines, as its attribute.
DenseI64ArrayAttr definedAttribute(NodeImport &node, ArrayRef<AffineExpr> symbols) {
  SmallVector<int64_t> numbers;
  for (AffineExpr symbol : symbols)
    numbers.push_back(cast<AffineSymbolExpr>(symbol).getPosition());
  return numbers.empty() ? DenseI64ArrayAttr() : node.build.getDenseI64ArrayAttr(numbers);
}

//===----------------------------------------------------------------------===//
// If
//===----------------------------------------------------------------------===//

void importIf(NodeImport &node) {
  const file::Graph *graphs[] = {&node.graph("then_branch"), &node.graph("else_branch")};
  Value condition = scalarOf(node, 0);
  if (auto known = knownIntegers(condition, node.importer.model.weights)) {
    std::vector<ImportedValue> results = SubgraphImport(node, *graphs[!known->front()], nullptr).run();
    for (auto [i, result] : llvm::enumerate(results))
      node.set(i, result);
    return;
  }
  std::unique_ptr<Callee> callees[2];
  std::vector<ImportedValue> outputs[2];
  for (int i = 0; i < 2; ++i) {
    callees[i] = std::make_unique<Callee>(node.importer, i ? "else" : "then");
    outputs[i] = SubgraphImport(node, *graphs[i], callees[i].get()).run();
    callees[i]->leave(flatten(outputs[i], "outputs of a branch"));
  }
  requireSameStructure(outputs[0], outputs[1]);
  SmallVector<Value> arguments = Callee::finish(node.importer, {callees[0].get(), callees[1].get()});
  ArrayRef<RankedTensorType> types = callees[0]->resultTypes(), others = callees[1]->resultTypes();
  SmallVector<Type> results;
  SmallVector<AffineExpr> defined;
  for (auto [i, type, other] : llvm::enumerate(types, others)) {
    if (type.getElementType() != other.getElementType() || type.getRank() != other.getRank())
      throw ImportError("output " + Twine(i) + " has another element type or number of dimensions in each branch, which is "
                                               "not supported");
    Shape shape;
    for (auto [size, otherSize] : llvm::zip_equal(shapeOf(type), shapeOf(other))) {
      AffineExpr outside = sameSize(size, otherSize) ? callees[0]->outside(size) : AffineExpr();
      if (outside && callees[1]->outside(otherSize)) {
        shape.push_back(outside);
        continue;
      }
      shape.push_back(node.importer.newSymbol());
      defined.push_back(shape.back());
    }
    results.push_back(tensorType(shape, type.getElementType()));
  }
  auto call = node.build.create<IfOp>(results, condition, callees[0]->name(), callees[1]->name(), arguments,
                                      definedAttribute(node, defined));
  for (auto [i, result] : llvm::enumerate(unflatten(outputs[0], llvm::to_vector_of<Value>(call.getOutputs()))))
    node.set(i, result);
}

//===----------------------------------------------------------------------===//
// Loop and Scan
//===----------------------------------------------------------------------===//

/// Sizes of carried values that change from one iteration to the next.
using ChangingSizes = SmallVector<SmallVector<bool>>;

std::unique_ptr<Callee> writeBody(NodeImport &node, ArrayRef<Value> initial, const ChangingSizes &changing, BodyWriter write) {
  auto body = std::make_unique<Callee>(node.importer, "body");
  SmallVector<Value> carried;
  for (auto [value, changes] : llvm::zip_equal(initial, changing)) {
    Shape shape = shapeOf(value);
    for (auto [size, isChanging] : llvm::zip_equal(shape, changes))
      if (isChanging)
        size = body->newSymbol();
    carried.push_back(body->addParameter(tensorType(shape, elementOf(value))));
  }
  auto number = RankedTensorType::get({}, node.build.getI64Type());
  Value iteration = body->addParameter(number);
  body->leave(write(*body, carried, iteration));
  return body;
}

/// Whether the body gave a size another value that was taken not to change.
bool findChanges(ArrayRef<Value> initial, ArrayRef<RankedTensorType> results, ChangingSizes &changing) {
  bool isFound = false;
  for (auto [i, value, type] : llvm::enumerate(initial, results)) {
    if (elementOf(value) != type.getElementType() || rankOf(value) != type.getRank())
      throw ImportError("it carries " + describe(value) + " into the first iteration, and its body gives a tensor of another "
                                                          "element type or number of dimensions for it");
    for (auto [axis, before, after] : llvm::enumerate(shapeOf(value), shapeOf(type)))
      if (!changing[i][axis] && !sameSize(before, after))
        isFound = changing[i][axis] = true;
  }
  return isFound;
}

} // namespace

SmallVector<Value> buildLoop(NodeImport &node, ArrayRef<Value> initial, LoopLimits limits, BodyWriter write) {
  ChangingSizes changing;
  for (Value value : initial)
    changing.push_back(SmallVector<bool>(rankOf(value), false));
  std::unique_ptr<Callee> body;
  do
    body = writeBody(node, initial, changing, write);
  while (findChanges(initial, body->resultTypes().slice(1, initial.size()), changing));
  auto number = RankedTensorType::get({}, node.build.getI64Type());
  SmallVector<Value> invariants = Callee::finish(node.importer, body.get(), number);

  SmallVector<Type> types;
  SmallVector<AffineExpr> defined;
  auto define = [&] {
    defined.push_back(node.importer.newSymbol());
    return defined.back();
  };
  for (auto [value, changes] : llvm::zip_equal(initial, changing)) {
    Shape shape = shapeOf(value);
    for (auto [size, isChanging] : llvm::zip_equal(shape, changes))
      if (isChanging)
        size = define();
    types.push_back(tensorType(shape, elementOf(value)));
  }
  for (RankedTensorType part : body->resultTypes().drop_front(1 + initial.size())) {
    Shape shape = {limits.count ? limits.count : define()};
    for (AffineExpr size : shapeOf(part)) {
      AffineExpr outside = body->outside(size);
      shape.push_back(outside ? outside : define());
    }
    types.push_back(tensorType(shape, part.getElementType()));
  }
  auto count = limits.count ? SizesAttr::get(node.build.getContext(), {limits.count}) : SizesAttr();
  auto loop = node.build.create<LoopOp>(types, body->name(), initial, invariants, limits.limit, limits.condition, count,
                                        definedAttribute(node, defined));
  return llvm::to_vector_of<Value>(loop.getOutputs());
}

Value trueValue(NodeImport &node) { return node.build.fillInteger(1, {}, node.build.getI1Type()); }

Value elementAt(NodeImport &node, Value tensor, Value number, int64_t axis, bool reversed) {
  GraphBuilder &build = node.build;
  if (reversed)
    number = build.elementwise<SubOp>(build.size(shapeOf(tensor)[axis] - 1), number);
  return build.gather(tensor, number, axis);
}

namespace {

/// Whether the body of a loop gives "go on" in every iteration, as far as it is
/// written: as a constant, or as what it was told.
bool alwaysGoesOn(const file::Graph &body) {
  if (!body.output_size() || body.input_size() < 2)
    return false;
  std::string name = body.output(0).name();
  for (int i = body.node_size(); i-- > 0;) {
    const file::Node &made = body.node(i);
    if (made.output_size() != 1 || made.output(0) != name)
      continue;
    if (made.op_type() == "Identity" && made.input_size() == 1) {
      name = made.input(0);
      continue;
    }
    if (made.op_type() == "Constant")
      for (const file::Attribute &attribute : made.attribute())
        if (attribute.name() == "value")
          return (attribute.t().raw_data().size() == 1 && attribute.t().raw_data()[0]) ||
                 (attribute.t().int32_data_size() == 1 && attribute.t().int32_data(0));
    return false;
  }
  return name == body.input(1).name();
}

void importLoop(NodeImport &node) {
  const file::Graph &graph = node.graph("body");
  if (graph.input_size() < 2 || graph.output_size() < 1 || graph.input_size() != node.inputCount() ||
      graph.output_size() < node.inputCount() - 1)
    throw ImportError("its body takes " + Twine(graph.input_size()) + " inputs and gives " + Twine(graph.output_size()) +
                      " outputs, which do not fit the " + Twine(node.inputCount()) + " inputs of the node");
  if (carriesSequences(node))
    return unrollLoop(node);
  SmallVector<Value> initial = node.tensors(2);
  LoopLimits limits;
  if (node.has(0)) {
    std::optional<Shape> known = node.knownSizes(0);
    bool isPlain = !node.has(1) || node.knownIntegers(1) == SmallVector<int64_t>{1};
    if (known && isPlain && alwaysGoesOn(graph) && isNeverNegative(known->front()))
      limits.count = known->front();
    else
      limits.limit = node.build.cast(scalarOf(node, 0), node.build.getI64Type());
  }
  if (node.has(1) && !limits.count)
    limits.condition = scalarOf(node, 1);
  SmallVector<Value> results = buildLoop(node, initial, limits, [&](Callee &body, ArrayRef<Value> carried, Value number) {
    SubgraphImport import(node, graph, &body);
    std::vector<ImportedValue> inputs = {number, trueValue(node)};
    inputs.insert(inputs.end(), carried.begin(), carried.end());
    import.bind(inputs);
    SmallVector<Value> outputs = tensorsOf(import.run(), "outputs of a loop's body");
    outputs.front() = node.build.reshape(outputs.front(), {});
    return outputs;
  });
  for (auto [i, result] : llvm::enumerate(results))
    node.set(i, result);
}

void importScan(NodeImport &node) {
  const file::Graph &graph = node.graph("body");
  int64_t scanned = node.integer("num_scan_inputs"), states = node.inputCount() - scanned;
  int64_t parts = graph.output_size() - states;
  if (scanned < 1 || states < 0 || parts < 0)
    throw ImportError("it scans " + Twine(scanned) + " of " + Twine(node.inputCount()) + " inputs and gives " +
                      Twine(graph.output_size()) + " outputs, which does not fit");
  auto numbers = [&](StringRef name, int64_t count) {
    SmallVector<int64_t> values = node.integers(name).value_or(SmallVector<int64_t>(count, 0));
    if (static_cast<int64_t>(values.size()) != count)
      throw ImportError("its attribute '" + name + "' has " + Twine(values.size()) + " numbers, expected " + Twine(count));
    return values;
  };
  SmallVector<int64_t> inputAxes = numbers("scan_input_axes", scanned), inputDirections = numbers("scan_input_directions", scanned);
  SmallVector<int64_t> outputAxes = numbers("scan_output_axes", parts), outputDirections = numbers("scan_output_directions", parts);
  SmallVector<Value> all = node.tensors();
  ArrayRef<Value> initial = ArrayRef(all).take_front(states), sequences = ArrayRef(all).drop_front(states);
  for (auto [axis, sequence] : llvm::zip_equal(inputAxes, sequences))
    axis = node.axis(axis, rankOf(sequence));
  LoopLimits limits;
  limits.count = shapeOf(sequences.front())[inputAxes.front()];
  SmallVector<Value> results = buildLoop(node, initial, limits, [&](Callee &body, ArrayRef<Value> carried, Value number) {
    SubgraphImport import(node, graph, &body);
    std::vector<ImportedValue> inputs(carried.begin(), carried.end());
    for (auto [i, sequence] : llvm::enumerate(sequences))
      inputs.push_back(elementAt(node, body.capture(sequence), number, inputAxes[i], inputDirections[i]));
    import.bind(inputs);
    SmallVector<Value> outputs = tensorsOf(import.run(), "outputs of a scan's body");
    outputs.insert(outputs.begin(), trueValue(node));
    return outputs;
  });
  for (int64_t i = 0; i < parts; ++i) {
    Value &part = results[states + i];
    int64_t rank = rankOf(part), axis = node.axis(outputAxes[i], rank);
    if (outputDirections[i]) {
      Shape shape = shapeOf(part), starts(rank, node.build.constant(0));
      SmallVector<int64_t> steps(rank, 1);
      starts[0] = shape[0] - 1;
      steps[0] = -1;
      part = node.build.slice(part, starts, steps, shape);
    }
    SmallVector<int64_t> permutation = llvm::to_vector(llvm::seq<int64_t>(1, rank));
    permutation.insert(permutation.begin() + axis, 0);
    part = node.build.transpose(part, permutation);
  }
  for (auto [i, result] : llvm::enumerate(results))
    node.set(i, result);
}

constexpr OperatorEntry entries[] = {
    {"If", 1, importIf},
    {"Loop", 1, importLoop, ~3u},
    {"Scan", 9, importScan, ~0u},
};

} // namespace

ArrayRef<OperatorEntry> controlOperators() { return entries; }

} // namespace tenon::onnx
