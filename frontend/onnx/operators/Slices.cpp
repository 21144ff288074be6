//===- Slices.cpp - Operators that take tensors apart and join them ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeFunctions.h"
#include "frontend/onnx/DataAxes.h"
#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

//===----------------------------------------------------------------------===//
// Slice
//===----------------------------------------------------------------------===//

/// Where a slice of one axis begins, and how many elements it has.
struct Range {
  AffineExpr start, count;
};

/// Counted from the front, and kept within [least, most] of an axis of `size`.
AffineExpr clampedBound(NodeImport &node, AffineExpr bound, AffineExpr size, int64_t least, AffineExpr most) {
  std::optional<int64_t> number = constantSize(bound);
  CheckedBuilder &build = node.build;
  if (number) {
    // Far outside of any size: the end of the axis.
    constexpr int64_t far = int64_t(1) << 31;
    if (*number >= far)
      return most;
    if (*number <= -far)
      return build.constant(least);
    AffineExpr place = *number < 0 ? normalizeSize(size + *number) : bound;
    return node.minimum(node.maximum(place, build.constant(least)), most);
  }
  return node.minimum(node.maximum(bound, build.constant(least)), most);
}

Range rangeOf(NodeImport &node, AffineExpr size, AffineExpr start, AffineExpr end, int64_t step) {
  CheckedBuilder &build = node.build;
  AffineExpr last = normalizeSize(size - 1);
  bool isForward = step > 0;
  AffineExpr from = clampedBound(node, start, size, 0, isForward ? size : last);
  AffineExpr to = clampedBound(node, end, size, isForward ? 0 : -1, isForward ? size : last);
  AffineExpr distance = node.maximum(normalizeSize(isForward ? to - from : from - to), build.constant(0));
  int64_t stride = std::abs(step);
  return {from, normalizeSize((distance + (stride - 1)).floorDiv(stride))};
}

/// A bound that only the run knows, which may be negative: as a place from the front.
AffineExpr boundAtRun(NodeImport &node, Value element, AffineExpr size, int64_t least, AffineExpr most) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value bound = build.reshape(build.cast(element, integer), {}), zero = build.fillInteger(0, {}, integer);
  Value wrapped = build.elementwise<AddOp>(bound, build.size(size));
  bound = build.select(build.compare(Predicate::lt, bound, zero), wrapped, bound);
  bound = build.elementwise<MaxOp>(bound, build.fillInteger(least, {}, integer));
  bound = build.elementwise<MinOp>(bound, build.size(most));
  // Symbols are sizes: -1, before the first element, is one less than a symbol.
  if (least == 0)
    return node.importer.defineSize(bound);
  Value shifted = build.elementwise<SubOp>(bound, build.fillInteger(least, {}, integer));
  return normalizeSize(node.importer.defineSize(shifted) + least);
}

Value sliceAxes(NodeImport &node, Value x, ArrayRef<int64_t> axes, ArrayRef<Range> ranges, ArrayRef<int64_t> steps) {
  Shape sizes = shapeOf(x), starts(sizes.size(), node.build.constant(0));
  SmallVector<int64_t> all(sizes.size(), 1);
  for (auto [axis, range, step] : llvm::zip_equal(axes, ranges, steps)) {
    starts[axis] = range.start;
    sizes[axis] = range.count;
    all[axis] = step;
  }
  return node.build.slice(x, starts, all, sizes);
}

void importSliceByAttributes(NodeImport &node) {
  Value x = node.tensor(0);
  auto starts = node.integers("starts"), ends = node.integers("ends");
  if (!starts || !ends || starts->size() != ends->size())
    throw ImportError("its attributes 'starts' and 'ends' must have one number for each axis");
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, starts->size()));
  if (auto given = node.integers("axes"))
    axes = *given;
  axes = node.axes(axes, rankOf(x));
  if (axes.size() != starts->size())
    throw ImportError("its attributes 'axes' and 'starts' differ in length");
  SmallVector<Range> ranges;
  for (auto [i, axis] : llvm::enumerate(axes))
    ranges.push_back(rangeOf(node, shapeOf(x)[axis], node.build.constant((*starts)[i]),
                             node.build.constant((*ends)[i]), 1));
  node.set(0, sliceAxes(node, x, axes, ranges, SmallVector<int64_t>(axes.size(), 1)));
}

