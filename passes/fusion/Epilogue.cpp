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

/// Where in the iteration the user's result is known, if all of its operands
/// inside the group are known at one place and the others can be loaded.
std::optional<Point> Epilogue::legalPoint(Operation *user) const {
  if (!isUngrouped(user) || group.contains(user))
    return std::nullopt;
  if (auto reshape = dyn_cast<ReshapeOp>(user)) {
    auto found = points.find(reshape.getOperand());
    if (found == points.end())
      return std::nullopt;
    // With the last dimension kept, lanes stay next to each other in memory.
    Shape from = shapeOf(reshape.getOperand()), to = shapeOf(reshape.getResult());
    bool keepsLast = !from.empty() && !to.empty() && sameSize(from.back(), to.back());
    if (!keepsLast && rowShape.empty())
      return std::nullopt;
    return simplifyPoint(reshapePoint(found->second, from, to, user->getContext(), bounds), bounds);
  }
  if (auto broadcast = dyn_cast<BroadcastOp>(user)) {
    auto found = points.find(broadcast.getOperand());
    if (found == points.end() || rowShape.empty() || !sameShape(shapeOf(broadcast.getResult()), rowShape) ||
        !samePoint(simplifyPoint(operandPoint(user, rowPoint, bounds), bounds), found->second))
      return std::nullopt;
    return rowPoint;
  }
  if (!isElementwise(user))
    return std::nullopt;
  std::optional<Point> common;
  for (Value operand : user->getOperands()) {
    auto found = points.find(operand);
    if (found == points.end()) {
      if (isMadeByGroup(operand))
        return std::nullopt;
      continue;
    }
    if (common && !samePoint(*common, found->second))
      return std::nullopt;
    common = found->second;
  }
  return common;
}

bool Epilogue::isProfitable(Operation *user) const {
  return group.size() < GroupBuilder::maxOps && group.inputs().size() + group.outputs().size() + user->getNumOperands() <= GroupBuilder::maxTensors;
}

bool Epilogue::tryAdd(Operation *user) {
  std::optional<Point> point = legalPoint(user);
  if (!point || !isProfitable(user))
    return false;
  if (isView(user)) {
    group.share(user);
  } else {
    if (group.wouldCycle(user))
      return false;
    group.own(user);
    for (Value operand : user->getOperands())
      group.shareViews(operand);
  }
  points[user->getResult(0)] = *point;
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
