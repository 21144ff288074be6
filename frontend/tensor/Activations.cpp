//===- Activations.cpp - Activation functions -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"

namespace tenon {

using namespace frontend;

Tensor relu(const Tensor &self, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  if (node->dtype == kBool)
    fail("relu", "a bool tensor has no such value: use the tensor itself", here);
  return makeTensor(elementwise("graph.relu", {node}, node->dtype, here));
}
Tensor silu(const Tensor &self, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  ScalarType dtype = toFloatType(node->dtype);
  return makeTensor(elementwise("graph.silu", {cast(node, dtype, here)}, dtype, here));
}

Tensor gelu(const Tensor &self, const std::string &approximate, SourceLocation here) {
  if (approximate != "none" && approximate != "tanh")
    fail("gelu", "approximate is '" + approximate + "', expected 'none' or 'tanh'", here);
  const NodePtr &node = nodeOf(self, here);
  if (!isFloatingType(node->dtype))
    fail("gelu", "needs floats, got " + node->describe(), here);
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  if (approximate == "tanh")
    attributes.push_back(attribute("tanh", mlir::UnitAttr::get(&context())));
  return makeTensor(makeOp("graph.gelu", {node}, attributes, node->sizes, node->dtype, here));
}

Tensor mish(const Tensor &self, SourceLocation here) {
  return byFormula(self, here, [&](Term x) { return x * tanh(Term(softplus(x, 1, 20, here), here)); });
}
Tensor hardtanh(const Tensor &self, const Scalar &min_val, const Scalar &max_val, SourceLocation here) {
  return clamp(self, min_val, max_val, here);
}
Tensor relu6(const Tensor &self, SourceLocation here) { return clamp(self, 0, 6, here); }
Tensor hardsigmoid(const Tensor &self, SourceLocation here) {
  return byFormula(self, here, [&](Term x) { return Term(relu6(x + 3, here), here) / 6; });
}
Tensor hardswish(const Tensor &self, SourceLocation here) {
  return byFormula(self, here, [&](Term x) { return x * Term(relu6(x + 3, here), here) / 6; });
}
Tensor log_sigmoid(const Tensor &self, SourceLocation here) {
  // min(x, 0) - log(1 + exp(-|x|)), which does not overflow.
  return byFormula(self, here, [](Term x) { return smaller(x, 0) - log1p(exp(-abs(x))); });
}
Tensor leaky_relu(const Tensor &self, const Scalar &negative_slope, SourceLocation here) {
  return byFormula(self, here, [&](Term x) { return choose(x > 0, x, x * negative_slope); });
}
Tensor elu(const Tensor &self, const Scalar &alpha, SourceLocation here) {
  return byFormula(self, here, [&](Term x) { return choose(x > 0, x, expm1(x) * alpha); });
}
Tensor celu(const Tensor &self, const Scalar &alpha, SourceLocation here) {
  if (alpha.toDouble() == 0)
    fail("celu", "alpha is 0, by which x is divided", here);
  return byFormula(self, here, [&](Term x) { return choose(x > 0, x, expm1(x / alpha) * alpha); });
}
Tensor selu(const Tensor &self, SourceLocation here) {
  constexpr double alpha = 1.6732632423543772848170429916717, scale = 1.0507009873554804934193349852946;
  return byFormula(self, here, [](Term x) { return choose(x > 0, x, expm1(x) * alpha) * scale; });
}
Tensor softplus(const Tensor &self, const Scalar &beta, const Scalar &threshold, SourceLocation here) {
  return byFormula(self, here, [&](Term x) {
    Term scaled = x * beta;
    return choose(scaled > threshold, x, log1p(exp(scaled)) / beta);
  });
}
Tensor threshold(const Tensor &self, const Scalar &threshold, const Scalar &value, SourceLocation here) {
  // Converted to the tensor's type, as PyTorch does: an integer tensor stays one.
  const NodePtr &node = nodeOf(self, here);
  NodePtr limit = broadcast(cast(makeNumber(threshold, node->dtype, here), node->dtype, here), node->sizes, here);
  NodePtr above = frontend::compare(graph::Predicate::le, node, limit, here);
  return makeTensor(frontend::select(above, filled(value, node->sizes, node->dtype, here), node, here));
}
Tensor hardshrink(const Tensor &self, const Scalar &lambd, SourceLocation here) {
  Term x(self, here);
  return choose((x >= -lambd.toDouble()) & (x <= lambd), zeros_like(self, {}, here), x);
}
Tensor softshrink(const Tensor &self, const Scalar &lambd, SourceLocation here) {
  if (lambd.toDouble() < 0)
    fail("softshrink", "lambd is negative", here);
  return byFormula(self, here, [&](Term x) {
    Term between = choose(isnan(x), x, 0.0);
    return choose(x > lambd, x - lambd, choose(x < -lambd.toDouble(), x + lambd, between));
  });
}

Tensor rrelu(const Tensor &self, const Scalar &lower, const Scalar &upper, bool training, SourceLocation here) {
  double low = lower.toDouble(), high = upper.toDouble();
  if (!training)
    return leaky_relu(self, (low + high) / 2, here);
  if (nodeOf(self, here)->traced)
    fail("rrelu", "training mode chooses at random, which a graph cannot: call eval() on the module before tracing",
         here);
  Term x(self, here), slope = Term(rand_like(self, {}, here), here) * (high - low) + low;
  return choose(x > 0, x, x * slope);
}

Tensor prelu(const Tensor &self, const Tensor &weight, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  NodePtr slopes = nodeOf(weight, here);
  if (!isFloatingType(node->dtype) || slopes->dtype != node->dtype)
    fail("prelu", "needs floats of one type, got " + node->describe() + " and " + slopes->describe(), here);
  mlir::AffineExpr count = graph::elementCount(&context(), slopes->sizes);
  if (graph::constantSize(count) == 1) {
    slopes = broadcast(frontend::reshape(slopes, {}, here), node->sizes, here);
  } else {
    if (node->sizes.size() < 2 || !graph::sameSize(node->sizes[1], count) || slopes->sizes.size() != 1)
      fail("prelu",
           "the weight " + slopes->describe() + " must have one element, or one for each index of dim 1 of " +
               node->describe(),
           here);
    slopes = broadcast(slopes, node->sizes, {1}, here);
  }
  Term x(self, here);
  return choose(x > 0, x, x * Term(makeTensor(slopes), here));
}

Tensor glu(const Tensor &self, int64_t dim, SourceLocation here) {
  Size size = self.size(dim, here);
  if (!size.is_symbolic() && size.expect_int() % 2)
    fail("glu", "dim " + std::to_string(dim) + " of " + nodeOf(self, here)->describe() + " cannot be halved", here);
  Size half = size / 2;
  Term x(narrow(self, dim, 0, half, here), here), gate(narrow(self, dim, half, half, here), here);
  return x * sigmoid(gate);
}

} // namespace tenon
