//===- ExpandMath.cpp - Math functions as vector arithmetic -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/ExpandMath.h"
#include "codegen/cpu/HalfPrecision.h"
#include "codegen/cpu/MathFunctions.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

/// Products and sums written by the model may be fused. What is emitted below
/// says itself what is fused.
void allowContraction(ModuleOp module) {
  module.walk([](Operation *op) {
    if (isa<arith::AddFOp, arith::SubFOp, arith::MulFOp>(op))
      op->setAttr("fastmath", arith::FastMathFlagsAttr::get(op->getContext(), arith::FastMathFlags::contract));
  });
}

bool isNumber(Value value) {
  APFloat constant(0.0f);
  DenseFPElementsAttr elements;
  if (matchPattern(value, m_Constant(&elements)) && elements.isSplat())
    return !elements.getSplatValue<APFloat>().isNaN();
  Operation *broadcast = value.getDefiningOp();
  if (broadcast && broadcast->getName().getStringRef() == "vector.broadcast")
    value = broadcast->getOperand(0);
  return matchPattern(value, m_ConstantFloat(&constant)) && !constant.isNaN();
}

/// Maximum or minimum that keeps NaN: x86's instruction gives its second
/// operand if either is NaN, and a NaN in the first is put back.
Value expandExtremum(OpBuilder &builder, Operation *op) {
  Location location = op->getLoc();
  Value a = op->getOperand(0), b = op->getOperand(1);
  if (isNumber(b))
    std::swap(a, b);
  auto predicate = isa<arith::MaximumFOp>(op) ? arith::CmpFPredicate::OGT : arith::CmpFPredicate::OLT;
  Value isBeyond = arith::CmpFOp::create(builder, location, predicate, a, b);
  Value result = arith::SelectOp::create(builder, location, isBeyond, a, b);
  if (isNumber(a))
    return result;
  Value isNan = arith::CmpFOp::create(builder, location, arith::CmpFPredicate::UNO, a, a);
  return arith::SelectOp::create(builder, location, isNan, a, result);
}

/// The C function that computes an op on f64, or "".
StringRef libmName(Operation *op) {
  return llvm::TypeSwitch<Operation *, StringRef>(op)
      .Case<math::ExpOp>([](auto) { return "exp"; })
      .Case<math::Exp2Op>([](auto) { return "exp2"; })
      .Case<math::ExpM1Op>([](auto) { return "expm1"; })
      .Case<math::LogOp>([](auto) { return "log"; })
      .Case<math::Log2Op>([](auto) { return "log2"; })
      .Case<math::Log10Op>([](auto) { return "log10"; })
      .Case<math::Log1pOp>([](auto) { return "log1p"; })
      .Case<math::SinOp>([](auto) { return "sin"; })
      .Case<math::CosOp>([](auto) { return "cos"; })
      .Case<math::TanOp>([](auto) { return "tan"; })
      .Case<math::AsinOp>([](auto) { return "asin"; })
      .Case<math::AcosOp>([](auto) { return "acos"; })
      .Case<math::AtanOp>([](auto) { return "atan"; })
      .Case<math::Atan2Op>([](auto) { return "atan2"; })
      .Case<math::SinhOp>([](auto) { return "sinh"; })
      .Case<math::CoshOp>([](auto) { return "cosh"; })
      .Case<math::TanhOp>([](auto) { return "tanh"; })
      .Case<math::AsinhOp>([](auto) { return "asinh"; })
      .Case<math::AcoshOp>([](auto) { return "acosh"; })
      .Case<math::AtanhOp>([](auto) { return "atanh"; })
      .Case<math::ErfOp>([](auto) { return "erf"; })
      .Case<math::ErfcOp>([](auto) { return "erfc"; })
      .Case<math::CbrtOp>([](auto) { return "cbrt"; })
      .Case<math::PowFOp>([](auto) { return "pow"; })
      .Case<math::RoundOp>([](auto) { return "round"; })
      .Default([](Operation *) { return ""; });
}

