//===- RegisterTranspose.h - Transposes a square block in registers ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_REGISTERTRANSPOSE_H
#define TENON_CODEGEN_CPU_REGISTERTRANSPOSE_H

#include "mlir/IR/Builders.h"

namespace tenon::codegen {

/// Transposes n vectors of n lanes, n a power of two: lane j of result i is
/// lane i of rows[j]. log2(n) rounds of n shuffles, each of which exchanges
/// off-diagonal quarters of blocks (Eklundh's method).
llvm::SmallVector<mlir::Value> transposeRegisters(mlir::OpBuilder &builder, mlir::Location location,
                                                  llvm::ArrayRef<mlir::Value> rows);

} // namespace tenon::codegen

#endif
