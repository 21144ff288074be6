//===- Sequences.h - Sequences and optionals ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_SEQUENCES_H
#define TENON_FRONTEND_ONNX_OPERATORS_SEQUENCES_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// Whether a Loop carries something that is no tensor.
bool carriesSequences(const NodeImport &node);

/// The tensors of values that may be sequences, one after the other; and values
/// of the same structure from as many tensors.
llvm::SmallVector<mlir::Value> flatten(llvm::ArrayRef<ImportedValue> values, llvm::StringRef what);
std::vector<ImportedValue> unflatten(llvm::ArrayRef<ImportedValue> like, llvm::ArrayRef<mlir::Value> tensors);
/// Throws where the branches of an If give sequences of different lengths.
void requireSameStructure(llvm::ArrayRef<ImportedValue> values, llvm::ArrayRef<ImportedValue> others);

/// A Loop as its iterations one after the other: their number must be known.
void unrollLoop(NodeImport &node);

} // namespace tenon::onnx

#endif
