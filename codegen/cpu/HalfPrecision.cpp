//===- HalfPrecision.cpp - f16 and bf16 through f32 -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/HalfPrecision.h"
#include "codegen/cpu/VectorMath.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace tenon::codegen {

static bool isHalf(Type type) {
  Type element = getElementTypeOrSelf(type);
  return element.isF16() || element.isBF16();
}

static Type withElement(Type type, Type element) {
  auto vector = dyn_cast<VectorType>(type);
  return vector ? Type(vector.clone(element)) : element;
}

//===----------------------------------------------------------------------===//
// Conversions
//===----------------------------------------------------------------------===//

/// bf16 is the upper half of f32.
static Value extendBF16(VectorMath &m, Value x) {
  Value bits = m.make<arith::BitcastOp>(m.like(m.builder.getI16Type()), x);
  return m.fromBits(m.shiftLeft(m.make<arith::ExtUIOp>(m.integerType(), bits), 16));
}

static Value bitAnd(VectorMath &m, Value a, int32_t mask) { return m.make<arith::AndIOp>(a, m.integer(mask)); }

static Value logicalShiftRight(VectorMath &m, Value a, int32_t count) {
  return m.make<arith::ShRUIOp>(a, m.integer(count));
}

/// Rounds to nearest, ties to even, by what is added to the bits that go.
static Value truncateToBF16(VectorMath &m, Value x, Type type) {
  Value bits = m.bits(x);
  Value odd = bitAnd(m, logicalShiftRight(m, bits, 16), 1);
  Value rounded = m.addInteger(bits, m.addInteger(odd, m.integer(0x7fff)));
  // A NaN must not be rounded up to infinity or beyond.
  Value quiet = m.make<arith::OrIOp>(bits, m.integer(0x400000));
  Value isNan = m.compare(arith::CmpFPredicate::UNO, x, x);
  Value upper = logicalShiftRight(m, m.select(isNan, quiet, rounded), 16);
  Value narrow = m.make<arith::TruncIOp>(m.like(m.builder.getI16Type()), upper);
  return m.make<arith::BitcastOp>(type, narrow);
}

static Value extendF16(VectorMath &m, Value x) {
  Value bits = m.make<arith::ExtUIOp>(m.integerType(), m.make<arith::BitcastOp>(m.like(m.builder.getI16Type()), x));
  Value magnitude = bitAnd(m, bits, 0x7fff);
  // Multiplying by 2^112 corrects the exponent, of subnormal numbers too.
  Value number = m.bits(m.mul(m.fromBits(m.shiftLeft(magnitude, 13)), m.constant(5.192296858534828e33)));
  Value isSpecial = m.make<arith::CmpIOp>(arith::CmpIPredicate::sgt, magnitude, m.integer(0x7bff));
  Value special = m.make<arith::OrIOp>(number, m.integer(0x7f800000));
  Value sign = m.shiftLeft(bitAnd(m, bits, 0x8000), 16);
  return m.fromBits(m.make<arith::OrIOp>(m.select(isSpecial, special, number), sign));
}

static Value truncateToF16(VectorMath &m, Value x, Type type) {
  Value bits = m.bits(x), magnitude = bitAnd(m, bits, 0x7fffffff);
  auto below = [&](int32_t bound) {
    return m.make<arith::CmpIOp>(arith::CmpIPredicate::slt, magnitude, m.integer(bound));
  };
  // Normal numbers: the exponent's bias corrected, and rounded to even.
  Value odd = bitAnd(m, logicalShiftRight(m, magnitude, 13), 1);
  Value normal = logicalShiftRight(m, m.addInteger(magnitude, m.addInteger(odd, m.integer(0xc8000fff))), 13);
  // Subnormal numbers: the addition of 0.5 rounds where the last bit shall be.
  Value half = m.constant(0.5);
  Value subnormal = m.subInteger(m.bits(m.add(m.fromBits(magnitude), half)), m.bits(half));
  Value result = m.select(below(0x38800000), subnormal, normal);
  Value isNan = m.compare(arith::CmpFPredicate::UNO, x, x);
  Value special = m.select(isNan, m.integer(0x7e00), m.integer(0x7c00));
  result = m.select(below(0x477ff000), result, special);
  result = m.make<arith::OrIOp>(result, logicalShiftRight(m, bitAnd(m, bits, 0x80000000), 16));
  Value narrow = m.make<arith::TruncIOp>(m.like(m.builder.getI16Type()), result);
  return m.make<arith::BitcastOp>(type, narrow);
}

/// AVX2 CPUs have F16C.
static bool hasF16Conversions(const CpuTarget &target) { return target.vectorBits >= 256; }

