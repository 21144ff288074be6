//===- MarkSizeRegions.cpp - What waits for sizes that depend on data ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Gives every op of a later region its number (dialects/graph/SizeRegions.h).
// Fusion then keeps the regions apart: a group of ops of two regions could
// have to run both before and after the op that defines a size between them.

#include "dialects/graph/Graph.h"
#include "dialects/graph/SizeRegions.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"

namespace tenon::passes {
#define GEN_PASS_DEF_MARKSIZEREGIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

struct MarkSizeRegionsPass : impl::MarkSizeRegionsBase<MarkSizeRegionsPass> {
  using Base::Base;

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isDeclaration())
      return;
    Builder builder(&getContext());
    for (auto [op, region] : sizeRegionsOf(function.front()))
      if (region)
        op->setAttr(sizeRegionAttributeName, builder.getI64IntegerAttr(region));
  }
};

} // namespace

} // namespace tenon::passes
