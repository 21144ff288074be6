//===- ScalarWindows.cpp - Elements of convolutions and windows -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The part of ScalarBuilder for ops on windows: an inner loop over the elements
// of a window, with masks where the window may reach beyond the operand. Axes
// that cannot be left have no mask, so that a convolution without padding is
// plain loads and products.

#include "dialects/kernel/Combine.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lowering/ScalarBuilder.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

Value isBest(OpBuilder &builder, Location location, Value element, Value best) {
  if (!isa<FloatType>(element.getType()))
    return arith::CmpIOp::create(builder, location, arith::CmpIPredicate::eq, element, best);
  // A NaN is the best there is; nothing else equals it.
  Value isEqual = arith::CmpFOp::create(builder, location, arith::CmpFPredicate::OEQ, element, best);
  Value isNan = arith::CmpFOp::create(builder, location, arith::CmpFPredicate::UNO, element, element);
  return arith::OrIOp::create(builder, location, isEqual, isNan);
}

/// Adds the coordinate of element `index` of the window numbered `window`.
void ScalarBuilder::addCoordinate(WindowElement &element, const WindowAxis &axis, AffineExpr window, AffineExpr index,
                                  AffineExpr size) {
  AffineExpr place = simplifyIndex(window * axis.stride + index * axis.dilation - axis.low, bounds());
  // As many windows as there are reach at most `low` and `high` beyond the ends.
  if (axis.low > 0)
    element.isInside = both(element.isInside, compare(place, getAffineConstantExpr(0, context), /*less=*/false));
  if (axis.high > 0) {
    AffineExpr end = graph::normalizeSize((size - 1) * axis.inputDilation + 1);
    element.isInside = both(element.isInside, compare(place, end, /*less=*/true));
  }
  if (axis.inputDilation > 1) {
    Value position = indexValue(place);
    Value dilation = arith::ConstantIndexOp::create(builder, location, axis.inputDilation);
    Value quotient = arith::DivSIOp::create(builder, location, position, dilation);
    Value multiple = arith::MulIOp::create(builder, location, quotient, dilation);
    element.isInside = both(element.isInside, arith::CmpIOp::create(builder, location, arith::CmpIPredicate::eq,
                                                                    multiple, position));
    place = addIndex(quotient, size);
  }
  element.place.push_back(place);
}

Value ScalarBuilder::buildConvolution(ConvolutionOp op, PointRef point) {
  Shape input = shapeOf(op.getInput()), weight = shapeOf(op.getWeight());
  SmallVector<WindowAxis> axes = windowAxesOf(op);
  AffineExpr outputsOfGroup = graph::normalizeSize(weight[0].floorDiv(op.getGroups()));
  Type type = scalarType(op.getResult()), accumulator = accumulationType(type);
  auto product = [&](PointRef index) -> Value {
    AffineExpr channel = index.front();
    if (op.getGroups() != 1)
      channel = simplifyIndex(point[1].floorDiv(outputsOfGroup) * weight[1] + channel, bounds());
    WindowElement element{{point[0], channel}, {}};
    for (size_t i = 0; i < axes.size(); ++i)
      addCoordinate(element, axes[i], point[i + 2], index[i + 1], input[i + 2]);
    Point weightPoint{point[1]};
    llvm::append_range(weightPoint, index);
    Value a = masked(element.isInside, [&] { return elementAt(op.getInput(), element.place); });
    Value b = elementAt(op.getWeight(), weightPoint);
    if (!a || !b)
      return {};
    a = convertScalar(builder, location, a, isUnsigned(op.getInput()), accumulator);
    b = convertScalar(builder, location, b, isUnsigned(op.getWeight()), accumulator);
    // A masked load is zero; what was computed from it need not be.
    if (element.isInside)
      a = arith::SelectOp::create(builder, location, element.isInside, a, zero(accumulator));
    if (isa<FloatType>(accumulator))
      return arith::MulFOp::create(builder, location, a, b);
    return arith::MulIOp::create(builder, location, a, b);
  };
  Value sum = buildFold(ReductionKind::sum, ShapeRef(weight).drop_front(), /*isUnsigned=*/false, accumulator, product);
  return sum ? convertScalar(builder, location, sum, /*isUnsigned=*/false, type) : Value();
}

