//===- DepthAccess.h - How a product reads its left operand -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The kernels of products step through the depth with constant distances. A
// depth that is several axes of what lies in memory, such as the window and
// the channels of a convolution, is as many loops.

#ifndef TENON_PASSES_ANALYSIS_DEPTHACCESS_H
#define TENON_PASSES_ANALYSIS_DEPTHACCESS_H

#include "passes/analysis/ElementAccess.h"

namespace tenon::passes {

struct DepthAccess {
  /// Of the depth, outermost first, as few as possible; their product is K.
  Shape sizes;
  mlir::Value tensor;
  /// Over (b..., m, k...): linear in every k, with distances that depend on no index.
  mlir::AffineExpr offset;
};

/// The access of [B..., M, K] through views; none where distances vary.
std::optional<DepthAccess> depthAccessOf(mlir::Value lhs);

} // namespace tenon::passes

#endif
