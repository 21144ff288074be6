//===- Recurrent.cpp - RNN, GRU and LSTM -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What the inputs add to the gates is one product for all steps; only what the
// hidden state adds is computed step by step.

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Activations.h"
#include "frontend/onnx/operators/Loops.h"
#include "frontend/onnx/operators/Quantization.h"
#include "frontend/onnx/operators/Recurrent.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// Up to so many steps are written out instead of a loop.
constexpr int64_t unrolledSteps = 2;

Value sum(NodeImport &node, Value a, Value b) { return node.build.elementwise<AddOp>(a, b); }
Value product(NodeImport &node, Value a, Value b) { return node.build.elementwise<MulOp>(a, b); }

/// One direction of a recurrent operator.
struct Direction {
  Value inputs;                   // [length, batch, gates * hidden]: the inputs' part of the gates, with biases
  Value weight;                   // [hidden, gates * hidden], of the hidden state
  Value bias;                     // [gates * hidden], of the hidden state's part where that is kept apart
  Value peepholes;                // [3 * hidden] or null
  SmallVector<Activation, 3> activations;
  bool reversed = false;
};

/// What all directions share.
struct Form {
  Value weights, recurrence; // [directions, gates * hidden, inputs or hidden]
  Value lengths; // [batch] or null
  double clip = 0;
  bool coupled = false;     // LSTM: the forget gate is 1 - input gate
  bool resetsAfter = false; // GRU: the reset gate acts on what is multiplied already
  AffineExpr hidden;
};

/// Values of a step: the state is the hidden one first, then an LSTM's cell.
struct Step {
  NodeImport &node;
  const Form &form;
  Value inputs, weight, bias, peepholes;
  ArrayRef<Activation> activations;

  Value gate(Value all, int64_t i) const {
    return node.build.slice(all, 1, normalizeSize(form.hidden * i), form.hidden);
  }
  Value activate(int64_t which, Value x) const {
    CheckedBuilder &build = node.build;
    if (form.clip > 0) {
      auto bound = [&](double number) { return build.fill(number, shapeOf(x), elementOf(x)); };
      x = build.elementwise<MinOp>(build.elementwise<MaxOp>(x, bound(-form.clip)), bound(form.clip));
    }
    return activations[which].apply(node, x);
  }
  Value spread(Value vector, Value like) const { return node.build.broadcast(vector, shapeOf(like), {1}); }
  Value peephole(Value gate, int64_t i, Value cell) const {
    if (!peepholes)
      return gate;
    Value weights = node.build.slice(peepholes, 0, normalizeSize(form.hidden * i), form.hidden);
    return sum(node, gate, product(node, spread(weights, cell), cell));
  }
  Value oneMinus(Value x) const {
    return node.build.elementwise<SubOp>(node.build.fill(1, shapeOf(x), elementOf(x)), x);
  }
};

using StepFunction = SmallVector<Value> (*)(const Step &step, ArrayRef<Value> state);

SmallVector<Value> stepSimple(const Step &step, ArrayRef<Value> state) {
  return {step.activate(0, sum(step.node, step.inputs, step.node.build.matmul(state[0], step.weight)))};
}

SmallVector<Value> stepGru(const Step &step, ArrayRef<Value> state) {
  NodeImport &node = step.node;
  CheckedBuilder &build = node.build;
  AffineExpr two = normalizeSize(step.form.hidden * 2);
  Value gates, candidate; // what the hidden state adds to update and reset gate, and to the candidate
  if (step.form.resetsAfter) {
    Value all = build.matmul(state[0], step.weight);
    gates = build.slice(all, 1, build.constant(0), two);
    candidate = sum(node, step.gate(all, 2), step.spread(build.slice(step.bias, 0, two, step.form.hidden), step.gate(all, 2)));
  } else {
    gates = build.matmul(state[0], build.slice(step.weight, 1, build.constant(0), two));
  }
  Value update = step.activate(0, sum(node, step.gate(step.inputs, 0), step.gate(gates, 0)));
  Value reset = step.activate(0, sum(node, step.gate(step.inputs, 1), step.gate(gates, 1)));
  candidate = candidate ? product(node, reset, candidate)
                        : build.matmul(product(node, reset, state[0]), build.slice(step.weight, 1, two, step.form.hidden));
  Value next = step.activate(1, sum(node, step.gate(step.inputs, 2), candidate));
  return {sum(node, product(node, step.oneMinus(update), next), product(node, update, state[0]))};
}

