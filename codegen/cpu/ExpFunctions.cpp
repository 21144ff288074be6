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
  // Beyond these bounds the result is infinity or 0 all the same. What is masked is -infinity, and processors take a
  // hundred times longer for a result below the normal numbers: it is computed from something else.
  Value isZero = m.less(x, m.constant(-104.0));
  x = m.select(isZero, m.constant(0.0), m.atMost(x, m.constant(89.0)));
  auto [n, r] = reduceByLogOfTwo(m, x);
  Value p = m.polynomial(r, {1.0, 1.0, 0.49999994, 0.166665196, 0.0416684076, 0.00836892147, 0.00138141739});
  return m.select(isZero, m.constant(0.0), m.scaleByPowerOfTwo(p, n));
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

/// x p(x^2) / q(x^2) for |x| <= limit, beyond which the odd function is 1 or -1.
static Value emitOddQuotient(VectorMath &m, Value x, double limit, ArrayRef<double> p, ArrayRef<double> q) {
  Value bound = m.constant(limit);
  Value y = m.atLeast(m.atMost(x, bound), m.constant(-limit));
  Value s = m.mul(y, y);
  Value quotient = m.div(m.mul(y, m.polynomial(s, p)), m.polynomial(s, q));
  Value isBeyond = m.compare(arith::CmpFPredicate::ONE, x, y);
  return m.select(isBeyond, m.copySign(m.constant(1.0), x), quotient);
}

Value emitTanh(VectorMath &m, Value x) {
  return emitOddQuotient(m, x, 9.02, {1.0, 0.133797184, 0.00349403429, 2.05834767e-05, 1.33190685e-08},
                         {1.0, 0.467130333, 0.025871072, 0.000328309252, 7.76201773e-07});
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
  return emitOddQuotient(
      m, x, 3.93, {1.12837911, 0.190784201, 0.0527903289, 0.00377962366, 0.00028480863, 2.04196431e-06},
      {1.0, 0.502410829, 0.114257671, 0.0149974665, 0.00116521562, 3.80040074e-05});
}

} // namespace tenon::codegen
