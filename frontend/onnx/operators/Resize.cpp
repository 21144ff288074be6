//===- Resize.cpp - Resampling along axes --------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Interpolation is separable: one axis after the other is resampled. Along an
// axis each element of the result is a weighted sum of a few neighbours of the
// point that it comes from. Which these are and how they count are small
// tensors [result size, neighbours], which the graph computes from the scale;
// where all is known they are constants.

#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// How one axis is resampled.
struct AxisResize {
  int64_t axis;
  AffineExpr size;  // of the result
  Value scale;      // f64 scalar: result by operand
  Value start, end; // f64 scalars of the region, or null
};

/// What the attributes say for all axes.
struct ResizeMode {
  std::string mode, coordinates, nearest;
  double cubic = -0.75, extrapolation = 0;
  bool isAntialiased = false, excludesOutside = false;
};

/// Arithmetic on f64 tensors of one shape.
class Reals {
public:
  Reals(CheckedBuilder &build, ShapeRef sizes) : build(build), sizes(sizes), real(build.getF64Type()) {}

  Value number(double value) { return build.fill(value, sizes, real); }
  Value scalar(Value value) { return build.broadcast(build.cast(value, real), sizes); }
  Value size(AffineExpr value) { return scalar(build.size(value)); }
  Value add(Value a, Value b) { return build.elementwise<AddOp>(a, b); }
  Value sub(Value a, Value b) { return build.elementwise<SubOp>(a, b); }
  Value mul(Value a, Value b) { return build.elementwise<MulOp>(a, b); }
  Value div(Value a, Value b) { return build.elementwise<DivOp>(a, b); }
  Value add(Value a, double b) { return add(a, number(b)); }
  Value sub(Value a, double b) { return sub(a, number(b)); }
  Value mul(Value a, double b) { return mul(a, number(b)); }

  CheckedBuilder &build;
  Shape sizes;
  Type real;
};

/// The point of the operand that each element of the result comes from.
Value sourcePoints(NodeImport &node, const ResizeMode &mode, const AxisResize &resize, AffineExpr from) {
  CheckedBuilder &build = node.build;
  Reals reals(build, {resize.size});
  Value place = build.iota(0, reals.sizes, reals.real), scale = reals.scalar(resize.scale), width = reals.size(from);
  Value resized = reals.mul(scale, width);
  auto whereOne = [&](Value one, Value other) {
    return build.select(build.compare(Predicate::eq, resized, reals.number(1)), one, other);
  };
  // Where the result has one element nothing may divide by 0.
  Value steps = whereOne(reals.number(1), reals.sub(resized, 1));
  Value centered = reals.sub(reals.div(reals.add(place, 0.5), scale), 0.5);
  StringRef rule = mode.coordinates;
  if (rule == "half_pixel")
    return centered;
  if (rule == "pytorch_half_pixel")
    return whereOne(reals.number(-0.5), centered);
  if (rule == "asymmetric")
    return reals.div(place, scale);
  if (rule == "align_corners")
    return whereOne(reals.number(0), reals.div(reals.mul(place, reals.sub(width, 1)), steps));
  if (rule == "half_pixel_symmetric") {
    Value adjustment = reals.div(reals.size(resize.size), resized);
    Value offset = reals.mul(reals.mul(width, 0.5), reals.sub(reals.number(1), adjustment));
    return reals.add(offset, centered);
  }
  if (rule == "tf_crop_and_resize" && resize.start) {
    Value begin = reals.scalar(resize.start), length = reals.sub(reals.scalar(resize.end), begin);
    Value last = reals.sub(width, 1), span = reals.mul(length, last);
    return reals.add(whereOne(reals.mul(span, 0.5), reals.div(reals.mul(place, span), steps)), reals.mul(begin, last));
  }
  throw ImportError("its attribute 'coordinate_transformation_mode' is '" + rule + "', which is none that is known, or lacks a region");
}

/// The weights by Keys' cubic for distances |x| < 2.
Value cubicWeights(Reals &reals, Value distance, double a) {
  CheckedBuilder &build = reals.build;
  Value x = build.elementwise<AbsOp>(distance), x2 = reals.mul(x, x), x3 = reals.mul(x2, x);
  Value inner = reals.add(reals.sub(reals.mul(x3, a + 2), reals.mul(x2, a + 3)), 1);
  Value outer = reals.sub(reals.add(reals.sub(reals.mul(x3, a), reals.mul(x2, 5 * a)), reals.mul(x, 8 * a)), 4 * a);
  outer = build.select(build.compare(Predicate::lt, x, reals.number(2)), outer, reals.number(0));
  return build.select(build.compare(Predicate::le, x, reals.number(1)), inner, outer);
}

