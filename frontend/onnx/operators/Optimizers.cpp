//===- Optimizers.cpp - Operators that update parameters --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// ai.onnx.preview.training. All take a rate, the number of updates made, then
// the tensors, their gradients, and what is kept for them, each kind together.

#include "frontend/onnx/OperatorTable.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// The arithmetic of the updates: tensors of one shape, numbers, and scalar tensors.
struct Arithmetic {
  NodeImport &node;

  Value number(Value like, double value) const { return node.build.fill(value, shapeOf(like), elementOf(like)); }
  Value spread(Value scalar, Value like) const {
    return node.build.broadcast(node.build.cast(node.build.reshape(scalar, {}), elementOf(like)), shapeOf(like));
  }
  Value add(Value a, Value b) const { return node.build.elementwise<AddOp>(a, b); }
  Value sub(Value a, Value b) const { return node.build.elementwise<SubOp>(a, b); }
  Value mul(Value a, Value b) const { return node.build.elementwise<MulOp>(a, b); }
  Value mul(Value a, double b) const { return mul(a, number(a, b)); }
  Value div(Value a, Value b) const { return node.build.elementwise<DivOp>(a, b); }
  Value sqrt(Value a) const { return node.build.elementwise<SqrtOp>(a); }
};

/// Calls `update` for each tensor with itself, its gradient and what is kept;
/// it gives the new values of all but the gradient.
template <typename Update> void updateEach(NodeImport &node, int64_t kept, Update update) {
  int64_t kinds = 2 + kept, given = node.inputCount() - 2;
  if (given < kinds || given % kinds)
    throw ImportError("it has " + Twine(node.inputCount()) + " inputs, expected two and a multiple of " + Twine(kinds));
  int64_t count = given / kinds;
  for (int64_t i = 0; i < count; ++i) {
    SmallVector<Value> values;
    for (int64_t kind = 0; kind < kinds; ++kind)
      values.push_back(node.tensor(static_cast<int>(2 + kind * count + i)));
    node.requireSameType(values);
    for (auto [kind, value] : llvm::enumerate(update(Arithmetic{node}, ArrayRef(values))))
      node.set(static_cast<int>(kind * count + i), Value(value));
  }
}

/// The gradient with that of norm_coefficient / 2 times the square of x.
Value regularized(const Arithmetic &math, Value x, Value gradient) {
  double coefficient = math.node.real("norm_coefficient", 0);
  return coefficient == 0 ? gradient : math.add(math.mul(x, coefficient), gradient);
}

/// i1 in the sizes of `like`: updates were made before.
Value isLater(const Arithmetic &math, Value like) {
  CheckedBuilder &build = math.node.build;
  Value count = build.reshape(build.cast(math.node.tensor(1), build.getI64Type()), {});
  return build.broadcast(build.compare(Predicate::gt, count, build.fillInteger(0, {}, build.getI64Type())), shapeOf(like));
}

void importAdagrad(NodeImport &node) {
  updateEach(node, 1, [&](const Arithmetic &math, ArrayRef<Value> values) {
    Value x = values[0], gradient = regularized(math, x, values[1]);
    Value decay = math.mul(math.spread(node.tensor(1), x), node.real("decay_factor", 0));
    Value rate = math.div(math.spread(node.tensor(0), x), math.add(math.number(x, 1), decay));
    Value squares = math.add(values[2], math.mul(gradient, gradient));
    Value size = math.add(math.sqrt(squares), math.number(x, node.real("epsilon", 1e-6)));
    return SmallVector<Value>{math.sub(x, math.div(math.mul(rate, gradient), size)), squares};
  });
}

void importAdam(NodeImport &node) {
  double alpha = node.real("alpha", 0.9), beta = node.real("beta", 0.999);
  updateEach(node, 2, [&](const Arithmetic &math, ArrayRef<Value> values) {
    CheckedBuilder &build = node.build;
    Value x = values[0], gradient = regularized(math, x, values[1]);
    Value mean = math.add(math.mul(values[2], alpha), math.mul(gradient, 1 - alpha));
    Value squares = math.add(math.mul(values[3], beta), math.mul(math.mul(gradient, gradient), 1 - beta));
    Value size = math.add(math.sqrt(squares), math.number(x, node.real("epsilon", 1e-6)));
    Value count = math.spread(node.tensor(1), x), rate = math.spread(node.tensor(0), x), one = math.number(x, 1);
    auto rest = [&](double base) { return math.sub(one, build.elementwise<PowOp>(math.number(x, base), count)); };
    Value adjusted = build.select(isLater(math, x), math.div(math.mul(rate, math.sqrt(rest(beta))), rest(alpha)), rate);
    Value updated = math.sub(x, math.div(math.mul(adjusted, mean), size));
    return SmallVector<Value>{math.mul(updated, 1 - node.real("norm_coefficient_post", 0)), mean, squares};
  });
}

void importMomentum(NodeImport &node) {
  double alpha = node.real("alpha", 0), beta = node.real("beta", 1);
  std::string mode = node.text("mode", "standard");
  if (mode != "standard" && mode != "nesterov")
    throw ImportError("its attribute 'mode' is '" + mode + "', expected standard or nesterov");
  updateEach(node, 1, [&](const Arithmetic &math, ArrayRef<Value> values) {
    Value x = values[0], gradient = regularized(math, x, values[1]);
    Value factor = node.build.select(isLater(math, x), math.number(x, beta), math.number(x, 1));
    Value momentum = math.add(math.mul(values[2], alpha), math.mul(factor, gradient));
    Value step = mode == "standard" ? momentum : math.add(gradient, math.mul(momentum, alpha));
    return SmallVector<Value>{math.sub(x, math.mul(math.spread(node.tensor(0), x), step)), momentum};
  });
}

constexpr OperatorEntry entries[] = {
    {"Adagrad", 1, importAdagrad},
    {"Adam", 1, importAdam},
    {"Momentum", 1, importMomentum},
};

} // namespace

ArrayRef<OperatorEntry> optimizerOperators() { return entries; }

} // namespace tenon::onnx
