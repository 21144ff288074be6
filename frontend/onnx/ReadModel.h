//===- ReadModel.h - ONNX files as models of the compiler's ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_READMODEL_H
#define TENON_FRONTEND_ONNX_READMODEL_H

#include "compiler/Compile.h"

namespace tenon::onnx {

/// Reads an ONNX file. UserError, with the file and the node, for what cannot
/// be read or is not supported. The weights stay in the mapped files.
llvm::Expected<compiler::Model> readModel(llvm::StringRef path, mlir::MLIRContext &context);

} // namespace tenon::onnx

#endif
