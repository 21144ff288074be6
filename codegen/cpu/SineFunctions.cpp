//===- SineFunctions.cpp - Sine and cosine ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/MathFunctions.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace tenon::codegen {

/// Larger arguments go to the C library, which has the digits of pi for them.
static double largestReduced(const VectorMath &m) { return m.target.hasFma ? 30000.0 : 6000.0; }

/// x - n pi, |n| < 2^14, pi in parts whose products with n are exact; with
/// fused multiply-add three are enough.
static Value subtractMultipleOfPi(VectorMath &m, Value x, Value n) {
  if (m.target.hasFma) {
    Value r = m.multiplyAdd(n, m.constant(-3.14159274101257324), x);
    r = m.multiplyAdd(n, m.constant(8.74227765734758577e-8), r);
    return m.multiplyAdd(n, m.constant(3.43017532e-15), r);
  }
  Value r = m.sub(x, m.mul(n, m.constant(3.140625)));
  r = m.sub(r, m.mul(n, m.constant(0.0009670257568359375)));
  r = m.sub(r, m.mul(n, m.constant(6.2771141529083251953e-7)));
  return m.sub(r, m.mul(n, m.constant(1.2154201256553420e-10)));
}

/// sin(r) with |r| <= pi / 2, negated where `sign` is odd.
static Value sineOfReduced(VectorMath &m, Value r, Value sign) {
  Value s = m.mul(r, r);
  Value p = m.polynomial(s, {-0.166666672, 0.00833333097, -0.000198408627, 2.75251273e-06, -2.38842635e-08});
  Value result = m.multiplyAdd(m.mul(r, s), p, r);
  Value flipped = m.make<arith::XOrIOp>(m.bits(result), m.shiftLeft(sign, 31));
  return m.fromBits(flipped);
}

static Value reducedSin(VectorMath &m, Value x) {
  VectorMath::Rounded n = m.roundScaled(x, m.constant(0.31830988618379067154));
  Value result = sineOfReduced(m, subtractMultipleOfPi(m, x, n.real), n.integer);
  // The reduction loses the sign of zero.
  return m.select(m.equal(x, m.constant(0.0)), x, result);
}

static Value reducedCos(VectorMath &m, Value x) {
  // cos(x) = sin(x + pi / 2): the multiple of pi is n + 1/2, and exact as a float.
  Value scaled = m.multiplyAdd(x, m.constant(0.31830988618379067154), m.constant(-0.5));
  VectorMath::Rounded n = m.roundScaled(scaled, m.constant(1.0));
  Value multiple = m.add(n.real, m.constant(0.5));
  return sineOfReduced(m, subtractMultipleOfPi(m, x, multiple), m.addInteger(n.integer, m.integer(1)));
}

/// `reduced` where all arguments are small enough, else the C function.
static Value choose(VectorMath &m, Value x, llvm::function_ref<Value(Value)> reduced, StringRef function) {
  // NaN fits too.
  Value fits = m.compare(arith::CmpFPredicate::ULE, m.abs(x), m.constant(largestReduced(m)));
  if (isa<VectorType>(m.type))
    fits = m.make<vector::ReductionOp>(vector::CombiningKind::AND, fits);
  auto branch = scf::IfOp::create(m.builder, m.location, m.type, fits, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(m.builder);
  m.builder.setInsertionPointToStart(branch.thenBlock());
  scf::YieldOp::create(m.builder, m.location, reduced(x));
  m.builder.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(m.builder, m.location, emitLibmCall(m.builder, m.location, function, x));
  return branch.getResult(0);
}

Value emitSin(VectorMath &m, Value x) {
  return choose(m, x, [&](Value x) { return reducedSin(m, x); }, "sinf");
}

Value emitCos(VectorMath &m, Value x) {
  return choose(m, x, [&](Value x) { return reducedCos(m, x); }, "cosf");
}

} // namespace tenon::codegen
