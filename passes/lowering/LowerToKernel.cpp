//===- LowerToKernel.cpp - From groups to kernels -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Each group becomes one kernel op. Its ops on tensors become ops on scalars:
// ScalarBuilder follows each element of a result to the elements it is made
// of, up to loads from the inputs. Here is what all families share; each has a
// file of its own. Branches and loops become calls on tensors in memory.
// Where sizes depend on data, kernels are put in the order of their regions.

#include "dialects/graph/Locations.h"
#include "dialects/graph/SizeRegions.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/lowering/Lowering.h"

namespace tenon::passes {
#define GEN_PASS_DEF_LOWERTOKERNEL
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

Operation *anchorOf(GroupOp group) {
  for (Operation &op : group.getBody().front())
    if (isa<PackedMatmulOp, AttentionOp, TileTransformOp>(op) || isRowAnchor(&op) || isLineAnchor(&op))
      return &op;
  return nullptr;
}

OperandRange yieldedBy(GroupOp group) { return group.getBody().front().getTerminator()->getOperands(); }

Block *startBody(Region &region, ScalarBuilder &scalars, ValueRange groupInputs, TypeRange types) {
  Block *block = &region.emplaceBlock();
  for (Value input : groupInputs)
    scalars.bindTensor(input, block->addArgument(input.getType(), input.getLoc()));
  for (Type type : types)
    block->addArgument(type, scalars.location);
  scalars.builder.setInsertionPointToEnd(block);
  return block;
}

Point addIndices(Block *block, ScalarBuilder &scalars, ShapeRef sizes) {
  Point point;
  for (AffineExpr size : sizes)
    point.push_back(scalars.addIndex(block->addArgument(IndexType::get(scalars.context), scalars.location), size));
  return point;
}

Shape lineSizes(const LineSpace &space, MLIRContext *context) {
  return {elementCount(context, space.outer), elementCount(context, space.line), elementCount(context, space.inner)};
}

void replaceGroup(GroupOp group, Operation *kernelOp) {
  OpBuilder builder(group);
  kernelOp->setLoc(withFusionNote(kernelOp->getLoc(), fusionNoteOf(group.getLoc())));
  for (auto [old, result] : llvm::zip_equal(group.getOutputs(), kernelOp->getResults())) {
    Value replacement = result;
    if (result.getType() != old.getType())
      replacement = ReshapeOp::create(builder, group.getLoc(), old.getType(), result);
    old.replaceAllUsesWith(replacement);
  }
  group.erase();
}

namespace {

LogicalResult lowerGroup(GroupOp group) {
  Operation *anchor = anchorOf(group);
  if (!anchor)
    return lowerElementwise(group);
  if (isa<PackedMatmulOp>(anchor))
    return lowerContraction(group);
  if (isa<AttentionOp>(anchor))
    return lowerAttention(group);
  if (isa<TileTransformOp>(anchor))
    return lowerTileTransform(group);
  if (isa<ScatterOp, ScatterAlongOp>(anchor))
    return lowerScatter(group);
  if (isLineAnchor(anchor))
    return lowerScan(group);
  return lowerReduction(group);
}

void lowerIf(IfOp op) {
  OpBuilder builder(op);
  SmallVector<Value> inputs(op.getArguments());
  inputs.push_back(op.getCondition());
  auto call = kernel::IfOp::create(builder, op.getLoc(), op.getResultTypes(), inputs, op.getThenFunctionAttr(),
                                   op.getElseFunctionAttr(), op.getDefinedAttr(), DenseI64ArrayAttr());
  op.replaceAllUsesWith(call.getOutputs());
  op.erase();
}

void lowerLoop(LoopOp op) {
  OpBuilder builder(op);
  SmallVector<Value> inputs(op.getInitial());
  llvm::append_range(inputs, op.getInvariants());
  if (op.getLimit())
    inputs.push_back(op.getLimit());
  if (op.getCondition())
    inputs.push_back(op.getCondition());
  auto call = kernel::LoopOp::create(builder, op.getLoc(), op.getResultTypes(), inputs, op.getBody(),
                                     op.getInitial().size(), op.getLimit() != nullptr, op.getCondition() != nullptr,
                                     op.getCountAttr(), op.getDefinedAttr(), DenseI64ArrayAttr());
  op.replaceAllUsesWith(call.getOutputs());
  op.erase();
}

void lowerDefinition(DefineSizeOp op) {
  OpBuilder builder(op);
  kernel::DefineOp::create(builder, op.getLoc(), TypeRange(), op.getValue(), op.getSymbol(), DenseI64ArrayAttr());
  op.erase();
}

void lowerRuntimeCall(CallRuntimeOp op) {
  OpBuilder builder(op);
  auto call = kernel::CallRuntimeOp::create(builder, op.getLoc(), TypeRange(op.getType()), op.getInputs(),
                                            op.getFunction(), DenseI64ArrayAttr());
  op.replaceAllUsesWith(call.getOutputs().front());
  op.erase();
}

/// Before each reshape that may not keep the number of elements: a look whether it does.
void requireCounts(func::FuncOp function) {
  llvm::SmallDenseSet<Attribute> required;
  function.walk([&](ReshapeOp op) {
    MLIRContext *context = op.getContext();
    AffineExpr from = elementCount(context, shapeOf(op.getOperand())), to = elementCount(context, shapeOf(op.getResult()));
    if (sameSize(from, to))
      return;
    auto sizes = SizesAttr::get(context, {normalizeSize(from), normalizeSize(to)});
    if (!required.insert(sizes).second)
      return;
    OpBuilder builder(function.front().findAncestorOpInBlock(*op));
    kernel::RequireOp::create(builder, op.getLoc(), TypeRange(), sizes, ValueRange(), DenseI64ArrayAttr());
  });
}

struct LowerToKernelPass : impl::LowerToKernelBase<LowerToKernelPass> {
  using Base::Base;

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isDeclaration())
      return;
    requireCounts(function);
    for (GroupOp group : llvm::make_early_inc_range(function.getOps<GroupOp>()))
      if (failed(lowerGroup(group)))
        return signalPassFailure();
    for (IfOp op : llvm::make_early_inc_range(function.getOps<IfOp>()))
      lowerIf(op);
    for (LoopOp op : llvm::make_early_inc_range(function.getOps<LoopOp>()))
      lowerLoop(op);
    for (CallRuntimeOp op : llvm::make_early_inc_range(function.getOps<CallRuntimeOp>()))
      lowerRuntimeCall(op);
    for (DefineSizeOp op : llvm::make_early_inc_range(function.getOps<DefineSizeOp>()))
      lowerDefinition(op);
    // From here on steps run in the order of the block.
    Operation *terminator = function.front().getTerminator();
    if (definesSizes(function.front()))
      for (Operation *op : inRegionOrder(function.front()))
        op->moveBefore(terminator);
  }
};

} // namespace

} // namespace tenon::passes
