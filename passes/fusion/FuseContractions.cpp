//===- FuseContractions.cpp - Groups around matrix products ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A product keeps its results in registers: whatever is computed from them
// element by element costs no memory traffic there. The group takes the
// elementwise consumers (bias, activation, residual), and the views of its
// operands that the kernel can read in place: the left operand has to be
// linear in k, the panels of the right one have to stay whole.

#include "passes/Passes.h"
#include "passes/analysis/DepthAccess.h"
#include "passes/fusion/Epilogue.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace tenon::passes {
#define GEN_PASS_DEF_FUSECONTRACTIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// Whether the views above `value` lead to a tensor in memory.
bool leadsToMemory(Value value) {
  Operation *op = sourceBelowViews(value);
  return !op || !isGenerated(op);
}

/// The kernel reads a row of the left operand with one distance between elements.
/// Whether a view shows windows, which a copy would hold several times over.
bool showsWindows(Value value) {
  Operation *op = value.getDefiningOp();
  while (op && isView(op) && !isa<UnfoldOp>(op))
    op = op->getOperand(0).getDefiningOp();
  return isa_and_nonnull<UnfoldOp>(op);
}

bool canReadLeftInPlace(PackedMatmulOp op) { return leadsToMemory(op.getLhs()) && depthAccessOf(op.getLhs()); }

/// A depth of several axes is worth its loops where the alternative is a copy of all windows. Other views are of one
/// size with what is copied, and what makes that may write it in the right order.
bool shouldReadLeftInPlace(PackedMatmulOp op) {
  return depthAccessOf(op.getLhs())->sizes.size() == 1 || showsWindows(op.getLhs());
}

/// Views of the right operand may select among whole matrices of panels only.
bool canReadRightInPlace(PackedMatmulOp op) {
  Shape shape = shapeOf(op.getRhs());
  size_t batch = shape.size() - 3;
  Point point = identityPoint(op.getContext(), shape.size());
  Access access = accessOf(op.getRhs(), point, shape);
  AffineExpr inPanels = linearize(PointRef(point).drop_front(batch), ShapeRef(shape).drop_front(batch), op.getContext(), shape);
  AffineExpr rest = normalizeSize(access.offset - inPanels);
  for (size_t dim = batch; dim < shape.size(); ++dim)
    if (rest.isFunctionOfDim(dim))
      return false;
  return leadsToMemory(op.getRhs());
}

/// The views of an operand, where the kernel can read what they show. It never
/// computes an operand: each of its elements is read for many results.
void takeOperand(GroupBuilder &group, Value operand, bool isInPlace) {
  group.shareViewsIf(isInPlace, operand, "the product cannot read its elements in place");
  if (Operation *producer = sourceBelowViews(operand); producer && isUngrouped(producer))
    group.refuse(producer, "the product reads its operands from memory, each element many times");
}

void fuseContraction(PackedMatmulOp op) {
  GroupBuilder group(op);
  takeOperand(group, op.getLhs(), canReadLeftInPlace(op) && shouldReadLeftInPlace(op));
  takeOperand(group, op.getRhs(), canReadRightInPlace(op));
  Shape space = shapeOf(op.getResult());
  Epilogue epilogue(group, op.getResult(), identityPoint(op.getContext(), space.size()), space);
  epilogue.grow();
  group.finish();
}

struct FuseContractionsPass : impl::FuseContractionsBase<FuseContractionsPass> {
  using Base::Base;

  void runOnOperation() override {
    SmallVector<PackedMatmulOp> contractions;
    for (PackedMatmulOp op : getOperation().getOps<PackedMatmulOp>())
      contractions.push_back(op);
    for (PackedMatmulOp op : contractions)
      fuseContraction(op);
  }
};

} // namespace

} // namespace tenon::passes