/// A slice of every axis whose axes or steps only the run knows: elements at computed places.
Value sliceByGather(NodeImport &node, Value x) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  int64_t rank = rankOf(x);
  Shape vector{build.constant(rank)}, given = shapeOf(node.tensor(1));
  Value axes = node.has(3) ? node.tensor(3) : build.iota(0, given, integer);
  Value zero = build.fillInteger(0, vector, integer), one = build.fillInteger(1, vector, integer);
  Value size = build.sizes(shapeOf(x)), last = build.elementwise<SubOp>(size, one);
  Value step = node.has(4) ? spreadOverAxes(node, x, axes, node.tensor(4), one) : one;
  Value isForward = build.compare(Predicate::gt, step, zero);
  Value most = build.select(isForward, size, last);
  auto bound = [&](int input, Value otherwise, Value least) {
    Value place = spreadOverAxes(node, x, axes, node.tensor(input), otherwise);
    Value wrapped = build.elementwise<AddOp>(place, size);
    place = build.select(build.compare(Predicate::lt, place, zero), wrapped, place);
    return build.elementwise<MinOp>(build.elementwise<MaxOp>(place, least), most);
  };
  Value start = bound(1, zero, zero);
  Value end = bound(2, size, build.select(isForward, zero, build.fillInteger(-1, vector, integer)));
  Value distance = build.elementwise<SubOp>(end, start), stride = build.elementwise<AbsOp>(step);
  distance = build.select(isForward, distance, build.elementwise<NegOp>(distance));
  distance = build.elementwise<SubOp>(build.elementwise<AddOp>(build.elementwise<MaxOp>(distance, zero), stride), one);
  Value count = build.elementwise<FloorDivOp>(distance, build.elementwise<MaxOp>(stride, one));
  for (int64_t axis = 0; axis < rank; ++axis) {
    auto element = [&](Value numbers) { return build.part(numbers, 0, axis); };
    Shape places{node.importer.defineSize(element(count))};
    Value place = build.elementwise<MulOp>(build.iota(0, places, integer), build.broadcast(element(step), places));
    x = build.gather(x, build.elementwise<AddOp>(place, build.broadcast(element(start), places)), axis);
  }
  return x;
}

void importSlice(NodeImport &node) {
  Value x = node.tensor(0);
  if ((node.has(3) && !node.knownIntegers(3)) || (node.has(4) && !node.knownIntegers(4)))
    return node.set(0, sliceByGather(node, x));
  CheckedBuilder &build = node.build;
  auto vector = cast<RankedTensorType>(node.tensor(1).getType());
  if (vector.getRank() != 1 || !vector.hasStaticShape())
    throw ImportError("the number of axes to slice must be known when the model is compiled");
  int64_t count = vector.getShape()[0];
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, count)), steps(count, 1);
  if (node.has(3))
    axes = node.integers(3, "the axes");
  if (node.has(4))
    steps = node.integers(4, "the steps");
  axes = node.axes(axes, rankOf(x));
  if (static_cast<int64_t>(axes.size()) != count || static_cast<int64_t>(steps.size()) != count || llvm::is_contained(steps, 0))
    throw ImportError("starts, ends, axes and steps must have one number for each axis, and no step may be 0");
  std::optional<Shape> starts = node.knownSizes(1), ends = node.knownSizes(2);
  SmallVector<Range> ranges;
  for (int64_t i = 0; i < count; ++i) {
    AffineExpr size = shapeOf(x)[axes[i]], last = normalizeSize(size - 1);
    bool isForward = steps[i] > 0;
    auto element = [&](int input) { return build.slice(node.tensor(input), 0, build.constant(i), build.constant(1)); };
    AffineExpr start = starts ? (*starts)[i] : boundAtRun(node, element(1), size, 0, isForward ? size : last);
    AffineExpr end = ends ? (*ends)[i] : boundAtRun(node, element(2), size, isForward ? 0 : -1, isForward ? size : last);
    ranges.push_back(rangeOf(node, size, start, end, steps[i]));
  }
  node.set(0, sliceAxes(node, x, axes, ranges, steps));
}

//===----------------------------------------------------------------------===//
// Split and Concat
//===----------------------------------------------------------------------===//

