//===- Products.h - Matrix products ------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_PRODUCTS_H
#define TENON_FRONTEND_ONNX_OPERATORS_PRODUCTS_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// As NumPy's matmul: batch axes broadcast, vectors count as a row on the left and a column on the right.
mlir::Value multiplyMatrices(NodeImport &node, mlir::Value lhs, mlir::Value rhs);

/// The two matrices of a product in the Gemm style, turned around where transA and transB say so.
std::pair<mlir::Value, mlir::Value> gemmOperands(const NodeImport &node, mlir::Value lhs, mlir::Value rhs);

/// x times a number; x itself times 1.
mlir::Value scaled(NodeImport &node, mlir::Value x, double factor);

/// The result of a node Gemm.
mlir::Value gemm(NodeImport &node);

} // namespace tenon::onnx

#endif
