//===- ElementAccess.cpp - Which elements an op's elements come from ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/analysis/ElementAccess.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

bool isView(Operation *op) { return isa<BroadcastOp, TransposeOp, ReshapeOp, SliceOp, UnfoldOp>(op); }

Operation *sourceBelowViews(Value value) {
  Operation *op = value.getDefiningOp();
  while (op && isView(op))
    op = op->getOperand(0).getDefiningOp();
  return op;
}

TypedAttr splatOf(Value value) {
  Operation *op = sourceBelowViews(value);
  if (auto fill = dyn_cast_or_null<FillOp>(op))
    return fill.getValue();
  if (auto constant = dyn_cast_or_null<ConstantOp>(op))
    if (constant.getValue().isSplat())
      return cast<TypedAttr>(cast<DenseElementsAttr>(constant.getValue()).getSplatValue<Attribute>());
  return {};
}

bool isElementwise(Operation *op) { return isa<ElementwiseOpInterface>(op); }

bool isGenerated(Operation *op) {
  if (auto constant = dyn_cast<ConstantOp>(op))
    return constant.getValue().isSplat();
  return isa<FillOp, IotaOp, SizeOp>(op);
}

bool isStored(Operation *op) { return isa<WeightOp, ConstantOp>(op); }

bool isAnchor(Operation *op) {
  return isa<MatmulOp, PackedMatmulOp, AttentionOp, ConvolutionOp, WindowReduceOp, WindowArgReduceOp, TileTransformOp,
             SoftmaxOp, LayerNormOp, ReduceOp, ArgReduceOp>(op) ||
         isLineAnchor(op);
}

bool isLineAnchor(Operation *op) { return isa<ScatterOp, ScatterAlongOp, ScanOp, ArgScanOp, SortOp>(op); }

/// The axes along which a reduction runs, or none.
static SmallVector<int64_t> reducedAxes(Operation *op) {
  if (auto reduce = dyn_cast<ReduceOp>(op))
    return llvm::to_vector(reduce.getAxes());
  if (auto argReduce = dyn_cast<ArgReduceOp>(op))
    return {static_cast<int64_t>(argReduce.getAxis())};
  if (auto softmax = dyn_cast<SoftmaxOp>(op))
    return {static_cast<int64_t>(softmax.getAxis())};
  if (auto norm = dyn_cast<LayerNormOp>(op))
    return llvm::to_vector(llvm::seq<int64_t>(norm.getAxis(), norm.getOperand().getType().getRank()));
  return {};
}

bool isRowAnchor(Operation *op) {
  SmallVector<int64_t> axes = reducedAxes(op);
  if (axes.empty())
    return false;
  Shape shape = shapeOf(op->getOperand(0));
  int64_t first = *llvm::min_element(axes);
  for (int64_t axis = first; axis < static_cast<int64_t>(shape.size()); ++axis)
    if (!llvm::is_contained(axes, axis) && constantSize(shape[axis]) != 1)
      return false;
  return true;
}

bool isFoldAnchor(Operation *op) {
  return isa<MatmulOp, ConvolutionOp, WindowReduceOp, WindowArgReduceOp>(op) || (isa<ReduceOp>(op) && !isRowAnchor(op));
}

Point operandPoint(Operation *op, PointRef point, Bounds bounds) {
  return TypeSwitch<Operation *, Point>(op)
      .Case([&](BroadcastOp op) {
        Point result;
        for (auto [size, axis] : llvm::zip_equal(shapeOf(op.getOperand()), op.getAxes()))
          result.push_back(constantSize(size) == 1 ? getAffineConstantExpr(0, op.getContext()) : point[axis]);
        return result;
      })
      .Case([&](TransposeOp op) {
        Point result(point.size());
        for (auto [i, axis] : llvm::enumerate(op.getPermutation()))
          result[axis] = point[i];
        return result;
      })
      .Case([&](ReshapeOp op) {
        return reshapePoint(point, shapeOf(op.getResult()), shapeOf(op.getOperand()), op.getContext(), bounds);
      })
      .Case([&](SliceOp op) {
        Point result;
        for (auto [coordinate, start, step] : llvm::zip_equal(point, op.getStarts().getSizes(), op.getSteps()))
          result.push_back(simplifyIndex(start + coordinate * step, bounds));
        return result;
      })
      .Case([&](UnfoldOp op) {
        Point result(point.drop_back());
        AffineExpr &coordinate = result[op.getAxis()];
        coordinate = simplifyIndex(coordinate * op.getStep() + point.back() * op.getDilation(), bounds);
        return result;
      })
      .Default([&](Operation *) { return Point(point); });
}

Element traceViews(Value value, PointRef point, Bounds bounds) {
  Element element{value, Point(point)};
  while (Operation *op = element.tensor.getDefiningOp()) {
    if (!isView(op))
      break;
    element.point = operandPoint(op, element.point, bounds);
    element.tensor = op->getOperand(0);
  }
  return element;
}

Access accessOf(Value value, PointRef point, Bounds bounds) {
  Element element = traceViews(value, point, bounds);
  return {element.tensor, linearize(element.point, shapeOf(element.tensor), value.getContext(), bounds)};
}

Shape shapeOf(Value value) { return graph::shapeOf(value.getType()); }

RowSpace rowSpaceOf(Operation *anchor) {
  Shape shape = shapeOf(anchor->getOperand(0));
  int64_t first = *llvm::min_element(reducedAxes(anchor));
  ShapeRef sizes(shape);
  return {Shape(sizes.take_front(first)), Shape(sizes.drop_front(first))};
}

LineSpace lineSpaceOf(Operation *anchor) {
  auto split = [](Value tensor, int64_t axis, size_t count) -> LineSpace {
    Shape shape = shapeOf(tensor);
    ShapeRef sizes(shape);
    return {Shape(sizes.take_front(axis)), Shape(sizes.slice(axis, count)), Shape(sizes.drop_front(axis + count))};
  };
  return TypeSwitch<Operation *, LineSpace>(anchor)
      .Case([&](ScatterOp op) { return split(op.getUpdates(), op.getAxis(), shapeOf(op.getIndices()).size()); })
      .Case([&](ScatterAlongOp op) { return split(op.getUpdates(), op.getAxis(), 1); })
      .Case<ScanOp, ArgScanOp, SortOp>([&](auto op) { return split(op.getOperand(), op.getAxis(), 1); });
}

} // namespace tenon::passes
