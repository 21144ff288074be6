//===- WeightOnly.h - Values that depend on weights only ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES_ANALYSIS_WEIGHTONLY_H
#define TENON_PASSES_ANALYSIS_WEIGHTONLY_H

#include "mlir/IR/Block.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/DenseSet.h"

namespace tenon::passes {

/// The values of a function's block that can be computed before the first run:
/// weights and constants of several values, and what is made of them with sizes
/// that are known.
class WeightOnly {
public:
  explicit WeightOnly(mlir::Block &block);

  bool contains(mlir::Value value) const { return values.contains(value); }

private:
  llvm::DenseSet<mlir::Value> values;
};

/// The ops that a value of weights and constants only is made by, in their order.
llvm::SmallVector<mlir::Operation *> producersOf(mlir::Value value);

} // namespace tenon::passes

#endif
