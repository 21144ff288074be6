//===- ScalarBuilder.cpp - The ops of a group on one element --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/lowering/ScalarBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

Type accumulationType(Type type) {
  return isa<FloatType>(type) && type.getIntOrFloatBitWidth() < 32 ? Float32Type::get(type.getContext()) : type;
}

Value convertScalar(OpBuilder &builder, Location location, Value value, bool isUnsigned, Type type) {
  Type from = value.getType();
  if (from == type)
    return value;
  unsigned oldWidth = from.getIntOrFloatBitWidth(), newWidth = type.getIntOrFloatBitWidth();
  if (isa<FloatType>(from) && isa<FloatType>(type)) {
    if (oldWidth == newWidth) {
      // f16 and bf16 hold numbers that the other does not.
      value = arith::ExtFOp::create(builder, location, builder.getF32Type(), value);
      oldWidth = 32;
    }
    if (oldWidth < newWidth)
      return arith::ExtFOp::create(builder, location, type, value);
    return arith::TruncFOp::create(builder, location, type, value);
  }
  if (isa<FloatType>(type)) {
    if (isUnsigned)
      return arith::UIToFPOp::create(builder, location, type, value);
    return arith::SIToFPOp::create(builder, location, type, value);
  }
  if (oldWidth > newWidth)
    return arith::TruncIOp::create(builder, location, type, value);
  if (isUnsigned)
    return arith::ExtUIOp::create(builder, location, type, value);
  return arith::ExtSIOp::create(builder, location, type, value);
}

bool isUnsigned(Value tensor) {
  Type type = getElementTypeOrSelf(tensor.getType());
  return type.isUnsignedInteger() || type.isInteger(1);
}

AffineMapAttr offsetMap(unsigned dims, AffineExpr expression) {
  unsigned symbols = 0;
  expression.walk([&](AffineExpr part) {
    if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
      symbols = std::max(symbols, symbol.getPosition() + 1);
  });
  return AffineMapAttr::get(AffineMap::get(dims, symbols, expression));
}

Type ScalarBuilder::scalarType(Value tensor) {
  Type type = getElementTypeOrSelf(tensor.getType());
  auto integer = dyn_cast<IntegerType>(type);
  return integer ? IntegerType::get(type.getContext(), integer.getWidth()) : type;
}

AffineExpr ScalarBuilder::addIndex(Value index, AffineExpr bound) {
  indices.push_back(index);
  limits.push_back(bound);
  return getAffineDimExpr(indices.size() - 1, context);
}

//===----------------------------------------------------------------------===//
// Elements built so far
//===----------------------------------------------------------------------===//

void ScalarBuilder::define(Value tensor, PointRef point, Value scalar) {
  elements.back()[tensor].push_back({simplifyPoint(point, bounds()), mask, scalar});
}

Value ScalarBuilder::find(Value tensor, PointRef point) {
  for (Elements &scope : llvm::reverse(elements)) {
    auto found = scope.find(tensor);
    if (found == scope.end())
      continue;
    for (const Known &known : found->second)
      // What was built without a mask holds under any.
      if ((known.mask == mask || !known.mask) && samePoint(known.point, point))
        return known.scalar;
  }
  return {};
}

void ScalarBuilder::nest(Block *block, llvm::function_ref<void()> build) {
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(block);
  elements.emplace_back();
  build();
  elements.pop_back();
}

Value ScalarBuilder::elementAt(Value tensor, PointRef place) {
  Point point = simplifyPoint(place, bounds());
  if (Value known = find(tensor, point))
    return known;
  Value scalar = build(tensor, point);
  if (scalar)
    define(tensor, point, scalar);
  return scalar;
}

Value ScalarBuilder::build(Value tensor, PointRef point) {
  if (auto provider = providers.find(tensor); provider != providers.end())
    if (Value value = provider->second(point))
      return value;
  if (arguments.contains(tensor))
    return load(tensor, point);
  Operation *op = tensor.getDefiningOp();
  assert(op && "an argument of a group is an input of its kernel");
  if (isView(op))
    return elementAt(op->getOperand(0), operandPoint(op, point, bounds()));
  if (isGenerated(op))
    return buildGenerated(op, point);
  return TypeSwitch<Operation *, Value>(op)
      .Case([&](ElementwiseOpInterface op) { return buildElementwise(op, point); })
      .Case([&](ConcatOp op) { return buildConcat(op, point); })
      .Case([&](PadOp op) { return buildPad(op, point); })
      .Case([&](PackOp op) { return buildPack(op, point); })
      .Case([&](GatherOp op) { return buildGather(op, point); })
      .Case([&](TakeAlongOp op) { return buildTakeAlong(op, point); })
      .Case([&](ReduceOp op) { return buildReduce(op, point); })
      .Case([&](MatmulOp op) { return buildMatmul(op, point); })
      .Case([&](ConvolutionOp op) { return buildConvolution(op, point); })
      .Case([&](WindowReduceOp op) { return buildWindowReduce(op, point); })
      .Case([&](WindowArgReduceOp op) { return buildWindowArgReduce(op, point); })
      .Default([&](Operation *op) -> Value {
        op->emitError("is not known at an element that the group needs: it was fused wrongly");
        return {};
      });
}

