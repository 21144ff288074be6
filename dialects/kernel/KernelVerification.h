//===- KernelVerification.h - What the verifiers of kernels share ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_DIALECTS_KERNEL_KERNELVERIFICATION_H
#define TENON_DIALECTS_KERNEL_KERNELVERIFICATION_H

#include "dialects/graph/SymbolicShape.h"
#include "mlir/IR/Operation.h"
#include "mlir/IR/TypeRange.h"
#include "llvm/Support/LogicalResult.h"

namespace tenon::kernel {

/// The type of a tensor's element inside of kernels.
mlir::Type signless(mlir::Type type);

/// Checks that the block takes the inputs, then `scalars` values, then
/// `indices` indices.
llvm::LogicalResult verifyArguments(mlir::Operation *op, mlir::Block &block, mlir::TypeRange inputs,
                                    mlir::TypeRange scalars, size_t indices);

/// Checks that each yielded scalar is an element of a result of sizes `sizes`.
llvm::LogicalResult verifyElements(mlir::Operation *op, mlir::TypeRange yielded, graph::ShapeRef sizes);

} // namespace tenon::kernel

#endif
