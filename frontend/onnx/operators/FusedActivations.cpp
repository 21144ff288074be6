//===- FusedActivations.cpp - com.microsoft: an operator and what comes after -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// ONNX Runtime's sessions write these in the place of a convolution or product,
// a sum and an activation function.

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Activations.h"
#include "frontend/onnx/operators/Products.h"
#include "frontend/onnx/operators/Windows.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// The function that the attribute `activation` names, if any.
Value activated(NodeImport &node, Value x, ArrayRef<double> alphas, ArrayRef<double> betas) {
  std::string name = node.text("activation", "");
  if (name.empty())
    return x;
  if (name != "Clip")
    return Activation::named(name, alphas, betas).apply(node, x);
  double least = alphas.empty() ? -INFINITY : alphas.front(), most = betas.empty() ? INFINITY : betas.front();
  x = node.build.elementwise<MaxOp>(x, like(node, x, least));
  return node.build.elementwise<MinOp>(x, like(node, x, most));
}

/// The convolution, plus what broadcasts to it, activated.
void importFusedConv(NodeImport &node) {
  Value result = convolution(node);
  if (node.has(3))
    result = node.build.elementwise<AddOp>(result, node.broadcast(node.tensor(3), shapeOf(result)));
  SmallVector<double> parameters = node.reals("activation_params").value_or(SmallVector<double>());
  ArrayRef<double> alphas(parameters), betas;
  if (parameters.size() > 1) {
    betas = alphas.drop_front();
    alphas = alphas.take_front();
  }
  node.set(0, activated(node, result, alphas, betas));
}

void importFusedGemm(NodeImport &node) {
  SmallVector<double, 1> alphas, betas;
  if (node.hasAttribute("activation_alpha"))
    alphas.push_back(node.real("activation_alpha", 0));
  if (node.hasAttribute("activation_beta"))
    betas.push_back(node.real("activation_beta", 0));
  node.set(0, activated(node, gemm(node), alphas, betas));
}

constexpr OperatorEntry entries[] = {
    {"FusedConv", 1, importFusedConv},
    {"FusedGemm", 1, importFusedGemm},
};

} // namespace

ArrayRef<OperatorEntry> fusedActivationOperators() { return entries; }

} // namespace tenon::onnx