template <typename Op>
Value ScalarBuilder::foldWindow(Op op, ReductionKind kind, bool isUnsigned, Type type, PointRef point,
                                llvm::function_ref<Value(Value, PointRef)> change) {
  Shape shape = shapeOf(op.getOperand()), folded;
  SmallVector<WindowAxis> axes = windowAxesOf(op);
  for (int64_t size : op.getWindow())
    if (size != 1)
      folded.push_back(getAffineConstantExpr(size, context));
  return buildFold(kind, folded, isUnsigned, type, [&](PointRef indices) -> Value {
    WindowElement element;
    for (size_t i = 0; i < axes.size(); ++i) {
      AffineExpr index = getAffineConstantExpr(0, context);
      if (op.getWindow()[i] != 1) {
        index = indices.front();
        indices = indices.drop_front();
      }
      addCoordinate(element, axes[i], point[i], index, shape[i]);
    }
    Value x = masked(element.isInside, [&] { return elementAt(op.getOperand(), element.place); });
    Value result = x ? change(x, element.place) : Value();
    if (!result || !element.isInside)
      return result;
    Value neutral = arith::ConstantOp::create(builder, location, kernel::neutralElement(builder, kind, type, isUnsigned));
    return arith::SelectOp::create(builder, location, element.isInside, result, neutral);
  });
}

Value ScalarBuilder::buildWindowReduce(WindowReduceOp op, PointRef point) {
  Type type = scalarType(op.getResult()), accumulator = accumulationType(type);
  bool hasNoSign = isUnsigned(op.getOperand());
  Value result = foldWindow(op, op.getKind(), hasNoSign, accumulator, point, [&](Value x, PointRef) {
    return convertScalar(builder, location, x, hasNoSign, accumulator);
  });
  return result ? convertScalar(builder, location, result, hasNoSign, type) : Value();
}

Value ScalarBuilder::buildWindowArgReduce(WindowArgReduceOp op, PointRef point) {
  Type type = builder.getI64Type(), compared = accumulationType(scalarType(op.getOperand()));
  bool hasNoSign = isUnsigned(op.getOperand());
  Shape shape = shapeOf(op.getOperand());
  auto widened = [&](Value x) { return convertScalar(builder, location, x, hasNoSign, compared); };
  Value best = foldWindow(op, op.getKind(), hasNoSign, compared, point, [&](Value x, PointRef) { return widened(x); });
  if (!best)
    return {};
  // The least number of an element that is the best; there is one unless the window is empty.
  TypedAttr largest = kernel::neutralElement(builder, ReductionKind::min, type, /*isUnsigned=*/false);
  Value none = arith::ConstantOp::create(builder, location, largest);
  Value first = foldWindow(op, ReductionKind::min, /*isUnsigned=*/false, type, point, [&](Value x, PointRef place) {
    AffineExpr number =
        linearize(place.drop_front(op.getAxis()), ShapeRef(shape).drop_front(op.getAxis()), context, bounds());
    Value index = arith::IndexCastOp::create(builder, location, type, indexValue(number));
    Value wins = isBest(builder, location, widened(x), best);
    return arith::SelectOp::create(builder, location, wins, index, none).getResult();
  });
  if (!first)
    return {};
  Value isEmpty = arith::CmpIOp::create(builder, location, arith::CmpIPredicate::eq, first, none);
  Value missing = arith::ConstantOp::create(builder, location, builder.getI64IntegerAttr(-1));
  return arith::SelectOp::create(builder, location, isEmpty, missing, first);
}

} // namespace tenon::passes
