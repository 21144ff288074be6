//===- NarrowTypes.cpp - Element types of eight bits and fewer ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/Strings.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>

using namespace mlir;

namespace tenon::graph {

bool isNarrowFloat(Type element) {
  auto type = dyn_cast<FloatType>(element);
  return type && type.getWidth() <= 8;
}

bool isNarrowInteger(Type element) {
  auto type = dyn_cast<IntegerType>(element);
  return type && (type.getWidth() == 2 || type.getWidth() == 4);
}

Type storageElement(Type element) {
  if (isString(element))
    return IntegerType::get(element.getContext(), 64);
  if (!isNarrow(element))
    return element;
  bool isSigned = isNarrowInteger(element) && !element.isUnsignedInteger();
  return IntegerType::get(element.getContext(), 8, isSigned ? IntegerType::Signless : IntegerType::Unsigned);
}

RankedTensorType storageType(RankedTensorType type) { return type.clone(storageElement(type.getElementType())); }

int64_t bytesOfElement(Type element) {
  unsigned bits = isString(element) ? 64 : element.getIntOrFloatBitWidth();
  return bits < 8 ? 1 : bits / 8;
}

namespace {

constexpr unsigned wideMantissa = 23, wideBias = 127;
constexpr int32_t wideInfinity = 0x7f800000;

/// A narrow float with a sign, as its codes lie: sign, exponent, mantissa.
struct Format {
  unsigned bits, mantissa;
  int32_t bias;
  int32_t largest;   // code of the largest number
  int32_t infinity;  // code of infinity; 0 where there is none
  int32_t nan;       // code of NaN; 0 where there is none
  bool hasMinusZero; // else its code is NaN

  int32_t sign() const { return 1 << (bits - 1); }
};

Format formatOf(Type type) {
  if (isa<Float8E4M3FNType>(type))
    return {8, 3, 7, 0x7e, 0, 0x7f, true};
  if (isa<Float8E4M3FNUZType>(type))
    return {8, 3, 8, 0x7f, 0, 0x80, false};
  if (isa<Float8E5M2Type>(type))
    return {8, 2, 15, 0x7b, 0x7c, 0x7e, true};
  if (isa<Float8E5M2FNUZType>(type))
    return {8, 2, 16, 0x7f, 0, 0x80, false};
  assert(isa<Float4E2M1FNType>(type) && "the narrow floats with a sign");
  return {4, 1, 1, 0x7, 0, 0, true};
}

/// Scalar ops on f32 and its bits.
struct Bits {
  OpBuilder &builder;
  Location location;
  Type real = builder.getF32Type(), integer = builder.getI32Type();

