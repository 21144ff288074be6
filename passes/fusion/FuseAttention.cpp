//===- FuseAttention.cpp - Groups around attention ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Heads are split and merged by reshapes and transposes, which copy whole
// tensors when they are computed alone. The attention kernel reads and writes
// rows at any distance: the group takes the views of query, key, value and
// mask, and the views that follow, as the layout of its result.

#include "passes/Passes.h"
#include "passes/fusion/GroupBuilder.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace tenon::passes {
#define GEN_PASS_DEF_FUSEATTENTION
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// Whether the offset is linear in the last two variables: position and feature.
bool hasStrides(AffineExpr offset, size_t rank) { return coefficientOf(offset, rank - 2) && coefficientOf(offset, rank - 1); }

bool canReadInPlace(Value operand) {
  Shape shape = shapeOf(operand);
  Access access = accessOf(operand, identityPoint(operand.getContext(), shape.size()), shape);
  Operation *producer = access.tensor.getDefiningOp();
  return (!producer || !isGenerated(producer)) && hasStrides(access.offset, shape.size());
}

/// Takes the reshapes and transposes that are the result's only use, as far
/// as the kernel can still write its rows at a distance.
void takeResultViews(GroupBuilder &group, AttentionOp op) {
  Shape space = shapeOf(op.getResult());
  Point point = identityPoint(op.getContext(), space.size());
  SmallVector<Operation *> taken;
  size_t writable = 0;
  for (Value value = op.getResult(); value.hasOneUse();) {
    Operation *user = *value.user_begin();
    if (!isUngrouped(user) || !isa<ReshapeOp, TransposeOp>(user)) {
      group.refuse(user, isUngrouped(user) ? "attention writes its result as it is" : whyApart(user));
      break;
    }
    if (auto transpose = dyn_cast<TransposeOp>(user)) {
      Point permuted;
      for (int64_t axis : transpose.getPermutation())
        permuted.push_back(point[axis]);
      point = permuted;
    } else {
      point = reshapePoint(point, shapeOf(value), shapeOf(user->getResult(0)), op.getContext(), space);
    }
    value = user->getResult(0);
    taken.push_back(user);
    if (hasStrides(linearize(point, shapeOf(value), op.getContext(), space), space.size()))
      writable = taken.size();
  }
  for (Operation *view : ArrayRef(taken).take_front(writable)) {
    if (group.wouldCycle(view))
      break;
    group.own(view);
  }
}

void fuseAttention(AttentionOp op) {
  GroupBuilder group(op);
  for (Value operand : {op.getQuery(), op.getKey(), op.getValue()})
    group.shareViewsIf(canReadInPlace(operand), operand, "attention cannot read its elements in place");
  if (op.getMask())
    group.shareViews(op.getMask());
  takeResultViews(group, op);
  group.finish();
}

struct FuseAttentionPass : impl::FuseAttentionBase<FuseAttentionPass> {
  using Base::Base;

  void runOnOperation() override {
    SmallVector<AttentionOp> ops;
    for (AttentionOp op : getOperation().getOps<AttentionOp>())
      ops.push_back(op);
    for (AttentionOp op : ops)
      fuseAttention(op);
  }
};

} // namespace

} // namespace tenon::passes
