//===- Strings.h - What operators on strings share ------------------------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_STRINGS_H
#define TENON_FRONTEND_ONNX_OPERATORS_STRINGS_H

#include "dialects/graph/Strings.h"
#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// Strings of the model as a tensor.
mlir::Value constantStrings(NodeImport &node, llvm::ArrayRef<std::string> texts, llvm::ArrayRef<int64_t> sizes);

/// A tensor of strings as one of their handles, and back: equal strings have equal handles.
mlir::Value handlesOf(NodeImport &node, mlir::Value strings);
mlir::Value stringsOf(NodeImport &node, mlir::Value handles);

/// Numbers as strings, or strings as numbers.
mlir::Value castStrings(NodeImport &node, mlir::Value x, mlir::Type type);

} // namespace tenon::onnx

#endif