Value linearWeights(Reals &reals, Value distance) {
  Value weight = reals.sub(reals.number(1), reals.build.elementwise<AbsOp>(distance));
  return reals.build.elementwise<MaxOp>(weight, reals.number(0));
}

/// The neighbours of the points and how they count, both [result size, neighbours].
struct Taps {
  Value indices; // i64, within the operand
  Value weights; // f64; null: one neighbour that counts in full
};

Value nearestIndices(NodeImport &node, const ResizeMode &mode, Value points) {
  CheckedBuilder &build = node.build;
  Reals reals(build, shapeOf(points));
  Value nearest;
  if (mode.nearest == "floor")
    nearest = build.elementwise<FloorOp>(points);
  else if (mode.nearest == "ceil")
    nearest = build.elementwise<CeilOp>(points);
  else if (mode.nearest == "round_prefer_floor")
    nearest = build.elementwise<CeilOp>(reals.sub(points, 0.5));
  else if (mode.nearest == "round_prefer_ceil")
    nearest = build.elementwise<FloorOp>(reals.add(points, 0.5));
  else
    throw ImportError("its attribute 'nearest_mode' is '" + mode.nearest + "', which is none that is known");
  return build.cast(nearest, build.getI64Type());
}

Value clampIndices(NodeImport &node, Value indices, AffineExpr size) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(indices);
  Value last = build.broadcast(build.size(normalizeSize(size - 1)), sizes);
  return build.elementwise<MaxOp>(build.elementwise<MinOp>(indices, last), build.fillInteger(0, sizes, build.getI64Type()));
}

/// How far neighbours reach to the left of a point's own, as an f64 scalar (0 or less): all within `radius` of it at the
/// operand's scale.
Value firstNeighbour(NodeImport &node, const ResizeMode &mode, const AxisResize &resize, double radius) {
  CheckedBuilder &build = node.build;
  Reals reals(build, {});
  if (!mode.isAntialiased)
    return reals.number(1 - radius);
  Value scale = build.elementwise<MinOp>(reals.scalar(resize.scale), reals.number(1));
  return reals.add(build.elementwise<FloorOp>(reals.div(reals.number(-radius), scale)), 1);
}

Taps tapsOf(NodeImport &node, const ResizeMode &mode, const AxisResize &resize, AffineExpr from, Value points) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  if (mode.mode == "nearest") {
    Value indices = clampIndices(node, nearestIndices(node, mode, points), from);
    return {build.unsqueeze(indices, 1), Value()};
  }
  double radius = mode.mode == "cubic" ? 2 : 1;
  Value first = firstNeighbour(node, mode, resize, radius);
  AffineExpr count = build.constant(static_cast<int64_t>(2 * radius));
  if (mode.isAntialiased) {
    Reals scalars(build, {});
    Value number = build.cast(scalars.sub(scalars.number(2), scalars.mul(first, 2)), integer);
    std::optional<SmallVector<int64_t>> known = knownIntegers(number, node.importer.model.weights);
    count = known ? build.constant(known->front()) : node.importer.defineSize(number);
  }
  // Neighbour k stands at base + first + k, base being the last whole place before the point.
  Reals reals(build, {resize.size, count});
  Value spread = build.broadcast(points, reals.sizes, {0});
  Value base = reals.sub(build.elementwise<CeilOp>(spread), 1);
  Value place = reals.add(reals.add(base, reals.scalar(first)), build.iota(1, reals.sizes, reals.real));
  Value distance = reals.sub(place, spread);
  if (mode.isAntialiased)
    distance = reals.mul(distance, build.elementwise<MinOp>(reals.scalar(resize.scale), reals.number(1)));
  Value weights = radius == 2 ? cubicWeights(reals, distance, mode.cubic) : linearWeights(reals, distance);
  if (mode.excludesOutside) {
    Value isInside = build.elementwise<AndOp>(build.compare(Predicate::ge, place, reals.number(0)),
                                              build.compare(Predicate::lt, place, reals.size(from)));
    weights = build.select(isInside, weights, reals.number(0));
  }
  if (mode.excludesOutside || mode.isAntialiased)
    weights = reals.div(weights, build.broadcast(build.reduce(ReductionKind::sum, weights, {1}, /*keep=*/true), reals.sizes));
  return {clampIndices(node, build.cast(place, integer), from), weights};
}

/// A whole multiple: each element as often as that.
std::optional<int64_t> repetition(ArrayRef<int64_t> indices, int64_t from) {
  int64_t count = indices.size();
  if (from < 1 || count % from)
    return std::nullopt;
  for (auto [i, index] : llvm::enumerate(indices))
    if (index != static_cast<int64_t>(i) / (count / from))
      return std::nullopt;
  return count / from;
}

