//===- RuntimeOps.cpp - Verifiers of calls of the runtime ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/Strings.h"

using namespace mlir;

namespace tenon::graph {

namespace {

/// Whether a tensor is what the letter says (RuntimeFunction). Handles count as strings: they become numbers on the way
/// to kernels.
bool fits(char letter, RankedTensorType type, ShapeRef common) {
  Type element = type.getElementType();
  bool isText = storageElement(element).isInteger(64) && !element.isUnsignedInteger();
  Shape shape = shapeOf(type);
  switch (letter) {
  case 'S':
    return isText && sameShape(shape, common);
  case 'I':
    return element.isSignlessInteger(64) && sameShape(shape, common);
  case 'B':
    return element.isInteger(1) && sameShape(shape, common);
  case 'N':
    return element.isIntOrFloat() && !isNarrow(element) && sameShape(shape, common);
  case 's':
    return isText && shape.empty();
  case 'i':
    return element.isSignlessInteger(64) && shape.empty();
  case 'v':
    return element.isSignlessInteger(32) && shape.size() == 1;
  default:
    return letter == 'P' && isText && shape.size() == common.size() + 1 &&
           sameShape(ShapeRef(shape).drop_back(), common);
  }
}

} // namespace

LogicalResult CallRuntimeOp::verify() {
  const RuntimeFunction *function = findRuntimeFunction(getFunction());
  if (!function)
    return emitOpError("calls ") << getFunctionAttr() << ", which is no function of the runtime";
  if (getInputs().size() != function->operands.size())
    return emitOpError("gives ") << getFunctionAttr() << " " << getInputs().size() << " operands, expected "
                                 << function->operands.size();
  // The first operand has the common sizes.
  Shape common = shapeOf(getInputs().front().getType());
  for (auto [i, letter, operand] : llvm::enumerate(function->operands, getInputs()))
    if (!fits(letter, cast<RankedTensorType>(operand.getType()), common))
      return emitOpError("gives ") << getFunctionAttr() << " a " << operand.getType() << " as operand " << i;
  if (!fits(function->result, cast<RankedTensorType>(getType()), common))
    return emitOpError("has a result of ") << getType() << ", which " << getFunctionAttr() << " does not give";
  return success();
}

} // namespace tenon::graph
