//===- PowerFunctions.cpp - Powers of floats and integers -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/MathFunctions.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace tenon::codegen {

/// The number that a value is in every lane, if that is known.
static std::optional<double> constantValue(Value value) {
  if (auto broadcast = value.getDefiningOp<vector::BroadcastOp>())
    value = broadcast.getSource();
  APFloat constant(0.0f);
  if (!matchPattern(value, m_ConstantFloat(&constant)))
    return std::nullopt;
  return constant.convertToDouble();
}

/// x^y for the exponents that programs write as numbers, or null.
static Value emitConstantPower(VectorMath &m, Value x, double y) {
  if (y == 1.0)
    return x;
  if (y == 2.0)
    return m.mul(x, x);
  if (y == 3.0)
    return m.mul(m.mul(x, x), x);
  if (y == 4.0) {
    Value square = m.mul(x, x);
    return m.mul(square, square);
  }
  if (y == -1.0)
    return m.div(m.constant(1.0), x);
  if (y == -2.0)
    return m.div(m.constant(1.0), m.mul(x, x));
  return nullptr;
}

namespace {

/// Formulas in f64, whose range and precision make those for f32 simple.
struct DoubleMath {
  VectorMath &m;
  Type real, integer;

  explicit DoubleMath(VectorMath &m)
      : m(m), real(m.like(m.builder.getF64Type())), integer(m.like(m.builder.getI64Type())) {}

  Value splat(Type type, TypedAttr value) {
    TypedAttr attribute = value;
    if (auto vector = dyn_cast<VectorType>(type))
      attribute = DenseElementsAttr::get(vector, Attribute(value));
    return m.make<arith::ConstantOp>(attribute);
  }
  Value constant(double value) { return splat(real, m.builder.getF64FloatAttr(value)); }
  Value number(int64_t value) { return splat(integer, m.builder.getI64IntegerAttr(value)); }
  Value multiplyAdd(Value a, Value b, Value c) {
    return m.target.hasFma ? m.make<math::FmaOp>(a, b, c) : m.add(m.mul(a, b), c);
  }
  Value polynomial(Value x, ArrayRef<double> coefficients) {
    Value result = constant(coefficients.back());
    for (double coefficient : llvm::reverse(coefficients.drop_back()))
      result = multiplyAdd(result, x, constant(coefficient));
    return result;
  }

  /// The logarithm to base 2 of a positive number.
  Value log2(Value x) {
    Value bits = m.make<arith::BitcastOp>(integer, x);
    // The mantissa between sqrt(1/2) and sqrt(2).
    Value exponentBits = m.make<arith::AndIOp>(m.make<arith::SubIOp>(bits, number(0x3fe6a09e667f3bcd)),
                                               number(0xfff0000000000000));
    Value mantissa = m.make<arith::BitcastOp>(real, m.make<arith::SubIOp>(bits, exponentBits));
    Value exponent32 =
        m.make<arith::TruncIOp>(m.integerType(), m.make<arith::ShRSIOp>(exponentBits, number(52)));
    Value exponent = m.make<arith::SIToFPOp>(real, exponent32);
    Value one = constant(1.0);
    Value t = m.div(m.sub(mantissa, one), m.add(mantissa, one));
    Value s = m.mul(t, t);
    // 2 / ln 2 (t + t^3 / 3 + t^5 / 5 + ...)
    Value p = polynomial(s, {2.885390081777926815, 0.961796693925975604, 0.577078016355585362, 0.412198583111132402,
                             0.320598897975325203, 0.262308189252538802});
    return multiplyAdd(t, p, exponent);
  }

  /// 2^x for |x| < 1000.
  Value exp2(Value x) {
    // Adding 1.5 * 2^52 leaves the integer in the last bits of the sum.
    Value magic = constant(6755399441055744.0);
    Value shifted = m.add(x, magic);
    Value r = m.sub(x, m.sub(shifted, magic));
    Value p = polynomial(r, {1.0, 0.693147180559945309, 0.240226506959100712, 0.0555041086648215800,
                             0.00961812910762847716, 0.00133335581464284434, 0.000154035303933816099,
                             0.0000152527338040598403, 0.00000132154867901443095});
    Value n = m.make<arith::SubIOp>(m.make<arith::BitcastOp>(integer, shifted), number(0x4338000000000000));
    Value scale = m.make<arith::ShLIOp>(m.make<arith::AddIOp>(n, number(1023)), number(52));
    return m.mul(p, m.make<arith::BitcastOp>(real, scale));
  }
};

} // namespace

