//===- LowerAttention.cpp - Groups around attention -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lowering/Lowering.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

/// The offset in the group's result of an element of the attention's result,
/// through the transposes and reshapes between them.
static AffineExpr resultOffset(AttentionOp attention, Value yielded) {
  MLIRContext *context = attention.getContext();
  Shape space = shapeOf(attention.getResult());
  Point point = identityPoint(context, space.size());
  SmallVector<Operation *> views;
  for (Value value = yielded; value != attention.getResult(); value = value.getDefiningOp()->getOperand(0))
    views.push_back(value.getDefiningOp());
  for (Operation *view : llvm::reverse(views)) {
    if (auto transpose = dyn_cast<TransposeOp>(view)) {
      Point permuted;
      for (int64_t axis : transpose.getPermutation())
        permuted.push_back(point[axis]);
      point = permuted;
    } else {
      point = reshapePoint(point, shapeOf(view->getOperand(0)), shapeOf(view->getResult(0)), context, space);
    }
  }
  return linearize(point, shapeOf(yielded), context, space);
}

/// The score with the mask's element added, or minus infinity where the mask is false.
static Value maskScore(ScalarBuilder &scalars, Value mask, Value score, PointRef point) {
  Point place;
  Shape shape = shapeOf(mask);
  for (auto [coordinate, size] : llvm::zip_equal(point.take_back(shape.size()), shape))
    place.push_back(constantSize(size) == 1 ? getAffineConstantExpr(0, scalars.context) : coordinate);
  Value element = scalars.elementAt(mask, place);
  if (!element)
    return {};
  OpBuilder &builder = scalars.builder;
  Type type = score.getType();
  if (!element.getType().isInteger(1)) {
    element = convertScalar(builder, scalars.location, element, isUnsigned(mask), type);
    return arith::AddFOp::create(builder, scalars.location, score, element);
  }
  auto infinity = APFloat::getInf(cast<FloatType>(type).getFloatSemantics(), /*Negative=*/true);
  Value hidden = arith::ConstantOp::create(builder, scalars.location, builder.getFloatAttr(type, infinity));
  return arith::SelectOp::create(builder, scalars.location, element, score, hidden);
}

LogicalResult lowerAttention(GroupOp group) {
  OpBuilder builder(group);
  MLIRContext *context = group.getContext();
  auto attention = cast<AttentionOp>(anchorOf(group));
  Shape space = shapeOf(attention.getResult()), key = shapeOf(attention.getKey());
  Value yielded = yieldedBy(group).front();
  SmallVector<Value> tensors, outside;
  SmallVector<AffineMapAttr> maps;
  for (Value operand : {attention.getQuery(), attention.getKey(), attention.getValue()}) {
    Shape shape = shapeOf(operand);
    Access access = accessOf(operand, identityPoint(context, shape.size()), shape);
    if (!isa<BlockArgument>(access.tensor))
      return attention.emitError("has an operand that is not in memory: it was fused wrongly");
    tensors.push_back(access.tensor);
    maps.push_back(offsetMap(shape.size(), access.offset));
  }
  for (Value argument : group.getBody().getArguments())
    if (!llvm::is_contained(tensors, argument))
      tensors.push_back(argument);
  for (Value tensor : tensors)
    outside.push_back(group.getInputs()[cast<BlockArgument>(tensor).getArgNumber()]);

  SizesAttr keyLength = SizesAttr::get(context, {key[key.size() - 2]}), headSize = SizesAttr::get(context, {key.back()});
  auto op = kernel::AttentionOp::create(
      builder, attention.getLoc(), TypeRange(yielded.getType()), outside, SizesAttr::get(context, space), keyLength, headSize,
      maps[0], maps[1], maps[2], offsetMap(space.size(), resultOffset(attention, yielded)), attention.getScaleAttr(),
      attention.getCausalAttr(), DenseI64ArrayAttr());
  ScalarBuilder scalars(builder, context);
  scalars.location = attention.getLoc();
  Block *block = startBody(op.getScore(), scalars, tensors, op.getScoreType());
  Value score = block->getArguments().back();
  Shape scores(space);
  scores.back() = key[key.size() - 2];
  Point point = addIndices(block, scalars, scores);
  if (attention.getMask())
    score = maskScore(scalars, attention.getMask(), score, point);
  if (!score)
    return failure();
  kernel::YieldOp::create(builder, attention.getLoc(), score);
  replaceGroup(group, op);
  return success();
}

} // namespace tenon::passes