/// The functions of f32 that have a formula here; null for others.
Value expandFloat(VectorMath &m, Operation *op) {
  Value x = op->getOperand(0);
  return llvm::TypeSwitch<Operation *, Value>(op)
      .Case<math::ExpOp>([&](auto) { return emitExp(m, x); })
      .Case<math::Exp2Op>([&](auto) { return emitExp2(m, x); })
      .Case<math::ExpM1Op>([&](auto) { return emitExpM1(m, x); })
      .Case<math::LogOp>([&](auto) { return emitLog(m, x); })
      .Case<math::Log2Op>([&](auto) { return emitLog2(m, x); })
      .Case<math::Log10Op>([&](auto) { return emitLog10(m, x); })
      .Case<math::Log1pOp>([&](auto) { return emitLog1p(m, x); })
      .Case<math::SinOp>([&](auto) { return emitSin(m, x); })
      .Case<math::CosOp>([&](auto) { return emitCos(m, x); })
      .Case<math::SinhOp>([&](auto) { return emitSinh(m, x); })
      .Case<math::CoshOp>([&](auto) { return emitCosh(m, x); })
      .Case<math::TanhOp>([&](auto) { return emitTanh(m, x); })
      .Case<math::ErfOp>([&](auto) { return emitErf(m, x); })
      .Case<math::PowFOp>([&](auto) { return emitPower(m, x, op->getOperand(1)); })
      .Default([](Operation *) { return Value(); });
}

/// 1 / sqrt(x), each rounded: no approximation is as accurate.
Value expandRsqrt(OpBuilder &builder, math::RsqrtOp op) {
  Type type = op.getType();
  Attribute one = builder.getFloatAttr(getElementTypeOrSelf(type), 1.0);
  if (auto vector = dyn_cast<VectorType>(type))
    one = DenseElementsAttr::get(vector, one);
  Value numerator = arith::ConstantOp::create(builder, op.getLoc(), cast<TypedAttr>(one));
  Value root = math::SqrtOp::create(builder, op.getLoc(), op.getOperand());
  return arith::DivFOp::create(builder, op.getLoc(), numerator, root);
}

/// a * b + c where no instruction does it: exact products in f64.
Value expandFma(OpBuilder &builder, math::FmaOp op) {
  Location location = op.getLoc();
  Type wide = builder.getF64Type();
  if (auto vector = dyn_cast<VectorType>(op.getType()))
    wide = vector.clone(wide);
  if (wide == op.getType())
    return emitLibmCall(builder, location, "fma", op.getOperands());
  auto extend = [&](Value x) { return arith::ExtFOp::create(builder, location, wide, x); };
  Value product = arith::MulFOp::create(builder, location, extend(op.getA()), extend(op.getB()));
  Value sum = arith::AddFOp::create(builder, location, product, extend(op.getC()));
  return arith::TruncFOp::create(builder, location, op.getType(), sum);
}

/// What replaces the op; null where LLVM has an instruction for it.
Value expand(OpBuilder &builder, Operation *op, const CpuTarget &target) {
  if (isa<arith::MaximumFOp, arith::MinimumFOp>(op))
    return expandExtremum(builder, op);
  if (auto rsqrt = dyn_cast<math::RsqrtOp>(op))
    return expandRsqrt(builder, rsqrt);
  if (auto power = dyn_cast<math::IPowIOp>(op))
    return emitIntegerPower(builder, op->getLoc(), power.getLhs(), power.getRhs());
  if (auto fma = dyn_cast<math::FmaOp>(op))
    return target.hasFma ? Value() : expandFma(builder, fma);
  StringRef name = libmName(op);
  if (name.empty())
    return nullptr;
  Type type = op->getResult(0).getType();
  if (getElementTypeOrSelf(type).isF64())
    return emitLibmCall(builder, op->getLoc(), name, op->getOperands());
  VectorMath math(builder, op->getLoc(), type, target);
  if (Value result = expandFloat(math, op))
    return result;
  return emitLibmCall(builder, op->getLoc(), (name + "f").str(), op->getOperands());
}

} // namespace

LogicalResult expandMath(ModuleOp module, const CpuTarget &target) {
  expandHalfPrecision(module, target);
  if (target.hasFma)
    allowContraction(module);
  SmallVector<Operation *> found;
  module.walk([&](Operation *op) {
    if (isa_and_nonnull<math::MathDialect>(op->getDialect()) || isa<arith::MaximumFOp, arith::MinimumFOp>(op))
      found.push_back(op);
  });
  OpBuilder builder(module.getContext());
  for (Operation *op : found) {
    builder.setInsertionPoint(op);
    if (Value result = expand(builder, op, target)) {
      op->getResult(0).replaceAllUsesWith(result);
      op->erase();
    }
  }
  return success();
}

} // namespace tenon::codegen
