//===- Combine.h - What kinds of reductions do to scalars and vectors -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_DIALECTS_KERNEL_COMBINE_H
#define TENON_DIALECTS_KERNEL_COMBINE_H

#include "dialects/kernel/Kernel.h"
#include "mlir/IR/Builders.h"

namespace tenon::kernel {

/// The value that combining starts with, of a scalar type.
mlir::TypedAttr neutralElement(mlir::OpBuilder &builder, ReductionKind kind, mlir::Type type, bool isUnsigned);

/// Combines two scalars or two vectors.
mlir::Value combine(mlir::OpBuilder &builder, mlir::Location location, ReductionKind kind, mlir::Value a,
                    mlir::Value b, bool isUnsigned);

} // namespace tenon::kernel

#endif
