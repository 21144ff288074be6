//===- KernelCost.cpp - Estimates of what a region costs --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/KernelCost.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tenon::codegen {

/// The work that a tile should be, so that threads share well and the counter
/// of tiles costs nothing.
constexpr int64_t tilePicoseconds = 4'000'000;

static int64_t picosecondsOf(Operation &op) {
  return llvm::TypeSwitch<Operation *, int64_t>(&op)
      .Case<kernel::LoadOp>([](auto) { return 60; })
      .Case<arith::ConstantOp, kernel::SizeOp>([](auto) { return 0; })
      .Case<arith::DivFOp, math::SqrtOp, math::RsqrtOp>([](auto) { return 150; })
      .Case<arith::DivSIOp, arith::DivUIOp, arith::RemSIOp, arith::RemUIOp, arith::RemFOp, math::PowFOp, math::IPowIOp,
            math::SinOp, math::CosOp, math::TanOp>([](auto) { return 1000; })
      .Case<math::AbsFOp, math::FloorOp, math::CeilOp, math::RoundEvenOp, math::TruncOp, math::FmaOp>(
          [](auto) { return 30; })
      .Default([](Operation *op) { return isa<math::MathDialect>(op->getDialect()) ? 300 : 30; });
}

static bool isFloatOperation(Operation &op) {
  return op.getNumResults() == 1 && isa<FloatType>(op.getResult(0).getType()) &&
         isa<arith::ArithDialect, math::MathDialect>(op.getDialect()) && op.getNumOperands() > 0 &&
         !isa<arith::SelectOp>(op);
}

RegionCost costOf(Block &block, AffineExpr rowSize) {
  MLIRContext *context = block.getParentOp()->getContext();
  AffineExpr picoseconds = getAffineConstantExpr(0, context), flops = picoseconds;
  for (Operation &op : block.without_terminator()) {
    AffineExpr times;
    int64_t combined = 1;
    if (auto fold = dyn_cast<kernel::FoldOp>(op)) {
      times = graph::elementCount(context, fold.getSizes().getSizes());
    } else if (auto sweep = dyn_cast<kernel::SweepOp>(op)) {
      times = rowSize;
      combined = sweep.getKinds().size();
    }
    if (times) {
      RegionCost inner = costOf(op.getRegion(0).front());
      picoseconds = picoseconds + times * (inner.picoseconds + 30 * combined);
      flops = flops + times * (inner.flops + combined);
      continue;
    }
    picoseconds = picoseconds + picosecondsOf(op);
    flops = flops + (isFloatOperation(op) ? 1 : 0);
  }
  return {picoseconds, flops};
}

int64_t guessSize(AffineExpr size) {
  unsigned count = 0;
  size.walk([&](AffineExpr part) {
    if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
      count = std::max(count, symbol.getPosition() + 1);
  });
  return graph::evaluateSize(size, SmallVector<int64_t>(count, 128));
}

int64_t elementsPerTile(AffineExpr picoseconds, int64_t least) {
  int64_t elements = tilePicoseconds / std::max<int64_t>(guessSize(picoseconds), 1);
  return std::clamp<int64_t>(llvm::bit_floor<uint64_t>(std::max<int64_t>(elements, 1)), least, 32768);
}

} // namespace tenon::codegen
