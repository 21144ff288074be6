//===- Binary.cpp - Functions of each element of several tensors -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeFunctions.h"
#include "frontend/tensor/Formula.h"
#include <numbers>

namespace tenon {

using namespace frontend;

namespace {

/// What a binary operation does with types.
enum class Rule { Promote, ToFloat, Integers };

struct Operands {
  NodePtr a, b;
  ScalarType dtype;
};

/// Both operands in the common type and broadcast to the common sizes.
Operands prepare(const char *op, const Operand &a, const Operand &b, Rule rule, SourceLocation here) {
  ScalarType dtype = resultType({&a, &b}, here);
  if (rule == Rule::ToFloat)
    dtype = toFloatType(dtype);
  NodePtr x = toNode(a, dtype, here), y = toNode(b, dtype, here);
  if (rule == Rule::Integers && isFloatingType(dtype))
    fail(op, "needs integers or bools, got " + x->describe() + " and " + y->describe(), here);
  graph::Shape sizes = broadcastSizes(x->sizes, y->sizes, op, here);
  return {broadcast(x, sizes, here), broadcast(y, sizes, here), dtype};
}

Tensor binary(const char *op, llvm::StringRef graphOp, const Operand &a, const Operand &b, Rule rule,
              SourceLocation here) {
  Operands both = prepare(op, a, b, rule, here);
  return makeTensor(elementwise(graphOp, {both.a, both.b}, both.dtype, here));
}

Tensor comparison(const char *op, graph::Predicate predicate, const Tensor &a, const Operand &b, SourceLocation here) {
  Operands both = prepare(op, Operand(a, here), b, Rule::Promote, here);
  return makeTensor(frontend::compare(predicate, both.a, both.b, here));
}

/// other * alpha, for add and sub.
Tensor scaled(const Operand &other, const Scalar &alpha, SourceLocation here) {
  return mul(*other.tensor, Operand(alpha, here), here);
}

Tensor difference(const Operand &a, const Operand &b, SourceLocation here) {
  for (const Operand *operand : {&a, &b})
    if (operand->tensor ? operand->tensor->dtype(here) == kBool : !operand->isSize && operand->scalar.isBoolean())
      fail("sub", "bool tensors cannot be subtracted: use logical_xor (^) or logical_not (~)", here);
  Operands both = prepare("sub", a, b, Rule::Promote, here);
  return makeTensor(elementwise("graph.sub", {both.a, both.b}, both.dtype, here));
}

bool isOne(const Scalar &alpha) { return alpha.toDouble() == 1; }

Operand times(const Operand &other, const Scalar &alpha, SourceLocation here) {
  if (other.scalar.isFloatingPoint() || alpha.isFloatingPoint())
    return Operand(other.scalar.toDouble() * alpha.toDouble(), here);
  return Operand(other.scalar.toLong() * alpha.toLong(), here);
}

Tensor logical(const char *op, llvm::StringRef graphOp, const Tensor &a, const Operand &b, SourceLocation here) {
  NodePtr x = cast(nodeOf(a, here), kBool, here);
  NodePtr y = b.tensor ? cast(nodeOf(*b.tensor, here), kBool, here) : cast(toNode(b, kDouble, here), kBool, here);
  graph::Shape sizes = broadcastSizes(x->sizes, y->sizes, op, here);
  return makeTensor(elementwise(graphOp, {broadcast(x, sizes, here), broadcast(y, sizes, here)}, kBool, here));
}

} // namespace

OptionalTensor::OptionalTensor(const Tensor &tensor) : tensor(tensor.defined() ? &tensor : nullptr) {}
OptionalTensor::OptionalTensor(const std::optional<Tensor> &tensor)
    : tensor(tensor && tensor->defined() ? &*tensor : nullptr) {}

Tensor add(const Tensor &self, const Operand &other, const Scalar &alpha, SourceLocation here) {
  if (!isOne(alpha)) {
    if (!other.tensor)
      return add(self, times(other, alpha, here), 1, here);
    Tensor product = scaled(other, alpha, here);
    return add(self, Operand(product, here), 1, here);
  }
  Operands both = prepare("add", Operand(self, here), other, Rule::Promote, here);
  llvm::StringRef op = both.dtype == kBool ? "graph.or" : "graph.add";
  return makeTensor(elementwise(op, {both.a, both.b}, both.dtype, here));
}

Tensor sub(const Tensor &self, const Operand &other, const Scalar &alpha, SourceLocation here) {
  if (!isOne(alpha)) {
    if (!other.tensor)
      return sub(self, times(other, alpha, here), 1, here);
    Tensor product = scaled(other, alpha, here);
    return sub(self, Operand(product, here), 1, here);
  }
  return difference(Operand(self, here), other, here);
}

Tensor rsub(const Tensor &self, const Operand &other, const Scalar &alpha, SourceLocation here) {
  Tensor product = isOne(alpha) ? self : mul(self, Operand(alpha, here), here);
  return difference(other, Operand(product, here), here);
}

Tensor mul(const Tensor &self, const Operand &other, SourceLocation here) {
  Operands both = prepare("mul", Operand(self, here), other, Rule::Promote, here);
  llvm::StringRef op = both.dtype == kBool ? "graph.and" : "graph.mul";
  return makeTensor(elementwise(op, {both.a, both.b}, both.dtype, here));
}

Tensor div(const Tensor &self, const Operand &other, SourceLocation here) {
  return binary("div", "graph.div", Operand(self, here), other, Rule::ToFloat, here);
}

Tensor operator/(const Scalar &a, Located b) {
  return binary("div", "graph.div", Operand(a, b.here), Operand(b.tensor, b.here), Rule::ToFloat, b.here);
}

Tensor div(const Tensor &self, const Operand &other, const std::string &rounding_mode, SourceLocation here) {
  if (rounding_mode == "floor")
    return floor_divide(self, other, here);
  if (rounding_mode != "trunc")
    fail("div", "rounding_mode is '" + rounding_mode + "', expected 'trunc' or 'floor'", here);
  Tensor quotient = binary("div", "graph.div", Operand(self, here), other, Rule::Promote, here);
  return trunc(quotient, here); // of integers it is already
}

Tensor floor_divide(const Tensor &self, const Operand &other, SourceLocation here) {
  Operands both = prepare("floor_divide", Operand(self, here), other, Rule::Promote, here);
  if (!isFloatingType(both.dtype))
    return makeTensor(elementwise("graph.floor_div", {both.a, both.b}, both.dtype, here));
  // By the remainder, so that 1 // 0.1 is 9: the rounded quotient could be the next integer.
  Term a(makeTensor(both.a), here), b(makeTensor(both.b), here), rest(fmod(a, b, here), here);
  Term quotient = (a - rest) / b;
  quotient = choose((rest != 0) & ((b < 0) != (rest < 0)), quotient - 1, quotient);
  Term whole = floor(quotient);
  whole = choose(quotient - whole > 0.5, whole + 1, whole);
  whole = choose(quotient == 0, Term(copysign(quotient, Operand(a / b), here), here), whole);
  return choose(b == 0, a / b, whole);
}
Tensor remainder(const Tensor &self, const Operand &other, SourceLocation here) {
  return binary("remainder", "graph.remainder", Operand(self, here), other, Rule::Promote, here);
}
Tensor fmod(const Tensor &self, const Operand &other, SourceLocation here) {
  return binary("fmod", "graph.truncated_remainder", Operand(self, here), other, Rule::Promote, here);
}
Tensor atan2(const Tensor &self, const Operand &other, SourceLocation here) {
  return binary("atan2", "graph.atan2", Operand(self, here), other, Rule::ToFloat, here);
}
Tensor maximum(const Tensor &self, const Operand &other, SourceLocation here) {
  return binary("maximum", "graph.max", Operand(self, here), other, Rule::Promote, here);
}
Tensor minimum(const Tensor &self, const Operand &other, SourceLocation here) {
  return binary("minimum", "graph.min", Operand(self, here), other, Rule::Promote, here);
}

Tensor pow(const Tensor &self, const Operand &exponent, SourceLocation here) {
  if (!exponent.tensor && !exponent.isSize) {
    // Small powers are exact, and faster, as products.
    double power = exponent.scalar.toDouble();
    bool keepsType = self.is_floating_point(here) || (exponent.scalar.isIntegral(false) && self.dtype(here) != kBool);
    if (power == 1 && keepsType)
      return makeTensor(nodeOf(self, here));
    if (power == 2 && keepsType)
      return square(self, here);
    if (power == 0.5)
      return sqrt(self, here);
    if (power < 0 && !exponent.scalar.isFloatingPoint() && !self.is_floating_point(here))
      fail("pow", "integers to a negative integer power are no integers: convert with to(kFloat)", here);
  }
  return binary("pow", "graph.pow", Operand(self, here), exponent, Rule::Promote, here);
}
Tensor pow(const Scalar &self, const Tensor &exponent, SourceLocation here) {
  return binary("pow", "graph.pow", Operand(self, here), Operand(exponent, here), Rule::Promote, here);
}

Tensor float_power(const Tensor &self, const Operand &exponent, SourceLocation here) {
  return binary("float_power", "graph.pow", Operand(self.to(kDouble, here), here),
                Operand(makeTensor(toNode(exponent, kDouble, here)), here), Rule::Promote, here);
}
Tensor float_power(const Scalar &self, const Tensor &exponent, SourceLocation here) {
  return float_power(makeTensor(makeNumber(self, kDouble, here)), Operand(exponent, here), here);
}
Tensor remainder(const Scalar &self, const Tensor &other, SourceLocation here) {
  return binary("remainder", "graph.remainder", Operand(self, here), Operand(other, here), Rule::Promote, here);
}

#define TENON_COMPARISON(name)                                                                                         \
  Tensor name(const Tensor &self, const Operand &other, SourceLocation here) {                                         \
    return comparison(#name, graph::Predicate::name, self, other, here);                                               \
  }
TENON_COMPARISON(eq)
TENON_COMPARISON(ne)
TENON_COMPARISON(lt)
TENON_COMPARISON(le)
TENON_COMPARISON(gt)
TENON_COMPARISON(ge)
#undef TENON_COMPARISON

#define TENON_LOGICAL(name, logicalOp)                                                                                 \
  Tensor logical_##name(const Tensor &self, const Operand &other, SourceLocation here) {                               \
    return logical("logical_" #name, logicalOp, self, other, here);                                                    \
  }                                                                                                                    \
  Tensor bitwise_##name(const Tensor &self, const Operand &other, SourceLocation here) {                               \
    return binary("bitwise_" #name, logicalOp, Operand(self, here), other, Rule::Integers, here);                      \
  }                                                                                                                    \
  Tensor bitwise_##name(const Scalar &self, const Tensor &other, SourceLocation here) {                                \
    return binary("bitwise_" #name, logicalOp, Operand(self, here), Operand(other, here), Rule::Integers, here);       \
  }
TENON_LOGICAL(and, "graph.and")
TENON_LOGICAL(or, "graph.or")
TENON_LOGICAL(xor, "graph.xor")
#undef TENON_LOGICAL

#define TENON_SHIFT(name, op)                                                                                          \
  Tensor name(const Tensor &self, const Operand &other, SourceLocation here) {                                         \
    return binary(#name, op, Operand(self, here), other, Rule::Integers, here);                                        \
  }                                                                                                                    \
  Tensor name(const Scalar &self, const Tensor &other, SourceLocation here) {                                          \
    return binary(#name, op, Operand(self, here), Operand(other, here), Rule::Integers, here);                         \
  }
TENON_SHIFT(bitwise_left_shift, "graph.shift_left")
TENON_SHIFT(bitwise_right_shift, "graph.shift_right")
#undef TENON_SHIFT

Tensor fmax(const Tensor &self, const Tensor &other, SourceLocation here) {
  Term x(self, here), y(other, here);
  return choose(isnan(x), y, choose(isnan(y), x, larger(x, y)));
}
Tensor fmin(const Tensor &self, const Tensor &other, SourceLocation here) {
  Term x(self, here), y(other, here);
  return choose(isnan(x), y, choose(isnan(y), x, smaller(x, y)));
}
Tensor heaviside(const Tensor &self, const Tensor &values, SourceLocation here) {
  if (self.dtype(here) != values.dtype(here))
    fail("heaviside",
         nodeOf(self, here)->describe() + " and " + nodeOf(values, here)->describe() +
             " have different types: convert one with to()",
         here);
  Term x(self, here);
  return choose(x == 0, Term(values, here), (x > 0).to(self.dtype(here)));
}
Tensor logaddexp(const Tensor &self, const Tensor &other, SourceLocation here) {
  return byFormula(Operand(self, here), Operand(other, here), here, [](Term x, Term y) {
    // Equal infinities have no difference.
    return choose(isinf(x) & (x == y), x, larger(x, y) + log1p(exp(-abs(x - y))));
  });
}
Tensor logaddexp2(const Tensor &self, const Tensor &other, SourceLocation here) {
  return byFormula(Operand(self, here), Operand(other, here), here, [](Term x, Term y) {
    return choose(isinf(x) & (x == y), x, larger(x, y) + log1p(exp2(-abs(x - y))) * std::numbers::log2e);
  });
}
Tensor xlogy(const Tensor &self, const Operand &other, SourceLocation here) {
  return byFormula(Operand(self, here), other, here,
                   [](Term x, Term y) { return choose(isnan(y), y, choose(x == 0, 0.0, x * log(y))); });
}
Tensor xlogy(const Scalar &self, const Tensor &other, SourceLocation here) {
  return byFormula(Operand(self, here), Operand(other, here), here,
                   [](Term x, Term y) { return choose(isnan(y), y, choose(x == 0, 0.0, x * log(y))); });
}

Tensor where(const Tensor &condition, const Operand &self, const Operand &other, SourceLocation here) {
  NodePtr mask = nodeOf(condition, here);
  if (mask->dtype != kBool)
    fail("where", "the condition must be bool, got " + mask->describe() + ": compare it with something", here);
  Operands both = prepare("where", self, other, Rule::Promote, here);
  graph::Shape sizes = broadcastSizes(mask->sizes, both.a->sizes, "where", here);
  return makeTensor(frontend::select(broadcast(mask, sizes, here), broadcast(both.a, sizes, here),
                                     broadcast(both.b, sizes, here), here));
}

Tensor masked_fill(const Tensor &self, const Tensor &mask, const Operand &value, SourceLocation here) {
  NodePtr node = nodeOf(self, here), condition = nodeOf(mask, here);
  if (condition->dtype != kBool)
    fail("masked_fill", "the mask must be bool, got " + condition->describe(), here);
  NodePtr filling = toNode(value, node->dtype, here);
  if (!filling->sizes.empty())
    fail("masked_fill", "the value must be a number or a scalar tensor, got " + filling->describe(), here);
  graph::Shape sizes = broadcastSizes(node->sizes, condition->sizes, "masked_fill", here);
  return makeTensor(frontend::select(broadcast(condition, sizes, here), broadcast(filling, sizes, here),
                                     broadcast(node, sizes, here), here));
}

Tensor lerp(const Tensor &self, const Tensor &end, const Operand &weight, SourceLocation here) {
  Tensor step = mul(sub(end, Operand(self, here), 1, here), weight, here);
  return add(self, Operand(step, here), 1, here);
}
Tensor addcmul(const Tensor &self, const Tensor &tensor1, const Tensor &tensor2, const Scalar &value,
               SourceLocation here) {
  Tensor product = mul(tensor1, Operand(tensor2, here), here);
  return add(self, Operand(product, here), value, here);
}
Tensor addcdiv(const Tensor &self, const Tensor &tensor1, const Tensor &tensor2, const Scalar &value,
               SourceLocation here) {
  Tensor quotient = div(tensor1, Operand(tensor2, here), here);
  return add(self, Operand(quotient, here), value, here);
}

Tensor isclose(const Tensor &self, const Tensor &other, double rtol, double atol, bool equal_nan, SourceLocation here) {
  if (self.dtype(here) != other.dtype(here))
    fail("isclose",
         nodeOf(self, here)->describe() + " and " + nodeOf(other, here)->describe() +
             " have different types: convert one with to()",
         here);
  Term x(self, here), y(other, here), same = x == y;
  if (equal_nan)
    same = same | (isnan(x) & isnan(y));
  if (rtol == 0 && atol == 0)
    return same;
  Term wide = self.is_floating_point(here) ? y : y.to(kFloat);
  Term allowed = abs(wide * rtol) + atol, distance = abs(x - wide);
  return same | (isfinite(distance) & (distance <= allowed));
}
bool allclose(const Tensor &self, const Tensor &other, double rtol, double atol, bool equal_nan, SourceLocation here) {
  Tensor result = all(isclose(self, other, rtol, atol, equal_nan, here), here);
  requireValue("allclose", nodeOf(result, here), here);
  return result.item<bool>(here);
}
bool equal(const Tensor &self, const Tensor &other, SourceLocation here) {
  const NodePtr &a = nodeOf(self, here), &b = nodeOf(other, here);
  requireValue("equal", a, here);
  requireValue("equal", b, here);
  if (!sameSizes(a->sizes, b->sizes))
    return false;
  return all(eq(self, Operand(other, here), here), here).item<bool>(here);
}

} // namespace tenon
