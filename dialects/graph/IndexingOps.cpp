//===- IndexingOps.cpp - Verifiers of ops that read and write by index ---===//
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

LogicalResult GatherOp::verify() {
  std::string error;
  return verifyShape(*this,
                     gatherShape(shapeOf(getOperand().getType()), shapeOf(getIndices().getType()), getAxis(), error),
                     error);
}

LogicalResult TakeAlongOp::verify() {
  int64_t rank = getOperand().getType().getRank();
  if (getIndices().getType().getRank() != rank || static_cast<int64_t>(getAxis()) >= rank)
    return emitOpError("needs indices of the operand's rank and an axis within it");
  std::string error;
  return verifyShape(*this, shapeOf(getIndices().getType()), error);
}

/// What both scatters have in common: element types, and a result like `dest`.
template <typename OpTy> static LogicalResult verifyScatter(OpTy op, FailureOr<Shape> shape, const std::string &error) {
  Type element = op.getDest().getType().getElementType();
  if (op.getUpdates().getType().getElementType() != element || op.getType().getElementType() != element)
    return op.emitOpError("needs one element type, got ") << op.getDest().getType() << ", updates of "
                                                          << op.getUpdates().getType() << " and " << op.getType();
  Type index = op.getIndices().getType().getElementType();
  if (!index.isIntOrIndex() || index.isInteger(1))
    return op.emitOpError("needs integers as indices, got ") << op.getIndices().getType();
  return verifyShape(op, shape, error);
}

LogicalResult ScatterOp::verify() {
  std::string error;
  FailureOr<Shape> shape = scatterShape(shapeOf(getDest().getType()), shapeOf(getIndices().getType()),
                                        shapeOf(getUpdates().getType()), getAxis(), error);
  return verifyScatter(*this, shape, error);
}

LogicalResult ScatterAlongOp::verify() {
  std::string error;
  FailureOr<Shape> shape = scatterAlongShape(shapeOf(getDest().getType()), shapeOf(getIndices().getType()),
                                             shapeOf(getUpdates().getType()), getAxis(), error);
  return verifyScatter(*this, shape, error);
}
