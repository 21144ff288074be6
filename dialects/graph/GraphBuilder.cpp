//===- GraphBuilder.cpp - Ops with the types that follow from operands --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/GraphBuilder.h"
#include "dialects/graph/ShapeFunctions.h"
#include "dialects/graph/Windows.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace tenon::graph {

//===----------------------------------------------------------------------===//
// Sources
//===----------------------------------------------------------------------===//

Value GraphBuilder::fill(double value, ShapeRef sizes, Type element) {
  if (!isa<FloatType>(element))
    return fillInteger(static_cast<int64_t>(value), sizes, element);
  return create<FillOp>(tensorType(sizes, element), getFloatAttr(element, value));
}

Value GraphBuilder::fillInteger(int64_t value, ShapeRef sizes, Type element) {
  if (isa<FloatType>(element))
    return fill(static_cast<double>(value), sizes, element);
  unsigned width = isa<StringType>(element) ? 64 : element.getIntOrFloatBitWidth();
  llvm::APInt bits(64, static_cast<uint64_t>(value), /*isSigned=*/true);
  return create<FillOp>(tensorType(sizes, element), getIntegerAttr(getIntegerType(width), bits.sextOrTrunc(width)));
}

Value GraphBuilder::integers(ArrayRef<int64_t> values) {
  auto type = RankedTensorType::get({static_cast<int64_t>(values.size())}, getI64Type());
  return create<ConstantOp>(type, DenseElementsAttr::get(type, values));
}

Value GraphBuilder::iota(int64_t axis, ShapeRef sizes, Type element) {
  return create<IotaOp>(tensorType(sizes, element), axis);
}

Value GraphBuilder::sizes(ShapeRef sizes) {
  SmallVector<int64_t> numbers;
  for (AffineExpr size : sizes)
    if (std::optional<int64_t> number = constantSize(size))
      numbers.push_back(*number);
  if (numbers.size() == sizes.size())
    return integers(numbers);
  SmallVector<Value> parts;
  for (AffineExpr expression : sizes)
    parts.push_back(reshape(size(expression), {constant(1)}));
  return concat(parts, 0);
}

Value GraphBuilder::size(AffineExpr size) {
  if (std::optional<int64_t> number = constantSize(size))
    return fillInteger(*number, {}, getI64Type());
  return create<SizeOp>(RankedTensorType::get({}, getI64Type()), SizesAttr::get(getContext(), {normalizeSize(size)}));
}

//===----------------------------------------------------------------------===//
// Elementwise
//===----------------------------------------------------------------------===//

Value GraphBuilder::cast(Value value, Type element) {
  if (elementOf(value) == element)
    return value;
  return create<CastOp>(withElementType(value.getType(), element), value);
}

Value GraphBuilder::compare(Predicate predicate, Value lhs, Value rhs) {
  return create<CompareOp>(withElementType(lhs.getType(), getI1Type()), predicate, lhs, rhs);
}

Value GraphBuilder::select(Value condition, Value trueValue, Value falseValue) {
  return create<SelectOp>(trueValue.getType(), condition, trueValue, falseValue);
}

//===----------------------------------------------------------------------===//
// Moving elements
//===----------------------------------------------------------------------===//

Value GraphBuilder::broadcast(Value value, ShapeRef sizes, Axes axes) {
  if (sameShape(shapeOf(value), sizes))
    return value;
  return create<BroadcastOp>(tensorType(sizes, elementOf(value)), value, axes);
}

Value GraphBuilder::broadcast(Value value, ShapeRef sizes) {
  int64_t all = sizes.size();
  return broadcast(value, sizes, llvm::to_vector(llvm::seq<int64_t>(all - rankOf(value), all)));
}

Value GraphBuilder::reshape(Value value, ShapeRef sizes) {
  if (sameShape(shapeOf(value), sizes))
    return value;
  return create<ReshapeOp>(tensorType(sizes, elementOf(value)), value);
}

Value GraphBuilder::transpose(Value value, Axes permutation) {
  if (llvm::equal(permutation, llvm::seq<int64_t>(0, permutation.size())))
    return value;
  Shape from = shapeOf(value), sizes;
  for (int64_t axis : permutation)
    sizes.push_back(from[axis]);
  return create<TransposeOp>(tensorType(sizes, elementOf(value)), value, permutation);
}

Value GraphBuilder::slice(Value value, ShapeRef starts, Axes steps, ShapeRef sizes) {
  bool isWhole = sameShape(shapeOf(value), sizes) && llvm::all_of(steps, [](int64_t step) { return step == 1; });
  if (isWhole)
    return value;
  return create<SliceOp>(tensorType(sizes, elementOf(value)), value, SizesAttr::get(getContext(), starts), steps);
}

Value GraphBuilder::slice(Value value, int64_t axis, AffineExpr start, AffineExpr size) {
  Shape sizes = shapeOf(value), starts(sizes.size(), constant(0));
  sizes[axis] = normalizeSize(size);
  starts[axis] = normalizeSize(start);
  return slice(value, starts, SmallVector<int64_t>(sizes.size(), 1), sizes);
}

