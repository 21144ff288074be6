//===- KernelCost.h - Estimates of what a region costs ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The same for every CPU version: the number of tiles follows from it.

#ifndef TENON_CODEGEN_CPU_KERNELCOST_H
#define TENON_CODEGEN_CPU_KERNELCOST_H

#include "dialects/kernel/Kernel.h"

namespace tenon::codegen {

/// For one element: over the symbols of the function.
struct RegionCost {
  mlir::AffineExpr picoseconds; // on one core, with vectors
  mlir::AffineExpr flops;
};

/// The cost of a block's ops; folds count as often as they iterate, and sweeps
/// `rowSize` times.
RegionCost costOf(mlir::Block &block, mlir::AffineExpr rowSize = nullptr);

/// A guess of a size's value, for choices at compile time: symbols count 128.
int64_t guessSize(mlir::AffineExpr size);

/// How many elements of this cost make a tile: a few microseconds of work, a
/// multiple of 64.
int64_t elementsPerTile(mlir::AffineExpr picoseconds, int64_t least = 64);

} // namespace tenon::codegen

#endif
