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

/// An operator of ONNX files and the first version that is read; a standard one's domain is "".
struct SupportedOperator {
  std::string domain, name;
  int64_t since;
};

/// All of them, by domain and name.
std::vector<SupportedOperator> supportedOperators();

/// A node that cannot be imported: what it is, what it reads, and why.
struct UnsupportedNode {
  std::string name, operatorName, operatorSet;
  std::vector<std::string> inputs; // `x  float32[n, 3]`
  std::string reason;
};

/// All such nodes of a file in its order, those of functions and branches too. UserError for a file that cannot be read.
llvm::Expected<std::vector<UnsupportedNode>> findUnsupported(llvm::StringRef path, mlir::MLIRContext &context,
                                                             llvm::ArrayRef<compiler::ShapeOption> shapes = {});

/// Such shapes as the files input_K.pb of a folder have them; none for what is
/// missing or no such file.
std::vector<compiler::ShapeOption> sequenceShapes(llvm::StringRef path, llvm::StringRef folder);

} // namespace tenon::onnx

#endif
