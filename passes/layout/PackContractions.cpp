//===- PackContractions.cpp - Right operands laid out for the kernels -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The kernels read the right operand in panels of 16 columns, one row of a
// panel after the other. Of weights this is made once, of other operands by a
// kernel of its own, which reads through transposes.

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/analysis/ElementAccess.h"

namespace tenon::passes {
#define GEN_PASS_DEF_PACKCONTRACTIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// The contraction kernels multiply and add in the operands' own type.
bool isLegal(MatmulOp op) {
  Type element = op.getType().getElementType();
  return (element.isF32() || element.isF64()) && getElementTypeOrSelf(op.getLhs().getType()) == element &&
         getElementTypeOrSelf(op.getRhs().getType()) == element;
}

Value pack(OpBuilder &builder, Location location, Value matrix) {
  Shape shape = shapeOf(matrix), packed(ShapeRef(shape).drop_back(2));
  AffineExpr panel = getAffineConstantExpr(PackOp::panelColumns, builder.getContext());
  packed.append({normalizeSize(shape.back().ceilDiv(panel)), shape[shape.size() - 2], panel});
  return PackOp::create(builder, location, tensorType(packed, getElementTypeOrSelf(matrix.getType())), matrix);
}

/// Packs what a broadcast repeats over batch axes, and repeats that.
Value packBeforeBroadcast(OpBuilder &builder, BroadcastOp broadcast) {
  Value matrix = broadcast.getOperand();
  Shape from = shapeOf(matrix), to = shapeOf(broadcast.getResult());
  int64_t rank = to.size();
  ArrayRef<int64_t> axes = broadcast.getAxes();
  if (from.size() < 2 || axes.back() != rank - 1 || axes[axes.size() - 2] != rank - 2 ||
      !sameShape(ShapeRef(from).take_back(2), ShapeRef(to).take_back(2)))
    return {};
  Value packed = pack(builder, broadcast.getLoc(), matrix);
  Shape repeated(ShapeRef(to).drop_back(2)), panels = shapeOf(packed);
  repeated.append(panels.end() - 3, panels.end());
  SmallVector<int64_t> packedAxes(axes);
  packedAxes.push_back(rank);
  Type type = tensorType(repeated, getElementTypeOrSelf(matrix.getType()));
  return BroadcastOp::create(builder, broadcast.getLoc(), type, packed, packedAxes);
}

void packOperand(MatmulOp op) {
  OpBuilder builder(op);
  Value packed;
  if (auto broadcast = op.getRhs().getDefiningOp<BroadcastOp>())
    packed = packBeforeBroadcast(builder, broadcast);
  if (!packed)
    packed = pack(builder, op.getLoc(), op.getRhs());
  auto product = PackedMatmulOp::create(builder, op.getLoc(), op.getType(), op.getLhs(), packed);
  op.replaceAllUsesWith(product.getResult());
  op.erase();
}

struct PackContractionsPass : impl::PackContractionsBase<PackContractionsPass> {
  using Base::Base;

  void runOnOperation() override {
    for (MatmulOp op : llvm::make_early_inc_range(getOperation().getOps<MatmulOp>()))
      if (isLegal(op))
        packOperand(op);
  }
};

} // namespace

} // namespace tenon::passes