SmallVector<Value> stepLstm(const Step &step, ArrayRef<Value> state) {
  NodeImport &node = step.node;
  Value hidden = state[0], cell = state[1];
  Value all = sum(node, step.inputs, node.build.matmul(hidden, step.weight));
  Value input = step.activate(0, step.peephole(step.gate(all, 0), 0, cell));
  Value forget = step.form.coupled ? step.oneMinus(input) : step.activate(0, step.peephole(step.gate(all, 2), 2, cell));
  Value candidate = step.activate(1, step.gate(all, 3));
  Value next = sum(node, product(node, forget, cell), product(node, input, candidate));
  Value output = step.activate(0, step.peephole(step.gate(all, 1), 1, next));
  return {product(node, output, step.activations[2].apply(node, next)), next};
}

/// A kind of recurrent operator.
struct Kind {
  int64_t gates, activations, states;
  StepFunction step;
  std::initializer_list<StringRef> defaults;
};

/// One step with what `lengths` says: a sequence that has ended keeps its state and gives zeros.
SmallVector<Value> stepWithin(const Step &step, const Kind &kind, ArrayRef<Value> state, Value lengths, Value place) {
  CheckedBuilder &build = step.node.build;
  SmallVector<Value> next = kind.step(step, state);
  Value output = next.front();
  if (lengths) {
    Shape sizes = shapeOf(output);
    Value runs = build.compare(Predicate::lt, build.broadcast(place, shapeOf(lengths)), lengths);
    runs = build.broadcast(runs, sizes, {0});
    for (auto [after, before] : llvm::zip_equal(next, state))
      after = build.select(runs, after, before);
    output = build.select(runs, output, build.fill(0, sizes, elementOf(output)));
  }
  next.push_back(output);
  return next;
}

/// The outputs of all steps [length, batch, hidden], then the last states.
SmallVector<Value> runDirection(NodeImport &node, const Kind &kind, const Form &form, const Direction &direction,
                                ArrayRef<Value> initial) {
  CheckedBuilder &build = node.build;
  AffineExpr length = shapeOf(direction.inputs)[0];
  std::optional<int64_t> steps = constantSize(length);
  SmallVector<Value> state(initial), result;
  if (steps && *steps >= 1 && *steps <= unrolledSteps) {
    SmallVector<Value> outputs(*steps);
    for (int64_t i = 0; i < *steps; ++i) {
      int64_t place = direction.reversed ? *steps - 1 - i : i;
      Value inputs = build.part(direction.inputs, 0, place);
      Step step{node, form, inputs, direction.weight, direction.bias, direction.peepholes, direction.activations};
      state = stepWithin(step, kind, state, form.lengths, build.size(build.constant(place)));
      outputs[place] = build.unsqueeze(state.pop_back_val(), 0);
    }
    result.push_back(build.concat(outputs, 0));
  } else {
    LoopLimits limits;
    limits.count = length;
    state = buildLoop(node, initial, limits, [&](Callee &body, ArrayRef<Value> carried, Value number) {
      auto inside = [&](Value value) { return value ? body.capture(value) : Value(); };
      Value place = number, all = body.capture(direction.inputs);
      if (direction.reversed)
        place = build.elementwise<SubOp>(build.size(shapeOf(all)[0] - 1), number);
      Step step{node, form, build.gather(all, place, 0), body.capture(direction.weight), inside(direction.bias),
                inside(direction.peepholes), direction.activations};
      SmallVector<Value> next = stepWithin(step, kind, carried, inside(form.lengths), place);
      next.insert(next.begin(), trueValue(node));
      return next;
    });
    Value outputs = state.pop_back_val();
    if (direction.reversed) {
      Shape sizes = shapeOf(outputs), starts(sizes.size(), build.constant(0));
      SmallVector<int64_t> directions(sizes.size(), 1);
      starts[0] = sizes[0] - 1;
      directions[0] = -1;
      outputs = build.slice(outputs, starts, directions, sizes);
    }
    result.push_back(outputs);
  }
  llvm::append_range(result, state);
  return result;
}

