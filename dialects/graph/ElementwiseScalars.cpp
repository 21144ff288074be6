//===- ElementwiseScalars.cpp - What elementwise ops compute on one element ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Each op's meaning in arith and math ops on scalars. Code generation turns
// them into vectors; the reference back end does not use this file.

#include "dialects/graph/NarrowTypes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace tenon::graph;

namespace {

/// Builds scalar ops at one place. `type` is the element type in the graph.
struct Scalars {
  OpBuilder &builder;
  Location location;
  Type type;

  Scalars(OpBuilder &builder, Operation *op)
      : builder(builder), location(op->getLoc()), type(getElementTypeOrSelf(op->getOperand(0).getType())) {}

  bool isFloat() const { return isa<FloatType>(type); }
  bool isUnsigned() const { return type.isUnsignedInteger() || type.isInteger(1); }

  template <typename OpTy, typename... Args>
  Value make(Args &&...args) {
    return OpTy::create(builder, location, std::forward<Args>(args)...);
  }

  /// The signless type that values of the graph type have.
  static Type signless(Type type) {
    auto integer = dyn_cast<IntegerType>(type);
    return integer ? IntegerType::get(type.getContext(), integer.getWidth()) : type;
  }

  Value constant(double value) { return constant(signless(type), value); }
  Value constant(Type of, double value) {
    if (isa<FloatType>(of))
      return make<arith::ConstantOp>(builder.getFloatAttr(of, value));
    return make<arith::ConstantOp>(builder.getIntegerAttr(of, static_cast<int64_t>(value)));
  }

  template <typename FloatOp, typename SignedOp, typename UnsignedOp>
  Value choose(Value a, Value b) {
    if (isFloat())
      return make<FloatOp>(a, b);
    return isUnsigned() ? make<UnsignedOp>(a, b) : make<SignedOp>(a, b);
  }

  Value compare(Predicate predicate, Value a, Value b) {
    if (isFloat()) {
      static constexpr arith::CmpFPredicate floats[] = {arith::CmpFPredicate::OEQ, arith::CmpFPredicate::UNE,
                                                        arith::CmpFPredicate::OLT, arith::CmpFPredicate::OLE,
                                                        arith::CmpFPredicate::OGT, arith::CmpFPredicate::OGE};
      return make<arith::CmpFOp>(floats[static_cast<int>(predicate)], a, b);
    }
    using P = arith::CmpIPredicate;
    static constexpr P signedOnes[] = {P::eq, P::ne, P::slt, P::sle, P::sgt, P::sge};
    static constexpr P unsignedOnes[] = {P::eq, P::ne, P::ult, P::ule, P::ugt, P::uge};
    return make<arith::CmpIOp>((isUnsigned() ? unsignedOnes : signedOnes)[static_cast<int>(predicate)], a, b);
  }

  Value select(Value condition, Value a, Value b) { return make<arith::SelectOp>(condition, a, b); }

  Value sigmoid(Value x) {
    Value one = constant(1);
    return make<arith::DivFOp>(one, make<arith::AddFOp>(one, make<math::ExpOp>(make<arith::NegFOp>(x))));
  }

  /// Integer division that does not trap: by 0 it gives 0, and the most
  /// negative number divided by -1 is itself.
  Value safeDivisor(Value divisor) { return select(compare(Predicate::eq, divisor, constant(0)), constant(1), divisor); }

  Value truncatedRemainder(Value a, Value b) {
    if (isFloat())
      return make<arith::RemFOp>(a, b);
    return isUnsigned() ? make<arith::RemUIOp>(a, safeDivisor(b)) : make<arith::RemSIOp>(a, safeSignedDivisor(a, b));
  }

  Value safeSignedDivisor(Value dividend, Value divisor) {
    // x % -1 is 0 and x / -1 is handled apart: both trap for the least x.
    Value isMinusOne = compare(Predicate::eq, divisor, constant(-1));
    return select(isMinusOne, constant(1), safeDivisor(divisor));
  }

  Value truncatedDivision(Value a, Value b) {
    if (isFloat())
      return make<arith::DivFOp>(a, b);
    Value isZero = compare(Predicate::eq, b, constant(0));
    if (isUnsigned())
      return select(isZero, constant(0), make<arith::DivUIOp>(a, safeDivisor(b)));
    Value isMinusOne = compare(Predicate::eq, b, constant(-1));
    Value quotient = make<arith::DivSIOp>(a, safeSignedDivisor(a, b));
    quotient = select(isMinusOne, make<arith::SubIOp>(constant(0), a), quotient);
    return select(isZero, constant(0), quotient);
  }

