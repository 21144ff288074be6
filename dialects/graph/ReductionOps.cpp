//===- ReductionOps.cpp - Verifiers of reductions, normalization and attention ---===//
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

LogicalResult ReduceOp::verify() {
  std::string error;
  return verifyShape(*this, reduceShape(shapeOf(getOperand().getType()), getAxes(), error), error);
}

LogicalResult ArgReduceOp::verify() {
  if (getKind() != ReductionKind::max && getKind() != ReductionKind::min)
    return emitOpError("is of max or min, not of ") << stringifyReductionKind(getKind());
  std::string error;
  return verifyShape(*this, reduceShape(shapeOf(getOperand().getType()), {static_cast<int64_t>(getAxis())}, error),
                     error);
}

LogicalResult SoftmaxOp::verify() {
  Shape shape = shapeOf(getOperand().getType());
  if (getAxis() >= shape.size())
    return emitOpError("has axis ") << getAxis() << " for shape " << toString(shape);
  return verifyShape(*this, shape, "");
}

LogicalResult LayerNormOp::verify() {
  Shape shape = shapeOf(getOperand().getType());
  if (getAxis() >= shape.size())
    return emitOpError("has axis ") << getAxis() << " for shape " << toString(shape);
  Shape normalized(ArrayRef(shape).drop_front(getAxis()));
  for (Value parameter : {getScale(), getBias()})
    if (parameter && !sameShape(shapeOf(parameter.getType()), normalized))
      return emitOpError("normalizes ") << toString(normalized) << " but has a parameter of sizes "
                                        << toString(shapeOf(parameter.getType()));
  return verifyShape(*this, shape, "");
}

LogicalResult AttentionOp::verify() {
  std::string error;
  Shape query = shapeOf(getQuery().getType()), key = shapeOf(getKey().getType());
  FailureOr<Shape> result = attentionShape(query, key, shapeOf(getValue().getType()), error);
  if (succeeded(result) && getMask()) {
    Shape scores(query);
    scores.back() = key[key.size() - 2];
    Shape mask = shapeOf(getMask().getType());
    FailureOr<Shape> repeated = broadcastShapes(scores, mask, error);
    if (failed(repeated) || !sameShape(*repeated, scores))
      return emitOpError("has a mask of sizes ") << toString(mask) << " for scores of " << toString(scores);
  }
  return verifyShape(*this, result, error);
}
