//===- OrderingOps.cpp - Verifiers of scans and sorts ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Graph.h"
#include "dialects/graph/ShapeFunctions.h"
#include "dialects/graph/ShapeVerification.h"

using namespace mlir;
using namespace tenon::graph;

static LogicalResult verifyAxis(Operation *op, int64_t axis) {
  Shape shape = shapeOf(op->getOperand(0).getType());
  if (axis < 0 || axis >= static_cast<int64_t>(shape.size()))
    return op->emitOpError("has axis ") << axis << " for shape " << toString(shape);
  return success();
}

/// That `result` has the operand's sizes and the given element type.
static LogicalResult verifyResult(Operation *op, Value result, Type element) {
  if (!sameShape(shapeOf(result.getType()), shapeOf(op->getOperand(0).getType())) ||
      getElementTypeOrSelf(result.getType()) != element)
    return op->emitOpError("should have a result of the operand's sizes and of ")
           << element << ", got " << result.getType();
  return success();
}

LogicalResult ScanOp::verify() {
  Type element = getOperand().getType().getElementType();
  if (getKind() == ScanKind::logsumexp && !isa<FloatType>(element))
    return emitOpError("adds exponentials of floats, not of ") << element;
  if (failed(verifyAxis(*this, getAxis())))
    return failure();
  return verifyResult(*this, getResult(), element);
}

LogicalResult ArgScanOp::verify() {
  if (getKind() != ScanKind::max && getKind() != ScanKind::min)
    return emitOpError("is of max or min, not of ") << stringifyScanKind(getKind());
  if (failed(verifyAxis(*this, getAxis())))
    return failure();
  return verifyResult(*this, getResult(), IntegerType::get(getContext(), 64));
}

LogicalResult SortOp::verify() {
  if (failed(verifyAxis(*this, getAxis())) ||
      failed(verifyResult(*this, getValues(), getOperand().getType().getElementType())))
    return failure();
  return verifyResult(*this, getIndices(), IntegerType::get(getContext(), 64));
}