Value resizeAxis(NodeImport &node, const ResizeMode &mode, const AxisResize &resize, Value x) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x);
  int64_t axis = resize.axis, rank = sizes.size();
  AffineExpr from = sizes[axis];
  Value points = sourcePoints(node, mode, resize, from);
  Taps taps = tapsOf(node, mode, resize, from, points);
  Shape result = sizes;
  result[axis] = resize.size;
  if (!taps.weights) {
    std::optional<SmallVector<int64_t>> indices = knownIntegers(taps.indices, node.importer.model.weights);
    std::optional<int64_t> size = constantSize(from), times = indices && size ? repetition(*indices, *size) : std::nullopt;
    if (times) {
      Shape spread = sizes;
      spread.insert(spread.begin() + axis + 1, build.constant(*times));
      SmallVector<int64_t> axes;
      for (int64_t i = 0; i < rank; ++i)
        axes.push_back(i <= axis ? i : i + 1);
      return build.reshape(build.broadcast(x, spread, axes), result);
    }
  }
  Value indices = node.importer.folded(taps.indices);
  Value neighbours = build.gather(x, indices, axis); // [.., result size, neighbours, ..]
  if (!taps.weights)
    return build.reshape(neighbours, result);
  Type computed = isa<FloatType>(elementOf(x)) && elementOf(x).getIntOrFloatBitWidth() >= 32 ? elementOf(x) : Type(build.getF32Type());
  Value weights = build.broadcast(node.importer.folded(build.cast(taps.weights, computed)), shapeOf(neighbours), {axis, axis + 1});
  Value sum = build.reduce(ReductionKind::sum, build.elementwise<MulOp>(build.cast(neighbours, computed), weights), {axis + 1});
  return build.cast(sum, elementOf(x));
}