  /// Whether a nonzero remainder has not the sign of the divisor.
  Value signsDiffer(Value remainder, Value divisor) {
    Value zero = constant(0);
    Value nonzero = compare(Predicate::ne, remainder, zero);
    Value differ = make<arith::XOrIOp>(compare(Predicate::lt, remainder, zero), compare(Predicate::lt, divisor, zero));
    return make<arith::AndIOp>(nonzero, differ);
  }

  Value add(Value a, Value b) { return isFloat() ? make<arith::AddFOp>(a, b) : make<arith::AddIOp>(a, b); }
  Value sub(Value a, Value b) { return isFloat() ? make<arith::SubFOp>(a, b) : make<arith::SubIOp>(a, b); }
};

} // namespace

//===----------------------------------------------------------------------===//
// Ops that are one op of arith or math
//===----------------------------------------------------------------------===//

#define SCALAR(OP) Value OP::buildScalar(OpBuilder &builder, Location, ValueRange x)

#define UNARY_FLOAT(OP, MATH)                                                                                          \
  SCALAR(OP) { return Scalars(builder, *this).make<MATH>(x[0]); }
UNARY_FLOAT(ExpOp, math::ExpOp)
UNARY_FLOAT(Exp2Op, math::Exp2Op)
UNARY_FLOAT(Expm1Op, math::ExpM1Op)
UNARY_FLOAT(LogOp, math::LogOp)
UNARY_FLOAT(Log2Op, math::Log2Op)
UNARY_FLOAT(Log10Op, math::Log10Op)
UNARY_FLOAT(Log1pOp, math::Log1pOp)
UNARY_FLOAT(SqrtOp, math::SqrtOp)
UNARY_FLOAT(SinOp, math::SinOp)
UNARY_FLOAT(CosOp, math::CosOp)
UNARY_FLOAT(TanOp, math::TanOp)
UNARY_FLOAT(AsinOp, math::AsinOp)
UNARY_FLOAT(AcosOp, math::AcosOp)
UNARY_FLOAT(AtanOp, math::AtanOp)
UNARY_FLOAT(SinhOp, math::SinhOp)
UNARY_FLOAT(CoshOp, math::CoshOp)
UNARY_FLOAT(TanhOp, math::TanhOp)
UNARY_FLOAT(AsinhOp, math::AsinhOp)
UNARY_FLOAT(AcoshOp, math::AcoshOp)
UNARY_FLOAT(AtanhOp, math::AtanhOp)
UNARY_FLOAT(ErfOp, math::ErfOp)
UNARY_FLOAT(ErfcOp, math::ErfcOp)
#undef UNARY_FLOAT

/// Roundings are the identity on integers.
#define ROUNDING(OP, MATH)                                                                                             \
  SCALAR(OP) {                                                                                                         \
    Scalars s(builder, *this);                                                                                         \
    return s.isFloat() ? s.make<MATH>(x[0]) : x[0];                                                                    \
  }
ROUNDING(FloorOp, math::FloorOp)
ROUNDING(CeilOp, math::CeilOp)
ROUNDING(RoundOp, math::RoundEvenOp)
ROUNDING(TruncOp, math::TruncOp)
#undef ROUNDING

#define BINARY(OP, FLOAT, SIGNED, UNSIGNED)                                                                            \
  SCALAR(OP) { return Scalars(builder, *this).choose<FLOAT, SIGNED, UNSIGNED>(x[0], x[1]); }
BINARY(AddOp, arith::AddFOp, arith::AddIOp, arith::AddIOp)
BINARY(SubOp, arith::SubFOp, arith::SubIOp, arith::SubIOp)
BINARY(MulOp, arith::MulFOp, arith::MulIOp, arith::MulIOp)
BINARY(MaxOp, arith::MaximumFOp, arith::MaxSIOp, arith::MaxUIOp)
BINARY(MinOp, arith::MinimumFOp, arith::MinSIOp, arith::MinUIOp)
#undef BINARY

SCALAR(AndOp) { return Scalars(builder, *this).make<arith::AndIOp>(x[0], x[1]); }
SCALAR(OrOp) { return Scalars(builder, *this).make<arith::OrIOp>(x[0], x[1]); }
SCALAR(XorOp) { return Scalars(builder, *this).make<arith::XOrIOp>(x[0], x[1]); }
SCALAR(Atan2Op) { return Scalars(builder, *this).make<math::Atan2Op>(x[0], x[1]); }

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

