//===- Combine.cpp - What kinds of reductions do to scalars and vectors ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/kernel/Combine.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace tenon::kernel {

TypedAttr neutralElement(OpBuilder &builder, ReductionKind kind, Type type, bool isUnsigned) {
  if (auto real = dyn_cast<FloatType>(type)) {
    const llvm::fltSemantics &semantics = real.getFloatSemantics();
    switch (kind) {
    case ReductionKind::product:
      return builder.getFloatAttr(type, 1.0);
    case ReductionKind::max:
      return builder.getFloatAttr(type, APFloat::getInf(semantics, /*Negative=*/true));
    case ReductionKind::min:
      return builder.getFloatAttr(type, APFloat::getInf(semantics));
    default:
      return builder.getFloatAttr(type, 0.0);
    }
  }
  unsigned width = type.isIndex() ? 64 : type.getIntOrFloatBitWidth();
  isUnsigned |= width == 1;
  switch (kind) {
  case ReductionKind::product:
    return builder.getIntegerAttr(type, APInt(width, 1));
  case ReductionKind::max:
    return builder.getIntegerAttr(type, isUnsigned ? APInt::getMinValue(width) : APInt::getSignedMinValue(width));
  case ReductionKind::min:
    return builder.getIntegerAttr(type, isUnsigned ? APInt::getMaxValue(width) : APInt::getSignedMaxValue(width));
  case ReductionKind::all:
    return builder.getIntegerAttr(type, APInt::getAllOnes(width));
  default:
    return builder.getIntegerAttr(type, APInt::getZero(width));
  }
}

Value combine(OpBuilder &builder, Location location, ReductionKind kind, Value a, Value b, bool isUnsigned) {
  auto make = [&]<typename FloatOp, typename IntegerOp>() -> Value {
    if (isa<FloatType>(getElementTypeOrSelf(a.getType())))
      return FloatOp::create(builder, location, a, b);
    return IntegerOp::create(builder, location, a, b);
  };
  switch (kind) {
  case ReductionKind::sum:
    return make.operator()<arith::AddFOp, arith::AddIOp>();
  case ReductionKind::product:
    return make.operator()<arith::MulFOp, arith::MulIOp>();
  case ReductionKind::max:
    return isUnsigned ? make.operator()<arith::MaximumFOp, arith::MaxUIOp>()
                      : make.operator()<arith::MaximumFOp, arith::MaxSIOp>();
  case ReductionKind::min:
    return isUnsigned ? make.operator()<arith::MinimumFOp, arith::MinUIOp>()
                      : make.operator()<arith::MinimumFOp, arith::MinSIOp>();
  case ReductionKind::any:
    return arith::OrIOp::create(builder, location, a, b);
  case ReductionKind::all:
    return arith::AndIOp::create(builder, location, a, b);
  }
  llvm_unreachable("all kinds of reductions are handled");
}

} // namespace tenon::kernel