static Value extend(OpBuilder &builder, Location location, Value x, const CpuTarget &target) {
  Type wide = withElement(x.getType(), builder.getF32Type());
  VectorMath math(builder, location, wide, target);
  if (getElementTypeOrSelf(x.getType()).isBF16())
    return extendBF16(math, x);
  if (!hasF16Conversions(target))
    return extendF16(math, x);
  Value bits = math.make<arith::BitcastOp>(math.like(builder.getI16Type()), x);
  return math.make<LLVM::FPExtOp>(wide, math.make<LLVM::BitcastOp>(x.getType(), bits));
}

static Value truncate(OpBuilder &builder, Location location, Value x, Type type, const CpuTarget &target) {
  VectorMath math(builder, location, x.getType(), target);
  if (getElementTypeOrSelf(type).isBF16())
    return truncateToBF16(math, x, type);
  if (!hasF16Conversions(target))
    return truncateToF16(math, x, type);
  Value narrow = math.make<LLVM::FPTruncOp>(type, x);
  Value bits = math.make<LLVM::BitcastOp>(math.like(builder.getI16Type()), narrow);
  return math.make<arith::BitcastOp>(type, bits);
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

/// Conversions between a half type and another float type, f32 in between.
static Value expandConversion(OpBuilder &builder, Operation *op, const CpuTarget &target) {
  Location location = op->getLoc();
  Value x = op->getOperand(0);
  Type type = op->getResult(0).getType(), wide = withElement(type, builder.getF32Type());
  if (isHalf(x.getType()))
    x = extend(builder, location, x, target);
  else if (getElementTypeOrSelf(x.getType()).isF64())
    x = arith::TruncFOp::create(builder, location, wide, x);
  if (isHalf(type))
    return truncate(builder, location, x, type, target);
  return x.getType() == type ? x : arith::ExtFOp::create(builder, location, type, x).getResult();
}

static void expandOperation(OpBuilder &builder, Operation *op, const CpuTarget &target) {
  IRMapping mapping;
  for (Value operand : op->getOperands())
    if (isHalf(operand.getType()) && !mapping.contains(operand))
      mapping.map(operand, extend(builder, op->getLoc(), operand, target));
  Operation *wide = builder.clone(*op, mapping);
  for (auto [result, old] : llvm::zip_equal(wide->getResults(), op->getResults())) {
    Value replacement = result;
    if (isHalf(old.getType())) {
      result.setType(withElement(old.getType(), builder.getF32Type()));
      replacement = truncate(builder, op->getLoc(), result, old.getType(), target);
    }
    old.replaceAllUsesWith(replacement);
  }
}

//===----------------------------------------------------------------------===//
// Bits in place of half types
//===----------------------------------------------------------------------===//

static Type bitsOf(Type type) {
  return isHalf(type) ? withElement(type, IntegerType::get(type.getContext(), 16)) : type;
}

static Attribute bitsOf(Attribute value) {
  if (auto number = dyn_cast<FloatAttr>(value))
    return IntegerAttr::get(bitsOf(number.getType()), number.getValue().bitcastToAPInt());
  return cast<DenseElementsAttr>(value).bitcast(IntegerType::get(value.getContext(), 16));
}

/// After the expansion only loads, stores, shuffles, selections and the like
/// have half types. They work on the bits, which LLVM moves as they are.
static void replaceHalfTypes(Operation *module) {
  module->walk([](Operation *op) {
    if (isa<LLVM::BitcastOp, LLVM::FPExtOp, LLVM::FPTruncOp>(op))
      return;
    if (auto constant = dyn_cast<arith::ConstantOp>(op); constant && isHalf(constant.getType()))
      constant.setValueAttr(cast<TypedAttr>(bitsOf(Attribute(constant.getValue()))));
    for (Value result : op->getResults())
      result.setType(bitsOf(result.getType()));
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (BlockArgument argument : block.getArguments())
          argument.setType(bitsOf(argument.getType()));
  });
  module->walk([](arith::BitcastOp op) {
    if (op.getType() != op.getIn().getType())
      return;
    op.replaceAllUsesWith(op.getIn());
    op.erase();
  });
}

void expandHalfPrecision(Operation *module, const CpuTarget &target) {
  SmallVector<Operation *> found;
  module->walk([&](Operation *op) {
    bool computes = isa_and_nonnull<arith::ArithDialect, math::MathDialect>(op->getDialect()) &&
                    !isa<arith::ConstantOp, arith::SelectOp, arith::BitcastOp>(op);
    if (computes && (llvm::any_of(op->getOperandTypes(), isHalf) || llvm::any_of(op->getResultTypes(), isHalf)))
      found.push_back(op);
  });
  OpBuilder builder(module->getContext());
  for (Operation *op : found) {
    builder.setInsertionPoint(op);
    if (isa<arith::ExtFOp, arith::TruncFOp>(op))
      op->getResult(0).replaceAllUsesWith(expandConversion(builder, op, target));
    else
      expandOperation(builder, op, target);
    op->erase();
  }
  replaceHalfTypes(module);
}

} // namespace tenon::codegen
