//===- Prologue.cpp - Producers computed where their values are needed ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/fusion/Prologue.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

/// Arithmetic that takes about as long as loading the value would.
static bool isCheap(Operation *op) {
  return isa<CastOp, NotOp, NegOp, AbsOp, AddOp, SubOp, MulOp, MaxOp, MinOp, ReluOp, CompareOp, SelectOp, AndOp, OrOp, XorOp>(op);
}

static bool repeatsElements(BroadcastOp op) {
  MLIRContext *context = op.getContext();
  return !sameSize(elementCount(context, shapeOf(op.getOperand())), elementCount(context, shapeOf(op.getResult())));
}

/// How `user`, itself used as `use`, uses its operand.
static Prologue::Use useOfOperand(Operation *user, unsigned operand, Prologue::Use use) {
  if (isElementwise(user))
    return use;
  bool isIdentity = use.isIdentity && operand == 0 && (isRowAnchor(user));
  bool isRepeated = use.isRepeated;
  if (auto broadcast = dyn_cast<BroadcastOp>(user))
    isRepeated |= repeatsElements(broadcast);
  else if (isa<ConcatOp, GatherOp, TakeAlongOp, MatmulOp>(user) || operand > 0)
    isRepeated = true;
  return {isIdentity, isRepeated};
}

/// Over all uses by members; none where no member uses it.
std::optional<Prologue::Use> Prologue::useOf(Value value) const {
  std::optional<Use> all;
  for (OpOperand &use : value.getUses()) {
    auto found = uses.find(use.getOwner());
    if (found == uses.end() || !group.contains(use.getOwner()))
      continue;
    Use one = useOfOperand(use.getOwner(), use.getOperandNumber(), found->second);
    if (!all)
      all = one;
    all->isIdentity &= one.isIdentity;
    all->isRepeated |= one.isRepeated;
  }
  return all;
}

/// Whether the op's elements can be computed one by one where they are needed.
bool Prologue::isLegal(Operation *op, Use use) const {
  if (isElementwise(op) || isa<GatherOp, TakeAlongOp, ConcatOp, PadOp, PackOp>(op))
    return !group.wouldCycle(op);
  // One anchor a group.
  if (!isFoldAnchor(op) || llvm::any_of(group.inOrder(), isAnchor))
    return false;
  return !group.wouldCycle(op);
}

bool Prologue::isProfitable(Operation *op, Use use) const {
  if (group.size() >= GroupBuilder::maxOps || group.inputs().size() + group.outputs().size() + op->getNumOperands() > GroupBuilder::maxTensors)
    return false;
  if (isFoldAnchor(op))
    return use.isIdentity;
  return !use.isRepeated || isCheap(op);
}

bool Prologue::tryAdd(Value value, bool mayLeave) {
  Operation *op = value.getDefiningOp();
  if (!op || group.contains(op))
    return false;
  std::optional<Use> use = useOf(value);
  if (!use)
    return false;
  if (isView(op) || isGenerated(op)) {
    group.share(op);
    uses[op] = *use;
    return true;
  }
  if (!isUngrouped(op))
    return false;
  // A value that others need as well can be a further result, if the group
  // computes each of its elements once.
  if (group.isUsedOutside(value) && !(mayLeave && use->isIdentity))
    return false;
  if (!isProfitable(op, *use) || !isLegal(op, *use))
    return false;
  group.own(op);
  uses[op] = *use;
  return true;
}

void Prologue::grow() {
  auto growOnce = [&](bool mayLeave) {
    SmallVector<Operation *> members = group.inOrder();
    for (Operation *op : llvm::reverse(members))
      for (Value operand : op->getOperands())
        if (tryAdd(operand, mayLeave))
          return true;
    return false;
  };
  // Values with other users come last: by then all users inside are known.
  while (growOnce(/*mayLeave=*/false) || growOnce(/*mayLeave=*/true))
    ;
}

SmallVector<Value> Prologue::identityValues() const {
  SmallVector<Value> values;
  for (Operation *op : group.inOrder())
    if (auto found = uses.find(op); found != uses.end() && found->second.isIdentity)
      values.push_back(op->getResult(0));
  return values;
}

} // namespace tenon::passes
