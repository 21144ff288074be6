//===- Learning.h - What the operators of ai.onnx.ml share --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_LEARNING_H
#define TENON_FRONTEND_ONNX_OPERATORS_LEARNING_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// Numbers as a tensor: a constant, or a weight where they are many.
mlir::Value constantOf(NodeImport &node, llvm::ArrayRef<double> numbers, llvm::ArrayRef<int64_t> sizes, mlir::Type type);
mlir::Value constantOf(NodeImport &node, llvm::ArrayRef<int64_t> numbers);

/// The numbers of an attribute that holds floats or integers, or of the
/// tensor `name`_as_tensor or `name`; nothing where none is given.
std::optional<std::vector<double>> numbersOf(const NodeImport &node, llvm::StringRef name);

/// Input `i` as floats: doubles as they are, all others as float32.
mlir::Value realInput(const NodeImport &node, int i);

/// Scores [N, classes] by the attribute `post_transform`.
mlir::Value postTransform(NodeImport &node, mlir::Value scores, llvm::StringRef name);

/// The labels of rows by number: integers of `attribute`, or the numbers
/// themselves where the model gives none.
mlir::Value labelsOf(NodeImport &node, mlir::Value numbers, llvm::StringRef attribute);

/// How many labels the node has, integers of `attribute` or strings.
int64_t labelCount(const NodeImport &node, llvm::StringRef attribute);

} // namespace tenon::onnx

#endif
