//===- ExpFunctions.cpp - Exponential functions and their kin ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/MathFunctions.h"

using namespace mlir;

namespace tenon::codegen {

constexpr double log2e = 1.44269504088896340736;

/// x = n ln 2 + r with |r| <= ln 2 / 2. The first part of ln 2 has so few bits
/// that its product with n is exact.
static std::pair<VectorMath::Rounded, Value> reduceByLogOfTwo(VectorMath &m, Value x) {
  VectorMath::Rounded n = m.roundScaled(x, m.constant(log2e));
  Value r = m.multiplyAdd(n.real, m.constant(-0.693359375), x);
  return {n, m.multiplyAdd(n.real, m.constant(2.12194440054690583e-4), r)};
}

Value emitExp(VectorMath &m, Value x) {
  // Beyond these bounds the result is infinity or 0 all the same.
  x = m.atLeast(m.atMost(x, m.constant(89.0)), m.constant(-105.0));
  auto [n, r] = reduceByLogOfTwo(m, x);
  Value p = m.polynomial(r, {1.0, 1.0, 0.49999994, 0.166665196, 0.0416684076, 0.00836892147, 0.00138141739});
  return m.scaleByPowerOfTwo(p, n);
}

Value emitExp2(VectorMath &m, Value x) {
  x = m.atLeast(m.atMost(x, m.constant(129.0)), m.constant(-151.0));
  VectorMath::Rounded n = m.roundScaled(x, m.constant(1.0));
  Value r = m.sub(x, n.real);
  Value p = m.polynomial(
      r, {1.0, 0.693147182, 0.240226477, 0.0555033162, 0.00961844064, 0.00133992615, 0.000153530491});
  return m.scaleByPowerOfTwo(p, n);
}

Value emitExpM1(VectorMath &m, Value original) {
  Value x = m.atLeast(m.atMost(original, m.constant(89.0)), m.constant(-18.0));
  auto [n, r] = reduceByLogOfTwo(m, x);
  Value q = m.polynomial(r, {0.5, 0.16666548, 0.0416668579, 0.00836622901, 0.00138982735});
  q = m.multiplyAdd(m.mul(r, r), q, r);
  // 2^n q + (2^n - 1), halved, so that 2^n does not overflow.
  Value half = m.fromBits(m.shiftLeft(m.addInteger(n.integer, m.integer(126)), 23));
  Value result = m.multiplyAdd(half, q, m.sub(half, m.constant(0.5)));
  result = m.add(result, result);
  // Keeps the sign of zero, and tiny numbers as they are.
  return m.select(m.less(m.abs(original), m.constant(1e-7)), original, result);
}

Value emitTanh(VectorMath &m, Value original) {
  // A quotient of polynomials; the bound gives exactly 1.
  Value x = m.atLeast(m.atMost(original, m.constant(7.90531110763549805)), m.constant(-7.90531110763549805));
  Value s = m.mul(x, x);
  Value p = m.polynomial(s, {4.89352455891786e-03, 6.37261928875436e-04, 1.48572235717979e-05, 5.12229709037114e-08,
                             -8.60467152213735e-11, 2.00018790482477e-13, -2.76076847742355e-16});
  Value q = m.polynomial(s, {4.89352518554385e-03, 2.26843463243900e-03, 1.18534705686654e-04, 1.19825839466702e-06});
  Value result = m.div(m.mul(x, p), q);
  return m.select(m.less(m.abs(original), m.constant(0.0004)), original, result);
}

Value emitSinh(VectorMath &m, Value x) {
  // (e + e / (e + 1)) / 2 with e = exp(|x|) - 1; e^(|x| / 2) twice where e overflows.
  Value magnitude = m.abs(x), half = m.constant(0.5);
  Value e = emitExpM1(m, magnitude);
  Value result = m.mul(half, m.add(e, m.div(e, m.add(e, m.constant(1.0)))));
  Value root = emitExp(m, m.mul(half, magnitude));
  Value large = m.mul(m.mul(half, root), root);
  return m.copySign(m.select(m.less(magnitude, m.constant(80.0)), result, large), x);
}

Value emitCosh(VectorMath &m, Value x) {
  Value root = emitExp(m, m.mul(m.constant(0.5), m.abs(x)));
  Value e = m.mul(m.mul(m.constant(0.5), root), root);
  return m.add(e, m.div(m.constant(0.25), e));
}

Value emitErf(VectorMath &m, Value x) {
  // A quotient of polynomials; the bound gives 1.
  Value limit = m.constant(3.7439211627767994);
  Value y = m.atLeast(m.atMost(x, limit), m.negate(limit));
  Value s = m.mul(y, y);
  Value p = m.polynomial(s, {1.128379143519084, 0.18520832239976145, 0.050955695062380861, 0.0034082910107109506,
                             0.00022905065861350646});
  Value q = m.polynomial(s, {1.0, 0.49746925110067538, 0.11098505178285362, 0.014070470171167667,
                             0.0010179625278914885, 0.000023547966471313185, -1.1791602954361697e-7});
  return m.div(m.mul(y, p), q);
}

} // namespace tenon::codegen
