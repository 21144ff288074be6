//===- Numbers.cpp - Functions of the form of numbers: signs, exponents, divisors ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include <bit>

namespace tenon {

using namespace frontend;

namespace {

/// The signed integer type of a float type's width.
ScalarType bitsType(ScalarType type) { return type == kDouble ? kLong : type == kFloat ? kInt : kShort; }

Term bitcast(const Term &x, ScalarType type) {
  return {makeTensor(elementwise("graph.bitcast", {nodeOf(x.tensor, x.here)}, type, x.here)), x.here};
}
Term bitsOf(const Term &x) { return bitcast(x, bitsType(x.tensor.dtype(x.here))); }

/// The sign bit as an integer of a float type's width.
int64_t signMask(ScalarType type) { return -(int64_t(1) << (8 * elementSize(type) - 2)) * 2; }

struct FloatPair {
  Term a, b;
  ScalarType type;
};

/// Both in their common float type, broadcast.
FloatPair floatPair(const Operand &a, const Operand &b, const char *op, SourceLocation here) {
  ScalarType type = toFloatType(resultType({&a, &b}, here));
  NodePtr x = toNode(a, type, here), y = toNode(b, type, here);
  graph::Shape sizes = broadcastSizes(x->sizes, y->sizes, op, here);
  return {Term(makeTensor(broadcast(x, sizes, here)), here), Term(makeTensor(broadcast(y, sizes, here)), here), type};
}

} // namespace

Tensor signbit(const Tensor &self, SourceLocation here) {
  Term x(self, here);
  return self.is_floating_point(here) ? bitsOf(x) < 0 : x < 0;
}

Tensor copysign(const Tensor &self, const Operand &other, SourceLocation here) {
  auto [x, y, type] = floatPair(Operand(self, here), other, "copysign", here);
  int64_t mask = signMask(type);
  return bitcast((bitsOf(x) & ~mask) | (bitsOf(y) & mask), type);
}

Tensor nextafter(const Tensor &self, const Tensor &other, SourceLocation here) {
  if (!self.is_floating_point(here) || self.dtype(here) != other.dtype(here))
    fail("nextafter",
         "needs floats of one type, got " + nodeOf(self, here)->describe() + " and " + nodeOf(other, here)->describe(),
         here);
  auto [x, y, type] = floatPair(Operand(self, here), Operand(other, here), "nextafter", here);
  Term bits = bitsOf(x), isAway = (y > x) == (x > 0);
  Term stepped = bitcast(choose(isAway, bits + 1, bits - 1), type);
  Term smallest = bitcast((bitsOf(y) & signMask(type)) | 1, type);
  Term result = choose(x == 0, smallest, stepped);
  return choose(isnan(x) | isnan(y), x + y, choose(x == y, y, result));
}

TensorPair frexp(const Tensor &self, SourceLocation here) {
  ScalarType type = self.dtype(here), inner = formulaType(type);
  if (!isFloatingType(type))
    fail("frexp", "needs floats, got " + nodeOf(self, here)->describe(), here);
  int64_t digits = inner == kDouble ? 52 : 23, bias = inner == kDouble ? 1022 : 126;
  int64_t exponentMask = (2 * bias + 3) << digits;
  Term x = Term(self, here).to(inner);
  // Numbers below the smallest normal one are scaled up first.
  Term isTiny = abs(x) < std::ldexp(1.0, 1 - static_cast<int>(bias));
  Term bits = bitsOf(choose(isTiny, x * std::ldexp(1.0, 54), x));
  Term power = Term(bitwise_right_shift(bits & exponentMask, Operand(digits, here), here), here);
  power = choose(isTiny, power - (bias + 54), power - bias);
  Term mantissa = bitcast((bits & ~exponentMask) | (bias << digits), inner);
  Term hasNone = (x == 0) | !isfinite(x);
  return {choose(hasNone, x, mantissa).to(type), choose(hasNone, 0, power).to(kInt)};
}

Tensor ldexp(const Tensor &self, const Tensor &other, SourceLocation here) {
  Tensor scale = pow(Scalar(2.0), other, here);
  return mul(self, Operand(scale, here), here);
}

Tensor hypot(const Tensor &self, const Tensor &other, SourceLocation here) {
  Operand a(self, here), b(other, here);
  if (resultType({&a, &b}, here) != kDouble)
    return byWideFormula(a, b, here, [](Term x, Term y) { return sqrt(square(x) + square(y)); });
  return byFormula(a, b, here, [](Term x, Term y) {
    Term most = larger(abs(x), abs(y)), least = smaller(abs(x), abs(y));
    Term scaled = most * sqrt(square(least / most) + 1);
    // Infinity wins against NaN.
    return choose(isinf(x) | isinf(y), std::numeric_limits<double>::infinity(), choose(most == 0, most, scaled));
  });
}

//===----------------------------------------------------------------------===//
// Divisors
//===----------------------------------------------------------------------===//

namespace {

Term commonDivisor(const char *op, const Tensor &self, const Tensor &other, SourceLocation here) {
  Operand a(self, here), b(other, here);
  ScalarType type = resultType({&a, &b}, here);
  if (isFloatingType(type) || type == kBool)
    fail(op, "needs integers, got " + nodeOf(self, here)->describe() + " and " + nodeOf(other, here)->describe(), here);
  Term x = abs(Term(self, here).to(type)), y = abs(Term(other, here).to(type));
  x = choose(y == y, x, y); // of the sizes of both
  // Euclid's algorithm. Two steps halve the larger number at least; the worst, Fibonacci numbers, take 1.44 steps a
  // bit.
  for (int64_t step = 0, steps = elementSize(type) * 8 * 3 / 2; step < steps; ++step) {
    Term rest(fmod(x, Operand(y, here), here), here);
    Term isDone = y == 0;
    x = choose(isDone, x, y);
    y = choose(isDone, y, rest);
  }
  return x;
}

} // namespace

Tensor gcd(const Tensor &self, const Tensor &other, SourceLocation here) {
  return commonDivisor("gcd", self, other, here);
}

Tensor lcm(const Tensor &self, const Tensor &other, SourceLocation here) {
  Term divisor = commonDivisor("lcm", self, other, here), x(self, here), y(other, here);
  Term quotient(floor_divide(x, Operand(divisor, here), here), here);
  return choose(divisor == 0, divisor, abs(quotient * y));
}

} // namespace tenon