/// Gives parts that are joined the same sizes but for `axis`. Where only a run can tell whether they are, it fails if not.
void unifySizes(NodeImport &node, MutableArrayRef<Value> parts, int64_t axis) {
  CheckedBuilder &build = node.build;
  Shape common = shapeOf(parts.front());
  for (Value part : parts)
    if (rankOf(part) != static_cast<int64_t>(common.size()))
      return;
  for (int64_t i = 0, rank = common.size(); i < rank; ++i) {
    // A number says more than a symbol.
    for (Value part : parts)
      if (constantSize(shapeOf(part)[i]) && !constantSize(common[i]))
        common[i] = shapeOf(part)[i];
    for (Value &part : parts) {
      AffineExpr size = shapeOf(part)[i];
      if (i == axis || constantSize(normalizeSize(size - common[i])))
        continue;
      // Compared here: that all elements are as many would not say it of each axis.
      Value own = build.size(size), isEqual = build.compare(Predicate::eq, own, build.size(common[i]));
      AffineExpr checked = node.importer.defineSize(build.select(isEqual, own, build.fillInteger(-1, {}, build.getI64Type())));
      part = node.withSize(node.withSize(part, i, checked), i, common[i]);
    }
  }
}

void importConcat(NodeImport &node) {
  SmallVector<Value> parts = node.tensors();
  if (parts.empty())
    throw ImportError("it has no inputs");
  node.requireSameType(parts);
  int64_t axis = node.axis(node.integer("axis"), rankOf(parts[0]));
  unifySizes(node, parts, axis);
  SmallVector<graph::Shape> shapes = llvm::map_to_vector(parts, [](Value part) { return graph::shapeOf(part); });
  std::string error;
  if (failed(concatShape(shapes, axis, error)))
    throw ImportError(error);
  node.set(0, node.build.concat(parts, axis));
}

void importSplit(NodeImport &node) {
  Value x = node.tensor(0);
  CheckedBuilder &build = node.build;
  int64_t axis = node.axis("axis", 0, rankOf(x)), outputs = node.node.output_size();
  AffineExpr size = shapeOf(x)[axis];
  Shape parts;
  if (node.version < 13) {
    if (auto given = node.integers("split"))
      for (int64_t part : *given)
        parts.push_back(build.constant(part));
  } else if (node.has(1)) {
    parts = node.sizes(1);
  }
  if (parts.empty()) {
    // Equal ones, a smaller last.
    AffineExpr part = normalizeSize((size + (outputs - 1)).floorDiv(outputs));
    parts.assign(outputs, part);
    parts.back() = normalizeSize(size - part * (outputs - 1));
  }
  if (static_cast<int64_t>(parts.size()) != outputs)
    throw ImportError("it is split into " + Twine(parts.size()) + " parts and has " + Twine(outputs) + " outputs");
  AffineExpr start = build.constant(0);
  for (auto [i, part] : llvm::enumerate(parts)) {
    std::optional<int64_t> rest = constantSize(normalizeSize(size - start - part));
    if ((rest && *rest < 0) || constantSize(part).value_or(0) < 0)
      throw ImportError("the parts are more than the " + toString({size}) + " elements of the axis");
    node.set(i, build.slice(x, axis, start, part));
    start = normalizeSize(start + part);
  }
}

//===----------------------------------------------------------------------===//
// Pad
//===----------------------------------------------------------------------===//

enum class PadMode { Constant, Edge, Reflect, Wrap };

PadMode padMode(NodeImport &node) {
  std::string mode = node.text("mode", "constant");
  if (mode == "constant")
    return PadMode::Constant;
  if (mode == "edge")
    return PadMode::Edge;
  if (mode == "reflect")
    return PadMode::Reflect;
  if (mode == "wrap")
    return PadMode::Wrap;
  throw ImportError("its attribute 'mode' is '" + mode + "', expected constant, edge, reflect or wrap");
}

