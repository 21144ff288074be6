//===- HalfPrecision.h - f16 and bf16 through f32 ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_HALFPRECISION_H
#define TENON_CODEGEN_CPU_HALFPRECISION_H

#include "codegen/cpu/CpuTarget.h"
#include "mlir/IR/Builders.h"

namespace tenon::codegen {

/// Rewrites arith and math ops on f16 and bf16 to convert, compute in f32, and
/// convert back; each result is rounded as the type demands. Conversions that
/// have no instruction become integer arithmetic: LLVM would call functions of
/// a compiler's run-time library.
void expandHalfPrecision(mlir::Operation *module, const CpuTarget &target);

} // namespace tenon::codegen

#endif
