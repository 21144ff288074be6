//===- LowerElementwise.cpp - Groups without an anchor --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The iteration space is that of the results. Where every tensor of the group
// is read and written in the same order, it is one long dimension, which has
// no short rows to leave lanes idle.

#include "passes/lowering/Lowering.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

/// Whether each element depends only on elements with the same number.
static bool keepsOrder(GroupOp group) {
  return llvm::all_of(group.getBody().front().without_terminator(), [](Operation &op) {
    return isElementwise(&op) || isa<ReshapeOp, FillOp, SizeOp>(op) || (isa<ConstantOp>(op) && isGenerated(&op));
  });
}

static Shape iterationSpace(GroupOp group) {
  // In the order of a convolution's own elements offsets are linear, whatever
  // reshapes follow it.
  for (ConvolutionOp op : group.getBody().front().getOps<ConvolutionOp>())
    return shapeOf(op.getResult());
  Shape shape = shapeOf(yieldedBy(group).front());
  if (shape.empty() || keepsOrder(group))
    return {elementCount(group.getContext(), shape)};
  return shape;
}

LogicalResult lowerElementwise(GroupOp group) {
  OpBuilder builder(group);
  MLIRContext *context = group.getContext();
  Shape space = iterationSpace(group);
  SmallVector<Type> types;
  for (Value value : yieldedBy(group))
    types.push_back(tensorType(space, getElementTypeOrSelf(value.getType())));
  auto op = kernel::ElementwiseOp::create(builder, group.getLoc(), types, group.getInputs(), SizesAttr::get(context, space),
                                          /*parts=*/IntegerAttr(), DenseI64ArrayAttr());
  ScalarBuilder scalars(builder, context);
  scalars.location = group.getLoc();
  Block *block = startBody(op.getBody(), scalars, group.getBody().getArguments(), {});
  Point point = addIndices(block, scalars, space);
  SmallVector<Value> results;
  for (Value value : yieldedBy(group)) {
    Point place = reshapePoint(point, space, shapeOf(value), context, scalars.bounds());
    results.push_back(scalars.elementAt(value, place));
    if (!results.back())
      return failure();
  }
  kernel::YieldOp::create(builder, group.getLoc(), results);
  replaceGroup(group, op);
  return success();
}

} // namespace tenon::passes
