//===- LowerScatters.cpp - Groups around a scatter ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The kernel visits the updates. Those of one line, which differ in the index
// that they are made at only, may meet in one element; others never do.

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lowering/Lowering.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

class ScatterLowering {
public:
  explicit ScatterLowering(GroupOp group)
      : group(group), anchor(anchorOf(group)), context(group.getContext()), builder(group), dest(anchor->getOperand(0)),
        indices(anchor->getOperand(1)), updates(anchor->getOperand(2)), space(lineSpaceOf(anchor)),
        axis(space.outer.size()), destSizes(shapeOf(dest)), scalars(builder, context) {
    scalars.location = anchor->getLoc();
  }

  LogicalResult lower();

private:
  SmallVector<Value> findInputs();
  AffineMap target(ShapeRef sizes);
  Value placeAt(PointRef outer, PointRef line, PointRef inner);
  Value leaveOutBeyond(Value place, PointRef coordinates, ShapeRef updateSizes, ShapeRef sizes);

  GroupOp group;
  Operation *anchor;
  MLIRContext *context;
  OpBuilder builder;
  Value dest, indices, updates;
  LineSpace space;
  size_t axis;
  Shape destSizes;
  ScalarBuilder scalars;
};

/// The arguments of the group's body that the kernel reads: first what is
/// changed, then what the updates are made of.
SmallVector<Value> ScatterLowering::findInputs() {
  SmallVector<Value> inputs{dest};
  for (BlockArgument argument : group.getBody().getArguments())
    if (argument != dest || !llvm::hasSingleElement(argument.getUses()))
      inputs.push_back(argument);
  return inputs;
}

/// The offset in the result of (outer, place in the line, inner, yielded place).
AffineMap ScatterLowering::target(ShapeRef sizes) {
  Shape bounds(sizes);
  bounds.push_back(destSizes[axis]);
  Point place = identityPoint(context, 4);
  Point point = delinearize(place[0], space.outer, bounds);
  point.push_back(place[3]);
  llvm::append_range(point, delinearize(place[2], space.inner, bounds));
  return offsetMap(4, linearize(point, destSizes, context, bounds)).getValue();
}

/// `place`, or one that does not exist where a coordinate beside the axis lies
/// outside of what is changed.
Value ScatterLowering::leaveOutBeyond(Value place, PointRef coordinates, ShapeRef updateSizes, ShapeRef sizes) {
  for (auto [coordinate, count, size] : llvm::zip_equal(coordinates, updateSizes, sizes)) {
    std::optional<int64_t> part = constantSize(count), all = constantSize(size);
    if (sameSize(count, size) || (part && all && *part <= *all))
      continue;
    Value isInside = arith::CmpIOp::create(builder, scalars.location, arith::CmpIPredicate::slt,
                                           scalars.indexValue(coordinate), scalars.indexValue(size));
    Value none = scalars.indexValue(destSizes[axis]);
    place = arith::SelectOp::create(builder, scalars.location, isInside, place, none);
  }
  return place;
}

Value ScatterLowering::placeAt(PointRef outer, PointRef line, PointRef inner) {
  if (isa<ScatterOp>(anchor))
    return scalars.wrappedIndex(indices, line, destSizes[axis]);
  Point point(outer);
  llvm::append_range(point, line);
  llvm::append_range(point, inner);
  Value place = scalars.wrappedIndex(indices, point, destSizes[axis]);
  if (!place)
    return {};
  place = leaveOutBeyond(place, outer, space.outer, ShapeRef(destSizes).take_front(axis));
  return leaveOutBeyond(place, inner, space.inner, ShapeRef(destSizes).drop_front(axis + 1));
}

LogicalResult ScatterLowering::lower() {
  Shape sizes = lineSizes(space, context);
  SmallVector<Value> inputs = findInputs();
  SmallVector<Value> operands = llvm::map_to_vector(
      inputs, [&](Value input) { return group.getInputs()[cast<BlockArgument>(input).getArgNumber()]; });
  auto kind = anchor->getAttrOfType<ScatterKindAttr>("kind").getValue();
  auto op = kernel::ScatterOp::create(builder, anchor->getLoc(), TypeRange(dest.getType()), kind, operands,
                                      SizesAttr::get(context, sizes), SizesAttr::get(context, {destSizes[axis]}),
                                      target(sizes), isUnsigned(dest), DenseI64ArrayAttr());
  Block *block = startBody(op.getBody(), scalars, inputs, {});
  Point visited = addIndices(block, scalars, sizes);
  Point outer = delinearize(visited[0], space.outer, scalars.bounds());
  Point line = delinearize(visited[1], space.line, scalars.bounds());
  Point inner = delinearize(visited[2], space.inner, scalars.bounds());
  Value place = placeAt(outer, line, inner);
  Point point(outer);
  llvm::append_range(point, line);
  llvm::append_range(point, inner);
  Value element = scalars.elementAt(updates, point);
  if (!place || !element)
    return failure();
  kernel::YieldOp::create(builder, anchor->getLoc(), ValueRange{place, element});
  replaceGroup(group, op);
  return success();
}

} // namespace

LogicalResult lowerScatter(GroupOp group) { return ScatterLowering(group).lower(); }

} // namespace tenon::passes