  template <typename OpTy, typename... Args> Value make(Args &&...args) {
    return OpTy::create(builder, location, std::forward<Args>(args)...);
  }
  Value constant(int32_t value) { return make<arith::ConstantOp>(builder.getI32IntegerAttr(value)); }
  Value number(double value) { return make<arith::ConstantOp>(builder.getF32FloatAttr(static_cast<float>(value))); }
  Value bitsOf(Value x) { return make<arith::BitcastOp>(integer, x); }
  Value fromBits(Value x) { return make<arith::BitcastOp>(real, x); }
  Value both(Value a, int32_t mask) { return make<arith::AndIOp>(a, constant(mask)); }
  Value either(Value a, Value b) { return make<arith::OrIOp>(a, b); }
  Value add(Value a, Value b) { return make<arith::AddIOp>(a, b); }
  Value subtract(Value a, Value b) { return make<arith::SubIOp>(a, b); }
  Value left(Value a, int32_t count) { return make<arith::ShLIOp>(a, constant(count)); }
  Value right(Value a, int32_t count) { return make<arith::ShRUIOp>(a, constant(count)); }
  Value compare(arith::CmpIPredicate predicate, Value a, int32_t b) {
    return make<arith::CmpIOp>(predicate, a, constant(b));
  }
  Value equal(Value a, int32_t b) { return compare(arith::CmpIPredicate::eq, a, b); }
  Value above(Value a, int32_t b) { return compare(arith::CmpIPredicate::sgt, a, b); }
  Value select(Value condition, Value a, Value b) { return make<arith::SelectOp>(condition, a, b); }
  Value asBit(Value condition) { return make<arith::ExtUIOp>(integer, condition); }
  Value code(Value a) { return make<arith::TruncIOp>(builder.getI8Type(), a); }
};

Value decodeScale(Bits &b, Value code) {
  // The code is f32's exponent; 0 is below f32's normal numbers.
  Value bits = b.select(b.equal(code, 0), b.constant(0x00400000), b.left(code, wideMantissa));
  return b.fromBits(b.select(b.equal(code, 0xff), b.constant(0x7fc00000), bits));
}

Value encodeScale(Bits &b, Value x, bool saturate, ScaleRounding rounding) {
  Value bits = b.bitsOf(x), exponent = b.both(b.right(bits, wideMantissa), 0xff);
  Value fraction = b.both(bits, 0x7fffff), increment;
  if (rounding == ScaleRounding::nearest) {
    // Halves go up, but for the least exponent, whose halves go down.
    constexpr int32_t half = 0x400000;
    Value isHalf = b.make<arith::AndIOp>(b.equal(fraction, half), b.above(exponent, 0));
    increment = b.make<arith::OrIOp>(b.above(fraction, half), isHalf);
  } else if (rounding == ScaleRounding::up) {
    increment = b.above(fraction, 0);
  }
  Value result = exponent;
  if (increment) {
    result = b.add(exponent, b.asBit(increment));
    if (saturate)
      result = b.select(b.above(result, 0xfe), b.constant(0xfe), result);
  }
  return b.code(b.select(b.equal(exponent, 0xff), b.constant(0xff), result));
}

} // namespace

Value buildDecode(OpBuilder &builder, Location location, Value code, Type narrow) {
  Bits b{builder, location};
  code = b.make<arith::ExtUIOp>(b.integer, code);
  if (isa<Float8E8M0FNUType>(narrow))
    return decodeScale(b, code);
  Format format = formatOf(narrow);
  Value magnitude = b.both(code, format.sign() - 1);
  // The multiplication corrects the exponent, of subnormal numbers too.
  Value placed = b.fromBits(b.left(magnitude, wideMantissa - format.mantissa));
  double factor = std::ldexp(1.0, static_cast<int>(wideBias) - format.bias);
  Value bits = b.bitsOf(b.make<arith::MulFOp>(placed, b.number(factor)));
  if (format.infinity)
    bits = b.select(b.above(magnitude, format.largest),
                    b.either(b.left(magnitude, wideMantissa - format.mantissa), b.constant(wideInfinity)), bits);
  else if (format.nan && format.hasMinusZero)
    bits = b.select(b.above(magnitude, format.largest), b.constant(0x7fc00000), bits);
  bits = b.either(bits, b.left(b.both(code, format.sign()), 32 - format.bits));
  if (!format.hasMinusZero)
    bits = b.select(b.equal(code, format.nan), b.constant(0x7fc00000), bits);
  return b.fromBits(bits);
}

Value buildEncode(OpBuilder &builder, Location location, Value number, Type narrow, bool saturate,
                  ScaleRounding rounding) {
  Bits b{builder, location};
  if (number.getType().isF64())
    number = b.make<arith::TruncFOp>(b.real, number);
  if (isa<Float8E8M0FNUType>(narrow))
    return encodeScale(b, number, saturate, rounding);
  Format format = formatOf(narrow);
  int32_t shift = wideMantissa - format.mantissa, rebias = static_cast<int32_t>(wideBias) - format.bias;
  Value bits = b.bitsOf(number), magnitude = b.both(bits, 0x7fffffff);
  // Normal numbers: half of the last bit that stays is added, a little less where that bit is even.
  Value odd = b.both(b.right(magnitude, shift), 1);
  Value rounded = b.add(magnitude, b.add(odd, b.constant((1 << (shift - 1)) - 1)));
  Value result = b.subtract(b.right(rounded, shift), b.constant(rebias << format.mantissa));
  // Subnormal ones: the addition of a number whose last bit stands where theirs shall.
  double quantum = std::ldexp(1.0, 1 - format.bias - static_cast<int>(format.mantissa));
  Value anchor = b.number(std::ldexp(quantum, wideMantissa));
  Value small = b.subtract(b.bitsOf(b.make<arith::AddFOp>(b.fromBits(magnitude), anchor)), b.bitsOf(anchor));
  int32_t leastNormal = (rebias + 1) << wideMantissa;
  result = b.select(b.compare(arith::CmpIPredicate::slt, magnitude, leastNormal), small, result);
  // A type without NaN has the largest numbers in place of infinity.
  int32_t beyond = saturate || !format.nan ? format.largest : format.infinity ? format.infinity : format.nan;
  result = b.select(b.above(result, format.largest), b.constant(beyond), result);
  Value isNan = b.above(magnitude, wideInfinity);
  result = b.select(isNan, b.constant(format.nan), result);
  Value sign = b.both(b.right(bits, 32 - format.bits), format.sign());
  if (format.hasMinusZero)
    return b.code(b.either(result, sign));
  return b.code(b.select(b.equal(result, 0), result, b.either(result, sign)));
}

} // namespace tenon::graph