SCALAR(NegOp) {
  Scalars s(builder, *this);
  return s.isFloat() ? s.make<arith::NegFOp>(x[0]) : s.make<arith::SubIOp>(s.constant(0), x[0]);
}

SCALAR(AbsOp) {
  Scalars s(builder, *this);
  if (s.isFloat())
    return s.make<math::AbsFOp>(x[0]);
  return s.isUnsigned() ? x[0] : s.make<arith::MaxSIOp>(x[0], s.make<arith::SubIOp>(s.constant(0), x[0]));
}

SCALAR(SignOp) {
  Scalars s(builder, *this);
  Value zero = s.constant(0);
  Value positive = s.select(s.compare(Predicate::gt, x[0], zero), s.constant(1), s.isFloat() ? x[0] : zero);
  return s.isUnsigned() ? positive : s.select(s.compare(Predicate::lt, x[0], zero), s.constant(-1), positive);
}

SCALAR(NotOp) {
  Scalars s(builder, *this);
  return s.make<arith::XOrIOp>(x[0], s.constant(-1));
}

SCALAR(DivOp) { return Scalars(builder, *this).truncatedDivision(x[0], x[1]); }

SCALAR(FloorDivOp) {
  Scalars s(builder, *this);
  if (s.isFloat())
    return s.make<math::FloorOp>(s.make<arith::DivFOp>(x[0], x[1]));
  Value quotient = s.truncatedDivision(x[0], x[1]);
  if (s.isUnsigned())
    return quotient;
  Value adjust = s.signsDiffer(s.truncatedRemainder(x[0], x[1]), x[1]);
  return s.select(adjust, s.sub(quotient, s.constant(1)), quotient);
}

SCALAR(RemainderOp) {
  Scalars s(builder, *this);
  Value remainder = s.truncatedRemainder(x[0], x[1]);
  if (!s.isFloat() && s.isUnsigned())
    return remainder;
  return s.select(s.signsDiffer(remainder, x[1]), s.add(remainder, x[1]), remainder);
}

SCALAR(TruncatedRemainderOp) { return Scalars(builder, *this).truncatedRemainder(x[0], x[1]); }

SCALAR(PowOp) {
  Scalars s(builder, *this);
  return s.isFloat() ? s.make<math::PowFOp>(x[0], x[1]) : s.make<math::IPowIOp>(x[0], x[1]);
}

SCALAR(ShiftLeftOp) {
  Scalars s(builder, *this);
  Value inRange = s.make<arith::CmpIOp>(arith::CmpIPredicate::ult, x[1], s.constant(s.type.getIntOrFloatBitWidth()));
  return s.select(inRange, s.make<arith::ShLIOp>(x[0], s.select(inRange, x[1], s.constant(0))), s.constant(0));
}

SCALAR(ShiftRightOp) {
  Scalars s(builder, *this);
  int64_t width = s.type.getIntOrFloatBitWidth();
  Value inRange = s.make<arith::CmpIOp>(arith::CmpIPredicate::ult, x[1], s.constant(width));
  if (s.isUnsigned())
    return s.select(inRange, s.make<arith::ShRUIOp>(x[0], s.select(inRange, x[1], s.constant(0))), s.constant(0));
  return s.make<arith::ShRSIOp>(x[0], s.select(inRange, x[1], s.constant(width - 1)));
}

//===----------------------------------------------------------------------===//
// Functions on floats
//===----------------------------------------------------------------------===//

SCALAR(RsqrtOp) {
  Scalars s(builder, *this);
  return s.make<arith::DivFOp>(s.constant(1), s.make<math::SqrtOp>(x[0]));
}

SCALAR(ReciprocalOp) {
  Scalars s(builder, *this);
  return s.make<arith::DivFOp>(s.constant(1), x[0]);
}

SCALAR(SigmoidOp) { return Scalars(builder, *this).sigmoid(x[0]); }

SCALAR(ReluOp) {
  Scalars s(builder, *this);
  if (s.isFloat())
    return s.make<arith::MaximumFOp>(x[0], s.constant(0));
  return s.isUnsigned() ? x[0] : s.make<arith::MaxSIOp>(x[0], s.constant(0));
}

SCALAR(SiluOp) {
  Scalars s(builder, *this);
  return s.make<arith::MulFOp>(x[0], s.sigmoid(x[0]));
}

