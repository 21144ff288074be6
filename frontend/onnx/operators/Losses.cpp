//===- Losses.cpp - Operators that compare predictions with targets ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// Minus the log probability [N, C, d...] of each target [N, d...], weighted
/// by class, where the target is not `ignore_index`; then reduced.
Value negativeLogLikelihood(NodeImport &node, Value logProbability, Value target, Value weight) {
  CheckedBuilder &build = node.build;
  node.requireRank(logProbability, 2, "the input");
  if (rankOf(target) != rankOf(logProbability) - 1)
    throw ImportError("the labels should have one dimension less than the scores, got " + describe(target) + " for " +
                      describe(logProbability));
  if (weight && rankOf(weight) != 1)
    throw ImportError("the weights should be a vector, one for each class, got " + describe(weight));
  Type type = elementOf(logProbability), integer = build.getI64Type();
  target = build.cast(target, integer);
  Shape sizes = shapeOf(target);
  Value kept; // whether a target counts
  if (node.hasAttribute("ignore_index")) {
    Value ignored = build.fillInteger(node.integer("ignore_index", 0), sizes, integer);
    kept = build.compare(Predicate::ne, target, ignored);
    target = build.select(kept, target, build.fillInteger(0, sizes, integer));
  }
  Value taken = build.squeeze(build.takeAlong(logProbability, build.unsqueeze(target, 1), 1), 1);
  Value loss = build.elementwise<NegOp>(taken);
  Value weights = build.fill(1, sizes, type);
  if (weight)
    weights = build.gather(build.cast(weight, type), target, 0);
  if (kept)
    weights = build.select(kept, weights, build.fill(0, sizes, type));
  loss = build.elementwise<MulOp>(loss, weights);
  std::string reduction = node.text("reduction", "mean");
  if (reduction == "none")
    return loss;
  SmallVector<int64_t> all = llvm::to_vector(llvm::seq<int64_t>(0, sizes.size()));
  Value sum = build.reduce(ReductionKind::sum, loss, all);
  if (reduction == "sum")
    return sum;
  if (reduction != "mean")
    throw ImportError("its attribute 'reduction' is '" + reduction + "', expected none, sum or mean");
  return build.elementwise<DivOp>(sum, build.reduce(ReductionKind::sum, weights, all));
}

void importNegativeLogLikelihoodLoss(NodeImport &node) {
  node.set(0, negativeLogLikelihood(node, node.tensor(0), node.tensor(1), node.has(2) ? node.tensor(2) : Value()));
}

void importSoftmaxCrossEntropyLoss(NodeImport &node) {
  Value scores = node.tensor(0);
  node.requireRank(scores, 2, "the scores");
  Value logProbability = node.build.softmax(scores, 1, /*isLog=*/true);
  node.set(0, negativeLogLikelihood(node, logProbability, node.tensor(1), node.has(2) ? node.tensor(2) : Value()));
  node.set(1, logProbability);
}

constexpr OperatorEntry entries[] = {
    {"NegativeLogLikelihoodLoss", 12, importNegativeLogLikelihoodLoss},
    {"SoftmaxCrossEntropyLoss", 12, importSoftmaxCrossEntropyLoss},
};

} // namespace

ArrayRef<OperatorEntry> lossOperators() { return entries; }

} // namespace tenon::onnx
