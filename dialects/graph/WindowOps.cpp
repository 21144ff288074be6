//===- WindowOps.cpp - Verifiers of ops on windows --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeVerification.h"
#include "dialects/graph/Windows.h"

using namespace mlir;
using namespace tenon::graph;

LogicalResult ConvolutionOp::verify() {
  Type element = getElementTypeOrSelf(getInput().getType());
  if (element.isInteger(1) || getElementTypeOrSelf(getWeight().getType()) != element ||
      getElementTypeOrSelf(getType()) != element)
    return emitOpError("needs input, weight and result of one type of numbers, got ")
           << getInput().getType() << ", " << getWeight().getType() << " and " << getType();
  std::string error;
  FailureOr<Shape> shape = convolutionShape(shapeOf(getInput().getType()), shapeOf(getWeight().getType()),
                                            windowAxesOf(*this), getGroups(), error);
  return verifyShape(*this, shape, error);
}

LogicalResult WindowReduceOp::verify() {
  Type element = getElementTypeOrSelf(getOperand().getType());
  if (getKind() == ReductionKind::any || getKind() == ReductionKind::all)
    return emitOpError("is of sum, product, max or min, not of ") << stringifyReductionKind(getKind());
  if (element.isInteger(1) || getElementTypeOrSelf(getType()) != element)
    return emitOpError("needs operand and result of one type of numbers, got ")
           << getOperand().getType() << " and " << getType();
  std::string error;
  return verifyShape(*this, windowShape(shapeOf(getOperand().getType()), getWindow(), windowAxesOf(*this), error),
                     error);
}

LogicalResult WindowArgReduceOp::verify() {
  if (getKind() != ReductionKind::max && getKind() != ReductionKind::min)
    return emitOpError("is of max or min, not of ") << stringifyReductionKind(getKind());
  if (getElementTypeOrSelf(getOperand().getType()).isInteger(1) || !getElementTypeOrSelf(getType()).isSignlessInteger(64))
    return emitOpError("needs an operand of numbers and a result of i64, got ")
           << getOperand().getType() << " and " << getType();
  std::string error;
  FailureOr<Shape> shape = windowShape(shapeOf(getOperand().getType()), getWindow(), windowAxesOf(*this), error);
  if (failed(shape))
    return emitOpError(error);
  if (getAxis() > shape->size())
    return emitOpError("has axis ") << getAxis() << " for shape " << toString(*shape);
  for (auto [window, axis] : llvm::zip(getWindow().take_front(getAxis()), windowAxesOf(*this)))
    if (window != 1 || axis.stride != 1 || axis.low != 0 || axis.high != 0)
      return emitOpError("has windows on the axes before axis ") << getAxis();
  return verifyShape(*this, shape, error);
}

LogicalResult TileTransformOp::verify() {
  ShapedType matrix = getMatrix().getShapedType();
  if (matrix.getRank() != 2 || !matrix.getElementType().isF64())
    return emitOpError("needs a matrix of f64, got ") << matrix;
  Type element = getElementTypeOrSelf(getOperand().getType());
  if ((!element.isF32() && !element.isF64()) || getElementTypeOrSelf(getType()) != element)
    return emitOpError("needs operand and result of f32 or f64, got ") << getOperand().getType() << " and " << getType();
  Shape shape = shapeOf(getOperand().getType());
  if (shape.size() < 2 || constantSize(shape[0]) != getColumns() || constantSize(shape[1]) != getColumns())
    return emitOpError("needs tiles of ") << getColumns() << " x " << getColumns() << " on the first axes, got "
                                          << getOperand().getType();
  shape[0] = shape[1] = getAffineConstantExpr(getRows(), getContext());
  std::string error;
  return verifyShape(*this, shape, error);
}
