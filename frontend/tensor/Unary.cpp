//===- Unary.cpp - Functions of each element of one tensor -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Build.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;

namespace {

/// Integers become float32 first.
Tensor floatFunction(llvm::StringRef name, const Tensor &self, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  ScalarType dtype = toFloatType(node->dtype);
  return makeTensor(elementwise(name, {cast(node, dtype, here)}, dtype, here));
}

Tensor sameType(llvm::StringRef name, const Tensor &self, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  return makeTensor(elementwise(name, {node}, node->dtype, here));
}

Tensor rounding(llvm::StringRef name, const Tensor &self, SourceLocation here) {
  return self.is_floating_point(here) ? sameType(name, self, here) : self;
}

Tensor predicate(llvm::StringRef name, const Tensor &self, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  if (!isFloatingType(node->dtype))
    return makeTensor(filled(false, node->sizes, kBool, here));
  return makeTensor(elementwise(name, {node}, kBool, here));
}

void refuseBool(const char *op, const Tensor &self, const char *instead, SourceLocation here) {
  if (self.dtype(here) == kBool)
    fail(op, "a bool tensor has no such value: use " + std::string(instead), here);
}

} // namespace

#define TENON_FLOAT_FUNCTION(name, op)                                                                                 \
  Tensor name(const Tensor &self, SourceLocation here) { return floatFunction(op, self, here); }
TENON_FLOAT_FUNCTION(exp, "graph.exp")
TENON_FLOAT_FUNCTION(exp2, "graph.exp2")
TENON_FLOAT_FUNCTION(expm1, "graph.expm1")
TENON_FLOAT_FUNCTION(log, "graph.log")
TENON_FLOAT_FUNCTION(log2, "graph.log2")
TENON_FLOAT_FUNCTION(log10, "graph.log10")
TENON_FLOAT_FUNCTION(log1p, "graph.log1p")
TENON_FLOAT_FUNCTION(sqrt, "graph.sqrt")
TENON_FLOAT_FUNCTION(rsqrt, "graph.rsqrt")
TENON_FLOAT_FUNCTION(reciprocal, "graph.reciprocal")
TENON_FLOAT_FUNCTION(sin, "graph.sin")
TENON_FLOAT_FUNCTION(cos, "graph.cos")
TENON_FLOAT_FUNCTION(tan, "graph.tan")
TENON_FLOAT_FUNCTION(asin, "graph.asin")
TENON_FLOAT_FUNCTION(acos, "graph.acos")
TENON_FLOAT_FUNCTION(atan, "graph.atan")
TENON_FLOAT_FUNCTION(sinh, "graph.sinh")
TENON_FLOAT_FUNCTION(cosh, "graph.cosh")
TENON_FLOAT_FUNCTION(tanh, "graph.tanh")
TENON_FLOAT_FUNCTION(erf, "graph.erf")
TENON_FLOAT_FUNCTION(sigmoid, "graph.sigmoid")
#undef TENON_FLOAT_FUNCTION

