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

#include "frontend/onnx/Branches.h"
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
  std::vector<ImportedValue> results;
  if (auto known = knownIntegers(condition, node.importer.model.weights))
    results = SubgraphImport(node, *graphs[!known->front()], nullptr).run();
  else
    results = buildBranches(node, condition, [&](Callee &branch, int number) {
      return SubgraphImport(node, *graphs[number], &branch).run();
    });
  for (auto [i, result] : llvm::enumerate(results))
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

namespace {

/// Another iteration gives what the first does not carry: the forms that hold both.
struct FormsChanged {
  std::vector<ValueForm> forms;
};

/// The forms of what is carried, grown to hold what an iteration gives; throws them where they change.
void requireForms(ArrayRef<ImportedValue> outputs, const std::vector<ValueForm> &forms) {
  std::vector<ValueForm> grown;
  for (auto [i, output, form] : llvm::enumerate(outputs, forms)) {
    ValueForm own = formOf(output);
    std::optional<ValueForm> joined = join(form, own);
    if (!joined && form.kind == ValueForm::Kind::Tensor && output.tensor)
      joined = form; // buildLoop says what does not fit
    if (!joined)
      throw ImportError("carried value " + Twine(i) + " is of another kind after an iteration than before: a tensor, a sequence or "
                                                      "nothing, or a sequence of another element type");
    grown.push_back(*joined);
  }
  if (grown != forms)
    throw FormsChanged{std::move(grown)};
}

std::vector<ImportedValue> unflattenAll(const std::vector<ValueForm> &forms, ArrayRef<Value> &tensors) {
  std::vector<ImportedValue> values;
  for (const ValueForm &form : forms)
    values.push_back(unflatten(form, tensors));
  return values;
}

SmallVector<Value> flattenAs(CheckedBuilder &build, ArrayRef<ImportedValue> values, const std::vector<ValueForm> &forms) {
  SmallVector<Value> tensors;
  for (auto [value, form] : llvm::zip_equal(values, forms))
    appendTensors(adapt(build, value, form), tensors);
  return tensors;
}

std::vector<ImportedValue> buildLoopOfForms(NodeImport &node, ArrayRef<ImportedValue> initial, const std::vector<ValueForm> &forms,
                                            LoopLimits limits, ValueBodyWriter write) {
  SmallVector<Value> tensors = flattenAs(node.build, initial, forms);
  SmallVector<Value> results = buildLoop(node, tensors, limits, [&](Callee &body, ArrayRef<Value> carried, Value number) {
    std::vector<ImportedValue> outputs = write(body, unflattenAll(forms, carried), number);
    ArrayRef<ImportedValue> next = ArrayRef(outputs).slice(1, forms.size());
    requireForms(next, forms);
    SmallVector<Value> given = tensorsOf(ArrayRef(outputs).take_front(), "whether to go on");
    given.front() = node.build.reshape(given.front(), {});
    given.append(flattenAs(node.build, next, forms));
    given.append(tensorsOf(ArrayRef(outputs).drop_front(1 + forms.size()), "outputs of an iteration"));
    return given;
  });
  ArrayRef<Value> left = results;
  std::vector<ImportedValue> values = unflattenAll(forms, left);
  values.insert(values.end(), left.begin(), left.end());
  return values;
}

} // namespace

std::vector<ImportedValue> buildValueLoop(NodeImport &node, ArrayRef<ImportedValue> initial, LoopLimits limits, ValueBodyWriter write) {
  constexpr int mostForms = 16;
  std::vector<ValueForm> forms;
  for (const ImportedValue &value : initial)
    forms.push_back(formOf(value));
  for (int i = 0; i < mostForms; ++i) {
    try {
      return buildLoopOfForms(node, initial, forms, limits, write);
    } catch (FormsChanged &changed) {
      forms = std::move(changed.forms);
    }
  }
  throw ImportError("what it carries takes another form in every iteration");
}

Value trueValue(NodeImport &node) { return node.build.fillInteger(1, {}, node.build.getI1Type()); }

Value elementAt(NodeImport &node, Value tensor, Value number, int64_t axis, bool reversed) {
  CheckedBuilder &build = node.build;
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
  std::optional<Shape> count = node.has(0) ? node.knownSizes(0) : std::nullopt;
  bool isPlain = !node.has(1) || node.knownIntegers(1) == SmallVector<int64_t>{1};
  bool isCounted = count && isPlain && alwaysGoesOn(graph) && isNeverNegative(count->front());
  if (carriesSequences(node) && isCounted && constantSize(count->front()).value_or(INT64_MAX) <= mostUnrolled)
    return unrollLoop(node, *constantSize(count->front()));
  LoopLimits limits;
  if (isCounted)
    limits.count = count->front();
  else if (node.has(0))
    limits.limit = node.build.cast(scalarOf(node, 0), node.build.getI64Type());
  if (node.has(1) && !isCounted)
    limits.condition = scalarOf(node, 1);
  std::vector<ImportedValue> initial;
  for (int i = 2; i < node.inputCount(); ++i)
    initial.push_back(node.value(i));
  std::vector<ImportedValue> results = buildValueLoop(node, initial, limits, [&](Callee &body, ArrayRef<ImportedValue> carried, Value number) {
    SubgraphImport import(node, graph, &body);
    std::vector<ImportedValue> inputs = {number, trueValue(node)};
    inputs.insert(inputs.end(), carried.begin(), carried.end());
    import.bind(inputs);
    return import.run();
  });
  for (auto [i, result] : llvm::enumerate(results))
    node.set(i, result);
}