/// Pads one axis by reading it at computed indices. `low` and `high` may be
/// negative, and known only at run time.
Value padByGather(NodeImport &node, Value x, int64_t axis, Value low, AffineExpr padded, PadMode mode, Value value) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  AffineExpr size = shapeOf(x)[axis];
  Shape vector{padded};
  auto number = [&](int64_t i) { return build.fillInteger(i, vector, integer); };
  Value extent = build.broadcast(build.size(size), vector), last = build.elementwise<SubOp>(extent, number(1));
  Value index = build.elementwise<SubOp>(build.iota(0, vector, integer), build.broadcast(low, vector));
  Value place = index;
  if (mode == PadMode::Wrap) {
    place = build.elementwise<RemainderOp>(index, build.elementwise<MaxOp>(extent, number(1)));
  } else if (mode == PadMode::Reflect) {
    // To and fro with a period of 2 (n - 1).
    Value period = build.elementwise<MaxOp>(build.elementwise<MulOp>(last, number(2)), number(1));
    Value within = build.elementwise<RemainderOp>(index, period);
    place = build.elementwise<MinOp>(within, build.elementwise<SubOp>(period, within));
  }
  place = build.elementwise<MaxOp>(build.elementwise<MinOp>(place, last), number(0));
  Value result = build.gather(x, place, axis);
  if (mode != PadMode::Constant)
    return result;
  Value isInside = build.elementwise<AndOp>(build.compare(Predicate::ge, index, number(0)),
                                            build.compare(Predicate::lt, index, extent));
  Shape sizes = shapeOf(result);
  return build.select(build.broadcast(isInside, sizes, {axis}), result, build.broadcast(value, sizes));
}

void importPad(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  PadMode mode = padMode(node);
  int64_t rank = rankOf(x);
  Value value = node.version >= 11 && node.has(2)
                    ? build.reshape(node.tensor(2), {})
                    : build.fill(node.version < 11 ? node.real("value", 0) : 0, {}, elementOf(x));
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  Value dataAxes = node.dataAxes(3, 18);
  if (!dataAxes && node.version >= 18 && node.has(3))
    axes = node.axes(node.integers(3, "the axes"), rank);
  int64_t count = axes.size();
  std::optional<SmallVector<int64_t>> pads =
      node.version < 11 ? node.integers("pads") : dataAxes ? std::nullopt : node.knownIntegers(1);
  if (pads && static_cast<int64_t>(pads->size()) != 2 * count)
    throw ImportError("expected " + Twine(2 * count) + " pads for " + describe(x) + ", got " + Twine(pads->size()));
  if (pads && mode == PadMode::Constant) {
    SmallVector<int64_t> low(rank, 0), high(rank, 0);
    for (auto [i, axis] : llvm::enumerate(axes)) {
      low[axis] = (*pads)[i];
      high[axis] = (*pads)[count + i];
    }
    return node.set(0, build.pad(x, value, low, high));
  }
  if (!pads && node.version < 11)
    throw ImportError("its attribute 'pads' is missing");
  Value asked = pads ? build.integers(*pads) : build.cast(node.tensor(1), build.getI64Type());
  if (dataAxes) {
    // One number for every axis.
    AffineExpr half = shapeOf(dataAxes).front();
    Value zero = build.fillInteger(0, {build.constant(rank)}, build.getI64Type());
    auto spread = [&](AffineExpr start) {
      return spreadOverAxes(node, x, dataAxes, build.slice(asked, 0, start, half), zero);
    };
    asked = build.concat({spread(build.constant(0)), spread(half)}, 0);
  }
  if (!sameShape(shapeOf(asked), {build.constant(2 * count)}))
    throw ImportError("expected " + Twine(2 * count) + " pads for " + describe(x) + ", got " + describe(asked));
  Shape padding;
  for (int64_t k = 0; k < 2 * count; ++k) {
    // An axis that is not padded keeps its size, whatever depends on data in the others.
    std::optional<Shape> known = onnx::knownSizes(build.part(asked, 0, k));
    padding.push_back(known ? known->front() : AffineExpr());
  }
  for (auto [i, axis] : llvm::enumerate(axes)) {
    AffineExpr before = padding[i], after = padding[count + i], size = shapeOf(x)[axis];
    if (before && after && constantSize(before) == 0 && constantSize(after) == 0)
      continue;
    Value low = build.part(asked, 0, i), high = build.part(asked, 0, count + i);
    AffineExpr padded;
    if (before && after && (isNeverNegative(normalizeSize(before + after)) || constantSize(before + after)))
      padded = normalizeSize(size + before + after);
    else
      padded = node.importer.defineSize(build.elementwise<AddOp>(build.elementwise<AddOp>(build.size(size), low), high));
    x = padByGather(node, x, axis, low, padded, mode, value);
  }
  node.set(0, x);
}

constexpr OperatorEntry entries[] = {
    {"Concat", 4, importConcat, ~0u},   {"Pad", 2, importPad, 5},
    {"Slice", 1, importSliceByAttributes, 1}, {"Slice", 10, importSlice, 1},
    {"Split", 2, importSplit, 1},
};

} // namespace

ArrayRef<OperatorEntry> sliceOperators() { return entries; }

} // namespace tenon::onnx
