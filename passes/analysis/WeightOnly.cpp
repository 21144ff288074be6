//===- WeightOnly.cpp - Values that depend on weights only ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/analysis/WeightOnly.h"
#include "dialects/graph/SizeRegions.h"
#include "passes/analysis/ElementAccess.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

WeightOnly::WeightOnly(Block &block) {
  llvm::DenseSet<Value> constants;
  for (Operation &op : block) {
    if (op.getNumResults() != 1 || op.getNumRegions() != 0 || !isa_and_nonnull<GraphDialect>(op.getDialect()) ||
        isa<ControlOpInterface, CallRuntimeOp>(op))
      continue;
    Value result = op.getResult(0);
    auto type = dyn_cast<RankedTensorType>(result.getType());
    // A size or a place that only a run knows stands in attributes, too.
    if (!type || !type.hasStaticShape() || mentionsSymbols(&op))
      continue;
    auto isKnown = [&](Value operand) { return values.contains(operand) || constants.contains(operand); };
    if (!llvm::all_of(op.getOperands(), isKnown))
      continue;
    bool hasWeight = llvm::any_of(op.getOperands(), [&](Value operand) { return values.contains(operand); });
    // What is computed from its index alone is better computed than read.
    bool isWeight = isStored(&op) && !isGenerated(&op);
    (isWeight || hasWeight ? values : constants).insert(result);
  }
}

SmallVector<Operation *> producersOf(Value value) {
  SetVector<Operation *> producers;
  producers.insert(value.getDefiningOp());
  for (size_t i = 0; i < producers.size(); ++i)
    for (Value operand : producers[i]->getOperands())
      producers.insert(operand.getDefiningOp());
  SmallVector<Operation *> ordered = producers.takeVector();
  llvm::sort(ordered, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  return ordered;
}

} // namespace tenon::passes
