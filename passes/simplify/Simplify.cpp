//===- Simplify.cpp - Removes what does nothing ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Rules on single ops, applied until none fits. Chains of ops that move
// elements become one op, ops whose result is an operand become that operand.
// Every rule keeps each bit of the result: x + 0.0 stays, as it turns -0.0
// into 0.0, but x - 0.0 and x * 1.0 go.
//
// Sizes that depend on data and that no type mentions any more are not computed.

#include "dialects/graph/Calls.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/SubstituteSymbols.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "passes/Passes.h"
#include "passes/analysis/ElementAccess.h"
#include "passes/simplify/EraseDead.h"

namespace tenon::passes {
#define GEN_PASS_DEF_SIMPLIFY
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

//===----------------------------------------------------------------------===//
// Chains of ops that move elements
//===----------------------------------------------------------------------===//

struct TransposeOfTranspose : OpRewritePattern<TransposeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(TransposeOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getOperand().getDefiningOp<TransposeOp>();
    if (!inner)
      return rewriter.notifyMatchFailure(op, "the operand is no transpose");
    SmallVector<int64_t> permutation;
    for (int64_t axis : op.getPermutation())
      permutation.push_back(inner.getPermutation()[axis]);
    rewriter.replaceOpWithNewOp<TransposeOp>(op, op.getType(), inner.getOperand(), permutation);
    return success();
  }
};

/// A transpose that moves only axes of size 1 keeps the order of elements.
struct TransposeOfOnes : OpRewritePattern<TransposeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(TransposeOp op, PatternRewriter &rewriter) const override {
    Shape shape = shapeOf(op.getOperand());
    int64_t last = -1;
    for (int64_t axis : op.getPermutation()) {
      if (constantSize(shape[axis]) == 1)
        continue;
      if (axis < last)
        return rewriter.notifyMatchFailure(op, "elements change their order");
      last = axis;
    }
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, op.getType(), op.getOperand());
    return success();
  }
};

struct BroadcastOfBroadcast : OpRewritePattern<BroadcastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(BroadcastOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getOperand().getDefiningOp<BroadcastOp>();
    if (!inner)
      return rewriter.notifyMatchFailure(op, "the operand is no broadcast");
    SmallVector<int64_t> axes;
    for (int64_t axis : inner.getAxes())
      axes.push_back(op.getAxes()[axis]);
    rewriter.replaceOpWithNewOp<BroadcastOp>(op, op.getType(), inner.getOperand(), axes);
    return success();
  }
};

/// A reshape that only adds axes of size 1 before a broadcast: the broadcast
/// adds the axes itself.
struct BroadcastOfAddedOnes : OpRewritePattern<BroadcastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(BroadcastOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getOperand().getDefiningOp<ReshapeOp>();
    if (!inner)
      return rewriter.notifyMatchFailure(op, "the operand is no reshape");
    Shape from = shapeOf(inner.getOperand()), to = shapeOf(inner.getResult());
    SmallVector<int64_t> axes;
    for (auto [axis, size] : llvm::enumerate(to)) {
      if (axes.size() < from.size() && sameSize(from[axes.size()], size))
        axes.push_back(op.getAxes()[axis]);
      else if (constantSize(size) != 1)
        return rewriter.notifyMatchFailure(op, "the reshape does more than add axes of size 1");
    }
    if (axes.size() != from.size())
      return rewriter.notifyMatchFailure(op, "the reshape removes axes");
    rewriter.replaceOpWithNewOp<BroadcastOp>(op, op.getType(), inner.getOperand(), axes);
    return success();
  }
};

/// A broadcast that adds only axes of size 1 is a reshape.
struct BroadcastToOnes : OpRewritePattern<BroadcastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(BroadcastOp op, PatternRewriter &rewriter) const override {
    AffineExpr from = elementCount(op.getContext(), shapeOf(op.getOperand()));
    if (!sameSize(from, elementCount(op.getContext(), shapeOf(op.getResult()))))
      return rewriter.notifyMatchFailure(op, "elements are repeated");
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, op.getType(), op.getOperand());
    return success();
  }
};

struct SliceOfSlice : OpRewritePattern<SliceOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(SliceOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getOperand().getDefiningOp<SliceOp>();
    if (!inner)
      return rewriter.notifyMatchFailure(op, "the operand is no slice");
    Shape starts;
    SmallVector<int64_t> steps;
    for (auto [outerStart, outerStep, innerStart, innerStep] :
         llvm::zip_equal(op.getStarts().getSizes(), op.getSteps(), inner.getStarts().getSizes(), inner.getSteps())) {
      starts.push_back(normalizeSize(innerStart + outerStart * innerStep));
      steps.push_back(outerStep * innerStep);
    }
    rewriter.replaceOpWithNewOp<SliceOp>(op, op.getType(), inner.getOperand(), SizesAttr::get(op.getContext(), starts), steps);
    return success();
  }
};

