//===- FuseReductions.cpp - Groups around reductions along rows -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Softmax, layer norm and reductions along the last axes are computed row by
// row, in several sweeps along a row that stays in the cache. What makes the
// row (residual add, embedding gathers) goes into the first sweep, what is
// computed from the result over the same rows into the last one.
//
// An axis that is not the last one is made so by transposes, which the group
// or an elementwise kernel takes in.

#include "passes/Passes.h"
#include "passes/fusion/Epilogue.h"
#include "passes/fusion/Prologue.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace tenon::passes {
#define GEN_PASS_DEF_FUSEREDUCTIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// The order of axes with `axis` moved to the end.
SmallVector<int64_t> movedLast(int64_t axis, int64_t rank) {
  SmallVector<int64_t> permutation;
  for (int64_t i = 0; i < rank; ++i)
    if (i != axis)
      permutation.push_back(i);
  permutation.push_back(axis);
  return permutation;
}

TransposeOp transposed(OpBuilder &builder, Location location, Value value, ArrayRef<int64_t> permutation) {
  Shape from = shapeOf(value), to;
  for (int64_t axis : permutation)
    to.push_back(from[axis]);
  return TransposeOp::create(builder, location, tensorType(to, getElementTypeOrSelf(value.getType())), value, permutation);
}

/// Softmax and arg_reduce over an axis that is not the last: over the last
/// one of the transposed operand.
void moveAxisLast(Operation *op) {
  OpBuilder builder(op);
  Value operand = op->getOperand(0);
  int64_t rank = shapeOf(operand).size();
  auto softmax = dyn_cast<SoftmaxOp>(op);
  int64_t axis = softmax ? softmax.getAxis() : cast<ArgReduceOp>(op).getAxis();
  SmallVector<int64_t> permutation = movedLast(axis, rank);
  Value moved = transposed(builder, op->getLoc(), operand, permutation);
  op->setOperand(0, moved);
  op->setAttr("axis", builder.getI64IntegerAttr(rank - 1));
  if (!softmax)
    return;
  Type resultType = softmax.getType();
  softmax.getResult().setType(cast<RankedTensorType>(moved.getType()));
  SmallVector<int64_t> inverse(rank);
  for (auto [i, from] : llvm::enumerate(permutation))
    inverse[from] = i;
  builder.setInsertionPointAfter(op);
  auto back = TransposeOp::create(builder, op->getLoc(), resultType, softmax.getResult(), inverse);
  softmax.getResult().replaceAllUsesExcept(back, back);
}

/// Where the anchor's result is known: softmax and layer norm give a row,
/// the others an element for each row.
Point resultPoint(Operation *anchor, PointRef full, size_t rows) {
  size_t rank = shapeOf(anchor->getResult(0)).size();
  if (isa<SoftmaxOp, LayerNormOp>(anchor))
    return Point(full);
  Point point(full.take_front(rows));
  point.append(rank - rows, getAffineConstantExpr(0, anchor->getContext()));
  return point;
}

void fuseReduction(Operation *anchor) {
  GroupBuilder group(anchor);
  Prologue prologue(group, anchor);
  prologue.grow();

  RowSpace space = rowSpaceOf(anchor);
  MLIRContext *context = anchor->getContext();
  Shape bounds(space.rows);
  bounds.push_back(elementCount(context, space.row));
  Point full = identityPoint(context, space.rows.size());
  llvm::append_range(full, delinearize(getAffineDimExpr(space.rows.size(), context), space.row, bounds));
  Epilogue epilogue(group, anchor->getResult(0), resultPoint(anchor, full, space.rows.size()), bounds);
  epilogue.allowRows(full, shapeOf(anchor->getOperand(0)));
  for (Value value : prologue.identityValues())
    if (value.getDefiningOp() != anchor)
      epilogue.place(value, full);
  epilogue.grow();
  group.finish();
}

struct FuseReductionsPass : impl::FuseReductionsBase<FuseReductionsPass> {
  using Base::Base;

  void runOnOperation() override {
    SmallVector<Operation *> anchors;
    for (Operation &op : getOperation().getOps()) {
      if (isa<SoftmaxOp, ArgReduceOp>(op) && !isRowAnchor(&op))
        moveAxisLast(&op);
      if (isRowAnchor(&op))
        anchors.push_back(&op);
    }
    for (Operation *anchor : anchors)
      fuseReduction(anchor);
  }
};

} // namespace

} // namespace tenon::passes
