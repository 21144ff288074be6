//===- VectorMath.h - Arithmetic on f32 values and vectors ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_VECTORMATH_H
#define TENON_CODEGEN_CPU_VECTORMATH_H

#include "codegen/cpu/CpuTarget.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"

namespace tenon::codegen {

/// Writes formulas on f32, or vectors of it, as arith ops. No op may be fused
/// or reordered by LLVM: where a product is fused with a sum, `multiplyAdd`
/// says so.
class VectorMath {
public:
  using Value = mlir::Value;
  using Type = mlir::Type;

  /// `type` is f32 or a vector of f32.
  VectorMath(mlir::OpBuilder &builder, mlir::Location location, Type type, const CpuTarget &target)
      : builder(builder), location(location), type(type), target(target) {}

  Value constant(double value);
  Value integer(int32_t value);
  Value infinity() { return constant(std::numeric_limits<double>::infinity()); }
  Value notANumber() { return constant(std::numeric_limits<double>::quiet_NaN()); }

  Value add(Value a, Value b) { return make<mlir::arith::AddFOp>(a, b); }
  Value sub(Value a, Value b) { return make<mlir::arith::SubFOp>(a, b); }
  Value mul(Value a, Value b) { return make<mlir::arith::MulFOp>(a, b); }
  Value div(Value a, Value b) { return make<mlir::arith::DivFOp>(a, b); }
  /// a * b + c, rounded once where the CPU can.
  Value multiplyAdd(Value a, Value b, Value c);
  Value negate(Value a) { return make<mlir::arith::NegFOp>(a); }
  Value abs(Value a) { return make<mlir::math::AbsFOp>(a); }
  Value copySign(Value magnitude, Value sign) { return make<mlir::math::CopySignOp>(magnitude, sign); }

  Value select(Value condition, Value a, Value b) { return make<mlir::arith::SelectOp>(condition, a, b); }
  Value compare(mlir::arith::CmpFPredicate predicate, Value a, Value b) {
    return make<mlir::arith::CmpFOp>(predicate, a, b);
  }
  Value less(Value a, Value b) { return compare(mlir::arith::CmpFPredicate::OLT, a, b); }
  Value equal(Value a, Value b) { return compare(mlir::arith::CmpFPredicate::OEQ, a, b); }
  /// The lesser, or the greater, where `bound` is a number; NaN stays NaN. One
  /// instruction: x86 gives the second operand for NaN.
  Value atMost(Value a, Value bound) { return select(less(bound, a), bound, a); }
  Value atLeast(Value a, Value bound) { return select(less(a, bound), bound, a); }

  Value bits(Value a) { return make<mlir::arith::BitcastOp>(integerType(), a); }
  Value fromBits(Value a) { return make<mlir::arith::BitcastOp>(type, a); }
  Value shiftLeft(Value a, int32_t count) { return make<mlir::arith::ShLIOp>(a, integer(count)); }
  Value shiftRight(Value a, int32_t count) { return make<mlir::arith::ShRSIOp>(a, integer(count)); }
  Value addInteger(Value a, Value b) { return make<mlir::arith::AddIOp>(a, b); }
  Value subInteger(Value a, Value b) { return make<mlir::arith::SubIOp>(a, b); }
  Value toFloat(Value a) { return make<mlir::arith::SIToFPOp>(type, a); }

  /// c[0] + c[1] x + c[2] x^2 + ...
  Value polynomial(Value x, llvm::ArrayRef<double> coefficients);

  /// The integer nearest to x * scale, |.| < 2^21, as float and as integer.
  struct Rounded {
    Value real, integer;
  };
  Rounded roundScaled(Value x, Value scale);

  /// a * 2^n, n an integer as `roundScaled` makes it, |n| < 253, with correct
  /// underflow and overflow.
  Value scaleByPowerOfTwo(Value a, const Rounded &n);

  template <typename OpTy, typename... Args>
  Value make(Args &&...args) {
    return OpTy::create(builder, location, std::forward<Args>(args)...);
  }

  Type integerType();
  Type like(Type element);

  mlir::OpBuilder &builder;
  mlir::Location location;
  Type type;
  const CpuTarget &target;
};

} // namespace tenon::codegen

#endif
