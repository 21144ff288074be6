//===- ReadModel.h - ONNX files as models of the compiler's ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_READMODEL_H
#define TENON_FRONTEND_ONNX_READMODEL_H

#include "compiler/Compile.h"
#include "compiler/Options.h"

namespace tenon::onnx {

/// Reads an ONNX file. UserError, with the file and the node, for what cannot
/// be read or is not supported. The weights stay in the mapped files. Of the
/// shapes those count here that say what is in a sequence or optional: `x[0]`
/// and so on name its tensors, `x[]` says that there are none.
llvm::Expected<compiler::Model> readModel(llvm::StringRef path, mlir::MLIRContext &context,
                                          llvm::ArrayRef<compiler::ShapeOption> shapes = {});

/// Such shapes as the files input_K.pb of a folder have them; none for what is
/// missing or no such file.
std::vector<compiler::ShapeOption> sequenceShapes(llvm::StringRef path, llvm::StringRef folder);

} // namespace tenon::onnx

#endif
