//===- LowerReductions.cpp - Groups around a reduction along rows ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A row is visited by several sweeps. What the group computes before the
// anchor is computed in the first one and kept as a row; what comes after it
// is the last sweep. Sums of narrow floats are kept in f32.

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "passes/lowering/Lowering.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

class RowLowering {
public:
  explicit RowLowering(GroupOp group)
      : group(group), anchor(anchorOf(group)), location(anchor->getLoc()), builder(group), context(group.getContext()),
        space(rowSpaceOf(anchor)), operand(anchor->getOperand(0)), result(anchor->getResult(0)),
        rowSize(elementCount(context, space.row)), element(ScalarBuilder::scalarType(operand)),
        accumulator(accumulationType(element)), scalars(builder, context) {
    scalars.location = location;
  }

  LogicalResult lower();

private:
  /// Computes values of one place of the row: first those that are combined, then rows.
  using SweepBody = llvm::function_ref<LogicalResult(PointRef full, SmallVectorImpl<Value> &values)>;

  FailureOr<SmallVector<Value>> sweep(ArrayRef<ReductionKind> kinds, ArrayRef<Type> types, SweepBody body,
                                      bool isUnsigned = false);
  FailureOr<SmallVector<Value>> firstSweep(ReductionKind kind, Type type, llvm::function_ref<Value(Value)> change);
  Value operandAt(PointRef full);
  void keepRow(Value tensor, Value row);
  Value readKept(Value row, PointRef full);

  LogicalResult lowerSoftmax(SoftmaxOp op);
  Value withoutTinyParts(Value shifted);
  LogicalResult lowerLayerNorm(LayerNormOp op);
  LogicalResult lowerReduce(ReduceOp op);
  LogicalResult lowerArgReduce(ArgReduceOp op);
  FailureOr<Value> normalized(LayerNormOp op, Value mean, Value scale, PointRef full);
  LogicalResult finish();

  bool isRow(Value output) const;
  bool isComputed() const;
  bool hasRowOutputs() const { return llvm::any_of(yieldedBy(group), [&](Value value) { return isRow(value); }); }

  Value constant(double value) { return arith::ConstantOp::create(builder, location, builder.getFloatAttr(accumulator, value)); }
  Value toAccumulator(Value value) { return convertScalar(builder, location, value, isUnsigned(operand), accumulator); }
  Value toElement(Value value) { return convertScalar(builder, location, value, /*isUnsigned=*/false, element); }
  Value rowSizeAsFloat();
  template <typename OpTy>
  Value make(Value a, Value b) {
    return OpTy::create(builder, location, a, b);
  }

  GroupOp group;
  Operation *anchor;
  Location location;
  OpBuilder builder;
  MLIRContext *context;
  RowSpace space;
  Value operand, result;
  AffineExpr rowSize;
  Type element, accumulator;
  ScalarBuilder scalars;

  Point rowPoint;    // the row's own coordinates
  Point currentFull; // of the sweep being built
  llvm::DenseMap<Value, Value> kept;
  // What the anchor's result is at a place of the last sweep; unset where it is known already.
  std::function<FailureOr<Value>(PointRef)> resultAt;
};

/// Whether the value has an element for each place of a row, not one a row.
bool RowLowering::isRow(Value output) const {
  AffineExpr count = elementCount(context, shapeOf(output)), rows = elementCount(context, space.rows);
  if (!isa<SoftmaxOp, LayerNormOp>(anchor) && sameSize(count, rows))
    return false;
  return sameSize(count, multiplySizes(rows, rowSize));
}

/// Whether the row is more than a dense tensor in memory, and worth keeping:
/// a row of one element is not.
bool RowLowering::isComputed() const {
  if (constantSize(rowSize) == 1)
    return false;
  Value value = operand;
  while (auto view = value.getDefiningOp<ReshapeOp>())
    value = view.getOperand();
  return !isa<BlockArgument>(value);
}

