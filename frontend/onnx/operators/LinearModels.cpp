//===- LinearModels.cpp - Linear models and support vectors -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Learning.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// x [N, features] times `coefficients` [outputs, features], and `intercepts`.
Value linearScores(NodeImport &node, Value x, int64_t outputs) {
  CheckedBuilder &build = node.build;
  if (rankOf(x) == 1)
    x = build.unsqueeze(x, 0);
  std::vector<double> coefficients = numbersOf(node, "coefficients").value_or(std::vector<double>());
  auto count = static_cast<int64_t>(coefficients.size());
  if (rankOf(x) != 2 || outputs < 1 || count % outputs || !sameSize(shapeOf(x)[1], build.constant(count / outputs)))
    throw ImportError("its " + Twine(count) + " coefficients for " + Twine(outputs) + " outputs do not fit " + describe(x));
  Value weight = constantOf(node, coefficients, {outputs, count / outputs}, elementOf(x));
  Value scores = build.matmul(x, build.transpose(weight, {1, 0}));
  std::optional<std::vector<double>> intercepts = numbersOf(node, "intercepts");
  if (!intercepts || intercepts->empty())
    return scores;
  auto given = static_cast<int64_t>(intercepts->size());
  if (given != outputs && given != 1)
    throw ImportError("it has " + Twine(given) + " intercepts for " + Twine(outputs) + " outputs");
  return build.elementwise<AddOp>(scores,
                                  node.broadcast(constantOf(node, *intercepts, {given}, elementOf(x)), shapeOf(scores)));
}

void importLinearRegressor(NodeImport &node) {
  Value scores = linearScores(node, realInput(node, 0), node.integer("targets", 1));
  node.set(0, node.build.cast(postTransform(node, scores, node.text("post_transform", "NONE")), node.build.getF32Type()));
}

void importLinearClassifier(NodeImport &node) {
  CheckedBuilder &build = node.build;
  std::string transform = node.text("post_transform", "NONE");
  int64_t labels = labelCount(node, "classlabels_ints");
  Value x = realInput(node, 0);
  auto coefficients = numbersOf(node, "coefficients");
  std::optional<int64_t> features = constantSize(shapeOf(x).back());
  int64_t outputs = coefficients && features && *features ? static_cast<int64_t>(coefficients->size()) / *features : labels;
  Value scores = linearScores(node, x, outputs);
  // One score tells two classes apart.
  if (outputs == 1 && labels == 2)
    scores = build.concat({build.elementwise<NegOp>(scores), scores}, 1);
  scores = postTransform(node, scores, transform);
  Value number;
  if (outputs == 1 && labels != 2) {
    Value threshold = build.fill(transform == "NONE" ? 0 : 0.5, {shapeOf(scores)[0]}, elementOf(scores));
    Value isOne = build.compare(Predicate::ge, build.squeeze(scores, 1), threshold);
    if (auto label = node.integers("classlabels_ints"); label && !label->empty())
      number = build.select(isOne, build.fillInteger(label->front(), shapeOf(isOne), build.getI64Type()),
                            build.fillInteger(0, shapeOf(isOne), build.getI64Type()));
    else
      number = build.cast(isOne, build.getI64Type());
    node.set(0, number);
  } else if (node.wants(0)) {
    node.set(0, labelsOf(node, build.argReduce(ReductionKind::max, scores, 1), "classlabels_ints"));
  }
  node.set(1, build.cast(scores, build.getF32Type()));
}

/// The kernel function of each row of x with each support vector: [N, vectors].
Value kernelOf(NodeImport &node, Value x, Value vectors) {
  CheckedBuilder &build = node.build;
  std::string kind = node.text("kernel_type", "LINEAR");
  std::vector<double> parameters = numbersOf(node, "kernel_params").value_or(std::vector<double>{0, 0, 3});
  parameters.resize(3);
  Value products = build.matmul(x, build.transpose(vectors, {1, 0}));
  Shape sizes = shapeOf(products);
  Type type = elementOf(x);
  auto number = [&](double value) { return build.fill(value, sizes, type); };
  auto times = [&](Value a, Value b) { return build.elementwise<MulOp>(a, b); };
  auto plus = [&](Value a, Value b) { return build.elementwise<AddOp>(a, b); };
  Value scaled = plus(times(products, number(parameters[0])), number(parameters[1]));
  if (kind == "LINEAR")
    return products;
  if (kind == "POLY")
    return build.elementwise<PowOp>(scaled, number(parameters[2]));
  if (kind == "SIGMOID")
    return build.elementwise<TanhOp>(scaled);
  if (kind != "RBF")
    throw ImportError("its attribute 'kernel_type' is '" + kind + "', expected LINEAR, POLY, RBF or SIGMOID");
  // |a - b|^2 from differences: the sum of squares and products would cancel.
  Shape wide = {sizes[0], sizes[1], shapeOf(x)[1]};
  Value difference = build.elementwise<SubOp>(build.broadcast(x, wide, {0, 2}), build.broadcast(vectors, wide, {1, 2}));
  Value distance = build.reduce(ReductionKind::sum, times(difference, difference), {2});
  return build.elementwise<ExpOp>(times(distance, number(-parameters[0])));
}

void importSVMRegressor(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = realInput(node, 0);
  node.requireRank(x, 2, "the data");
  int64_t supports = node.integer("n_supports", 0);
  std::vector<double> coefficients = numbersOf(node, "coefficients").value_or(std::vector<double>());
  std::vector<double> vectors = numbersOf(node, "support_vectors").value_or(std::vector<double>());
  Value scores;
  if (supports > 0) {
    auto count = static_cast<int64_t>(vectors.size());
    if (count % supports || !sameSize(shapeOf(x)[1], build.constant(count / supports)) ||
        static_cast<int64_t>(coefficients.size()) != supports)
      throw ImportError("its " + Twine(supports) + " support vectors of " + Twine(count) + " numbers do not fit " + describe(x));
    Value kernel = kernelOf(node, x, constantOf(node, vectors, {supports, count / supports}, elementOf(x)));
    scores = build.matmul(kernel, constantOf(node, coefficients, {supports, 1}, elementOf(x)));
  } else {
    auto count = static_cast<int64_t>(coefficients.size());
    if (!sameSize(shapeOf(x)[1], build.constant(count)))
      throw ImportError("its " + Twine(count) + " coefficients do not fit " + describe(x));
    scores = kernelOf(node, x, constantOf(node, coefficients, {1, count}, elementOf(x)));
  }
  std::vector<double> rho = numbersOf(node, "rho").value_or(std::vector<double>{0});
  Shape sizes = shapeOf(scores);
  scores = build.elementwise<AddOp>(scores, build.fill(rho.empty() ? 0 : rho.front(), sizes, elementOf(x)));
  if (node.integer("one_class", 0)) {
    Value isIn = build.compare(Predicate::gt, scores, build.fill(0, sizes, elementOf(x)));
    scores = build.select(isIn, build.fill(1, sizes, elementOf(x)), build.fill(-1, sizes, elementOf(x)));
  }
  node.set(0, build.cast(postTransform(node, scores, node.text("post_transform", "NONE")), build.getF32Type()));
}

constexpr OperatorEntry entries[] = {
    {"LinearClassifier", 1, importLinearClassifier},
    {"LinearRegressor", 1, importLinearRegressor},
    {"SVMRegressor", 1, importSVMRegressor},
};

} // namespace

ArrayRef<OperatorEntry> linearModelOperators() { return entries; }

} // namespace tenon::onnx
