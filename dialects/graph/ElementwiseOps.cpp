//===- ElementwiseOps.cpp - Verifiers of elementwise ops --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/Strings.h"

using namespace mlir;

namespace tenon::graph {

LogicalResult verifySameSizes(Operation *op) {
  Shape shape = shapeOf(op->getResult(0).getType());
  for (Type type : op->getOperandTypes())
    if (!sameShape(shapeOf(type), shape))
      return op->emitOpError("needs operands of the result's sizes ")
             << toString(shape) << ", got " << toString(shapeOf(type)) << ": broadcast them first";
  return success();
}

Type CastOp::sourceElement() { return getSource().value_or(getElementTypeOrSelf(getOperand().getType())); }

Type CastOp::targetElement() { return getTarget().value_or(getElementTypeOrSelf(getType())); }

LogicalResult CastOp::verify() {
  auto check = [&](std::optional<Type> narrow, Value value, StringRef name) -> LogicalResult {
    Type element = getElementTypeOrSelf(value.getType());
    if (!narrow || (isNarrow(*narrow) && storageElement(*narrow) == element))
      return success();
    return emitOpError("has bytes of ") << element << " that cannot hold its " << name << " " << *narrow;
  };
  if (failed(check(getSource(), getOperand(), "source")) || failed(check(getTarget(), getResult(), "target")))
    return failure();
  if (getRounding() && !isa<Float8E8M0FNUType>(targetElement()))
    return emitOpError("has a rounding, which is for f8E8M0FNU only, not for ") << targetElement();
  return success();
}

LogicalResult BitcastOp::verify() {
  Type from = getElementTypeOrSelf(getOperand().getType()), to = getElementTypeOrSelf(getType());
  // Strings are handles of 64 bits.
  Type fromBits = isString(from) ? storageElement(from) : from, toBits = isString(to) ? storageElement(to) : to;
  if (!fromBits.isIntOrFloat() || !toBits.isIntOrFloat() ||
      fromBits.getIntOrFloatBitWidth() != toBits.getIntOrFloatBitWidth() || from.isInteger(1))
    return emitOpError("needs two types of one width, 8 bits or more, got ") << from << " and " << to;
  return success();
}

} // namespace tenon::graph
