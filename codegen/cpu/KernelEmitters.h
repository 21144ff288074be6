//===- KernelEmitters.h - One emitter for each family of kernels ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Each function appends one kernel function (see KernelFunction.h) at the
// builder's place, in scf, arith, math, vector and LLVM ops. What follows is
// expandMath and lowerToLLVM on the module.

#ifndef TENON_CODEGEN_CPU_KERNELEMITTERS_H
#define TENON_CODEGEN_CPU_KERNELEMITTERS_H

#include "codegen/cpu/CpuTarget.h"
#include "dialects/kernel/Kernel.h"
#include "mlir/IR/Builders.h"

namespace tenon::codegen {

/// What the runtime must know of a kernel, over the symbols of its function.
/// `tiles` and `scratchBytes` are the same for every CPU version.
struct KernelShape {
  mlir::AffineExpr tiles;
  mlir::AffineExpr scratchBytes;
  mlir::AffineExpr work;  // nanoseconds on one core, estimated
  mlir::AffineExpr flops; // floating-point operations
  mlir::AffineExpr bytes; // read and written
};

mlir::FailureOr<KernelShape> emitElementwise(kernel::ElementwiseOp op, llvm::StringRef name, mlir::OpBuilder &builder,
                                             const CpuTarget &target);
mlir::FailureOr<KernelShape> emitRows(kernel::RowsOp op, llvm::StringRef name, mlir::OpBuilder &builder,
                                      const CpuTarget &target);
mlir::FailureOr<KernelShape> emitContraction(kernel::ContractionOp op, llvm::StringRef name, mlir::OpBuilder &builder,
                                             const CpuTarget &target);
mlir::FailureOr<KernelShape> emitAttention(kernel::AttentionOp op, llvm::StringRef name, mlir::OpBuilder &builder,
                                           const CpuTarget &target);

mlir::FailureOr<KernelShape> emitScatter(kernel::ScatterOp op, llvm::StringRef name, mlir::OpBuilder &builder,
                                         const CpuTarget &target);
mlir::FailureOr<KernelShape> emitScan(kernel::ScanOp op, llvm::StringRef name, mlir::OpBuilder &builder,
                                      const CpuTarget &target);
mlir::FailureOr<KernelShape> emitSort(kernel::SortOp op, llvm::StringRef name, mlir::OpBuilder &builder,
                                      const CpuTarget &target);

/// The emitter of the op's family. Reports an op of none.
mlir::FailureOr<KernelShape> emitKernel(kernel::KernelOpInterface op, llvm::StringRef name, mlir::OpBuilder &builder,
                                        const CpuTarget &target);

/// Bytes of the op's inputs and results, each counted once.
mlir::AffineExpr tensorBytes(kernel::KernelOpInterface op);

} // namespace tenon::codegen

#endif