//===----------------------------------------------------------------------===//
// Ops whose result is an operand
//===----------------------------------------------------------------------===//

/// Whether every element is `number`; of zeros only the one with the given sign.
bool isSplat(Value value, double number, bool isNegativeZero = false) {
  TypedAttr splat = splatOf(value);
  if (auto real = dyn_cast_or_null<FloatAttr>(splat))
    return real.getValueAsDouble() == number && (number != 0 || real.getValue().isNegative() == isNegativeZero);
  if (auto integer = dyn_cast_or_null<IntegerAttr>(splat))
    return integer.getValue() == static_cast<int64_t>(number);
  return false;
}

/// The operand that `op` returns unchanged, or null.
Value neutralResult(Operation *op) {
  Value lhs = op->getOperand(0), rhs = op->getNumOperands() > 1 ? op->getOperand(1) : Value();
  if (isa<AddOp>(op)) {
    if (isSplat(rhs, 0, /*isNegativeZero=*/true))
      return lhs;
    return isSplat(lhs, 0, /*isNegativeZero=*/true) ? rhs : Value();
  }
  if (isa<MulOp>(op))
    return isSplat(rhs, 1) ? lhs : isSplat(lhs, 1) ? rhs : Value();
  if (isa<SubOp>(op))
    return isSplat(rhs, 0) ? lhs : Value();
  if (isa<DivOp>(op))
    return isSplat(rhs, 1) ? lhs : Value();
  if (auto cast = dyn_cast<CastOp>(op))
    return cast.sourceElement() == cast.targetElement() ? lhs : Value();
  if (isa<NegOp, NotOp>(op))
    if (Operation *inner = lhs.getDefiningOp(); inner && inner->getName() == op->getName())
      return inner->getOperand(0);
  if (isa<ConcatOp>(op))
    return op->getNumOperands() == 1 ? lhs : Value();
  if (isa<PadOp>(op))
    return lhs;
  if (auto reduce = dyn_cast<ReduceOp>(op))
    return reduce.getAxes().empty() ? lhs : Value();
  return {};
}

struct RemoveNeutral : RewritePattern {
  explicit RemoveNeutral(MLIRContext *context) : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/1, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (!isa_and_nonnull<GraphDialect>(op->getDialect()) || op->getNumOperands() == 0 || op->getNumResults() != 1)
      return failure();
    Value result = neutralResult(op);
    if (!result || result.getType() != op->getResult(0).getType())
      return rewriter.notifyMatchFailure(op, "the result is no operand");
    rewriter.replaceOp(op, result);
    return success();
  }
};

/// A view of a tensor with one value is such a tensor.
struct ViewOfSplat : RewritePattern {
  explicit ViewOfSplat(MLIRContext *context) : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/2, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (!isView(op))
      return failure();
    TypedAttr splat = splatOf(op->getOperand(0));
    if (!splat)
      return rewriter.notifyMatchFailure(op, "the operand has several values");
    // Values of unsigned elements are stated signless.
    if (auto integer = dyn_cast<IntegerAttr>(splat))
      splat = IntegerAttr::get(rewriter.getIntegerType(integer.getValue().getBitWidth()), integer.getValue());
    rewriter.replaceOpWithNewOp<FillOp>(op, op->getResult(0).getType(), splat);
    return success();
  }
};

//===----------------------------------------------------------------------===//
// Sizes that nothing has
//===----------------------------------------------------------------------===//

void eraseUnusedSizes(func::FuncOp function) {
  Block &block = function.front();
  SmallVector<std::optional<int64_t>> values(symbolCount(function)); // 0 for those that go
  // Without one of them, what computes it may go, and with that the need for others.
  for (bool changed = !block.getOps<DefineSizeOp>().empty(); changed;) {
    changed = false;
    llvm::BitVector mentioned = symbolsMentionedIn(function, values.size());
    for (DefineSizeOp op : llvm::make_early_inc_range(block.getOps<DefineSizeOp>())) {
      if (mentioned[op.getSymbol()])
        continue;
      values[op.getSymbol()] = 0;
      op.erase();
      changed = true;
    }
    if (changed)
      eraseDead(block);
  }
  if (llvm::is_contained(values, std::optional<int64_t>(0)))
    fixSymbols(function, values);
}

struct SimplifyPass : impl::SimplifyBase<SimplifyPass> {
  using Base::Base;

  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<TransposeOfTranspose, TransposeOfOnes, BroadcastOfBroadcast, BroadcastOfAddedOnes, BroadcastToOnes,
                 SliceOfSlice, RemoveNeutral, ViewOfSplat>(&getContext());
    func::FuncOp function = getOperation();
    if (failed(applyPatternsGreedily(function, std::move(patterns))))
      return signalPassFailure();
    if (!function.isDeclaration())
      eraseUnusedSizes(function);
  }
};

} // namespace

} // namespace tenon::passes
