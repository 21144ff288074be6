//===- Lowering.h - From groups to kernels, by family ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES_LOWERING_LOWERING_H
#define TENON_PASSES_LOWERING_LOWERING_H

#include "dialects/kernel/Kernel.h"
#include "passes/lowering/ScalarBuilder.h"

namespace tenon::passes {

// Each replaces a group by one kernel. A failure has been reported.
llvm::LogicalResult lowerElementwise(graph::GroupOp group);
llvm::LogicalResult lowerReduction(graph::GroupOp group);
llvm::LogicalResult lowerContraction(graph::GroupOp group);
llvm::LogicalResult lowerAttention(graph::GroupOp group);
llvm::LogicalResult lowerTileTransform(graph::GroupOp group);
llvm::LogicalResult lowerScatter(graph::GroupOp group);
llvm::LogicalResult lowerScan(graph::GroupOp group);

/// The group's contraction, attention, reduction along rows, or op along
/// lines; null where there is none.
mlir::Operation *anchorOf(graph::GroupOp group);

/// The tensors that the group yields.
mlir::OperandRange yieldedBy(graph::GroupOp group);

/// Adds the arguments of a kernel's region: inputs, which the builder is told
/// of, and scalars. Indices come after them.
mlir::Block *startBody(mlir::Region &region, ScalarBuilder &scalars, mlir::ValueRange groupInputs, mlir::TypeRange types);

/// Adds an index argument for each of `sizes`.
Point addIndices(mlir::Block *block, ScalarBuilder &scalars, ShapeRef sizes);

/// The sizes <outer, length, inner> of a kernel along lines.
Shape lineSizes(const LineSpace &space, mlir::MLIRContext *context);

/// Puts the kernel's results in the group's place, under the sizes that the
/// group's results have.
void replaceGroup(graph::GroupOp group, mlir::Operation *kernelOp);

} // namespace tenon::passes

#endif
