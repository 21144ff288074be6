//===- FuseElementwise.cpp - Groups of all that has no anchor -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What the anchors have left is grouped from its last op backwards: each op
// that is still alone becomes the root of a group and takes in its producers.
// A reduction over axes that are not the last ones is a producer like others:
// a loop within one element's computation.
//
// Afterwards every op of the function is a group, a tensor in memory, or a
// reshape, which is only another view of memory.

#include "passes/Passes.h"
#include "passes/fusion/Prologue.h"
#include "passes/simplify/EraseDead.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace tenon::passes {
#define GEN_PASS_DEF_FUSEELEMENTWISE
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// The last op that must become a kernel and is none yet.
Operation *lastUngrouped(func::FuncOp function) {
  for (Operation &op : llvm::reverse(function.front()))
    if (isUngrouped(&op) && !isa<ReshapeOp>(op))
      return &op;
  return nullptr;
}

/// A constant of one value that is read from memory is computed like a fill.
void replaceStoredSplats(func::FuncOp function) {
  for (ConstantOp op : llvm::make_early_inc_range(function.getOps<ConstantOp>())) {
    if (!op.getValue().isSplat() || op.use_empty())
      continue;
    OpBuilder builder(op);
    auto value = cast<TypedAttr>(cast<DenseElementsAttr>(op.getValue()).getSplatValue<Attribute>());
    if (auto integer = dyn_cast<IntegerAttr>(value))
      value = IntegerAttr::get(IntegerType::get(op.getContext(), integer.getValue().getBitWidth()), integer.getValue());
    op.replaceAllUsesWith(FillOp::create(builder, op.getLoc(), op.getType(), value).getResult());
    op.erase();
  }
}

struct FuseElementwisePass : impl::FuseElementwiseBase<FuseElementwisePass> {
  using Base::Base;

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isDeclaration())
      return;
    eraseDead(function.front());
    replaceStoredSplats(function);
    while (Operation *root = lastUngrouped(function)) {
      if (isAnchor(root) && !isFoldAnchor(root)) {
        root->emitOpError("is not in a group: its own fusion has to run before");
        return signalPassFailure();
      }
      GroupBuilder group(root);
      Prologue prologue(group, root);
      prologue.grow();
      group.finish();
      eraseDead(function.front());
    }
  }
};

} // namespace

} // namespace tenon::passes