/// Where the point of an element lies outside of the operand: another value.
Value extrapolate(NodeImport &node, const ResizeMode &mode, const AxisResize &resize, AffineExpr from, Value x) {
  CheckedBuilder &build = node.build;
  Value points = sourcePoints(node, mode, resize, from);
  Reals reals(build, shapeOf(points));
  Value isOutside = build.elementwise<OrOp>(build.compare(Predicate::lt, points, reals.number(0)),
                                            build.compare(Predicate::gt, points, reals.sub(reals.size(from), 1)));
  Shape sizes = shapeOf(x);
  return build.select(build.broadcast(isOutside, sizes, {resize.axis}), build.fill(mode.extrapolation, sizes, elementOf(x)), x);
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

/// Element i of a vector as an f64 scalar.
Value elementAt(NodeImport &node, Value vector, int64_t i) {
  CheckedBuilder &build = node.build;
  if (rankOf(vector) != 1 || constantSize(shapeOf(vector)[0]).value_or(i + 1) <= i)
    throw ImportError("a vector of more than " + Twine(i) + " numbers is expected, got " + describe(vector));
  return build.cast(build.part(vector, 0, i), build.getF64Type());
}

/// floor(scale * size) as a size.
AffineExpr scaledSize(NodeImport &node, AffineExpr size, Value scale, double offset = 0) {
  CheckedBuilder &build = node.build;
  Reals reals(build, {});
  Value number = build.cast(build.elementwise<FloorOp>(reals.add(reals.mul(reals.size(size), scale), offset)), build.getI64Type());
  std::optional<SmallVector<int64_t>> known = knownIntegers(number, node.importer.model.weights);
  if (known)
    return build.constant(known->front());
  // A whole factor keeps the size symbolic.
  std::optional<SmallVector<double>> factor = knownReals(scale, node.importer.model.weights);
  if (factor && offset == 0 && factor->front() == static_cast<double>(static_cast<int64_t>(factor->front())))
    return multiplySizes(size, build.constant(static_cast<int64_t>(factor->front())));
  return node.importer.defineSize(number);
}

void resize(NodeImport &node, const ResizeMode &mode, ArrayRef<AxisResize> axes) {
  Value x = node.tensor(0);
  Shape sizes = shapeOf(x);
  for (const AxisResize &axis : axes)
    if (!sameSize(axis.size, sizes[axis.axis]) || axis.start)
      x = resizeAxis(node, mode, axis, x);
  if (mode.coordinates == "tf_crop_and_resize")
    for (const AxisResize &axis : axes)
      x = extrapolate(node, mode, axis, sizes[axis.axis], x);
  node.set(0, x);
}

/// One scale for all axes by the smallest or largest that the sizes ask for, and the sizes that it comes to.
void keepAspectRatio(NodeImport &node, StringRef policy, ShapeRef sizes, MutableArrayRef<AxisResize> axes) {
  if (policy == "stretch" || axes.empty())
    return;
  if (policy != "not_larger" && policy != "not_smaller")
    throw ImportError("its attribute 'keep_aspect_ratio_policy' is '" + policy + "', which is none that is known");
  Value common;
  for (AxisResize &axis : axes) {
    if (!common)
      common = axis.scale;
    else if (policy == "not_larger")
      common = node.build.elementwise<MinOp>(common, axis.scale);
    else
      common = node.build.elementwise<MaxOp>(common, axis.scale);
  }
  for (AxisResize &axis : axes) {
    axis.scale = common;
    axis.size = scaledSize(node, sizes[axis.axis], common, 0.5);
  }
}

void importResize(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  Shape sizes = shapeOf(x);
  ResizeMode mode{node.text("mode", "nearest"), node.text("coordinate_transformation_mode", "half_pixel"),
                  node.text("nearest_mode", "round_prefer_floor"), node.real("cubic_coeff_a", -0.75),
                  node.real("extrapolation_value", 0), node.integer("antialias", 0) != 0, node.integer("exclude_outside", 0) != 0};
  if (mode.mode != "nearest" && mode.mode != "linear" && mode.mode != "cubic")
    throw ImportError("its attribute 'mode' is '" + mode.mode + "', expected nearest, linear or cubic");
  SmallVector<int64_t> named = llvm::to_vector(llvm::seq<int64_t>(0, sizes.size()));
  if (auto given = node.integers("axes"))
    named = node.axes(*given, sizes.size());
  auto isGiven = [&](int input) {
    if (!node.has(input))
      return false;
    node.requireRank(node.tensor(input), 1, "scales, sizes and a region");
    return constantSize(shapeOf(node.tensor(input))[0]).value_or(1) != 0;
  };
  bool bySizes = isGiven(3), hasRegion = mode.coordinates == "tf_crop_and_resize";
  if (!bySizes && !isGiven(2))
    throw ImportError("neither scales nor sizes are given");
  if (hasRegion && !isGiven(1))
    throw ImportError("tf_crop_and_resize needs a region, input 1");
  int64_t count = named.size();
  std::optional<Shape> asked;
  if (bySizes)
    asked = node.sizes(3);
  if ((bySizes ? static_cast<int64_t>(asked->size()) : constantSize(shapeOf(node.tensor(2))[0]).value_or(-1)) != count)
    throw ImportError("there should be one scale or size for each of " + Twine(count) + " axes");
  SmallVector<AxisResize> axes;
  Reals reals(build, {});
  for (int64_t i = 0; i < count; ++i) {
    AxisResize axis{named[i], {}, {}, {}, {}};
    if (bySizes) {
      axis.size = (*asked)[i];
      axis.scale = reals.div(reals.size(axis.size), reals.size(sizes[axis.axis]));
    } else {
      axis.scale = elementAt(node, node.tensor(2), i);
      axis.size = scaledSize(node, sizes[axis.axis], axis.scale);
    }
    if (hasRegion) {
      axis.start = elementAt(node, node.tensor(1), i);
      axis.end = elementAt(node, node.tensor(1), count + i);
    }
    axes.push_back(axis);
  }
  if (bySizes)
    keepAspectRatio(node, node.text("keep_aspect_ratio_policy", "stretch"), sizes, axes);
  resize(node, mode, axes);
}

/// Before Resize had other rules: asymmetric, the place before a point.
void resizeByScales(NodeImport &node, llvm::function_ref<Value(int64_t)> scaleOf) {
  Shape sizes = shapeOf(node.tensor(0));
  std::string kind = node.text("mode", "nearest");
  ResizeMode mode{kind == "bilinear" || kind == "linear" ? "linear" : "nearest", "asymmetric", "floor"};
  SmallVector<AxisResize> axes;
  for (int64_t i = 0; i < static_cast<int64_t>(sizes.size()); ++i) {
    Value scale = scaleOf(i);
    axes.push_back({i, scaledSize(node, sizes[i], scale), scale, {}, {}});
  }
  resize(node, mode, axes);
}

void importUpsampleByAttribute(NodeImport &node) {
  auto scales = node.reals("scales");
  if (!scales || static_cast<int64_t>(scales->size()) != rankOf(node.tensor(0)))
    throw ImportError("its attribute 'scales' should have one number for each dimension");
  resizeByScales(node, [&](int64_t i) { return node.build.fill((*scales)[i], {}, node.build.getF64Type()); });
}

void importUpsample(NodeImport &node) {
  resizeByScales(node, [&](int64_t i) { return elementAt(node, node.tensor(1), i); });
}

constexpr OperatorEntry entries[] = {
    {"Resize", 10, importUpsample},
    {"Resize", 11, importResize},
    {"Upsample", 7, importUpsampleByAttribute},
    {"Upsample", 9, importUpsample},
};

} // namespace

ArrayRef<OperatorEntry> resizeOperators() { return entries; }

} // namespace tenon::onnx
