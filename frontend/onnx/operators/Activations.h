//===- Activations.h - Activation functions by name -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_ACTIVATIONS_H
#define TENON_FRONTEND_ONNX_OPERATORS_ACTIVATIONS_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// A number in the sizes and type of a tensor.
mlir::Value like(NodeImport &node, mlir::Value tensor, double number);

/// alpha x + beta, kept within 0 and 1.
mlir::Value hardSigmoid(NodeImport &node, mlir::Value x, double alpha, double beta);

/// log(1 + exp(x)), as max(x, 0) + log(1 + exp(-|x|)), which does not overflow.
mlir::Value softplus(NodeImport &node, mlir::Value x);

/// x / (1 + |x|)
mlir::Value softsign(NodeImport &node, mlir::Value x);

/// An activation function of a recurrent operator.
struct Activation {
  mlir::Value (*function)(NodeImport &node, mlir::Value x, double alpha, double beta);
  double alpha, beta;

  mlir::Value apply(NodeImport &node, mlir::Value x) const { return function(node, x, alpha, beta); }

  /// The function of a name in any case. What it takes of parameters comes
  /// first from the lists, which get shorter. Throws for one that is unknown.
  static Activation named(llvm::StringRef name, llvm::ArrayRef<double> &alphas, llvm::ArrayRef<double> &betas);
};

} // namespace tenon::onnx

#endif
