//===- VectorMath.cpp - Arithmetic on f32 values and vectors ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/VectorMath.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace tenon::codegen {

Type VectorMath::like(Type element) {
  auto vector = dyn_cast<VectorType>(type);
  return vector ? Type(vector.clone(element)) : element;
}

Type VectorMath::integerType() { return like(builder.getI32Type()); }

static Value splatConstant(VectorMath &math, Type type, TypedAttr value) {
  TypedAttr attribute = value;
  if (auto vector = dyn_cast<VectorType>(type))
    attribute = DenseElementsAttr::get(vector, Attribute(value));
  return math.make<arith::ConstantOp>(attribute);
}

Value VectorMath::constant(double value) {
  return splatConstant(*this, type, builder.getF32FloatAttr(static_cast<float>(value)));
}

Value VectorMath::integer(int32_t value) { return splatConstant(*this, integerType(), builder.getI32IntegerAttr(value)); }

Value VectorMath::multiplyAdd(Value a, Value b, Value c) {
  return target.hasFma ? make<math::FmaOp>(a, b, c) : add(mul(a, b), c);
}

Value VectorMath::polynomial(Value x, ArrayRef<double> coefficients) {
  Value result = constant(coefficients.back());
  for (double coefficient : llvm::reverse(coefficients.drop_back()))
    result = multiplyAdd(result, x, constant(coefficient));
  return result;
}

VectorMath::Rounded VectorMath::roundScaled(Value x, Value scale) {
  // Adding 1.5 * 2^23 leaves the integer in the last bits of the sum.
  Value magic = constant(12582912.0);
  Value shifted = multiplyAdd(x, scale, magic);
  return {sub(shifted, magic), subInteger(bits(shifted), integer(0x4B400000))};
}

/// vscalefps on each 16 lanes.
static Value scaleVectors(VectorMath &math, Value a, Value n) {
  OpBuilder &builder = math.builder;
  auto whole = cast<VectorType>(math.type);
  VectorType sixteen = VectorType::get(16, builder.getF32Type());
  Value allLanes = math.make<arith::ConstantOp>(builder.getI16IntegerAttr(-1));
  Value currentRounding = math.make<arith::ConstantOp>(builder.getI32IntegerAttr(4));
  auto scale = [&](Value x, Value exponent) -> Value {
    return LLVM::CallIntrinsicOp::create(builder, math.location, sixteen,
                                         builder.getStringAttr("llvm.x86.avx512.mask.scalef.ps.512"),
                                         ValueRange{x, exponent, x, allLanes, currentRounding})
        .getResults();
  };
  if (whole == sixteen)
    return scale(a, n);
  Value result = a;
  for (int64_t first = 0; first < whole.getNumElements(); first += 16) {
    auto slice = [&](Value vector) {
      return math.make<vector::ExtractStridedSliceOp>(vector, ArrayRef<int64_t>{first}, ArrayRef<int64_t>{16},
                                                      ArrayRef<int64_t>{1});
    };
    result = math.make<vector::InsertStridedSliceOp>(scale(slice(a), slice(n)), result, ArrayRef<int64_t>{first},
                                                     ArrayRef<int64_t>{1});
  }
  return result;
}

Value VectorMath::scaleByPowerOfTwo(Value a, const Rounded &n) {
  auto vector = dyn_cast<VectorType>(type);
  if (target.hasMasks && vector && vector.getNumElements() % 16 == 0)
    return scaleVectors(*this, a, n.real);
  // In two steps, each of which is a normal number.
  Value half = shiftRight(n.integer, 1);
  auto power = [&](Value exponent) { return fromBits(shiftLeft(addInteger(exponent, integer(127)), 23)); };
  return mul(mul(a, power(half)), power(subInteger(n.integer, half)));
}

} // namespace tenon::codegen