Value ScalarBuilder::load(Value tensor, PointRef point) {
  AffineExpr offset = linearize(point, shapeOf(tensor), context, bounds());
  // Only the variables in use, in order: equal loads then print equally.
  SmallVector<Value> used;
  SmallVector<AffineExpr> renumbered(indices.size(), getAffineConstantExpr(0, context));
  for (auto [i, index] : llvm::enumerate(indices))
    if (offset.isFunctionOfDim(i)) {
      renumbered[i] = getAffineDimExpr(used.size(), context);
      used.push_back(index);
    }
  AffineMapAttr map = offsetMap(used.size(), offset.replaceDims(renumbered));
  return kernel::LoadOp::create(builder, location, scalarType(tensor), arguments.lookup(tensor), map, used, mask);
}

//===----------------------------------------------------------------------===//
// Indices
//===----------------------------------------------------------------------===//

Value ScalarBuilder::indexValue(AffineExpr expression) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression))
    return arith::ConstantIndexOp::create(builder, location, constant.getValue());
  if (auto dim = dyn_cast<AffineDimExpr>(expression))
    return indices[dim.getPosition()];
  if (expression.isSymbolicOrConstant())
    return kernel::SizeOp::create(builder, location, builder.getIndexType(), SizesAttr::get(context, {expression}));
  auto binary = cast<AffineBinaryOpExpr>(expression);
  Value lhs = indexValue(binary.getLHS()), rhs = indexValue(binary.getRHS());
  // Sizes may be 0: what is computed then is not used.
  bool divides = expression.getKind() != AffineExprKind::Add && expression.getKind() != AffineExprKind::Mul;
  if (divides && !isa<AffineConstantExpr>(binary.getRHS()))
    rhs = arith::MaxSIOp::create(builder, location, rhs, arith::ConstantIndexOp::create(builder, location, 1));
  switch (expression.getKind()) {
  case AffineExprKind::Add:
    return arith::AddIOp::create(builder, location, lhs, rhs);
  case AffineExprKind::Mul:
    return arith::MulIOp::create(builder, location, lhs, rhs);
  case AffineExprKind::FloorDiv:
    return arith::DivSIOp::create(builder, location, lhs, rhs);
  case AffineExprKind::Mod:
    return arith::RemSIOp::create(builder, location, lhs, rhs);
  default:
    return arith::CeilDivSIOp::create(builder, location, lhs, rhs);
  }
}

Value ScalarBuilder::compare(AffineExpr a, AffineExpr b, bool less) {
  return arith::CmpIOp::create(builder, location, less ? arith::CmpIPredicate::slt : arith::CmpIPredicate::sge, indexValue(a),
                               indexValue(b));
}

Value ScalarBuilder::both(Value a, Value b) {
  if (!a || !b)
    return a ? a : b;
  return arith::AndIOp::create(builder, location, a, b);
}

Value ScalarBuilder::masked(Value condition, llvm::function_ref<Value()> build) {
  Value outer = mask;
  mask = both(outer, condition);
  Value result = build();
  mask = outer;
  return result;
}

Value ScalarBuilder::zero(Type type) { return arith::ConstantOp::create(builder, location, builder.getZeroAttr(type)); }

Value ScalarBuilder::wrappedIndex(Value indices, PointRef point, AffineExpr size) {
  Value read = elementAt(indices, point);
  if (!read)
    return {};
  if (getElementTypeOrSelf(indices.getType()).isUnsignedInteger())
    return arith::IndexCastUIOp::create(builder, location, builder.getIndexType(), read);
  Value index = arith::IndexCastOp::create(builder, location, builder.getIndexType(), read);
  Value first = arith::ConstantIndexOp::create(builder, location, 0);
  Value isNegative = arith::CmpIOp::create(builder, location, arith::CmpIPredicate::slt, index, first);
  Value wrapped = arith::AddIOp::create(builder, location, index, indexValue(size));
  return arith::SelectOp::create(builder, location, isNegative, wrapped, index);
}