FailureOr<SmallVector<Value>> RowLowering::sweep(ArrayRef<ReductionKind> kinds, ArrayRef<Type> types, SweepBody body,
                                                 bool isUnsigned) {
  SmallVector<Attribute> kindAttributes;
  for (ReductionKind kind : kinds)
    kindAttributes.push_back(ReductionKindAttr::get(context, kind));
  SmallVector<Type> resultTypes(types);
  for (Type &type : MutableArrayRef(resultTypes).drop_front(kinds.size()))
    type = kernel::RowType::get(context, type);
  auto op = kernel::SweepOp::create(builder, location, resultTypes, builder.getArrayAttr(kindAttributes), isUnsigned);
  Block *block = &op.getBody().emplaceBlock();
  AffineExpr place = scalars.addIndex(block->addArgument(builder.getIndexType(), location), rowSize);
  LogicalResult status = success();
  scalars.nest(block, [&] {
    currentFull = rowPoint;
    llvm::append_range(currentFull, delinearize(place, space.row, scalars.bounds()));
    currentFull = simplifyPoint(currentFull, scalars.bounds());
    SmallVector<Value> values;
    status = body(currentFull, values);
    if (succeeded(status))
      kernel::YieldOp::create(builder, location, values);
    currentFull.clear();
  });
  if (failed(status))
    return failure();
  return SmallVector<Value>(op.getResults());
}

/// Combines the operand's elements, and keeps the row where it was computed.
FailureOr<SmallVector<Value>> RowLowering::firstSweep(ReductionKind kind, Type type, llvm::function_ref<Value(Value)> change) {
  SmallVector<Type> types{type};
  bool keeps = isComputed();
  if (keeps)
    types.push_back(element);
  auto results = sweep(
      kind, types,
      [&](PointRef full, SmallVectorImpl<Value> &values) {
        Value x = scalars.elementAt(operand, full);
        if (!x)
          return failure();
        values.push_back(change(x));
        if (keeps)
          values.push_back(x);
        return success();
      },
      isUnsigned(operand));
  if (succeeded(results) && keeps)
    keepRow(operand, results->back());
  return results;
}

/// Later sweeps read the tensor's elements from the row.
void RowLowering::keepRow(Value tensor, Value row) {
  kept[tensor] = row;
  scalars.provide(tensor, [this, row](PointRef point) -> Value {
    if (currentFull.empty() || !samePoint(point, currentFull))
      return {};
    return kernel::ReadRowOp::create(builder, location, cast<kernel::RowType>(row.getType()).getElementType(), row);
  });
}

Value RowLowering::operandAt(PointRef full) {
  Value x = scalars.elementAt(operand, full);
  return x ? toAccumulator(x) : Value();
}

Value RowLowering::rowSizeAsFloat() {
  if (std::optional<int64_t> size = constantSize(rowSize))
    return constant(static_cast<double>(*size));
  Value size = arith::IndexCastOp::create(builder, location, builder.getI64Type(), scalars.indexValue(rowSize));
  return arith::SIToFPOp::create(builder, location, accumulator, size);
}

//===----------------------------------------------------------------------===//
// Anchors
//===----------------------------------------------------------------------===//

/// Whether nothing but products reads the value, by views too.
static bool isReadByProducts(Value value) {
  return llvm::all_of(value.getUses(), [](OpOperand &use) {
    if (auto group = dyn_cast<GroupOp>(use.getOwner()))
      return isReadByProducts(group.getBody().getArgument(use.getOperandNumber()));
    if (isView(use.getOwner()))
      return isReadByProducts(use.getOwner()->getResult(0));
    return isa<PackedMatmulOp>(use.getOwner());
  });
}

/// A score less the largest; -infinity where its part of the sum would be next
/// to the numbers below the normal ones. A product adds nothing by these, and
/// processors take a hundred times longer for them.
Value RowLowering::withoutTinyParts(Value shifted) {
  // So that parts stay normal when they are divided by the sum of some thousands.
  constexpr double logOfSum = 8;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double least = std::log(accumulator.isF64() ? std::numeric_limits<double>::min() : std::numeric_limits<float>::min());
  Value isTiny = arith::CmpFOp::create(builder, location, arith::CmpFPredicate::OLT, shifted, constant(least + logOfSum));
  return arith::SelectOp::create(builder, location, isTiny, constant(-infinity), shifted);
}