Tensor abs(const Tensor &self, SourceLocation here) {
  ScalarType dtype = self.dtype(here);
  if (dtype == kBool || dtype == kByte || dtype == kUInt16 || dtype == kUInt32 || dtype == kUInt64)
    return self;
  return sameType("graph.abs", self, here);
}
Tensor neg(const Tensor &self, SourceLocation here) {
  refuseBool("neg", self, "logical_not", here);
  return sameType("graph.neg", self, here);
}
Tensor sign(const Tensor &self, SourceLocation here) {
  return self.dtype(here) == kBool ? self : sameType("graph.sign", self, here);
}
Tensor square(const Tensor &self, SourceLocation here) { return mul(self, Operand(self, here), here); }
Tensor erfc(const Tensor &self, SourceLocation here) { return rsub(erf(self, here), Operand(1, here), 1, here); }
Tensor floor(const Tensor &self, SourceLocation here) { return rounding("graph.floor", self, here); }
Tensor ceil(const Tensor &self, SourceLocation here) { return rounding("graph.ceil", self, here); }
Tensor round(const Tensor &self, SourceLocation here) { return rounding("graph.round", self, here); }
Tensor trunc(const Tensor &self, SourceLocation here) { return rounding("graph.trunc", self, here); }
Tensor frac(const Tensor &self, SourceLocation here) {
  Tensor whole = trunc(self, here);
  return sub(self, Operand(whole, here), 1, here);
}
Tensor isnan(const Tensor &self, SourceLocation here) { return predicate("graph.is_nan", self, here); }
Tensor isinf(const Tensor &self, SourceLocation here) { return predicate("graph.is_inf", self, here); }
Tensor isfinite(const Tensor &self, SourceLocation here) {
  Tensor infinite = isinf(self, here);
  return logical_not(logical_or(isnan(self, here), Operand(infinite, here), here), here);
}
Tensor logical_not(const Tensor &self, SourceLocation here) {
  NodePtr node = cast(nodeOf(self, here), kBool, here);
  return makeTensor(elementwise("graph.not", {node}, kBool, here));
}
Tensor bitwise_not(const Tensor &self, SourceLocation here) {
  if (self.is_floating_point(here))
    fail("bitwise_not", "needs integers or bools, got " + nodeOf(self, here)->describe(), here);
  return sameType("graph.not", self, here);
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

Tensor relu(const Tensor &self, SourceLocation here) {
  refuseBool("relu", self, "the tensor itself", here);
  return sameType("graph.relu", self, here);
}
Tensor silu(const Tensor &self, SourceLocation here) { return floatFunction("graph.silu", self, here); }

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
  Tensor factor = tanh(softplus(self, 1, 20, here), here);
  return mul(self, Operand(factor, here), here);
}
Tensor hardtanh(const Tensor &self, const Scalar &min_val, const Scalar &max_val, SourceLocation here) {
  return clamp(self, min_val, max_val, here);
}
Tensor relu6(const Tensor &self, SourceLocation here) { return clamp(self, 0, 6, here); }
Tensor hardsigmoid(const Tensor &self, SourceLocation here) {
  return div(relu6(add(self, Operand(3, here), 1, here), here), Operand(6, here), here);
}
Tensor hardswish(const Tensor &self, SourceLocation here) {
  Tensor factor = hardsigmoid(self, here);
  return mul(self, Operand(factor, here), here);
}
Tensor log_sigmoid(const Tensor &self, SourceLocation here) {
  // min(x, 0) - log(1 + exp(-|x|)), which does not overflow.
  Tensor tail = log1p(exp(neg(abs(self, here), here), here), here);
  return sub(clamp_max(self, Operand(0, here), here), Operand(tail, here), 1, here);
}
Tensor leaky_relu(const Tensor &self, const Scalar &negative_slope, SourceLocation here) {
  Tensor scaled = mul(self, Operand(negative_slope, here), here);
  return where(gt(self, Operand(0, here), here), Operand(self, here), Operand(scaled, here), here);
}
Tensor elu(const Tensor &self, const Scalar &alpha, SourceLocation here) {
  Tensor curve = mul(expm1(self, here), Operand(alpha, here), here);
  return where(gt(self, Operand(0, here), here), Operand(self, here), Operand(curve, here), here);
}
Tensor softplus(const Tensor &self, const Scalar &beta, const Scalar &threshold, SourceLocation here) {
  Tensor scaled = mul(self, Operand(beta, here), here);
  Tensor curve = div(log1p(exp(scaled, here), here), Operand(beta, here), here);
  return where(gt(scaled, Operand(threshold, here), here), Operand(self, here), Operand(curve, here), here);
}
Tensor clamp(const Tensor &self, const std::optional<Scalar> &min, const std::optional<Scalar> &max,
             SourceLocation here) {
  if (!min && !max)
    fail("clamp", "needs a min or a max", here);
  Tensor result = self;
  if (min)
    result = clamp_min(result, Operand(*min, here), here);
  if (max)
    result = clamp_max(result, Operand(*max, here), here);
  return result;
}
Tensor clamp_min(const Tensor &self, const Operand &min, SourceLocation here) { return maximum(self, min, here); }
Tensor clamp_max(const Tensor &self, const Operand &max, SourceLocation here) { return minimum(self, max, here); }

} // namespace tenon
