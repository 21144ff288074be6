//===- SinkTransposes.cpp - Channels stay last from op to op ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A convolution computes with the channels last and gives them to its readers
// as the second axis, by a transpose. An op whose operands all come from such
// transposes works on what is before them just as well, with its axes renamed,
// and its result is transposed instead:
//
//   relu(transpose(x)) = transpose(relu(x))
//
// The transpose sinks until it meets that of the next convolution, which undoes
// it, or what needs the model's own order. Every element is computed as before.

#include "dialects/graph/GraphBuilder.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "passes/Passes.h"
#include "passes/analysis/ElementAccess.h"
#include "passes/layout/ChannelOrder.h"
#include "llvm/ADT/TypeSwitch.h"

namespace tenon::passes {
#define GEN_PASS_DEF_SINKTRANSPOSES
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// Result axis i is operand axis order[i]: [N, d..., C] becomes [N, C, d...].
bool movesChannelsFirst(TransposeOp op) {
  int64_t rank = op.getPermutation().size();
  return rank >= 3 && op.getPermutation() == ArrayRef(channelsFirst(rank));
}

/// The order of the first operand that is transposed so.
std::optional<SmallVector<int64_t>> orderOf(Operation *op) {
  for (Value operand : op->getOperands())
    if (auto transpose = operand.getDefiningOp<TransposeOp>(); transpose && movesChannelsFirst(transpose))
      return llvm::to_vector(transpose.getPermutation());
  return std::nullopt;
}

/// A list with an entry for each axis, for the axes as they were before.
template <typename T> SmallVector<T> beforeTranspose(ArrayRef<T> perAxis, ArrayRef<int64_t> order) {
  SmallVector<T> result(perAxis);
  for (auto [i, axis] : llvm::enumerate(order))
    result[axis] = perAxis[i];
  return result;
}

/// Moves an op of which each element needs the element of its operands at the
/// same place, or one that the op's own attributes name, axis by axis.
class Sinker {
public:
  Sinker(Operation *op, ArrayRef<int64_t> order) : op(op), order(order), build(op->getLoc(), op) {}

  /// The result of the op with its axes in the order before the transposes;
  /// null where it does not work with these operands.
  Value sink();

private:
  Value before(Value operand);
  Value beforeBroadcast(BroadcastOp broadcast);
  SmallVector<int64_t> moved(ArrayRef<int64_t> perAxis) { return beforeTranspose(perAxis, order); }

  Value sinkElementwise();
  Value sinkWindows(WindowReduceOp window);
  Value sinkConcat(ConcatOp concat);
  Value sinkSlice(SliceOp slice);
  Value sinkPad(PadOp pad);

