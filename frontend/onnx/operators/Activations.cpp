//===- Activations.cpp - Activation functions by name -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/operators/Activations.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

Value like(NodeImport &node, Value tensor, double number) {
  return node.build.fill(number, shapeOf(tensor), elementOf(tensor));
}

namespace {

template <typename OpTy> Value plain(NodeImport &node, Value x, double, double) { return node.build.elementwise<OpTy>(x); }

template <Value function(NodeImport &node, Value x)> Value plain(NodeImport &node, Value x, double, double) {
  return function(node, x);
}

/// alpha x + beta
Value affine(NodeImport &node, Value x, double alpha, double beta) {
  return node.build.elementwise<AddOp>(node.build.elementwise<MulOp>(x, like(node, x, alpha)), like(node, x, beta));
}

Value leakyRelu(NodeImport &node, Value x, double alpha, double) {
  Value isPositive = node.build.compare(Predicate::ge, x, like(node, x, 0));
  return node.build.select(isPositive, x, node.build.elementwise<MulOp>(x, like(node, x, alpha)));
}

Value thresholdedRelu(NodeImport &node, Value x, double alpha, double) {
  return node.build.select(node.build.compare(Predicate::ge, x, like(node, x, alpha)), x, like(node, x, 0));
}

/// alpha tanh(beta x)
Value scaledTanh(NodeImport &node, Value x, double alpha, double beta) {
  Value inner = node.build.elementwise<TanhOp>(node.build.elementwise<MulOp>(x, like(node, x, beta)));
  return node.build.elementwise<MulOp>(inner, like(node, x, alpha));
}

Value elu(NodeImport &node, Value x, double alpha, double) {
  Value below = node.build.elementwise<MulOp>(node.build.elementwise<Expm1Op>(x), like(node, x, alpha));
  return node.build.select(node.build.compare(Predicate::ge, x, like(node, x, 0)), x, below);
}

struct Entry {
  StringLiteral name;
  decltype(Activation::function) function;
  bool takesAlpha, takesBeta;
  double alpha, beta;
};

constexpr Entry entries[] = {
    {"Affine", affine, true, true, 1, 0},
    {"Elu", elu, true, false, 1, 0},
    {"HardSigmoid", hardSigmoid, true, true, 0.2, 0.5},
    {"LeakyRelu", leakyRelu, true, false, 0.01, 0},
    {"Relu", plain<ReluOp>, false, false, 0, 0},
    {"ScaledTanh", scaledTanh, true, true, 1, 1},
    {"Sigmoid", plain<SigmoidOp>, false, false, 0, 0},
    {"Softplus", plain<softplus>, false, false, 0, 0},
    {"Softsign", plain<softsign>, false, false, 0, 0},
    {"Tanh", plain<TanhOp>, false, false, 0, 0},
    {"ThresholdedRelu", thresholdedRelu, true, false, 1, 0},
};

double takeFirst(ArrayRef<double> &numbers, double otherwise) {
  if (numbers.empty())
    return otherwise;
  double first = numbers.front();
  numbers = numbers.drop_front();
  return first;
}

} // namespace

Value hardSigmoid(NodeImport &node, Value x, double alpha, double beta) {
  Value line = affine(node, x, alpha, beta);
  return node.build.elementwise<MinOp>(node.build.elementwise<MaxOp>(line, like(node, x, 0)), like(node, x, 1));
}

Value softplus(NodeImport &node, Value x) {
  CheckedBuilder &build = node.build;
  Value tail = build.elementwise<Log1pOp>(build.elementwise<ExpOp>(build.elementwise<NegOp>(build.elementwise<AbsOp>(x))));
  return build.elementwise<AddOp>(build.elementwise<ReluOp>(x), tail);
}

Value softsign(NodeImport &node, Value x) {
  return node.build.elementwise<DivOp>(x, node.build.elementwise<AddOp>(node.build.elementwise<AbsOp>(x), like(node, x, 1)));
}

Activation Activation::named(StringRef name, ArrayRef<double> &alphas, ArrayRef<double> &betas) {
  for (const Entry &entry : entries)
    if (name.equals_insensitive(entry.name))
      return {entry.function, entry.takesAlpha ? takeFirst(alphas, entry.alpha) : entry.alpha,
              entry.takesBeta ? takeFirst(betas, entry.beta) : entry.beta};
  throw ImportError("its attribute 'activations' names '" + name + "', which is no activation function");
}

} // namespace tenon::onnx