LogicalResult RowLowering::lowerSoftmax(SoftmaxOp op) {
  const bool isForProducts = llvm::all_of(op->getParentOfType<GroupOp>().getOutputs(), isReadByProducts);
  auto first = firstSweep(ReductionKind::max, accumulator, [&](Value x) { return toAccumulator(x); });
  if (failed(first))
    return failure();
  Value largest = first->front();
  SmallVector<Type> types{accumulator};
  if (!op.getLog())
    types.push_back(accumulator);
  auto second = sweep(ReductionKind::sum, types, [&](PointRef full, SmallVectorImpl<Value> &values) {
    Value x = operandAt(full);
    if (!x)
      return failure();
    Value shifted = make<arith::SubFOp>(x, largest);
    Value power = math::ExpOp::create(builder, location, isForProducts ? withoutTinyParts(shifted) : shifted);
    values.assign(types.size(), power);
    return success();
  });
  if (failed(second))
    return failure();
  if (op.getLog()) {
    Value offset = make<arith::AddFOp>(largest, math::LogOp::create(builder, location, second->front()));
    resultAt = [this, offset](PointRef full) -> FailureOr<Value> {
      Value x = operandAt(full);
      if (!x)
        return failure();
      return toElement(make<arith::SubFOp>(x, offset));
    };
    return success();
  }
  Value row = second->back(), inverse = make<arith::DivFOp>(constant(1), second->front());
  resultAt = [this, row, inverse](PointRef) -> FailureOr<Value> {
    Value power = kernel::ReadRowOp::create(builder, location, accumulator, row);
    return toElement(make<arith::MulFOp>(power, inverse));
  };
  return success();
}

FailureOr<Value> RowLowering::normalized(LayerNormOp op, Value mean, Value scale, PointRef full) {
  Value x = operandAt(full);
  if (!x)
    return failure();
  if (mean)
    x = make<arith::SubFOp>(x, mean);
  x = make<arith::MulFOp>(x, scale);
  PointRef inRow = full.drop_front(op.getAxis());
  for (Value parameter : {op.getScale(), op.getBias()}) {
    if (!parameter)
      continue;
    Value value = scalars.elementAt(parameter, inRow);
    if (!value)
      return failure();
    value = toAccumulator(value);
    x = parameter == op.getScale() ? make<arith::MulFOp>(x, value) : make<arith::AddFOp>(x, value);
  }
  return toElement(x);
}

LogicalResult RowLowering::lowerLayerNorm(LayerNormOp op) {
  auto square = [&](Value x) { return make<arith::MulFOp>(x, x); };
  auto first = firstSweep(ReductionKind::sum, accumulator,
                          [&](Value x) { return op.getRms() ? square(toAccumulator(x)) : toAccumulator(x); });
  if (failed(first))
    return failure();
  Value size = rowSizeAsFloat(), mean, squares = first->front();
  if (!op.getRms()) {
    mean = make<arith::DivFOp>(first->front(), size);
    auto second = sweep(ReductionKind::sum, accumulator, [&](PointRef full, SmallVectorImpl<Value> &values) {
      Value x = operandAt(full);
      if (!x)
        return failure();
      values.push_back(square(make<arith::SubFOp>(x, mean)));
      return success();
    });
    if (failed(second))
      return failure();
    squares = second->front();
  }
  Value variance = make<arith::DivFOp>(squares, size);
  Value shifted = make<arith::AddFOp>(variance, constant(op.getEpsilon().convertToDouble()));
  Value scale = make<arith::DivFOp>(constant(1), math::SqrtOp::create(builder, location, shifted));
  resultAt = [this, op, mean, scale](PointRef full) { return normalized(op, mean, scale, full); };
  return success();
}

/// The result's point: the row's own coordinates, and 0 on axes of size 1 behind them.
static Point elementOfRow(Value result, PointRef rowPoint) {
  Point point(rowPoint);
  point.resize(shapeOf(result).size(), getAffineConstantExpr(0, result.getContext()));
  return point;
}

LogicalResult RowLowering::lowerReduce(ReduceOp op) {
  Type type = ScalarBuilder::scalarType(result), sumType = accumulationType(type);
  auto change = [&](Value x) { return convertScalar(builder, location, x, isUnsigned(operand), sumType); };
  FailureOr<SmallVector<Value>> results;
  if (hasRowOutputs())
    results = firstSweep(op.getKind(), sumType, change);
  else
    results = sweep(
        op.getKind(), sumType,
        [&](PointRef full, SmallVectorImpl<Value> &values) {
          Value x = scalars.elementAt(operand, full);
          if (!x)
            return failure();
          values.push_back(change(x));
          return success();
        },
        isUnsigned(result));
  if (failed(results))
    return failure();
  scalars.define(result, elementOfRow(result, rowPoint),
                 convertScalar(builder, location, results->front(), isUnsigned(result), type));
  return success();
}

