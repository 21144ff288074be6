//===- Blocks.cpp - Operators that put blocks together ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Loops.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// Cut, or filled with zeros, to a size along each axis, the same on both sides.
void importCenterCropPad(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, rankOf(x)));
  if (auto given = node.integers("axes"))
    axes = node.axes(*given, rankOf(x));
  Shape asked = node.sizes(1);
  if (asked.size() != axes.size())
    throw ImportError("its shape has " + Twine(asked.size()) + " numbers for " + Twine(axes.size()) + " axes");
  for (auto [axis, size] : llvm::zip_equal(axes, asked)) {
    AffineExpr before = shapeOf(x)[axis], kept = node.minimum(before, size);
    x = build.slice(x, axis, normalizeSize((before - kept).floorDiv(2)), kept);
    AffineExpr low = normalizeSize((size - kept).floorDiv(2)), high = normalizeSize(size - kept - low);
    auto zeros = [&](AffineExpr count) {
      Shape sizes = shapeOf(x);
      sizes[axis] = count;
      return build.fill(0, sizes, elementOf(x));
    };
    SmallVector<Value> parts;
    if (constantSize(low) != 0)
      parts.push_back(zeros(low));
    parts.push_back(x);
    if (constantSize(high) != 0)
      parts.push_back(zeros(high));
    if (parts.size() == 1)
      continue;
    // The parts are as long as asked for, which the sum of their sizes does not always show.
    Shape sizes = shapeOf(x);
    sizes[axis] = size;
    x = build.reshape(build.concat(parts, axis), sizes);
  }
  node.set(0, x);
}

/// An attribute of `count` numbers, of which `least` is both the least and what they are where it is not given.
SmallVector<int64_t> numbersOf(NodeImport &node, StringRef name, size_t count, int64_t least) {
  SmallVector<int64_t> values = node.integers(name).value_or(SmallVector<int64_t>(count, least));
  if (values.size() != count)
    throw ImportError("its attribute '" + name + "' has " + Twine(values.size()) + " numbers, expected " + Twine(count));
  for (int64_t value : values)
    if (value < least || value > INT32_MAX)
      throw ImportError("its attribute '" + name + "' holds " + Twine(value) + ", expected " + Twine(least) + " or more");
  return values;
}

/// The channels of [batch, channels * elements of a block, blocks]. Where a run decides the sizes, it fails if these do
/// not fit.
AffineExpr channelsOfBlocks(NodeImport &node, ShapeRef sizes, AffineExpr window, ShapeRef blocks) {
  CheckedBuilder &build = node.build;
  AffineExpr count = elementCount(build.getContext(), blocks);
  std::optional<int64_t> known = constantSize(window), all = constantSize(sizes[1]);
  if (known && all && sameSize(count, sizes[2])) {
    if (*known < 1 || *all % *known)
      throw ImportError("its " + Twine(*all) + " channels are no multiple of the " + Twine(*known) + " elements of a block");
    return build.constant(*all / *known);
  }
  Type integer = build.getI64Type();
  Value one = build.fillInteger(1, {}, integer), zero = build.fillInteger(0, {}, integer);
  Value joined = build.size(sizes[1]), divisor = build.elementwise<MaxOp>(build.size(window), one);
  Value channels = build.elementwise<FloorDivOp>(joined, divisor);
  Value fits = build.compare(Predicate::eq, build.elementwise<MulOp>(channels, divisor), joined);
  auto require = [&](Value condition) { fits = build.elementwise<AndOp>(fits, condition); };
  require(build.compare(Predicate::eq, build.size(count), build.size(sizes[2])));
  for (AffineExpr size : blocks)
    require(build.compare(Predicate::ge, build.size(size), zero));
  return node.importer.defineSize(build.select(fits, channels, build.fillInteger(-1, {}, integer)));
}

