//===- Combine.h - Code that combines values of a reduction -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_COMBINE_H
#define TENON_CODEGEN_CPU_COMBINE_H

#include "dialects/kernel/Combine.h"

namespace tenon::codegen {

using kernel::combine;

/// The value that combining starts with, as a scalar of `type`.
mlir::Value neutralElement(mlir::OpBuilder &builder, mlir::Location location, kernel::ReductionKind kind, mlir::Type type,
                           bool isUnsigned);

/// Combines the lanes of a vector, in pairs of halves.
mlir::Value combineLanes(mlir::OpBuilder &builder, mlir::Location location, kernel::ReductionKind kind,
                         mlir::Value vector, bool isUnsigned);

} // namespace tenon::codegen

#endif
