//===- ExpandMath.h - Math functions as vector arithmetic -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_EXPANDMATH_H
#define TENON_CODEGEN_CPU_EXPANDMATH_H

#include "codegen/cpu/CpuTarget.h"
#include "mlir/IR/BuiltinOps.h"

namespace tenon::codegen {

/// Replaces the math ops of the module that are not an instruction: common
/// functions of f32 by polynomials, accurate to a few units in the last
/// place; f16 and bf16 through f32; all others by calls of libm, lane by lane.
mlir::LogicalResult expandMath(mlir::ModuleOp module, const CpuTarget &target);

} // namespace tenon::codegen

#endif
