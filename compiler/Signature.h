//===- Signature.h - A model's functions in words ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How inputs, outputs and sizes are written for people: in headers, in the
// description that an artefact carries, and by `tenonc inspect`.

#ifndef TENON_COMPILER_SIGNATURE_H
#define TENON_COMPILER_SIGNATURE_H

#include "compiler/Compile.h"
#include "llvm/Support/JSON.h"

namespace tenon::compiler {

/// `name` as a C identifier: other characters become underscores, and what
/// would be a keyword or start with a digit gets a prefix.
std::string identifierOf(llvm::StringRef name);

/// A size with the function's own names: `batch`, `2 * sequence`, `384`.
std::string formatSize(mlir::AffineExpr size, llvm::ArrayRef<std::string> symbols);

/// `float32`, `int64`, `uint8`, `bool`.
std::string formatElementType(mlir::Type type);

/// `float32 [batch, sequence, 384]`.
std::string formatType(mlir::RankedTensorType type, llvm::ArrayRef<std::string> symbols);

/// Of a tensor whose sizes are numbers; bool takes a byte an element.
uint64_t byteCount(mlir::RankedTensorType type);

/// The signature of a function of the graph dialect.
FunctionDescription describeFunction(mlir::Operation *function);

/// The form of what describeModel gives, raised when yesterday's `inspect` could
/// not read what is written today.
inline constexpr int infoVersion = 1;

/// What NAME_info returns and the section `.tenon.info` of an artefact holds.
llvm::json::Object describeModel(const CompiledModel &compiled);

} // namespace tenon::compiler

#endif
