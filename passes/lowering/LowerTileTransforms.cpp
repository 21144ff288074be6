//===- LowerTileTransforms.cpp - Groups around a transform of tiles -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A step of the kernel transforms a tile for one index of what is behind the
// tile's axes: it reads the tile, multiplies by the matrix from the left, then
// from the right, and writes all elements, which are parts of the result. The
// zeros of the matrix cost nothing, its ones no product.

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "passes/lowering/Lowering.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

class TileLowering {
public:
  explicit TileLowering(GroupOp group)
      : group(group), op(cast<TileTransformOp>(anchorOf(group))), location(op.getLoc()), builder(group),
        numbers(op.getNumbers()) {}

  LogicalResult lower();

private:
  Value combine(int64_t row, ArrayRef<Value> values);
  Value constant(double number) {
    Type element = ScalarBuilder::scalarType(op.getResult());
    return arith::ConstantOp::create(builder, location, builder.getFloatAttr(element, number));
  }

  GroupOp group;
  TileTransformOp op;
  Location location;
  OpBuilder builder;
  SmallVector<double> numbers;
};

/// A row of the matrix times a column of values.
Value TileLowering::combine(int64_t row, ArrayRef<Value> values) {
  Value sum;
  for (auto [i, value] : llvm::enumerate(values)) {
    double number = numbers[row * values.size() + i];
    if (number == 0)
      continue;
    if (!sum)
      sum = number == 1 ? value : arith::MulFOp::create(builder, location, value, constant(number));
    else if (number == 1)
      sum = arith::AddFOp::create(builder, location, sum, value);
    else if (number == -1)
      sum = arith::SubFOp::create(builder, location, sum, value);
    else
      sum = math::FmaOp::create(builder, location, value, constant(number), sum);
  }
  return sum ? sum : constant(0);
}

LogicalResult TileLowering::lower() {
  MLIRContext *context = op.getContext();
  Shape result = shapeOf(op.getResult()), space(ShapeRef(result).drop_front(2));
  if (space.empty())
    space.push_back(getAffineConstantExpr(1, context));
  int64_t rows = op.getRows(), columns = op.getColumns();
  Shape parts{getAffineConstantExpr(rows * rows, context)};
  llvm::append_range(parts, space);
  auto kernelOp = kernel::ElementwiseOp::create(
      builder, location, TypeRange(tensorType(parts, getElementTypeOrSelf(op.getType()))), group.getInputs(),
      SizesAttr::get(context, space), builder.getI64IntegerAttr(rows * rows), DenseI64ArrayAttr());
  ScalarBuilder scalars(builder, context);
  scalars.location = location;
  Block *block = startBody(kernelOp.getBody(), scalars, group.getBody().getArguments(), {});
  Point indices = addIndices(block, scalars, space);
  indices.truncate(result.size() - 2);

  // [rows][columns], column by column: what is read is used up at once.
  SmallVector<SmallVector<Value>> half(rows, SmallVector<Value>(columns));
  for (int64_t l = 0; l < columns; ++l) {
    SmallVector<Value> column;
    for (int64_t k = 0; k < columns; ++k) {
      Point point{getAffineConstantExpr(k, context), getAffineConstantExpr(l, context)};
      llvm::append_range(point, indices);
      column.push_back(scalars.elementAt(op.getOperand(), point));
      if (!column.back())
        return failure();
    }
    for (int64_t i = 0; i < rows; ++i)
      half[i][l] = combine(i, column);
  }
  SmallVector<Value> yielded;
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < rows; ++j)
      yielded.push_back(combine(j, half[i]));
  kernel::YieldOp::create(builder, location, yielded);
  replaceGroup(group, kernelOp);
  return success();
}

} // namespace

LogicalResult lowerTileTransform(GroupOp group) { return TileLowering(group).lower(); }

} // namespace tenon::passes
