//===- LogFunctions.cpp - Logarithms ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/MathFunctions.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

/// x = 2^exponent (1 + f), with 1 + f in [2/3, 4/3); log(1 + f) = f + tail.
struct Decomposed {
  Value exponent, f, tail;
};

Decomposed decompose(VectorMath &m, Value x) {
  // Subnormal numbers are made normal first.
  Value isSmall = m.less(x, m.constant(1.17549435e-38));
  Value scaled = m.select(isSmall, m.mul(x, m.constant(8388608.0)), x);
  Value bits = m.bits(scaled);
  Value exponentBits = m.make<arith::AndIOp>(m.subInteger(bits, m.integer(0x3f2aaaab)), m.integer(0xff800000));
  Value exponent = m.toFloat(m.shiftRight(exponentBits, 23));
  exponent = m.add(exponent, m.select(isSmall, m.constant(-23.0), m.constant(0.0)));
  Value f = m.sub(m.fromBits(m.subInteger(bits, exponentBits)), m.constant(1.0));
  Value p = m.polynomial(f, {-0.5, 0.333332151, -0.249997959, 0.200104728, -0.166805774, 0.140046269, -0.121828489,
                             0.139911503, -0.128985196});
  return {exponent, f, m.mul(m.mul(f, f), p)};
}

/// The logarithm's value where the formula does not hold.
Value withSpecialCases(VectorMath &m, Value x, Value result) {
  Value zero = m.constant(0.0), infinity = m.infinity();
  // Infinity stays infinity; NaN stays NaN because it is not less.
  result = m.select(m.less(x, infinity), result, x);
  result = m.select(m.equal(x, zero), m.negate(infinity), result);
  return m.select(m.less(x, zero), m.notANumber(), result);
}

} // namespace

Value emitLog(VectorMath &m, Value x) {
  Decomposed d = decompose(m, x);
  // ln 2 in two parts: the first times the exponent is exact.
  Value low = m.multiplyAdd(d.exponent, m.constant(-2.12194440054690583e-4), d.tail);
  Value result = m.multiplyAdd(d.exponent, m.constant(0.693359375), m.add(low, d.f));
  return withSpecialCases(m, x, result);
}

/// The logarithm to another base: `scale` is 1 / ln base, split so that the
/// first part times f is nearly exact; `perExponent` is the logarithm of 2.
static Value emitScaledLog(VectorMath &m, Value x, double scale, double perExponent) {
  Decomposed d = decompose(m, x);
  float high = static_cast<float>(scale);
  Value low = m.multiplyAdd(d.f, m.constant(scale - high), m.mul(d.tail, m.constant(high)));
  Value ofMantissa = m.multiplyAdd(d.f, m.constant(high), low);
  Value result;
  if (perExponent == 1.0) {
    result = m.add(d.exponent, ofMantissa);
  } else {
    // 10 bits and the rest, as for ln 2.
    double exact = 0.30078125;
    Value rest = m.multiplyAdd(d.exponent, m.constant(perExponent - exact), ofMantissa);
    result = m.multiplyAdd(d.exponent, m.constant(exact), rest);
  }
  return withSpecialCases(m, x, result);
}

Value emitLog2(VectorMath &m, Value x) { return emitScaledLog(m, x, 1.44269504088896340736, 1.0); }

Value emitLog10(VectorMath &m, Value x) { return emitScaledLog(m, x, 0.43429448190325182765, 0.30102999566398119521); }

Value emitLog1p(VectorMath &m, Value x) {
  // With u = 1 + x rounded, log(u) x / (u - 1) makes up for the rounding.
  Value one = m.constant(1.0), u = m.add(x, one), difference = m.sub(u, one);
  Value logarithm = emitLog(m, u);
  Value corrected = m.mul(logarithm, m.div(x, difference));
  Value result = m.select(m.equal(difference, m.constant(0.0)), x, corrected);
  return m.select(m.equal(u, m.infinity()), m.infinity(), result);
}

} // namespace tenon::codegen
