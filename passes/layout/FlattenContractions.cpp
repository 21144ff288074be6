//===- FlattenContractions.cpp - Batches with one right operand -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [b, s, k] times a [k, n] that is repeated over b is [b * s, k] times [k, n]:
// the rows of all batches follow each other in memory.

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/analysis/ElementAccess.h"

namespace tenon::passes {
#define GEN_PASS_DEF_FLATTENCONTRACTIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

bool areOnes(ShapeRef sizes) {
  return llvm::all_of(sizes, [](AffineExpr size) { return constantSize(size) == 1; });
}

/// The one matrix that a batch of matrices repeats, maybe behind dimensions of
/// size 1; null where there are several.
Value repeatedMatrix(Value batch) {
  Shape shape = shapeOf(batch);
  if (areOnes(ShapeRef(shape).drop_back(2)))
    return batch;
  auto broadcast = batch.getDefiningOp<BroadcastOp>();
  if (!broadcast)
    return {};
  Shape from = shapeOf(broadcast.getOperand());
  // The matrix itself must not be repeated: its dimensions keep their sizes.
  if (from.size() < 2 || !sameShape(ShapeRef(from).take_back(2), ShapeRef(shape).take_back(2)) ||
      !areOnes(ShapeRef(from).drop_back(2)))
    return {};
  ArrayRef<int64_t> axes = broadcast.getAxes();
  int64_t rank = shape.size();
  if (axes[axes.size() - 2] != rank - 2 || axes.back() != rank - 1)
    return {};
  return broadcast.getOperand();
}

Value reshaped(OpBuilder &builder, Location location, Value value, ShapeRef sizes) {
  Type type = tensorType(sizes, getElementTypeOrSelf(value.getType()));
  return builder.createOrFold<ReshapeOp>(location, type, value);
}

/// Leaves the product alone where its right operand differs within the batch.
void flattenProduct(MatmulOp op) {
  Shape left = shapeOf(op.getLhs()), result = shapeOf(op.getResult());
  if (left.size() < 3)
    return;
  Value matrix = repeatedMatrix(op.getRhs());
  if (!matrix)
    return;
  OpBuilder builder(op);
  AffineExpr rows = elementCount(op.getContext(), ShapeRef(left).drop_back());
  Value lhs = reshaped(builder, op.getLoc(), op.getLhs(), {rows, left.back()});
  Value rhs = reshaped(builder, op.getLoc(), matrix, {left.back(), result.back()});
  Type type = tensorType({rows, result.back()}, op.getType().getElementType());
  Value product = MatmulOp::create(builder, op.getLoc(), type, lhs, rhs);
  op.replaceAllUsesWith(ReshapeOp::create(builder, op.getLoc(), op.getType(), product).getResult());
  op.erase();
}

struct FlattenContractionsPass : impl::FlattenContractionsBase<FlattenContractionsPass> {
  using Base::Base;

  void runOnOperation() override {
    for (MatmulOp op : llvm::make_early_inc_range(getOperation().getOps<MatmulOp>()))
      flattenProduct(op);
  }
};

} // namespace

} // namespace tenon::passes