/// The columns of windows added up to the image that they were taken from.
void importCol2Im(NodeImport &node) {
  CheckedBuilder &build = node.build;
  MLIRContext *context = build.getContext();
  Type integer = build.getI64Type();
  Value x = node.tensor(0);
  Shape image = node.sizes(1), block = node.sizes(2), sizes = shapeOf(x);
  size_t rank = image.size();
  if (rankOf(x) != 3 || block.size() != rank)
    throw ImportError("expected [batch, channels of blocks, blocks] and as many sizes of the image as of a block, got " +
                      describe(x) + ", " + Twine(rank) + " and " + Twine(block.size()));
  SmallVector<int64_t> strides = numbersOf(node, "strides", rank, 1), dilations = numbersOf(node, "dilations", rank, 1),
                       pads = numbersOf(node, "pads", 2 * rank, 0);
  // Where each element of each window lies in the padded image: [block..., windows...].
  Shape padded, places = block;
  for (size_t axis = 0; axis < rank; ++axis) {
    padded.push_back(normalizeSize(image[axis] + (pads[axis] + pads[rank + axis])));
    AffineExpr extent = (block[axis] - 1) * dilations[axis] + 1;
    places.push_back(normalizeSize((padded[axis] - extent).floorDiv(strides[axis]) + 1));
  }
  auto times = [&](Value value, int64_t factor) {
    return build.elementwise<MulOp>(value, build.fillInteger(factor, places, integer));
  };
  Value place;
  for (size_t axis = 0; axis < rank; ++axis) {
    Value along = build.elementwise<AddOp>(times(build.iota(axis, places, integer), dilations[axis]),
                                           times(build.iota(rank + axis, places, integer), strides[axis]));
    Value size = build.broadcast(build.size(padded[axis]), places);
    place = place ? build.elementwise<AddOp>(build.elementwise<MulOp>(place, size), along) : along;
  }
  AffineExpr window = elementCount(context, block), taken = elementCount(context, places);
  AffineExpr channels = channelsOfBlocks(node, sizes, window, ShapeRef(places).drop_front(rank));
  AffineExpr lines = multiplySizes(sizes[0], channels);
  Shape flat{lines, elementCount(context, padded)}, result{sizes[0], channels}, starts(2, build.constant(0));
  Value zeros = build.fill(0, flat, elementOf(x));
  Value sum = build.create<ScatterOp>(zeros.getType(), ScatterKind::sum, zeros, build.reshape(place, {taken}),
                                      build.reshape(x, {lines, taken}), 1);
  Shape whole = result;
  llvm::append_range(whole, padded);
  llvm::append_range(result, image);
  for (size_t axis = 0; axis < rank; ++axis)
    starts.push_back(build.constant(pads[axis]));
  node.set(0, build.slice(build.reshape(sum, whole), starts, SmallVector<int64_t>(rank + 2, 1), result));
}

/// The product of the pivots of Gauss's elimination, whose sign changes with every exchange of rows.
void importDet(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value x = node.tensor(0);
  node.requireRank(x, 2, "the input");
  Shape sizes = shapeOf(x);
  AffineExpr size = sizes.back();
  if (!sameSize(size, sizes[sizes.size() - 2]))
    throw ImportError("expected square matrices, got " + describe(x));
  Type type = elementOf(x), computed = type.getIntOrFloatBitWidth() < 32 ? Type(build.getF32Type()) : type;
  ShapeRef batch = ShapeRef(sizes).drop_back(2);
  AffineExpr count = elementCount(build.getContext(), batch);
  Value matrices = build.cast(build.reshape(x, {count, size, size}), computed);
  Shape vector{count}, lines{count, size}, all{count, size, size};
  LoopLimits limits{size, {}, {}};
  SmallVector<Value> results =
      buildLoop(node, {matrices, build.fill(1, vector, computed)}, limits, [&](Callee &, ArrayRef<Value> carried, Value number) {
        Value rows = carried[0], row = build.iota(1, lines, integer), step = build.broadcast(number, lines);
        Value column = build.gather(rows, number, 2), isBelow = build.compare(Predicate::ge, row, step);
        Value size = build.select(isBelow, build.elementwise<AbsOp>(column), build.fill(-1, lines, computed));
        Value largest = build.argReduce(ReductionKind::max, size, 1), pivotRow = build.broadcast(largest, lines, {0});
        // The row of the largest element takes the place of this step's.
        Value order = build.select(build.compare(Predicate::eq, row, step), pivotRow,
                                   build.select(build.compare(Predicate::eq, row, pivotRow), step, row));
        rows = build.takeAlong(rows, build.broadcast(order, all, {0, 1}), 1);
        column = build.gather(rows, number, 2);
        Value pivot = build.gather(column, number, 1), zero = build.fill(0, lines, computed);
        Value wide = build.broadcast(pivot, lines, {0});
        Value isEliminated = build.elementwise<AndOp>(build.compare(Predicate::gt, row, step), build.compare(Predicate::ne, wide, zero));
        Value factor = build.select(isEliminated, build.elementwise<DivOp>(column, wide), zero);
        Value product = build.elementwise<MulOp>(build.broadcast(factor, all, {0, 1}),
                                                 build.broadcast(build.gather(rows, number, 1), all, {0, 2}));
        Value isExchanged = build.compare(Predicate::ne, largest, build.broadcast(number, vector));
        Value signedPivot = build.select(isExchanged, build.elementwise<NegOp>(pivot), pivot);
        return SmallVector<Value>{trueValue(node), build.elementwise<SubOp>(rows, product),
                                  build.elementwise<MulOp>(carried[1], signedPivot)};
      });
  node.set(0, build.reshape(build.cast(results[1], type), batch));
}

constexpr OperatorEntry entries[] = {
    {"CenterCropPad", 18, importCenterCropPad},
    {"Col2Im", 18, importCol2Im},
    {"Det", 11, importDet},
};

} // namespace

ArrayRef<OperatorEntry> blockOperators() { return entries; }

} // namespace tenon::onnx
