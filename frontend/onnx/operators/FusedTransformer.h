//===- FusedTransformer.h - What quantized forms share with the others -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_FUSEDTRANSFORMER_H
#define TENON_FRONTEND_ONNX_OPERATORS_FUSEDTRANSFORMER_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// Rows of tables, and how their sum is normalized.
struct EmbeddingForm {
  /// Rows of the table that an input is: 2 words, 3 positions, 4 segments.
  llvm::function_ref<mlir::Value(int table, mlir::Value indices)> rows;
  mlir::Value scale, shift;
  mlir::Value positions; ///< counted where they are not given
};

/// Rows of up to three tables added up and normalized, as the node's results.
void embedAndNormalize(NodeImport &node, const EmbeddingForm &form);

/// Attention of queries, keys and values that lie side by side in [batch, length, hidden], as the node's results. The
/// mask of keys, earlier keys and values, and what is added to the scores may be null.
void attendProjected(NodeImport &node, mlir::Value projected, mlir::Value keyMask, mlir::Value past, mlir::Value addend);

} // namespace tenon::onnx

#endif