LogicalResult RowLowering::lowerArgReduce(ArgReduceOp op) {
  auto first = firstSweep(op.getKind(), element, [](Value x) { return x; });
  if (failed(first))
    return failure();
  Value best = first->front();
  Value size = arith::IndexCastOp::create(builder, location, builder.getI64Type(), scalars.indexValue(rowSize));
  auto second = sweep(ReductionKind::min, builder.getI64Type(), [&](PointRef full, SmallVectorImpl<Value> &values) {
    Value x = scalars.elementAt(operand, full);
    if (!x)
      return failure();
    Value wins = isBest(builder, location, x, best);
    Value place = scalars.indexValue(linearize(full.drop_front(rowPoint.size()), space.row, context, scalars.bounds()));
    place = arith::IndexCastOp::create(builder, location, builder.getI64Type(), place);
    values.push_back(arith::SelectOp::create(builder, location, wins, place, size));
    return success();
  });
  if (failed(second))
    return failure();
  scalars.define(result, elementOfRow(result, rowPoint), second->front());
  return success();
}

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

/// The last sweep, and what the kernel yields.
LogicalResult RowLowering::finish() {
  SmallVector<Value> computed;
  SmallVector<Type> types;
  for (Value output : yieldedBy(group))
    if (isRow(output) && !kept.contains(output)) {
      computed.push_back(output);
      types.push_back(ScalarBuilder::scalarType(output));
    }
  SmallVector<Value> rows;
  if (!computed.empty()) {
    auto last = sweep({}, types, [&](PointRef full, SmallVectorImpl<Value> &values) {
      if (resultAt) {
        FailureOr<Value> value = resultAt(full);
        if (failed(value))
          return failure();
        scalars.define(result, full, *value);
      }
      for (Value output : computed) {
        Point place = reshapePoint(full, shapeOf(operand), shapeOf(output), context, scalars.bounds());
        values.push_back(scalars.elementAt(output, place));
        if (!values.back())
          return failure();
      }
      return success();
    });
    if (failed(last))
      return failure();
    rows = *last;
  }
  SmallVector<Value> yielded;
  for (Value output : yieldedBy(group)) {
    if (Value row = kept.lookup(output)) {
      yielded.push_back(row);
    } else if (isRow(output)) {
      yielded.push_back(rows[llvm::find(computed, output) - computed.begin()]);
    } else {
      yielded.push_back(scalars.elementAt(
          output, reshapePoint(rowPoint, space.rows, shapeOf(output), context, scalars.bounds())));
      if (!yielded.back())
        return failure();
    }
  }
  kernel::YieldOp::create(builder, location, yielded);
  return success();
}

LogicalResult RowLowering::lower() {
  // A kernel has at least one dimension.
  Shape sizes = space.rows;
  if (sizes.empty())
    sizes.push_back(getAffineConstantExpr(1, context));
  SmallVector<Type> types;
  for (Value output : yieldedBy(group)) {
    Shape shape(sizes);
    if (isRow(output))
      shape.push_back(rowSize);
    types.push_back(tensorType(shape, getElementTypeOrSelf(output.getType())));
  }
  auto op = kernel::RowsOp::create(builder, location, types, group.getInputs(), SizesAttr::get(context, sizes),
                                   SizesAttr::get(context, {rowSize}), DenseI64ArrayAttr());
  Block *block = startBody(op.getBody(), scalars, group.getBody().getArguments(), {});
  Point indices = addIndices(block, scalars, sizes);
  rowPoint.assign(indices.begin(), indices.begin() + space.rows.size());
  LogicalResult status = TypeSwitch<Operation *, LogicalResult>(anchor)
                             .Case([&](SoftmaxOp op) { return lowerSoftmax(op); })
                             .Case([&](LayerNormOp op) { return lowerLayerNorm(op); })
                             .Case([&](ReduceOp op) { return lowerReduce(op); })
                             .Case([&](ArgReduceOp op) { return lowerArgReduce(op); });
  if (failed(status) || failed(finish()))
    return failure();
  replaceGroup(group, op);
  return success();
}

} // namespace

LogicalResult lowerReduction(GroupOp group) { return RowLowering(group).lower(); }

} // namespace tenon::passes
