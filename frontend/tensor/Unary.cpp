//===- Unary.cpp - Functions of each element of one tensor -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <limits>
#include <numbers>

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

/// The same values in a tensor of its own: a write into one is not seen by the other.
Tensor same(const Tensor &self, SourceLocation here) { return makeTensor(nodeOf(self, here)); }

Tensor rounding(llvm::StringRef name, const Tensor &self, SourceLocation here) {
  return self.is_floating_point(here) ? sameType(name, self, here) : same(self, here);
}

Tensor predicate(llvm::StringRef name, const Tensor &self, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  if (!isFloatingType(node->dtype))
    return makeTensor(filled(false, node->sizes, kBool, here));
  return makeTensor(elementwise(name, {node}, kBool, here));
}

constexpr double infinity = std::numeric_limits<double>::infinity();

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
TENON_FLOAT_FUNCTION(asinh, "graph.asinh")
TENON_FLOAT_FUNCTION(acosh, "graph.acosh")
TENON_FLOAT_FUNCTION(atanh, "graph.atanh")
TENON_FLOAT_FUNCTION(erf, "graph.erf")
TENON_FLOAT_FUNCTION(erfc, "graph.erfc")
TENON_FLOAT_FUNCTION(sigmoid, "graph.sigmoid")
#undef TENON_FLOAT_FUNCTION

Tensor abs(const Tensor &self, SourceLocation here) {
  ScalarType dtype = self.dtype(here);
  if (dtype == kBool || dtype == kByte || dtype == kUInt16 || dtype == kUInt32 || dtype == kUInt64)
    return same(self, here);
  return sameType("graph.abs", self, here);
}
Tensor neg(const Tensor &self, SourceLocation here) {
  refuseBool("neg", self, "logical_not", here);
  return sameType("graph.neg", self, here);
}
Tensor sign(const Tensor &self, SourceLocation here) {
  if (!self.is_floating_point(here))
    return self.dtype(here) == kBool ? same(self, here) : sameType("graph.sign", self, here);
  Term x(self, here); // 0 for NaN, too
  return choose(x > 0, number(x, 1), choose(x < 0, number(x, -1), 0));
}
Tensor square(const Tensor &self, SourceLocation here) {
  Tensor x = self.dtype(here) == kBool ? self.to(kLong, here) : self;
  return mul(x, Operand(x, here), here);
}
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
Tensor round(const Tensor &self, int64_t decimals, SourceLocation here) {
  if (!self.is_floating_point(here)) {
    if (decimals < 0)
      fail("round", "integers are not rounded to tens: convert with to(kDouble)", here);
    return same(self, here);
  }
  double scale = std::pow(10.0, static_cast<double>(std::abs(decimals)));
  return byFormula(self, here,
                   [&](Term x) { return decimals < 0 ? round(x / scale) * scale : round(x * scale) / scale; });
}

Tensor isneginf(const Tensor &self, SourceLocation here) {
  Term x(self, here);
  return self.is_floating_point(here) ? x == -infinity : Term(isinf(self, here), here);
}
Tensor isposinf(const Tensor &self, SourceLocation here) {
  Term x(self, here);
  return self.is_floating_point(here) ? x == infinity : Term(isinf(self, here), here);
}
Tensor isreal(const Tensor &self, SourceLocation here) {
  return makeTensor(filled(true, nodeOf(self, here)->sizes, kBool, here));
}
Tensor sgn(const Tensor &self, SourceLocation here) { return sign(self, here); }
Tensor positive(const Tensor &self, SourceLocation here) {
  refuseBool("positive", self, "the tensor itself", here);
  return self;
}
Tensor angle(const Tensor &self, SourceLocation here) {
  return byFormula(self, here,
                   [](Term x) { return choose(isnan(x), x, choose(x < 0, number(x, std::numbers::pi), 0.0)); });
}
Tensor deg2rad(const Tensor &self, SourceLocation here) {
  return byFormula(self, here, [](Term x) { return x * (std::numbers::pi / 180); });
}
Tensor rad2deg(const Tensor &self, SourceLocation here) {
  return byFormula(self, here, [](Term x) { return x * (180 / std::numbers::pi); });
}
Tensor sinc(const Tensor &self, SourceLocation here) {
  return byFormula(self, here, [](Term x) {
    Term turned = x * std::numbers::pi;
    return choose(x == 0, 1.0, sin(turned) / turned);
  });
}
Tensor logit(const Tensor &self, std::optional<double> eps, SourceLocation here) {
  return byFormula(self, here, [&](Term x) {
    Term p = eps ? Term(clamp(x, *eps, 1 - *eps, here), here) : x;
    return log(p / (1 - p));
  });
}

Tensor nan_to_num(const Tensor &self, std::optional<double> nan, std::optional<double> posinf,
                  std::optional<double> neginf, SourceLocation here) {
  ScalarType type = self.dtype(here);
  if (!isFloatingType(type))
    return same(self, here);
  Term x(self, here);
  x = choose(isnan(x), nan.value_or(0), x);
  x = choose(x == infinity, posinf.value_or(largestNumber(type)), x);
  return choose(x == -infinity, neginf.value_or(-largestNumber(type)), x);
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
