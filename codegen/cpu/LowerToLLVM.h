//===- LowerToLLVM.h - Kernel functions as LLVM dialect ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_LOWERTOLLVM_H
#define TENON_CODEGEN_CPU_LOWERTOLLVM_H

#include "codegen/cpu/CpuTarget.h"
#include "mlir/IR/BuiltinOps.h"

namespace tenon::codegen {

/// The dialects that emission and lowering make ops of. To be loaded before.
void registerCodegenDialects(mlir::DialectRegistry &registry);

/// Converts scf, arith, math, vector and func ops to the LLVM dialect, and
/// gives every function the target's CPU and features. After expandMath;
/// translateModuleToLLVMIR can follow.
mlir::LogicalResult lowerToLLVM(mlir::ModuleOp module, const CpuTarget &target);

} // namespace tenon::codegen

#endif
