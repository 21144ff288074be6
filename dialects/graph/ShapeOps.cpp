//===- ShapeOps.cpp - Verifiers and folders of ops that move elements ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Graph.h"
#include "dialects/graph/ShapeFunctions.h"
#include "dialects/graph/ShapeVerification.h"
#include "dialects/graph/Windows.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::graph {

/// Reports unless `expected` was inferred and the result has it.
LogicalResult verifyShape(Operation *op, FailureOr<Shape> expected, const std::string &error) {
  if (failed(expected))
    return op->emitOpError(error);
  Shape got = shapeOf(op->getResult(0).getType());
  if (!sameShape(*expected, got))
    return op->emitOpError("should have a result of sizes ") << toString(*expected) << ", got " << toString(got);
  return success();
}

} // namespace tenon::graph

LogicalResult BroadcastOp::verify() {
  std::string error;
  if (failed(checkBroadcast(shapeOf(getOperand().getType()), shapeOf(getType()), getAxes(), error)))
    return emitOpError(error);
  return success();
}

OpFoldResult BroadcastOp::fold(FoldAdaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  return {};
}

LogicalResult TransposeOp::verify() {
  std::string error;
  return verifyShape(*this, transposeShape(shapeOf(getOperand().getType()), getPermutation(), error), error);
}

OpFoldResult TransposeOp::fold(FoldAdaptor) {
  for (auto [i, axis] : llvm::enumerate(getPermutation()))
    if (static_cast<int64_t>(i) != axis)
      return {};
  return getOperand();
}

LogicalResult ReshapeOp::verify() {
  MLIRContext *context = getContext();
  Shape from = shapeOf(getOperand().getType()), to = shapeOf(getType());
  // Where the sizes leave it open the run compares (kernel.require).
  std::optional<int64_t> difference = constantSize(normalizeSize(elementCount(context, from) - elementCount(context, to)));
  if (difference && *difference != 0)
    return emitOpError("shape ") << toString(from) << " has not as many elements as " << toString(to);
  return success();
}

OpFoldResult ReshapeOp::fold(FoldAdaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  // Only the last of a chain of reshapes matters.
  if (auto inner = getOperand().getDefiningOp<ReshapeOp>()) {
    getOperandMutable().assign(inner.getOperand());
    return getResult();
  }
  return {};
}

LogicalResult SliceOp::verify() {
  Shape from = shapeOf(getOperand().getType()), to = shapeOf(getType());
  if (from.size() != to.size() || getStarts().getSizes().size() != from.size() || getSteps().size() != from.size())
    return emitOpError("needs one start and one step for each axis, and a result of the operand's rank");
  for (auto [size, start, step, count] : llvm::zip_equal(from, getStarts().getSizes(), getSteps(), to)) {
    if (step == 0)
      return emitOpError("has a step of 0");
    std::optional<int64_t> all = constantSize(size), first = constantSize(start), taken = constantSize(count);
    if (!all || !first || !taken || *taken == 0)
      continue;
    int64_t last = *first + (*taken - 1) * step;
    if (*first < 0 || *first >= *all || last < 0 || last >= *all)
      return emitOpError("reaches from ") << *first << " to " << last << " on an axis of size " << *all;
  }
  return success();
}

OpFoldResult SliceOp::fold(FoldAdaptor) {
  if (getOperand().getType() != getType())
    return {};
  for (auto [start, step] : llvm::zip_equal(getStarts().getSizes(), getSteps()))
    if (constantSize(start) != 0 || step != 1)
      return {};
  return getOperand();
}

LogicalResult UnfoldOp::verify() {
  std::string error;
  return verifyShape(*this, unfoldShape(shapeOf(getOperand().getType()), getAxis(), getSize(), getStep(), getDilation(), error),
                     error);
}

LogicalResult ConcatOp::verify() {
  std::string error;
  SmallVector<Shape> shapes;
  for (Type type : getOperandTypes())
    shapes.push_back(shapeOf(type));
  return verifyShape(*this, concatShape(shapes, getAxis(), error), error);
}

LogicalResult PadOp::verify() {
  Shape from = shapeOf(getOperand().getType()), to = shapeOf(getType());
  if (from.size() != to.size() || getLow().size() != from.size())
    return emitOpError("needs one count for each axis, and a result of the operand's rank");
  if (getValue().getType().getRank() != 0)
    return emitOpError("needs a scalar value");
  for (auto [size, low, total] : llvm::zip_equal(from, getLow(), to)) {
    std::optional<int64_t> rest = constantSize(normalizeSize(total - size - low));
    if (low < 0 || (rest && *rest < 0))
      return emitOpError("would remove elements: use graph.slice");
  }
  return success();
}