Value GraphBuilder::unfold(Value value, int64_t axis, int64_t size, int64_t step, int64_t dilation) {
  std::string error;
  Shape sizes = *unfoldShape(shapeOf(value), axis, size, step, dilation, error);
  return create<UnfoldOp>(tensorType(sizes, elementOf(value)), value, axis, size, step, dilation);
}

Value GraphBuilder::concat(ArrayRef<Value> values, int64_t axis) {
  if (values.size() == 1)
    return values.front();
  Shape sizes = shapeOf(values.front());
  for (Value value : values.drop_front())
    sizes[axis] = normalizeSize(sizes[axis] + shapeOf(value)[axis]);
  return create<ConcatOp>(tensorType(sizes, elementOf(values.front())), values, axis);
}

Value GraphBuilder::pad(Value operand, Value value, Axes low, Axes high) {
  // What is cut goes first: the op itself only adds.
  Shape sizes = shapeOf(operand), starts;
  SmallVector<int64_t> added(low.size(), 0);
  bool adds = false;
  for (size_t axis = 0; axis < low.size(); ++axis) {
    starts.push_back(constant(std::max<int64_t>(-low[axis], 0)));
    sizes[axis] = normalizeSize(sizes[axis] + std::min<int64_t>(low[axis], 0) + std::min<int64_t>(high[axis], 0));
    added[axis] = std::max<int64_t>(low[axis], 0);
    adds |= low[axis] > 0 || high[axis] > 0;
  }
  operand = slice(operand, starts, SmallVector<int64_t>(low.size(), 1), sizes);
  if (!adds)
    return operand;
  for (size_t axis = 0; axis < low.size(); ++axis)
    sizes[axis] = normalizeSize(sizes[axis] + added[axis] + std::max<int64_t>(high[axis], 0));
  return create<PadOp>(tensorType(sizes, elementOf(operand)), operand, value, added);
}

Value GraphBuilder::unsqueeze(Value value, int64_t axis) {
  Shape sizes = shapeOf(value);
  sizes.insert(sizes.begin() + axis, constant(1));
  return reshape(value, sizes);
}

Value GraphBuilder::squeeze(Value value, int64_t axis) {
  Shape sizes = shapeOf(value);
  sizes.erase(sizes.begin() + axis);
  return reshape(value, sizes);
}

Value GraphBuilder::gather(Value value, Value indices, int64_t axis) {
  Shape sizes = shapeOf(value), taken = shapeOf(indices);
  sizes.erase(sizes.begin() + axis);
  sizes.insert(sizes.begin() + axis, taken.begin(), taken.end());
  return create<GatherOp>(tensorType(sizes, elementOf(value)), value, indices, axis);
}

Value GraphBuilder::takeAlong(Value value, Value indices, int64_t axis) {
  return create<TakeAlongOp>(withElementType(indices.getType(), elementOf(value)), value, indices, axis);
}

//===----------------------------------------------------------------------===//
// Of many elements
//===----------------------------------------------------------------------===//

/// `sizes` without the axes, and with size 1 in their place.
static std::pair<Shape, Shape> reducedShapes(ShapeRef sizes, ArrayRef<int64_t> axes, AffineExpr one) {
  Shape without, kept;
  for (auto [axis, size] : llvm::enumerate(sizes)) {
    bool isReduced = llvm::is_contained(axes, static_cast<int64_t>(axis));
    kept.push_back(isReduced ? one : size);
    if (!isReduced)
      without.push_back(size);
  }
  return {without, kept};
}

Value GraphBuilder::reduce(ReductionKind kind, Value value, Axes axes, bool keep) {
  if (axes.empty())
    return value;
  auto [without, kept] = reducedShapes(shapeOf(value), axes, constant(1));
  Value result = create<ReduceOp>(tensorType(without, elementOf(value)), kind, value, axes);
  return keep ? reshape(result, kept) : result;
}

Value GraphBuilder::argReduce(ReductionKind kind, Value value, int64_t axis, bool keep) {
  auto [without, kept] = reducedShapes(shapeOf(value), {axis}, constant(1));
  Value result = create<ArgReduceOp>(tensorType(without, getI64Type()), kind, value, axis);
  return keep ? reshape(result, kept) : result;
}

Value GraphBuilder::matmul(Value lhs, Value rhs) {
  Shape sizes = shapeOf(lhs);
  sizes.back() = shapeOf(rhs).back();
  return create<MatmulOp>(tensorType(sizes, elementOf(lhs)), lhs, rhs);
}

Value GraphBuilder::softmax(Value value, int64_t axis, bool isLog) {
  return create<SoftmaxOp>(value.getType(), value, axis, isLog);
}

Value GraphBuilder::tileTransform(Value tiles, int64_t rows, ArrayRef<double> matrix) {
  Shape sizes = shapeOf(tiles);
  sizes[0] = sizes[1] = constant(rows);
  auto type = RankedTensorType::get({rows, static_cast<int64_t>(matrix.size()) / rows}, getF64Type());
  return create<TileTransformOp>(tensorType(sizes, elementOf(tiles)), tiles, DenseElementsAttr::get(type, matrix));
}

} // namespace tenon::graph