SCALAR(GeluOp) {
  Scalars s(builder, *this);
  Value half = s.make<arith::MulFOp>(x[0], s.constant(0.5));
  if (!getTanh()) {
    Value erf = s.make<math::ErfOp>(s.make<arith::MulFOp>(x[0], s.constant(0.70710678118654752440)));
    return s.make<arith::MulFOp>(half, s.make<arith::AddFOp>(erf, s.constant(1)));
  }
  Value cube = s.make<arith::MulFOp>(s.make<arith::MulFOp>(x[0], x[0]), x[0]);
  Value inner = s.make<arith::AddFOp>(x[0], s.make<arith::MulFOp>(cube, s.constant(0.044715)));
  Value tanh = s.make<math::TanhOp>(s.make<arith::MulFOp>(inner, s.constant(0.79788456080286535588)));
  return s.make<arith::MulFOp>(half, s.make<arith::AddFOp>(tanh, s.constant(1)));
}

SCALAR(IsNanOp) {
  Scalars s(builder, *this);
  return s.make<arith::CmpFOp>(arith::CmpFPredicate::UNO, x[0], x[0]);
}

SCALAR(IsInfOp) {
  Scalars s(builder, *this);
  return s.compare(Predicate::eq, s.make<math::AbsFOp>(x[0]), s.constant(std::numeric_limits<double>::infinity()));
}

//===----------------------------------------------------------------------===//
// Comparison, selection, conversion
//===----------------------------------------------------------------------===//

SCALAR(CompareOp) { return Scalars(builder, *this).compare(getPredicate(), x[0], x[1]); }

SCALAR(SelectOp) { return Scalars(builder, *this).select(x[0], x[1], x[2]); }

/// A number of the type of `s` as one of `target`, which is not narrow.
static Value convertScalar(Scalars &s, Value x, Type target) {
  Type to = Scalars::signless(target), from = Scalars::signless(s.type);
  if (from == to)
    return x;
  if (target.isInteger(1))
    return s.compare(Predicate::ne, x, s.constant(0));
  if (isa<FloatType>(from)) {
    if (isa<FloatType>(to)) {
      unsigned a = from.getIntOrFloatBitWidth(), b = to.getIntOrFloatBitWidth();
      if (a < b)
        return s.make<arith::ExtFOp>(to, x);
      if (a > b)
        return s.make<arith::TruncFOp>(to, x);
      // f16 and bf16 have no common order: through f32, which holds both.
      return s.make<arith::TruncFOp>(to, s.make<arith::ExtFOp>(s.builder.getF32Type(), x));
    }
    return target.isUnsignedInteger() ? s.make<arith::FPToUIOp>(to, x) : s.make<arith::FPToSIOp>(to, x);
  }
  if (isa<FloatType>(to))
    return s.isUnsigned() ? s.make<arith::UIToFPOp>(to, x) : s.make<arith::SIToFPOp>(to, x);
  if (from.getIntOrFloatBitWidth() > to.getIntOrFloatBitWidth())
    return s.make<arith::TruncIOp>(to, x);
  return s.isUnsigned() ? s.make<arith::ExtUIOp>(to, x) : s.make<arith::ExtSIOp>(to, x);
}

SCALAR(CastOp) {
  Scalars s(builder, *this);
  Value value = x[0];
  Type target = targetElement();
  if (isNarrowFloat(sourceElement())) {
    value = buildDecode(builder, s.location, value, sourceElement());
    s.type = builder.getF32Type();
  }
  if (isNarrowFloat(target)) {
    Type wide = s.type.isF64() ? s.type : builder.getF32Type();
    return buildEncode(builder, s.location, convertScalar(s, value, wide), target, getSaturate(),
                       getRounding().value_or(ScaleRounding::nearest));
  }
  if (!isNarrowInteger(target))
    return convertScalar(s, value, target);
  // What does not fit wraps, negative numbers as unsigned ones too.
  if (s.isFloat()) {
    s.type = builder.getI32Type();
    value = s.make<arith::FPToSIOp>(s.type, value);
  }
  value = convertScalar(s, value, storageElement(target));
  Type byte = builder.getI8Type();
  auto number = [&](int64_t n) { return s.make<arith::ConstantOp>(builder.getIntegerAttr(byte, n)); };
  unsigned bits = target.getIntOrFloatBitWidth();
  if (target.isUnsignedInteger())
    return s.make<arith::AndIOp>(value, number((1 << bits) - 1));
  return s.make<arith::ShRSIOp>(s.make<arith::ShLIOp>(value, number(8 - bits)), number(8 - bits));
}

SCALAR(BitcastOp) {
  Scalars s(builder, *this);
  Type from = Scalars::signless(s.type), to = Scalars::signless(getElementTypeOrSelf(getType()));
  return from == to ? x[0] : s.make<arith::BitcastOp>(to, x[0]);
}
