//===- Loops.h - Loops that operators are made of --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_LOOPS_H
#define TENON_FRONTEND_ONNX_OPERATORS_LOOPS_H

#include "frontend/onnx/Callee.h"
#include "frontend/onnx/ValueForms.h"

namespace tenon::onnx {

/// How a body is written: takes the carried values and the number of the
/// iteration inside; gives whether to go on, the carried values, and parts. It
/// may be called several times. Values outside are seen by `body.capture`.
using BodyWriter = llvm::function_ref<llvm::SmallVector<mlir::Value>(Callee &body, llvm::ArrayRef<mlir::Value> carried,
                                                                     mlir::Value number)>;

struct LoopLimits {
  mlir::AffineExpr count;       ///< the number of iterations, where it is known before
  mlir::Value limit, condition; ///< else
};

/// The carried values, then the parts of all iterations along a new first axis.
llvm::SmallVector<mlir::Value> buildLoop(NodeImport &node, llvm::ArrayRef<mlir::Value> initial, LoopLimits limits,
                                         BodyWriter write);

/// The same with values that may be sequences and optionals. The body's outputs of iterations are tensors.
using ValueBodyWriter = llvm::function_ref<std::vector<ImportedValue>(Callee &body, llvm::ArrayRef<ImportedValue> carried,
                                                                      mlir::Value number)>;
std::vector<ImportedValue> buildValueLoop(NodeImport &node, llvm::ArrayRef<ImportedValue> initial, LoopLimits limits,
                                          ValueBodyWriter write);

mlir::Value trueValue(NodeImport &node);

/// One element of an axis, counted from its end where `reversed`.
mlir::Value elementAt(NodeImport &node, mlir::Value tensor, mlir::Value number, int64_t axis, bool reversed);

} // namespace tenon::onnx

#endif
