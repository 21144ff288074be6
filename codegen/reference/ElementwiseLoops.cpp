//===- ElementwiseLoops.cpp - Elementwise ops of the reference --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/OpLoops.h"
#include "dialects/graph/NarrowTypes.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>
#include <limits>
#include <numbers>

using namespace mlir;
using namespace tenon::graph;
using llvm::Expected;

namespace tenon::reference {

namespace {

using RealUnary = double (*)(double);
using RealBinary = double (*)(double, double);
using IntegerBinary = uint64_t (*)(uint64_t, uint64_t);

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double gelu(double x) { return x * 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double geluByTanh(double x) {
  double inner = std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x);
  return 0.5 * x * (1 + std::tanh(inner));
}

/// The value of 1 + erf or 1 + tanh in gelu is 2 gelu(x) / x.
double roundedGelu(double x, bool tanh, Type type) {
  if (x == 0)
    return x;
  double factor = 2 * (tanh ? geluByTanh(x) : gelu(x)) / x;
  return 0.5 * x * roundToType(roundToType(factor - 1, type) + 1, type);
}

double signOf(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

double floorRemainder(double x, double y) {
  double remainder = std::fmod(x, y);
  return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
}

double largerOf(double x, double y) { return std::isnan(x) || std::isnan(y) ? NAN : std::fmax(x, y); }
double smallerOf(double x, double y) { return std::isnan(x) || std::isnan(y) ? NAN : std::fmin(x, y); }

/// The function on floats of a unary op, or null where it has none.
RealUnary realUnary(Operation *op) {
  return TypeSwitch<Operation *, RealUnary>(op)
      .Case([](NegOp) { return [](double x) { return -x; }; })
      .Case([](AbsOp) { return [](double x) { return std::fabs(x); }; })
      .Case([](SignOp) { return signOf; })
      .Case([](ExpOp) { return [](double x) { return std::exp(x); }; })
      .Case([](Exp2Op) { return [](double x) { return std::exp2(x); }; })
      .Case([](Expm1Op) { return [](double x) { return std::expm1(x); }; })
      .Case([](LogOp) { return [](double x) { return std::log(x); }; })
      .Case([](Log2Op) { return [](double x) { return std::log2(x); }; })
      .Case([](Log10Op) { return [](double x) { return std::log10(x); }; })
      .Case([](Log1pOp) { return [](double x) { return std::log1p(x); }; })
      .Case([](SqrtOp) { return [](double x) { return std::sqrt(x); }; })
      .Case([](RsqrtOp) { return [](double x) { return 1 / std::sqrt(x); }; })
      .Case([](ReciprocalOp) { return [](double x) { return 1 / x; }; })
      .Case([](SinOp) { return [](double x) { return std::sin(x); }; })
      .Case([](CosOp) { return [](double x) { return std::cos(x); }; })
      .Case([](TanOp) { return [](double x) { return std::tan(x); }; })
      .Case([](AsinOp) { return [](double x) { return std::asin(x); }; })
      .Case([](AcosOp) { return [](double x) { return std::acos(x); }; })
      .Case([](AtanOp) { return [](double x) { return std::atan(x); }; })
      .Case([](SinhOp) { return [](double x) { return std::sinh(x); }; })
      .Case([](CoshOp) { return [](double x) { return std::cosh(x); }; })
      .Case([](TanhOp) { return [](double x) { return std::tanh(x); }; })
      .Case([](AsinhOp) { return [](double x) { return std::asinh(x); }; })
      .Case([](AcoshOp) { return [](double x) { return std::acosh(x); }; })
      .Case([](AtanhOp) { return [](double x) { return std::atanh(x); }; })
      .Case([](ErfOp) { return [](double x) { return std::erf(x); }; })
      .Case([](ErfcOp) { return [](double x) { return std::erfc(x); }; })
      .Case([](SigmoidOp) { return sigmoid; })
      .Case([](ReluOp) { return [](double x) { return x < 0 ? 0 : x; }; })
      .Case([](SiluOp) { return [](double x) { return x * sigmoid(x); }; })
      .Case([](FloorOp) { return [](double x) { return std::floor(x); }; })
      .Case([](CeilOp) { return [](double x) { return std::ceil(x); }; })
      .Case([](RoundOp) { return [](double x) { return std::nearbyint(x); }; })
      .Case([](TruncOp) { return [](double x) { return std::trunc(x); }; })
      .Case([](GeluOp gelus) { return gelus.getTanh() ? geluByTanh : gelu; })
      .Default([](Operation *) { return nullptr; });
}

/// The function on floats of a binary op. floor_div is not here: its quotient
/// is rounded first.
RealBinary realBinary(Operation *op) {
  return TypeSwitch<Operation *, RealBinary>(op)
      .Case([](AddOp) { return [](double x, double y) { return x + y; }; })
      .Case([](SubOp) { return [](double x, double y) { return x - y; }; })
      .Case([](MulOp) { return [](double x, double y) { return x * y; }; })
      .Case([](DivOp) { return [](double x, double y) { return x / y; }; })
      .Case([](RemainderOp) { return floorRemainder; })
      .Case([](TruncatedRemainderOp) { return [](double x, double y) { return std::fmod(x, y); }; })
      .Case([](PowOp) { return [](double x, double y) { return std::pow(x, y); }; })
      .Case([](MaxOp) { return largerOf; })
      .Case([](MinOp) { return smallerOf; })
      .Case([](Atan2Op) { return [](double y, double x) { return std::atan2(y, x); }; })
      .Default([](Operation *) { return nullptr; });
}

/// Ops whose low bits do not depend on the sign of their operands: computed on
/// 64 bits, cut to the type's width by the caller.
IntegerBinary wrappingBinary(Operation *op) {
  return TypeSwitch<Operation *, IntegerBinary>(op)
      .Case([](AddOp) { return [](uint64_t x, uint64_t y) { return x + y; }; })
      .Case([](SubOp) { return [](uint64_t x, uint64_t y) { return x - y; }; })
      .Case([](MulOp) { return [](uint64_t x, uint64_t y) { return x * y; }; })
      .Case([](AndOp) { return [](uint64_t x, uint64_t y) { return x & y; }; })
      .Case([](OrOp) { return [](uint64_t x, uint64_t y) { return x | y; }; })
      .Case([](XorOp) { return [](uint64_t x, uint64_t y) { return x ^ y; }; })
      .Default([](Operation *) { return nullptr; });
}

/// x to the power of y; a negative power is the integer part of the fraction.
int64_t integerPower(int64_t x, int64_t y, bool isUnsigned) {
  if (!isUnsigned && y < 0)
    return x == 1 ? 1 : x == -1 ? (y % 2 == 0 ? 1 : -1) : 0;
  uint64_t result = 1, base = x;
  for (uint64_t power = y; power != 0; power >>= 1, base *= base)
    if (power & 1)
      result *= base;
  return result;
}

/// Division and remainders: by 0 both give 0.
template <typename T> int64_t divide(Operation *op, T x, T y) {
  if (y == 0)
    return 0;
  // The least number divided by -1 is itself and leaves no remainder.
  bool overflows = std::is_signed_v<T> && y == static_cast<T>(-1);
  T quotient = overflows ? static_cast<T>(uint64_t(0) - static_cast<uint64_t>(x)) : static_cast<T>(x / y);
  T remainder = overflows ? T(0) : static_cast<T>(x % y);
  bool towardsMinus = remainder != 0 && (remainder < 0) != (y < 0);
  return TypeSwitch<Operation *, T>(op)
      .Case([&](DivOp) { return quotient; })
      .Case([&](FloorDivOp) { return towardsMinus ? static_cast<T>(quotient - 1) : quotient; })
      .Case([&](RemainderOp) { return towardsMinus ? static_cast<T>(remainder + y) : remainder; })
      .Default([&](Operation *) { return remainder; });
}

/// Of a type `bits` wide; an amount of the width or more, or a negative one,
/// shifts everything out.
int64_t shift(Operation *op, int64_t x, int64_t y, unsigned bits, bool isUnsigned) {
  bool all = static_cast<uint64_t>(y) >= bits;
  if (isa<ShiftLeftOp>(op))
    return all ? 0 : static_cast<int64_t>(static_cast<uint64_t>(x) << y);
  if (isUnsigned)
    return all ? 0 : static_cast<int64_t>(static_cast<uint64_t>(x) >> y);
  return all ? (x < 0 ? -1 : 0) : x >> y;
}

template <typename T> bool holds(Predicate predicate, T x, T y) {
  switch (predicate) {
  case Predicate::eq:
    return x == y;
  case Predicate::ne:
    return x != y;
  case Predicate::lt:
    return x < y;
  case Predicate::le:
    return x <= y;
  case Predicate::gt:
    return x > y;
  case Predicate::ge:
    return x >= y;
  }
  llvm_unreachable("all predicates are handled");
}

bool lessThan(int64_t x, int64_t y, bool isUnsigned) {
  return isUnsigned ? static_cast<uint64_t>(x) < static_cast<uint64_t>(y) : x < y;
}

int64_t integerUnary(Operation *op, int64_t x, bool isUnsigned) {
  return TypeSwitch<Operation *, int64_t>(op)
      .Case([&](NegOp) { return static_cast<int64_t>(uint64_t(0) - static_cast<uint64_t>(x)); })
      .Case([&](AbsOp) {
        return isUnsigned || x >= 0 ? x : static_cast<int64_t>(uint64_t(0) - static_cast<uint64_t>(x));
      })
      .Case([&](SignOp) { return isUnsigned ? int64_t(x != 0) : int64_t(x > 0) - int64_t(x < 0); })
      .Case([&](NotOp) { return ~x; })
      .Case([&](ReluOp) { return isUnsigned || x > 0 ? x : 0; })
      // Rounding an integer leaves it as it is.
      .Default([&](Operation *) { return x; });
}

int64_t integerBinary(Operation *op, int64_t x, int64_t y, const ReferenceTensor &like) {
  bool isUnsigned = like.isUnsigned();
  if (IntegerBinary function = wrappingBinary(op))
    return function(x, y);
  return TypeSwitch<Operation *, int64_t>(op)
      .Case([&](PowOp) { return integerPower(x, y, isUnsigned); })
      .Case([&](MaxOp) { return lessThan(x, y, isUnsigned) ? y : x; })
      .Case([&](MinOp) { return lessThan(y, x, isUnsigned) ? y : x; })
      .Case<ShiftLeftOp, ShiftRightOp>(
          [&](auto) { return shift(op, x, y, like.elementType.getIntOrFloatBitWidth(), isUnsigned); })
      .Default([&](Operation *) { return isUnsigned ? divide<uint64_t>(op, x, y) : divide<int64_t>(op, x, y); });
}

bool isIntegerUnary(Operation *op) {
  return isa<NegOp, AbsOp, SignOp, NotOp, ReluOp, FloorOp, CeilOp, RoundOp, TruncOp>(op);
}

bool isIntegerBinary(Operation *op) {
  return isa<AddOp, SubOp, MulOp, DivOp, FloorDivOp, RemainderOp, TruncatedRemainderOp, PowOp, MaxOp, MinOp, AndOp,
             OrOp, XorOp, ShiftLeftOp, ShiftRightOp>(op);
}

/// Where a type is narrow, as itself or as what bytes hold.
void convertNarrow(CastOp op, ReferenceTensor &result, const ReferenceTensor &x) {
  Type source = op.sourceElement(), target = op.targetElement();
  ScaleRounding rounding = op.getRounding().value_or(ScaleRounding::nearest);
  for (int64_t i = 0, count = result.elementCount(); i < count; ++i) {
    bool isCode = isNarrowFloat(source) && !x.isReal(), isReal = isCode || x.isReal();
    double value = isCode ? decodeNarrow(x.integers[i], source) : x.real(i);
    if (!isNarrow(target)) {
      if (isReal || result.isReal())
        result.setReal(i, value);
      else
        result.integers[i] = result.elementType.isInteger(1) ? x.integers[i] != 0 : x.integers[i];
    } else if (isNarrowFloat(target)) {
      // Everything is f32 in between.
      int64_t code = encodeNarrow(static_cast<float>(value), target, op.getSaturate(), rounding);
      if (result.isReal())
        result.reals[i] = decodeNarrow(code, target);
      else
        result.integers[i] = code;
    } else {
      // Negative numbers wrap to unsigned ones.
      ReferenceTensor wide(IntegerType::get(target.getContext(), 32), {1});
      wide.setReal(0, value);
      result.integers[i] = wrapToType(isReal ? wide.integers[0] : x.integers[i], target);
    }
  }
}

void convert(ReferenceTensor &result, const ReferenceTensor &x) {
  bool toBool = result.elementType.isInteger(1);
  for (int64_t i = 0, count = result.elementCount(); i < count; ++i) {
    if (result.isReal() || x.isReal())
      result.setReal(i, x.real(i)); // to i1: whether it is not zero
    else
      result.integers[i] = toBool ? x.integers[i] != 0 : x.integers[i];
  }
}

} // namespace

/// compare, select, cast, is_nan, is_inf: not of one type throughout.
static bool runMixed(Operation *op, Operands x, ReferenceTensor &result) {
  int64_t count = result.elementCount();
  if (auto cast = dyn_cast<CastOp>(op)) {
    if (isNarrow(cast.sourceElement()) || isNarrow(cast.targetElement()))
      convertNarrow(cast, result, *x[0]);
    else
      convert(result, *x[0]);
  } else if (isa<SelectOp>(op)) {
    for (int64_t i = 0; i < count; ++i)
      result.copyElement(i, x[0]->integers[i] ? *x[1] : *x[2], i);
  } else if (auto compare = dyn_cast<CompareOp>(op)) {
    Predicate predicate = compare.getPredicate();
    for (int64_t i = 0; i < count; ++i) {
      if (x[0]->isReal())
        result.integers[i] = holds(predicate, x[0]->reals[i], x[1]->reals[i]);
      else if (x[0]->isUnsigned())
        result.integers[i] = holds<uint64_t>(predicate, x[0]->integers[i], x[1]->integers[i]);
      else
        result.integers[i] = holds(predicate, x[0]->integers[i], x[1]->integers[i]);
    }
  } else if (isa<IsNanOp, IsInfOp>(op) && x[0]->isReal()) {
    for (int64_t i = 0; i < count; ++i)
      result.integers[i] = isa<IsNanOp>(op) ? std::isnan(x[0]->reals[i]) : std::isinf(x[0]->reals[i]);
  } else {
    return false;
  }
  return true;
}

Expected<ReferenceTensor> runElementwise(Operation *op, Operands x, Symbols symbols, bool exact) {
  Expected<ReferenceTensor> result = makeTensor(op->getResult(0).getType(), symbols);
  if (result && isa<BitcastOp>(op))
    return ReferenceTensor::fromBytes(result->elementType, result->sizes, x[0]->toBytes());
  if (!result || runMixed(op, x, *result))
    return result;
  int64_t count = result->elementCount();
  if (!x[0]->isReal()) {
    if (x.size() == 1 ? !isIntegerUnary(op) : !isIntegerBinary(op))
      return llvm::createStringError("the reference has no " + op->getName().getStringRef() + " of " +
                                     x[0]->describe());
    for (int64_t i = 0; i < count; ++i)
      result->integers[i] = x.size() == 1 ? integerUnary(op, x[0]->integers[i], x[0]->isUnsigned())
                                          : integerBinary(op, x[0]->integers[i], x[1]->integers[i], *x[0]);
    return result;
  }
  if (isa<FloorDivOp>(op)) {
    // The quotient of floats is a float: floor sees it rounded.
    for (int64_t i = 0; i < count; ++i)
      result->reals[i] = std::floor(roundToType(x[0]->reals[i] / x[1]->reals[i], x[0]->elementType));
    return result;
  }
  if (auto gelu = dyn_cast<GeluOp>(op); gelu && !exact) {
    for (int64_t i = 0; i < count; ++i)
      result->reals[i] = roundedGelu(x[0]->reals[i], gelu.getTanh(), x[0]->elementType);
    return result;
  }
  RealUnary unary = realUnary(op);
  RealBinary binary = realBinary(op);
  if (!unary && !binary)
    return llvm::createStringError("the reference has no " + op->getName().getStringRef() + " of " + x[0]->describe());
  for (int64_t i = 0; i < count; ++i)
    result->reals[i] = unary ? unary(x[0]->reals[i]) : binary(x[0]->reals[i], x[1]->reals[i]);
  return result;
}

} // namespace tenon::reference