SmallVector<SmallVector<Activation, 3>> readActivations(NodeImport &node, const Kind &kind, int64_t directions) {
  std::vector<std::string> names = node.texts("activations").value_or(std::vector<std::string>());
  if (names.empty())
    for (int64_t i = 0; i < directions; ++i)
      names.insert(names.end(), kind.defaults.begin(), kind.defaults.end());
  if (static_cast<int64_t>(names.size()) != directions * kind.activations)
    throw ImportError("its attribute 'activations' has " + Twine(names.size()) + " names, expected " +
                      Twine(directions * kind.activations));
  SmallVector<double> alphas = node.reals("activation_alpha").value_or(SmallVector<double>()),
                      betas = node.reals("activation_beta").value_or(SmallVector<double>());
  ArrayRef<double> nextAlphas = alphas, nextBetas = betas;
  SmallVector<SmallVector<Activation, 3>> result(directions);
  for (auto [i, name] : llvm::enumerate(names))
    result[i / kind.activations].push_back(Activation::named(name, nextAlphas, nextBetas));
  return result;
}

/// The weights and biases of one direction, and the product of all inputs.
Direction readDirection(NodeImport &node, const Kind &kind, const Form &form, Value x, int64_t d) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x);
  AffineExpr gates = normalizeSize(form.hidden * kind.gates);
  Direction direction;
  direction.weight = build.transpose(build.part(form.recurrence, 0, d), {1, 0});
  Value flat = build.reshape(x, {multiplySizes(sizes[0], sizes[1]), sizes[2]});
  Value inputs = build.matmul(flat, build.transpose(build.part(form.weights, 0, d), {1, 0}));
  if (node.has(3)) {
    Value both = node.build.part(node.tensor(3), 0, d);
    Value own = build.slice(both, 0, build.constant(0), gates), other = build.slice(both, 0, gates, gates);
    if (form.resetsAfter) {
      // The candidate's part is added before the reset gate acts.
      AffineExpr two = normalizeSize(form.hidden * 2);
      direction.bias = other;
      Value kept = build.slice(other, 0, build.constant(0), two);
      other = build.concat({kept, build.fill(0, {form.hidden}, elementOf(x))}, 0);
    }
    Value bias = sum(node, own, other);
    inputs = sum(node, inputs, build.broadcast(bias, shapeOf(inputs), {1}));
  } else if (form.resetsAfter) {
    direction.bias = build.fill(0, {gates}, elementOf(x));
  }
  direction.inputs = build.reshape(inputs, {sizes[0], sizes[1], gates});
  if (kind.states == 2 && node.has(7))
    direction.peepholes = node.build.part(node.tensor(7), 0, d);
  return direction;
}

Form readForm(NodeImport &node, const Kind &kind, Value x, Value weights, Value recurrence, int64_t directions) {
  if (rankOf(x) != 3 || rankOf(weights) != 3 || rankOf(recurrence) != 3)
    throw ImportError("inputs and weights should have 3 dimensions, got " + describe(x) + ", " + describe(weights) +
                      " and " + describe(recurrence));
  node.requireSameType({x, weights, recurrence});
  Form form;
  form.weights = weights;
  form.recurrence = recurrence;
  form.hidden = shapeOf(recurrence)[2];
  form.clip = node.real("clip", 0);
  form.coupled = node.integer("input_forget", 0) != 0;
  form.resetsAfter = kind.step == stepGru && node.integer("linear_before_reset", 0) != 0;
  AffineExpr gates = normalizeSize(form.hidden * kind.gates), count = node.build.constant(directions);
  Shape wanted{count, gates, shapeOf(x)[2]}, wantedRecurrence{count, gates, form.hidden};
  for (int64_t axis = 0; axis < 3; ++axis)
    if (!sameSize(shapeOf(weights)[axis], wanted[axis]) || !sameSize(shapeOf(recurrence)[axis], wantedRecurrence[axis]))
      throw ImportError("its weights " + describe(weights) + " and " + describe(recurrence) + " do not fit the inputs " +
                        describe(x) + " in " + Twine(directions) + " directions");
  if (node.has(4))
    form.lengths = node.build.cast(node.tensor(4), node.build.getI64Type());
  return form;
}