/// The iterations over axes of `sequences`: the last states, then what the iterations give along a new first axis.
/// `limit`, a scalar, is how many there are, where not as many as elements.
SmallVector<Value> scanAxes(NodeImport &node, const file::Graph &graph, ArrayRef<Value> initial, ArrayRef<Value> sequences,
                            ArrayRef<int64_t> axes, ArrayRef<int64_t> directions, Value limit = {}) {
  CheckedBuilder &build = node.build;
  Value one = build.fillInteger(1, {}, build.getI64Type());
  LoopLimits limits;
  limits.count = shapeOf(sequences.front())[axes.front()];
  if (limit)
    limits.condition = build.compare(Predicate::ge, limit, one);
  return buildLoop(node, initial, limits, [&](Callee &body, ArrayRef<Value> carried, Value number) {
    SubgraphImport import(node, graph, &body);
    std::vector<ImportedValue> inputs(carried.begin(), carried.end());
    Value next = build.elementwise<AddOp>(number, body.capture(one));
    for (auto [i, sequence] : llvm::enumerate(sequences)) {
      Value count = limit ? body.capture(limit) : build.size(shapeOf(sequence)[axes[i]]);
      Value place = directions[i] ? Value(build.elementwise<SubOp>(count, next)) : number;
      inputs.push_back(build.gather(body.capture(sequence), place, axes[i]));
    }
    import.bind(inputs);
    SmallVector<Value> outputs = tensorsOf(import.run(), "outputs of a scan's body");
    outputs.insert(outputs.begin(), limit ? build.compare(Predicate::lt, next, body.capture(limit)) : trueValue(node));
    return outputs;
  });
}

SmallVector<int64_t> numbersFor(NodeImport &node, StringRef name, int64_t count) {
  SmallVector<int64_t> values = node.integers(name).value_or(SmallVector<int64_t>(count, 0));
  if (static_cast<int64_t>(values.size()) != count)
    throw ImportError("its attribute '" + name + "' has " + Twine(values.size()) + " numbers, expected " + Twine(count));
  return values;
}

/// How many values it scans, holds as states, and makes parts of.
struct ScanCounts {
  int64_t scanned, states, parts;
};

ScanCounts countsOf(NodeImport &node, const file::Graph &graph, int64_t inputs) {
  ScanCounts counts{};
  counts.scanned = node.integer("num_scan_inputs");
  counts.states = inputs - counts.scanned;
  counts.parts = graph.output_size() - counts.states;
  if (counts.scanned < 1 || counts.states < 0 || counts.parts < 0)
    throw ImportError("it scans " + Twine(counts.scanned) + " of " + Twine(inputs) + " inputs and gives " +
                      Twine(graph.output_size()) + " outputs, which does not fit");
  return counts;
}

/// Before operator set 9 the first axis of everything was that of a batch, whose sequences have lengths of their own.
void importBatchedScan(NodeImport &node) {
  const file::Graph &graph = node.graph("body");
  CheckedBuilder &build = node.build;
  auto [scanned, states, parts] = countsOf(node, graph, node.inputCount() - 1);
  SmallVector<int64_t> axes(scanned, 0), directions = numbersFor(node, "directions", scanned);
  SmallVector<Value> all = node.tensors(1);
  for (auto [i, value] : llvm::enumerate(all))
    node.requireRank(value, static_cast<int64_t>(i) < states ? 1 : 2, "what it scans");
  Value lengths = node.has(0) ? build.cast(node.tensor(0), build.getI64Type()) : Value();
  if (lengths)
    node.requireRank(lengths, 1, "the lengths");
  LoopLimits limits;
  limits.count = shapeOf(all.back())[0];
  SmallVector<Value> results = buildLoop(node, {}, limits, [&](Callee &body, ArrayRef<Value>, Value batch) {
    auto own = [&](Value value) { return build.gather(body.capture(value), batch, 0); };
    SmallVector<Value> mine = llvm::map_to_vector(all, own);
    SmallVector<Value> outputs = scanAxes(node, graph, ArrayRef(mine).take_front(states), ArrayRef(mine).drop_front(states), axes,
                                          directions, lengths ? own(lengths) : Value());
    outputs.insert(outputs.begin(), trueValue(node));
    return outputs;
  });
  for (auto [i, result] : llvm::enumerate(results))
    node.set(i, result);
}

void importScan(NodeImport &node) {
  const file::Graph &graph = node.graph("body");
  auto [scanned, states, parts] = countsOf(node, graph, node.inputCount());
  SmallVector<int64_t> inputAxes = numbersFor(node, "scan_input_axes", scanned);
  SmallVector<int64_t> inputDirections = numbersFor(node, "scan_input_directions", scanned);
  SmallVector<int64_t> outputAxes = numbersFor(node, "scan_output_axes", parts);
  SmallVector<int64_t> outputDirections = numbersFor(node, "scan_output_directions", parts);
  SmallVector<Value> all = node.tensors();
  ArrayRef<Value> initial = ArrayRef(all).take_front(states), sequences = ArrayRef(all).drop_front(states);
  for (auto [axis, sequence] : llvm::zip_equal(inputAxes, sequences))
    axis = node.axis(axis, rankOf(sequence));
  SmallVector<Value> results = scanAxes(node, graph, initial, sequences, inputAxes, inputDirections);
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
    {"Scan", 8, importBatchedScan, ~0u},
    {"Scan", 9, importScan, ~0u},
};

} // namespace

ArrayRef<OperatorEntry> controlOperators() { return entries; }

} // namespace tenon::onnx