/// x^y for finite x > 0 and finite y.
static Value emitOrdinaryPower(VectorMath &m, Value x, Value y) {
  DoubleMath d(m);
  Value exponent = m.mul(m.make<arith::ExtFOp>(d.real, y), d.log2(m.make<arith::ExtFOp>(d.real, x)));
  // Beyond these bounds f32 has infinity and 0.
  Value bound = d.constant(300.0), lower = d.constant(-300.0);
  exponent = m.select(m.less(bound, exponent), bound, exponent);
  exponent = m.select(m.less(exponent, lower), lower, exponent);
  return m.make<arith::TruncFOp>(m.type, d.exp2(exponent));
}

Value emitPower(VectorMath &m, Value x, Value y) {
  if (std::optional<double> exponent = constantValue(y))
    if (Value result = emitConstantPower(m, x, *exponent))
      return result;
  Value isPositive = m.compare(arith::CmpFPredicate::OGT, x, m.constant(0.0));
  Value isOrdinary = m.make<arith::AndIOp>(isPositive, m.less(x, m.infinity()));
  isOrdinary = m.make<arith::AndIOp>(isOrdinary, m.less(m.abs(y), m.infinity()));
  if (isa<VectorType>(m.type))
    isOrdinary = m.make<vector::ReductionOp>(vector::CombiningKind::AND, isOrdinary);
  auto branch = scf::IfOp::create(m.builder, m.location, m.type, isOrdinary, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(m.builder);
  m.builder.setInsertionPointToStart(branch.thenBlock());
  scf::YieldOp::create(m.builder, m.location, emitOrdinaryPower(m, x, y));
  m.builder.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(m.builder, m.location, emitLibmCall(m.builder, m.location, "powf", {x, y}));
  return branch.getResult(0);
}

Value emitIntegerPower(OpBuilder &builder, Location location, Value x, Value y) {
  Type type = x.getType();
  int64_t width = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
  auto constant = [&](int64_t value) -> Value {
    Attribute element = builder.getIntegerAttr(getElementTypeOrSelf(type), value);
    if (auto vector = dyn_cast<VectorType>(type))
      element = DenseElementsAttr::get(vector, element);
    return arith::ConstantOp::create(builder, location, cast<TypedAttr>(element));
  };
  auto compare = [&](arith::CmpIPredicate predicate, Value a, Value b) -> Value {
    return arith::CmpIOp::create(builder, location, predicate, a, b);
  };
  Value zero = constant(0), one = constant(1);
  auto i64 = [&](int64_t value) -> Value {
    return arith::ConstantOp::create(builder, location, builder.getI64IntegerAttr(value));
  };
  // Squares and multiplies for each bit of the exponent.
  auto loop = scf::ForOp::create(builder, location, i64(0), i64(width), i64(1), ValueRange{one, x, y});
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(loop.getBody());
    Value result = loop.getRegionIterArg(0), power = loop.getRegionIterArg(1), rest = loop.getRegionIterArg(2);
    Value isOdd = compare(arith::CmpIPredicate::ne, arith::AndIOp::create(builder, location, rest, one), zero);
    Value product = arith::MulIOp::create(builder, location, result, power);
    result = arith::SelectOp::create(builder, location, isOdd, product, result);
    power = arith::MulIOp::create(builder, location, power, power);
    rest = arith::ShRUIOp::create(builder, location, rest, one);
    scf::YieldOp::create(builder, location, ValueRange{result, power, rest});
  }
  // 1 / x^|y| is an integer for 1 and -1 only.
  Value isMinusOne = compare(arith::CmpIPredicate::eq, x, constant(-1));
  Value isOne = compare(arith::CmpIPredicate::eq, x, one);
  Value isOdd = compare(arith::CmpIPredicate::ne, arith::AndIOp::create(builder, location, y, one), zero);
  Value sign = arith::SelectOp::create(builder, location, isOdd, constant(-1), one);
  Value reciprocal = arith::SelectOp::create(builder, location, isMinusOne, sign, zero);
  reciprocal = arith::SelectOp::create(builder, location, isOne, one, reciprocal);
  Value isNegative = compare(arith::CmpIPredicate::slt, y, zero);
  return arith::SelectOp::create(builder, location, isNegative, reciprocal, loop.getResult(0));
}

} // namespace tenon::codegen
