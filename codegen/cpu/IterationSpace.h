//===- IterationSpace.h - The loops of an elementwise kernel ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_ITERATIONSPACE_H
#define TENON_CODEGEN_CPU_ITERATIONSPACE_H

#include "codegen/cpu/CpuTarget.h"
#include "dialects/kernel/Kernel.h"

namespace tenon::codegen {

/// The dimensions of a kernel, neighbours merged where every load allows it,
/// and how the last one becomes vectors.
struct IterationSpace {
  /// A dimension, and those before it that are merged with it. In the body its
  /// index stands for the loop's and theirs are 0: the offsets come out the same.
  struct Loop {
    unsigned dim;
    mlir::AffineExpr size;
  };

  IterationSpace(kernel::ElementwiseOp op, const CpuTarget &target);

  llvm::SmallVector<Loop> loops; // at least one
  int64_t lanes;
  int64_t unroll; // vectors in one iteration of the innermost loop
  bool folds = false; // whether an element takes a loop of its own

  /// How many neighbours along the loop before the innermost one are computed
  /// side by side, where an element takes a loop of its own: they read the same
  /// weights, and their windows overlap. A divisor of that loop's size.
  int64_t neighbours = 1;

  /// For transposed loads: the loop along which they are contiguous, and those
  /// loads. They are read in square blocks of `lanes`.
  std::optional<unsigned> transposedLoop;
  llvm::SmallVector<kernel::LoadOp> transposedLoads;

  const Loop &inner() const { return loops.back(); }

private:
  void mergeDimensions(kernel::ElementwiseOp op);
  void chooseLanes(kernel::ElementwiseOp op, const CpuTarget &target);
  void findTransposedLoads(kernel::ElementwiseOp op);
  void chooseNeighbours(kernel::ElementwiseOp op, const CpuTarget &target);
};

/// What decides how many lanes a region is emitted for.
struct RegionContents {
  int64_t widestElement = 1; // bytes of the widest type that is computed with; indices aside
  size_t operations = 0;     // but constants
  bool folds = false;

  explicit RegionContents(mlir::Region &region);

  /// Lanes of that type in a register.
  int64_t registerLanes(const CpuTarget &target) const;
};

/// How many of `count` vectors to take at once: at most `limit`, and so that
/// none is left over if that does not cost more than half of the limit.
int64_t divideEvenly(int64_t count, int64_t limit);

/// The number by which an offset grows with an argument of the block, where
/// that is the same everywhere; else null. Over the function's symbols.
mlir::AffineExpr coefficientOf(kernel::LoadOp load, mlir::Value index);

} // namespace tenon::codegen

#endif
