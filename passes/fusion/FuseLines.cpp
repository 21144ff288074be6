//===- FuseLines.cpp - Groups around scatters, scans and sorts ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// An op that runs along lines of an axis, or transforms tiles, computes the
// elements that it reads while it reads them. What a scatter changes stays a
// tensor in memory: the kernel changes it there.

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/fusion/Prologue.h"

namespace tenon::passes {
#define GEN_PASS_DEF_FUSELINES
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;

namespace tenon::passes {

namespace {

struct FuseLinesPass : impl::FuseLinesBase<FuseLinesPass> {
  using Base::Base;

  void runOnOperation() override {
    SmallVector<Operation *> anchors;
    for (Operation &op : getOperation().getOps())
      if (isLineAnchor(&op) || isa<graph::TileTransformOp>(op))
        anchors.push_back(&op);
    for (Operation *anchor : anchors) {
      GroupBuilder group(anchor);
      Prologue prologue(group, anchor);
      prologue.grow();
      group.finish();
    }
  }
};

} // namespace

} // namespace tenon::passes