AffineExpr ScalarBuilder::readIndex(Value indices, PointRef point, AffineExpr size) {
  Value index = wrappedIndex(indices, point, size);
  if (!index)
    return {};
  Value first = arith::ConstantIndexOp::create(builder, location, 0);
  Value last = indexValue(graph::normalizeSize(size - 1));
  index = arith::MaxSIOp::create(builder, location, index, first);
  index = arith::MinSIOp::create(builder, location, index, last);
  return addIndex(index, size);
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

Value ScalarBuilder::buildElementwise(ElementwiseOpInterface op, PointRef point) {
  SmallVector<Value> scalars;
  for (Value operand : op->getOperands()) {
    scalars.push_back(elementAt(operand, point));
    if (!scalars.back())
      return {};
  }
  return op.buildScalar(builder, location, scalars);
}

Value ScalarBuilder::buildGenerated(Operation *op, PointRef point) {
  Type type = scalarType(op->getResult(0));
  if (isa<ConstantOp, FillOp>(op)) {
    TypedAttr value;
    if (auto constant = dyn_cast<ConstantOp>(op))
      value = cast<TypedAttr>(cast<DenseElementsAttr>(constant.getValue()).getSplatValue<Attribute>());
    else
      value = cast<FillOp>(op).getValue();
    if (auto integer = dyn_cast<IntegerAttr>(value))
      value = IntegerAttr::get(type, integer.getValue());
    return arith::ConstantOp::create(builder, location, value);
  }
  AffineExpr number = isa<IotaOp>(op) ? point[cast<IotaOp>(op).getAxis()] : cast<SizeOp>(op).getValue().getSizes().front();
  Value index = indexValue(number);
  if (isa<IntegerType>(type))
    return arith::IndexCastOp::create(builder, location, type, index);
  Value integer = arith::IndexCastOp::create(builder, location, builder.getI64Type(), index);
  return arith::SIToFPOp::create(builder, location, type, integer);
}

Value ScalarBuilder::buildConcat(ConcatOp op, PointRef point) {
  AffineExpr begin = getAffineConstantExpr(0, context);
  AffineExpr coordinate = point[op.getAxis()];
  Value result;
  for (auto [number, operand] : llvm::enumerate(op.getOperands())) {
    Point inner(point);
    inner[op.getAxis()] = simplifyIndex(coordinate - begin, bounds());
    AffineExpr end = graph::normalizeSize(begin + shapeOf(operand)[op.getAxis()]);
    bool isLast = number + 1 == op.getOperands().size();
    Value fromBegin = constantSize(begin) == 0 ? Value() : compare(coordinate, begin, /*less=*/false);
    Value beforeEnd = isLast ? Value() : compare(coordinate, end, /*less=*/true);
    Value part = masked(both(fromBegin, beforeEnd), [&] { return elementAt(operand, inner); });
    if (!part)
      return {};
    result = result && fromBegin ? Value(arith::SelectOp::create(builder, location, fromBegin, part, result)) : part;
    begin = end;
  }
  return result;
}

Value ScalarBuilder::buildPad(PadOp op, PointRef point) {
  Point inner;
  Value isInside;
  Shape to = shapeOf(op.getResult());
  for (auto [coordinate, low, size, total] : llvm::zip_equal(point, op.getLow(), shapeOf(op.getOperand()), to)) {
    inner.push_back(simplifyIndex(coordinate - low, bounds()));
    if (low != 0)
      isInside = both(isInside, compare(coordinate, getAffineConstantExpr(low, context), /*less=*/false));
    AffineExpr end = graph::normalizeSize(size + low);
    if (!graph::sameSize(end, total))
      isInside = both(isInside, compare(coordinate, end, /*less=*/true));
  }
  Value element = masked(isInside, [&] { return elementAt(op.getOperand(), inner); });
  if (!isInside || !element)
    return element;
  Value value = elementAt(op.getValue(), {});
  return value ? Value(arith::SelectOp::create(builder, location, isInside, element, value)) : Value();
}

Value ScalarBuilder::buildPack(PackOp op, PointRef point) {
  // [B..., panel, k, column] holds [B..., k, panel * 16 + column].
  Shape shape = shapeOf(op.getOperand());
  size_t batch = shape.size() - 2;
  AffineExpr column = simplifyIndex(point[batch] * PackOp::panelColumns + point[batch + 2], bounds());
  Point inner(point.take_front(batch));
  inner.append({point[batch + 1], column});
  if (graph::constantSize(graph::normalizeSize(shape.back() % PackOp::panelColumns)) == 0)
    return elementAt(op.getOperand(), inner);
  Value isInside = compare(column, shape.back(), /*less=*/true);
  Value element = masked(isInside, [&] { return elementAt(op.getOperand(), inner); });
  if (!element)
    return {};
  return arith::SelectOp::create(builder, location, isInside, element, zero(element.getType()));
}

Value ScalarBuilder::buildGather(GatherOp op, PointRef point) {
  size_t axis = op.getAxis(), rank = shapeOf(op.getIndices()).size();
  AffineExpr index = readIndex(op.getIndices(), point.slice(axis, rank), shapeOf(op.getOperand())[axis]);
  if (!index)
    return {};
  Point inner(point.take_front(axis));
  inner.push_back(index);
  PointRef rest = point.drop_front(axis + rank);
  inner.append(rest.begin(), rest.end());
  return elementAt(op.getOperand(), inner);
}

Value ScalarBuilder::buildTakeAlong(TakeAlongOp op, PointRef point) {
  AffineExpr index = readIndex(op.getIndices(), point, shapeOf(op.getOperand())[op.getAxis()]);
  if (!index)
    return {};
  Point inner(point);
  inner[op.getAxis()] = index;
  return elementAt(op.getOperand(), inner);
}

Value ScalarBuilder::buildFold(ReductionKind kind, ShapeRef sizes, bool isUnsigned, Type type,
                               llvm::function_ref<Value(PointRef)> element) {
  auto fold = kernel::FoldOp::create(builder, location, type, kind, SizesAttr::get(context, sizes), isUnsigned);
  Block *block = &fold.getBody().emplaceBlock();
  Point point;
  for (AffineExpr size : sizes)
    point.push_back(addIndex(block->addArgument(builder.getIndexType(), location), size));
  Value value;
  nest(block, [&] {
    value = element(point);
    if (value)
      kernel::YieldOp::create(builder, location, value);
  });
  return value ? fold.getResult() : Value();
}

Value ScalarBuilder::buildReduce(ReduceOp op, PointRef point) {
  Shape shape = shapeOf(op.getOperand()), folded;
  for (int64_t axis : op.getAxes())
    folded.push_back(shape[axis]);
  Type type = scalarType(op.getResult()), accumulator = accumulationType(type);
  Value result = buildFold(op.getKind(), folded, isUnsigned(op.getResult()), accumulator, [&](PointRef inner) -> Value {
    Point full(shape.size());
    PointRef outer = point;
    for (size_t axis = 0; axis < shape.size(); ++axis) {
      const auto *found = llvm::find(op.getAxes(), static_cast<int64_t>(axis));
      if (found != op.getAxes().end()) {
        full[axis] = inner[found - op.getAxes().begin()];
      } else {
        full[axis] = outer.front();
        outer = outer.drop_front();
      }
    }
    Value element = elementAt(op.getOperand(), full);
    return element ? convertScalar(builder, location, element, isUnsigned(op.getOperand()), accumulator) : Value();
  });
  return result ? convertScalar(builder, location, result, isUnsigned(op.getResult()), type) : Value();
}

Value ScalarBuilder::buildMatmul(MatmulOp op, PointRef point) {
  Shape shape = shapeOf(op.getLhs());
  Type type = scalarType(op.getResult()), accumulator = accumulationType(type);
  Value result = buildFold(ReductionKind::sum, {shape.back()}, /*isUnsigned=*/false, accumulator, [&](PointRef k) -> Value {
    Point left(point), right(point);
    left.back() = k.front();
    right[right.size() - 2] = k.front();
    Value a = elementAt(op.getLhs(), left), b = elementAt(op.getRhs(), right);
    if (!a || !b)
      return {};
    a = convertScalar(builder, location, a, isUnsigned(op.getLhs()), accumulator);
    b = convertScalar(builder, location, b, isUnsigned(op.getRhs()), accumulator);
    if (isa<FloatType>(accumulator))
      return arith::MulFOp::create(builder, location, a, b);
    return arith::MulIOp::create(builder, location, a, b);
  });
  return result ? convertScalar(builder, location, result, /*isUnsigned=*/false, type) : Value();
}

} // namespace tenon::passes
