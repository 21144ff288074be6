//===- Prologue.cpp - Producers computed where their values are needed ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/fusion/Prologue.h"
#include "dialects/graph/Windows.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

/// Whether one question says for a whole line whether it is there.
static bool padsWholeLines(PadOp op) {
  return !op.getLow().empty() && op.getLow().back() == 0 && sameSize(shapeOf(op.getOperand()).back(), shapeOf(op.getResult()).back());
}

/// What takes about as long as loading the value would.
static bool isCheap(Operation *op) {
  if (auto pad = dyn_cast<PadOp>(op))
    return padsWholeLines(pad);
  return isa<CastOp, NotOp, NegOp, AbsOp, AddOp, SubOp, MulOp, MaxOp, MinOp, ReluOp, CompareOp, SelectOp, AndOp, OrOp, XorOp>(op);
}

/// An op is computed at no more places than this for one element of the root.
static constexpr size_t maxPlaces = 8;

/// What a scatter changes in place, and so has to find in memory.
static bool isChangedInPlace(OpOperand &operand) {
  return isa<ScatterOp, ScatterAlongOp>(operand.getOwner()) && operand.getOperandNumber() == 0;
}

/// Whether a view shows elements more than once.
static bool repeatsElements(Operation *view) {
  MLIRContext *context = view->getContext();
  return isa<BroadcastOp, UnfoldOp>(view) && !sameSize(elementCount(context, shapeOf(view->getOperand(0))),
                                                       elementCount(context, shapeOf(view->getResult(0))));
}

/// Whether an op reduces windows that share elements, or visits them twice.
static bool windowsOverlap(Operation *op) {
  auto reduce = dyn_cast<WindowReduceOp>(op);
  if (!reduce)
    return isa<WindowArgReduceOp>(op);
  for (auto [window, axis] : llvm::zip_equal(reduce.getWindow(), windowAxesOf(reduce)))
    if ((window - 1) * axis.dilation >= axis.stride)
      return true;
  return false;
}

/// Whether an op that is no elementwise one may read an element more than once.
static bool readsRepeatedly(OpOperand &operand) {
  if (isa<ScatterOp, ScatterAlongOp>(operand.getOwner()))
    return operand.getOperandNumber() == 1;
  return isa<ConcatOp, GatherOp, TakeAlongOp, MatmulOp, ConvolutionOp, SortOp>(operand.getOwner()) ||
         windowsOverlap(operand.getOwner()) || operand.getOperandNumber() > 0;
}

/// How an op that is itself used as `use` uses its operand.
Prologue::Use Prologue::useOfOperand(OpOperand &operand, const Use &use) {
  Operation *user = operand.getOwner();
  unsigned number = operand.getOperandNumber();
  if (isElementwise(user))
    return use;
  Use result = use;
  bool isRow = isRowAnchor(user) && number == 0;
  result.isIdentity &= isRow;
  if (!isRow)
    for (unsigned &place : result.places)
      place = placeNumbers.try_emplace({place, &operand}, placeNumbers.size() + 1).first->second;
  result.isRepeated |= isView(user) ? repeatsElements(user) : readsRepeatedly(operand);
  return result;
}

/// Over all uses by members; none where no member uses it.
std::optional<Prologue::Use> Prologue::useOf(Value value) {
  std::optional<Use> all;
  for (OpOperand &use : value.getUses()) {
    auto found = uses.find(use.getOwner());
    if (found == uses.end() || !group.contains(use.getOwner()))
      continue;
    Use one = useOfOperand(use, found->second);
    if (!all) {
      all = one;
      continue;
    }
    all->isIdentity &= one.isIdentity;
    all->isRepeated |= one.isRepeated;
    for (unsigned place : one.places)
      if (!llvm::is_contained(all->places, place))
        all->places.push_back(place);
  }
  return all;
}

/// An op's elements are computed one by one where they are needed.
StringRef Prologue::whyIllegal(Operation *op) const {
  if (!isElementwise(op) && !isa<GatherOp, TakeAlongOp, ConcatOp, PadOp, PackOp>(op)) {
    if (!isFoldAnchor(op))
      return "is combined of elements of other places, in a kernel of its own";
    if (llvm::any_of(group.inOrder(), isAnchor))
      return "a kernel has one reduction or product";
  }
  return group.wouldCycle(op) ? "the kernel would wait for itself" : "";
}

StringRef Prologue::whyUnprofitable(Operation *op, const Use &use) const {
  // Chains of ops that each need their operand at two places double the code
  // with every link.
  if (use.places.size() > maxPlaces)
    return "is needed at many places, each with code of its own";
  if (StringRef full = group.whyFull(op->getNumOperands()); !full.empty())
    return full;
  if (isFoldAnchor(op))
    return use.isIdentity ? "" : "would be reduced again for each element that reads it";
  return !use.isRepeated || isCheap(op) ? "" : "would be computed again for each element that reads it";
}

StringRef Prologue::whyNot(Operation *op, Value value, const Use &use, bool mayLeave) const {
  // A value that others need as well can be a further result, if the group
  // computes each of its elements once.
  if (group.isUsedOutside(value) && !(mayLeave && use.isIdentity))
    return "others read it, too, and this kernel reads it in another order";
  if (StringRef reason = whyUnprofitable(op, use); !reason.empty())
    return reason;
  return whyIllegal(op);
}

bool Prologue::tryAdd(Value value, bool mayLeave) {
  Operation *op = value.getDefiningOp();
  if (!op || group.contains(op))
    return false;
  std::optional<Use> use = useOf(value);
  if (!use)
    return false;
  bool isChanged = llvm::any_of(value.getUses(), [&](OpOperand &use) {
    return isChangedInPlace(use) && group.contains(use.getOwner());
  });
  const bool isShared = isView(op) || isGenerated(op);
  StringRef refusal;
  if (isChanged)
    refusal = "is changed in place";
  else if (isShared)
    // Views of a value at many places: the value is better in memory.
    refusal = isView(op) && use->places.size() > maxPlaces ? "is needed at many places" : "";
  else
    refusal = isUngrouped(op) ? whyNot(op, value, *use, mayLeave) : whyApart(op);
  if (!refusal.empty() || (!isShared && !isUngrouped(op))) {
    group.refuse(op, refusal);
    return false;
  }
  if (isShared)
    group.share(op);
  else
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