  Operation *op;
  ArrayRef<int64_t> order;
  GraphBuilder build;
};

/// A broadcast to the axes as they were before.
Value Sinker::beforeBroadcast(BroadcastOp broadcast) {
  SmallVector<int64_t> axes;
  for (int64_t axis : broadcast.getAxes())
    axes.push_back(order[axis]);
  auto sorted = llvm::to_vector(llvm::seq<int64_t>(0, axes.size()));
  llvm::sort(sorted, [&](int64_t a, int64_t b) { return axes[a] < axes[b]; });
  llvm::sort(axes);
  Shape sizes = beforeTranspose<AffineExpr>(shapeOf(broadcast.getResult()), order);
  return build.broadcast(build.transpose(broadcast.getOperand(), sorted), sizes, axes);
}

/// The operand as it was before a transpose of this order; null where that takes work.
Value Sinker::before(Value operand) {
  Operation *maker = operand.getDefiningOp();
  if (!maker)
    return {};
  if (auto transpose = dyn_cast<TransposeOp>(maker))
    return transpose.getPermutation() == order ? transpose.getOperand() : Value();
  if (auto broadcast = dyn_cast<BroadcastOp>(maker))
    return beforeBroadcast(broadcast);
  if (isGenerated(maker) && !isa<IotaOp>(maker))
    return build.transpose(operand, beforeTranspose<int64_t>(llvm::to_vector(llvm::seq<int64_t>(0, order.size())), order));
  return {};
}

Value Sinker::sinkElementwise() {
  IRMapping mapping;
  for (Value operand : op->getOperands()) {
    Value earlier = before(operand);
    if (!earlier)
      return {};
    mapping.map(operand, earlier);
  }
  Operation *moved = build.clone(*op, mapping);
  Value result = moved->getResult(0);
  result.setType(tensorType(shapeOf(moved->getOperand(0)), elementOf(result)));
  return result;
}

Value Sinker::sinkWindows(WindowReduceOp window) {
  Value operand = before(window.getOperand());
  if (!operand)
    return {};
  Shape sizes = beforeTranspose<AffineExpr>(shapeOf(window.getResult()), order);
  return build.create<WindowReduceOp>(tensorType(sizes, elementOf(operand)), window.getKind(), operand,
                                      moved(window.getWindow()), moved(window.getStrides()), moved(window.getLow()),
                                      moved(window.getHigh()), moved(window.getDilations()));
}

Value Sinker::sinkConcat(ConcatOp concat) {
  SmallVector<Value> parts = llvm::map_to_vector(concat.getOperands(), [&](Value operand) { return before(operand); });
  return llvm::is_contained(parts, Value()) ? Value() : build.concat(parts, order[concat.getAxis()]);
}

Value Sinker::sinkSlice(SliceOp slice) {
  Value operand = before(slice.getOperand());
  if (!operand)
    return {};
  return build.slice(operand, beforeTranspose<AffineExpr>(slice.getStarts().getSizes(), order), moved(slice.getSteps()),
                     beforeTranspose<AffineExpr>(shapeOf(slice.getResult()), order));
}

Value Sinker::sinkPad(PadOp pad) {
  Value operand = before(pad.getOperand());
  if (!operand)
    return {};
  Shape sizes = beforeTranspose<AffineExpr>(shapeOf(pad.getResult()), order);
  return build.create<PadOp>(tensorType(sizes, elementOf(operand)), operand, pad.getValue(), moved(pad.getLow()));
}

Value Sinker::sink() {
  if (isElementwise(op))
    return sinkElementwise();
  return TypeSwitch<Operation *, Value>(op)
      .Case([&](WindowReduceOp op) { return sinkWindows(op); })
      .Case([&](ConcatOp op) { return sinkConcat(op); })
      .Case([&](SliceOp op) { return sinkSlice(op); })
      .Case([&](PadOp op) { return sinkPad(op); })
      .Default([](Operation *) { return Value(); });
}

/// A reduction gives the axes that are left, which may need no transpose any more.
void sinkReduce(ReduceOp op, ArrayRef<int64_t> order) {
  auto transpose = op.getOperand().getDefiningOp<TransposeOp>();
  GraphBuilder build(op.getLoc(), op.getOperation());
  SmallVector<int64_t> axes, kept;
  for (auto [i, axis] : llvm::enumerate(order))
    (llvm::is_contained(op.getAxes(), static_cast<int64_t>(i)) ? axes : kept).push_back(axis);
  llvm::sort(axes);
  Value reduced = build.reduce(op.getKind(), transpose.getOperand(), axes);
  // The axes that are left, by their places among themselves.
  SmallVector<int64_t> sorted(kept), permutation;
  llvm::sort(sorted);
  for (int64_t axis : kept)
    permutation.push_back(llvm::find(sorted, axis) - sorted.begin());
  op.replaceAllUsesWith(build.transpose(reduced, permutation));
  op.erase();
}

void sinkThrough(Operation *op) {
  if (op->getNumResults() != 1 || op->getNumRegions() != 0)
    return;
  std::optional<SmallVector<int64_t>> order = orderOf(op);
  if (!order)
    return;
  if (auto reduce = dyn_cast<ReduceOp>(op))
    return sinkReduce(reduce, *order);
  Value result = Sinker(op, *order).sink();
  if (!result)
    return;
  GraphBuilder build(op->getLoc(), op);
  op->getResult(0).replaceAllUsesWith(build.transpose(result, *order));
  op->erase();
}

struct SinkTransposesPass : impl::SinkTransposesBase<SinkTransposesPass> {
  using Base::Base;

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isDeclaration())
      return;
    // Readers follow: each meets the transposes that sank before it.
    for (Operation &op : llvm::make_early_inc_range(function.front()))
      sinkThrough(&op);
  }
};

} // namespace

} // namespace tenon::passes
