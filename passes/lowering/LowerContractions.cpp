//===- LowerContractions.cpp - Groups around a matrix product -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/analysis/DepthAccess.h"
#include "passes/lowering/Lowering.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

/// The group's arguments with the two operands of the product first.
static SmallVector<Value> orderInputs(GroupOp group, Value lhs, Value rhs) {
  SmallVector<Value> inputs{lhs, rhs};
  for (Value argument : group.getBody().getArguments())
    if (argument != lhs && argument != rhs)
      inputs.push_back(argument);
  return inputs;
}

static SmallVector<Value> outsideOf(GroupOp group, ArrayRef<Value> arguments) {
  return llvm::map_to_vector(arguments,
                             [&](Value argument) { return group.getInputs()[cast<BlockArgument>(argument).getArgNumber()]; });
}

LogicalResult lowerContraction(GroupOp group) {
  OpBuilder builder(group);
  MLIRContext *context = group.getContext();
  auto product = cast<PackedMatmulOp>(anchorOf(group));
  Shape space = shapeOf(product.getResult()), left = shapeOf(product.getLhs()), right = shapeOf(product.getRhs());
  size_t batch = space.size() - 2;
  std::optional<DepthAccess> lhs = depthAccessOf(product.getLhs());
  Point firstPanel = identityPoint(context, batch);
  firstPanel.append(3, getAffineConstantExpr(0, context));
  Access rhs = accessOf(product.getRhs(), firstPanel, ShapeRef(right).take_front(batch));
  if (!lhs || !isa<BlockArgument>(lhs->tensor) || !isa<BlockArgument>(rhs.tensor))
    return product.emitError("has an operand that is not in memory: it was fused wrongly");

  SmallVector<Value> inputs = orderInputs(group, lhs->tensor, rhs.tensor);
  SmallVector<Type> types;
  for (Value value : yieldedBy(group))
    types.push_back(tensorType(space, getElementTypeOrSelf(value.getType())));
  auto op = kernel::ContractionOp::create(builder, product.getLoc(), types, outsideOf(group, inputs),
                                          SizesAttr::get(context, space), SizesAttr::get(context, lhs->sizes),
                                          offsetMap(left.size() - 1 + lhs->sizes.size(), lhs->offset),
                                          offsetMap(batch, rhs.offset), kernel::TilesAttr(), DenseI64ArrayAttr());
  ScalarBuilder scalars(builder, context);
  scalars.location = product.getLoc();
  Block *block = startBody(op.getEpilogue(), scalars, inputs, ScalarBuilder::scalarType(product.getLhs()));
  Value accumulator = block->getArguments().back();
  Point point = addIndices(block, scalars, space);
  scalars.define(product.getResult(), point, accumulator);
  SmallVector<Value> results;
  for (Value value : yieldedBy(group)) {
    results.push_back(scalars.elementAt(value, reshapePoint(point, space, shapeOf(value), context, scalars.bounds())));
    if (!results.back())
      return failure();
  }
  kernel::YieldOp::create(builder, product.getLoc(), results);
  replaceGroup(group, op);
  return success();
}

} // namespace tenon::passes