void importRecurrent(NodeImport &node, const Kind &kind, Value weights, Value recurrence) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  bool batchFirst = node.integer("layout", 0) != 0;
  if (batchFirst && rankOf(x) == 3)
    x = build.transpose(x, {1, 0, 2});
  std::string mode = node.text("direction", "forward");
  if (mode != "forward" && mode != "reverse" && mode != "bidirectional")
    throw ImportError("its attribute 'direction' is '" + mode + "', expected forward, reverse or bidirectional");
  int64_t directions = mode == "bidirectional" ? 2 : 1;
  Form form = readForm(node, kind, x, weights, recurrence, directions);
  SmallVector<SmallVector<Activation, 3>> activations = readActivations(node, kind, directions);

  SmallVector<SmallVector<Value>> results; // by direction
  for (int64_t d = 0; d < directions; ++d) {
    Direction direction = readDirection(node, kind, form, x, d);
    direction.reversed = mode == "reverse" || d == 1;
    direction.activations = activations[d];
    SmallVector<Value> initial;
    for (int64_t i = 0; i < kind.states; ++i) {
      Value given = node.has(5 + i) ? node.tensor(5 + i) : Value();
      if (given && batchFirst)
        given = build.transpose(given, {1, 0, 2});
      initial.push_back(given ? node.build.part(given, 0, d) : build.fill(0, {shapeOf(x)[1], form.hidden}, elementOf(x)));
    }
    results.push_back(runDirection(node, kind, form, direction, initial));
  }
  auto joined = [&](size_t which, int64_t axis) {
    SmallVector<Value> parts;
    for (const SmallVector<Value> &result : results)
      parts.push_back(build.unsqueeze(result[which], axis));
    return build.concat(parts, axis);
  };
  // [length, directions, batch, hidden] or [batch, length, directions, hidden].
  Value all = joined(0, 1);
  node.set(0, batchFirst ? build.transpose(all, {2, 0, 1, 3}) : all);
  for (int64_t i = 0; i < kind.states; ++i) {
    Value last = joined(1 + i, 0);
    node.set(1 + i, batchFirst ? build.transpose(last, {1, 0, 2}) : last);
  }
}

void importRecurrent(NodeImport &node, const Kind &kind) { importRecurrent(node, kind, node.tensor(1), node.tensor(2)); }

const Kind lstm{4, 3, 2, stepLstm, {"Sigmoid", "Tanh", "Tanh"}};

void importRNN(NodeImport &node) { importRecurrent(node, {1, 1, 1, stepSimple, {"Tanh"}}); }
void importGRU(NodeImport &node) { importRecurrent(node, {3, 2, 1, stepGru, {"Sigmoid", "Tanh"}}); }
void importLSTM(NodeImport &node) { importRecurrent(node, lstm); }

/// Weights [directions, inputs, gates * hidden] of bytes, with a scale and zero point for each direction, or for each of
/// its columns.
Value dequantizedWeights(NodeImport &node, int weights, int scales) {
  CheckedBuilder &build = node.build;
  Value bytes = node.tensor(weights), scale = node.tensor(scales);
  auto spread = [&](Value parameter) {
    if (rankOf(bytes) != 3 || rankOf(parameter) < 1 || rankOf(parameter) > 2)
      throw ImportError("its weights should have 3 dimensions, their scales and zero points 1 or 2, got " + describe(bytes) +
                        " and " + describe(parameter));
    if (rankOf(parameter) == 1)
      parameter = build.unsqueeze(parameter, 1);
    return node.broadcast(build.unsqueeze(parameter, 1), shapeOf(bytes));
  };
  Value zero = node.has(scales + 1) ? spread(node.tensor(scales + 1)) : Value();
  return build.transpose(dequantize(node, bytes, spread(scale), zero), {0, 2, 1});
}

} // namespace

void importDynamicQuantizeLSTM(NodeImport &node) {
  importRecurrent(node, lstm, dequantizedWeights(node, 1, 8), dequantizedWeights(node, 2, 10));
}

namespace {

constexpr OperatorEntry entries[] = {
    {"GRU", 7, importGRU},
    {"LSTM", 7, importLSTM},
    {"RNN", 7, importRNN},
};

} // namespace

ArrayRef<OperatorEntry> recurrentOperators() { return entries; }

} // namespace tenon::onnx
