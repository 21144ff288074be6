//===- Epilogue.cpp - Elementwise consumers of an anchor's result ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/fusion/Epilogue.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

/// Whether the value is a view of what the group computes: not known at the
/// place where it is needed, unless it has a point of its own.
bool Epilogue::isMadeByGroup(Value value) const {
  Operation *producer = value.getDefiningOp();
  while (producer && isView(producer) && !points.contains(producer->getResult(0)))
    producer = producer->getOperand(0).getDefiningOp();
  return producer && (group.owns(producer) || points.contains(producer->getResult(0)));
}

Epilogue::Placement Epilogue::legalReshape(ReshapeOp reshape) const {
  // With the last dimension kept, lanes stay next to each other in memory.
  Shape from = shapeOf(reshape.getOperand()), to = shapeOf(reshape.getResult());
  bool keepsLast = !from.empty() && !to.empty() && sameSize(from.back(), to.back());
  if (!keepsLast && rowShape.empty())
    return "cuts the rows in another way";
  Point point = points.find(reshape.getOperand())->second;
  return simplifyPoint(reshapePoint(point, from, to, reshape.getContext(), bounds), bounds);
}

Epilogue::Placement Epilogue::legalBroadcast(BroadcastOp broadcast) const {
  if (rowShape.empty() || !sameShape(shapeOf(broadcast.getResult()), rowShape) ||
      !samePoint(simplifyPoint(operandPoint(broadcast, rowPoint, bounds), bounds), points.find(broadcast.getOperand())->second))
    return "repeats elements that the kernel computes once";
  return rowPoint;
}

/// Where in the iteration the user's result is known: all of its operands
/// inside the group are known at one place and the others can be loaded.
Epilogue::Placement Epilogue::legalPoint(Operation *user) const {
  if (!isUngrouped(user))
    return whyApart(user);
  if (auto reshape = dyn_cast<ReshapeOp>(user))
    return legalReshape(reshape);
  if (auto broadcast = dyn_cast<BroadcastOp>(user))
    return legalBroadcast(broadcast);
  if (isAnchor(user))
    return "is combined of elements of other places, in a kernel of its own";
  if (isView(user))
    return "shows the elements in another order";
  if (!isElementwise(user))
    return "reads elements of other places";
  std::optional<Point> common;
  for (Value operand : user->getOperands()) {
    auto found = points.find(operand);
    if (found == points.end()) {
      if (isMadeByGroup(operand))
        return "reads what the kernel computes at another place";
      continue;
    }
    if (common && !samePoint(*common, found->second))
      return "reads what the kernel computes at two places";
    common = found->second;
  }
  return *common;
}

bool Epilogue::tryAdd(Operation *user) {
  if (group.contains(user))
    return false;
  Placement placement = legalPoint(user);
  StringRef refusal = placement.refusal;
  if (placement.point)
    refusal = group.whyFull(user->getNumOperands());
  if (placement.point && refusal.empty() && !isView(user) && group.wouldCycle(user))
    refusal = "the kernel would wait for itself";
  if (!placement.point || !refusal.empty()) {
    group.refuse(user, refusal);
    return false;
  }
  if (isView(user)) {
    group.share(user);
  } else {
    group.own(user);
    for (Value operand : user->getOperands())
      group.shareViews(operand);
  }
  points[user->getResult(0)] = *placement.point;
  order.push_back(user->getResult(0));
  return true;
}

void Epilogue::grow() {
  // A user may have to wait for another one that makes its second operand:
  // until nothing changes.
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < order.size(); ++i) {
      SmallVector<Operation *> users(order[i].getUsers());
      llvm::sort(users, [](Operation *a, Operation *b) { return a != b && a->isBeforeInBlock(b); });
      for (Operation *user : users)
        changed |= tryAdd(user);
    }
  }
}

} // namespace tenon::passes
