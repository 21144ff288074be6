//===- Sampling.cpp - Operators that read between elements ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A point between elements is a sum of the elements around it. Each is read as
// a row of a table [batch * places, channels], so that one index serves all
// channels.

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Windows.h"
#include <limits>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// Arithmetic on tensors of one shape with numbers.
struct Points {
  CheckedBuilder &build;

  Value number(Value like, double value) const { return build.fill(value, shapeOf(like), elementOf(like)); }
  Value size(Value like, AffineExpr value) const {
    return build.broadcast(build.cast(build.size(normalizeSize(value)), elementOf(like)), shapeOf(like));
  }
  Value add(Value a, Value b) const { return build.elementwise<AddOp>(a, b); }
  Value sub(Value a, Value b) const { return build.elementwise<SubOp>(a, b); }
  Value mul(Value a, Value b) const { return build.elementwise<MulOp>(a, b); }
  Value div(Value a, Value b) const { return build.elementwise<DivOp>(a, b); }
  Value add(Value a, double b) const { return add(a, number(a, b)); }
  Value mul(Value a, double b) const { return mul(a, number(a, b)); }
  Value floor(Value a) const { return build.elementwise<FloorOp>(a); }
  Value clamp(Value a, Value low, Value high) const {
    return build.elementwise<MinOp>(build.elementwise<MaxOp>(a, low), high);
  }
  Value both(Value a, Value b) const { return a && b ? build.elementwise<AndOp>(a, b) : a ? a : b; }
};

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// A tensor [batch, channels, sizes...] as rows of channels.
struct Table {
  Value rows;
  AffineExpr batch, channels;
  Shape spatial;
};

Table makeTable(NodeImport &node, Value x) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x);
  Table table{{}, sizes[0], sizes[1], Shape(ShapeRef(sizes).drop_front(2))};
  SmallVector<int64_t> order{0};
  for (int64_t axis = 2; axis < rankOf(x); ++axis)
    order.push_back(axis);
  order.push_back(1);
  AffineExpr places = multiplySizes(sizes[0], elementCount(build.getContext(), table.spatial));
  table.rows = build.reshape(build.transpose(x, order), {places, sizes[1]});
  return table;
}

/// One of the elements around a point along one axis.
struct Neighbour {
  Value index;  // i64, within the axis
  Value weight; // or null: 1
  Value inside; // i1 or null: whether there is such an element
};

/// The sum over all combinations of neighbours: [points..., channels]. `batch` says which tensor each point reads.
Value readAround(NodeImport &node, const Table &table, Value batch, ArrayRef<SmallVector<Neighbour>> axes,
                 llvm::function_ref<Value(Value, Value)> combine) {
  Points points{node.build};
  CheckedBuilder &build = node.build;
  Shape result = shapeOf(batch);
  result.push_back(table.channels);
  SmallVector<int64_t> pointAxes = llvm::to_vector(llvm::seq<int64_t>(0, rankOf(batch)));
  Type type = elementOf(table.rows);
  Value total;
  SmallVector<size_t> choice(axes.size(), 0);
  while (true) {
    Value row = batch, weight, inside;
    for (auto [axis, chosen] : llvm::enumerate(choice)) {
      const Neighbour &neighbour = axes[axis][chosen];
      row = points.add(points.mul(row, points.size(row, table.spatial[axis])), neighbour.index);
      weight = weight && neighbour.weight ? points.mul(weight, neighbour.weight) : weight ? weight : neighbour.weight;
      inside = points.both(inside, neighbour.inside);
    }
    Value value = build.gather(table.rows, row, 0);
    if (inside)
      value = build.select(build.broadcast(inside, result, pointAxes), value, build.fill(0, result, type));
    if (weight)
      value = points.mul(value, build.broadcast(build.cast(weight, type), result, pointAxes));
    total = total ? combine(total, value) : value;
    size_t axis = choice.size();
    while (axis > 0 && ++choice[axis - 1] == axes[axis - 1].size())
      choice[--axis] = 0;
    if (axis == 0)
      return total;
  }
}

Value readAround(NodeImport &node, const Table &table, Value batch, ArrayRef<SmallVector<Neighbour>> axes) {
  return readAround(node, table, batch, axes, [&](Value a, Value b) { return node.build.elementwise<AddOp>(a, b); });
}

/// [points..., channels] with the channels as axis 1.
Value channelsFirst(NodeImport &node, Value x) {
  SmallVector<int64_t> order{0, rankOf(x) - 1};
  for (int64_t axis = 1; axis + 1 < rankOf(x); ++axis)
    order.push_back(axis);
  return node.build.transpose(x, order);
}

//===----------------------------------------------------------------------===//
// GridSample
//===----------------------------------------------------------------------===//

enum class Padding { Zeros, Border, Reflection };

/// Along one axis of a grid: its size, and what lies beyond its ends.
struct GridAxis {
  Points points;
  AffineExpr size;
  Padding padding;
  bool aligned; // the ends are the outer elements' centers, else their outer edges

  Value low(Value x) const { return points.number(x, aligned ? 0 : -0.5); }
  Value last(Value x) const { return points.size(x, size - 1); }

  /// -1 to 1 as a place among the elements.
  Value place(Value x) const {
    if (aligned)
      return points.mul(points.mul(points.add(x, 1), 0.5), last(x));
    return points.mul(points.add(points.mul(points.add(x, 1), points.size(x, size)), -1), 0.5);
  }
  /// Mirrored at the ends until it lies between them.
  Value reflect(Value x) const {
    CheckedBuilder &build = points.build;
    Value range = build.elementwise<MaxOp>(points.size(x, aligned ? size - 1 : size), points.number(x, 1));
    Value distance = build.elementwise<AbsOp>(points.sub(x, low(x)));
    Value times = points.floor(points.div(distance, range)), rest = points.sub(distance, points.mul(times, range));
    Value isOdd = build.compare(Predicate::ne, build.elementwise<RemainderOp>(times, points.number(x, 2)), points.number(x, 0));
    return points.add(build.select(isOdd, points.sub(range, rest), rest), low(x));
  }
  Value pull(Value x) const {
    if (padding == Padding::Reflection)
      return reflect(x);
    return padding == Padding::Border ? points.clamp(x, points.number(x, 0), last(x)) : x;
  }
  /// The element at a place that is an integer.
  Neighbour at(Value x, Value weight) const {
    CheckedBuilder &build = points.build;
    Value zero = points.number(x, 0), inside;
    if (padding == Padding::Zeros)
      inside = points.both(build.compare(Predicate::ge, x, zero), build.compare(Predicate::le, x, last(x)));
    Value bounded = points.clamp(padding == Padding::Reflection ? reflect(x) : x, zero, last(x));
    return {build.cast(bounded, build.getI64Type()), weight, inside};
  }
  SmallVector<Neighbour> nearest(Value x) const { return {at(pull(points.build.elementwise<RoundOp>(x)), Value())}; }
  SmallVector<Neighbour> linear(Value x) const {
    x = pull(x);
    Value first = points.floor(x), second = points.sub(x, first);
    return {at(first, points.sub(points.number(x, 1), second)), at(points.add(first, 1), second)};
  }
  /// The convolution of Keys with a of -0.75, over the distances t + 1, t, 1 - t and 2 - t.
  SmallVector<Neighbour> cubic(Value x) const {
    constexpr double a = -0.75;
    x = pull(x);
    Value first = points.floor(x), t = points.sub(x, first);
    auto polynomial = [&](Value at, std::initializer_list<double> coefficients) {
      Value result;
      for (double coefficient : coefficients)
        result = result ? points.add(points.mul(result, at), coefficient) : points.number(at, coefficient);
      return result;
    };
    auto near = [&](Value distance) { return polynomial(distance, {a + 2, -(a + 3), 0, 1}); };
    auto far = [&](Value distance) { return polynomial(distance, {a, -5 * a, 8 * a, -4 * a}); };
    Value back = points.sub(points.number(t, 1), t);
    return {at(points.add(first, -1), far(points.add(t, 1))), at(first, near(t)), at(points.add(first, 1), near(back)),
            at(points.add(first, 2), far(points.add(back, 1)))};
  }
};

/// The number of a tensor of the batch at each of its points, [batch, ...].
Value batchNumbers(NodeImport &node, ShapeRef sizes) { return node.build.iota(0, sizes, node.build.getI64Type()); }

/// Types of 16 bits have too few for places.
Value wideEnough(NodeImport &node, Value x) {
  return elementOf(x).getIntOrFloatBitWidth() < 32 ? node.build.cast(x, node.build.getF32Type()) : x;
}

void importGridSample(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), grid = wideEnough(node, node.tensor(1));
  node.requireRank(x, 3, "the input");
  int64_t spatial = rankOf(x) - 2;
  if (rankOf(grid) != rankOf(x) || constantSize(shapeOf(grid).back()) != spatial)
    throw ImportError("the grid should have as many dimensions as the input, the last of size " + Twine(spatial) + ", got " +
                      describe(grid) + " for " + describe(x));
  std::string mode = node.text("mode", node.version < 20 ? "bilinear" : "linear"), beyond = node.text("padding_mode", "zeros");
  if (beyond != "zeros" && beyond != "border" && beyond != "reflection")
    throw ImportError("its attribute 'padding_mode' is '" + beyond + "', expected zeros, border or reflection");
  Padding padding = beyond == "zeros" ? Padding::Zeros : beyond == "border" ? Padding::Border : Padding::Reflection;
  Type type = elementOf(x);
  if (mode != "nearest")
    x = wideEnough(node, x);
  Table table = makeTable(node, x);
  SmallVector<SmallVector<Neighbour>> axes;
  for (int64_t axis = 0; axis < spatial; ++axis) {
    // The grid names the last axis first.
    int64_t last = rankOf(grid) - 1;
    Value given = build.part(grid, last, spatial - 1 - axis);
    GridAxis along{{build}, table.spatial[axis], padding, node.integer("align_corners", 0) != 0};
    Value place = along.place(given);
    if (mode == "nearest")
      axes.push_back(along.nearest(place));
    else if (mode == "linear" || mode == "bilinear")
      axes.push_back(along.linear(place));
    else if (mode == "cubic" || mode == "bicubic")
      axes.push_back(along.cubic(place));
    else
      throw ImportError("its attribute 'mode' is '" + mode + "', expected nearest, linear or cubic");
  }
  Shape points = shapeOf(grid);
  points.pop_back();
  Value result = readAround(node, table, batchNumbers(node, points), axes);
  node.set(0, build.cast(channelsFirst(node, result), type));
}

/// The places that an affine map gives those of a regular grid.
void importAffineGrid(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value theta = node.tensor(0);
  Shape sizes = node.sizes(1);
  int64_t spatial = static_cast<int64_t>(sizes.size()) - 2;
  if (spatial < 1 || rankOf(theta) != 3 || constantSize(shapeOf(theta)[1]) != spatial ||
      constantSize(shapeOf(theta)[2]) != spatial + 1)
    throw ImportError("the maps should be [batch, dimensions, dimensions + 1] for a size of batch, channels and dimensions, got " +
                      describe(theta) + " and " + Twine(sizes.size()) + " sizes");
  Points points{build};
  Type type = elementOf(theta), real = build.getF64Type();
  Shape grid(ShapeRef(sizes).drop_front(2)), column = grid;
  column.push_back(build.constant(1));
  bool aligned = node.integer("align_corners", 0) != 0;
  SmallVector<Value> columns;
  for (int64_t axis = spatial; axis-- > 0;) {
    Value place = build.iota(axis, column, real), size = points.size(place, aligned ? grid[axis] - 1 : grid[axis]);
    place = points.div(points.mul(points.add(place, aligned ? 0 : 0.5), 2), size);
    columns.push_back(points.add(place, -1));
  }
  columns.push_back(build.fill(1, column, real));
  AffineExpr count = elementCount(build.getContext(), grid);
  Shape rows{count, build.constant(spatial + 1)}, batches{shapeOf(theta)[0], rows[0], rows[1]};
  Value regular = build.cast(build.reshape(build.concat(columns, spatial), rows), type);
  Value result = build.matmul(build.broadcast(regular, batches, {1, 2}), build.transpose(theta, {0, 2, 1}));
  Shape shape{shapeOf(theta)[0]};
  llvm::append_range(shape, grid);
  shape.push_back(build.constant(spatial));
  node.set(0, build.reshape(result, shape));
}

//===----------------------------------------------------------------------===//
// RoiAlign
//===----------------------------------------------------------------------===//

/// The samples of all regions along one axis.
struct RegionAxis {
  SmallVector<Neighbour> neighbours; // each [regions, bins, samples]
  Value counted;                     // i1 or null: whether a region has so many samples in a bin
  Value count;                       // [regions]: how many
};

struct RegionForm {
  int64_t ratio;
  bool halfPixel;
  double scale;
};

RegionAxis sampleRegions(NodeImport &node, Value low, Value high, int64_t bins, AffineExpr size, const RegionForm &form) {
  CheckedBuilder &build = node.build;
  Points points{build};
  Type type = elementOf(low), integer = build.getI64Type();
  double offset = form.halfPixel ? 0.5 : 0;
  Value start = points.add(points.mul(low, form.scale), -offset), end = points.add(points.mul(high, form.scale), -offset);
  Value extent = points.sub(end, start);
  if (!form.halfPixel)
    extent = build.elementwise<MaxOp>(extent, points.number(extent, 1));
  Value bin = points.mul(extent, 1.0 / static_cast<double>(bins));
  RegionAxis result;
  AffineExpr samples = build.constant(form.ratio);
  result.count = points.number(bin, static_cast<double>(form.ratio));
  if (form.ratio <= 0) {
    // As many samples as elements lie in a bin; the largest number for all regions, of which each counts its own.
    result.count = build.elementwise<CeilOp>(points.div(extent, points.number(extent, static_cast<double>(bins))));
    result.count = build.elementwise<MaxOp>(result.count, points.number(extent, 0));
    Value zero = build.fill(0, {build.constant(1)}, type);
    samples = node.importer.defineSize(build.cast(build.reduce(ReductionKind::max, build.concat({result.count, zero}, 0), {0}), integer));
  }
  Shape shape{shapeOf(low)[0], build.constant(bins), samples};
  auto spread = [&](Value value) { return build.broadcast(value, shape, {0}); };
  Value number = build.iota(2, shape, type);
  if (form.ratio <= 0)
    result.counted = build.compare(Predicate::lt, number, spread(result.count));
  Value steps = build.elementwise<MaxOp>(spread(result.count), build.fill(1, shape, type));
  Value within = points.div(points.mul(points.add(number, 0.5), spread(bin)), steps);
  Value place = points.add(points.add(spread(start), points.mul(build.iota(1, shape, type), spread(bin))), within);
  // One element around the tensor still counts, its place being that of the outer element.
  Value inside = points.both(build.compare(Predicate::ge, place, points.number(place, -1)),
                             build.compare(Predicate::le, place, points.size(place, size)));
  Value last = points.size(place, size - 1);
  place = points.clamp(place, points.number(place, 0), last);
  Value first = points.floor(place), weight = points.sub(place, first);
  Value second = build.elementwise<MinOp>(points.add(first, 1), last);
  auto index = [&](Value value) { return build.cast(value, integer); };
  result.neighbours = {{index(first), points.sub(points.number(place, 1), weight), inside}, {index(second), weight, inside}};
  return result;
}

void importRoiAlign(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), regions = node.tensor(1), batch = build.cast(node.tensor(2), build.getI64Type());
  if (rankOf(x) != 4 || rankOf(regions) != 2 || rankOf(batch) != 1 || constantSize(shapeOf(regions)[1]) != 4)
    throw ImportError("expected [batch, channels, height, width], regions [regions, 4] and their batches, got " + describe(x) +
                      ", " + describe(regions) + " and " + describe(batch));
  Type type = elementOf(x);
  x = wideEnough(node, x);
  regions = build.cast(regions, elementOf(x));
  std::string coordinates = node.text("coordinate_transformation_mode", node.version < 16 ? "output_half_pixel" : "half_pixel");
  std::string mode = node.text("mode", "avg");
  if (mode != "avg" && mode != "max")
    throw ImportError("its attribute 'mode' is '" + mode + "', expected avg or max");
  RegionForm form{node.integer("sampling_ratio", 0), coordinates == "half_pixel", node.real("spatial_scale", 1)};
  int64_t height = node.integer("output_height", 1), width = node.integer("output_width", 1);
  if (height < 1 || width < 1)
    throw ImportError("its output is of size " + Twine(height) + " x " + Twine(width) + ", expected 1 or more");
  auto corner = [&](int64_t i) {
    return build.part(regions, 1, i);
  };
  Table table = makeTable(node, x);
  RegionAxis rows = sampleRegions(node, corner(1), corner(3), height, table.spatial[0], form);
  RegionAxis columns = sampleRegions(node, corner(0), corner(2), width, table.spatial[1], form);
  Shape rowSizes = shapeOf(rows.neighbours[0].index), columnSizes = shapeOf(columns.neighbours[0].index);
  Shape points{rowSizes[0], rowSizes[1], rowSizes[2], columnSizes[1], columnSizes[2]};
  SmallVector<SmallVector<Neighbour>> axes(2);
  auto spread = [&](Value value, ArrayRef<int64_t> at) { return value ? build.broadcast(value, points, at) : Value(); };
  for (const Neighbour &each : rows.neighbours)
    axes[0].push_back({spread(each.index, {0, 1, 2}), spread(each.weight, {0, 1, 2}), spread(each.inside, {0, 1, 2})});
  for (const Neighbour &each : columns.neighbours)
    axes[1].push_back({spread(each.index, {0, 3, 4}), spread(each.weight, {0, 3, 4}), spread(each.inside, {0, 3, 4})});
  Value counted = Points{build}.both(spread(rows.counted, {0, 1, 2}), spread(columns.counted, {0, 3, 4}));
  bool isMax = mode == "max";
  Value samples = readAround(node, table, build.broadcast(batch, points, {0}), axes, [&](Value a, Value b) {
    return isMax ? build.elementwise<MaxOp>(a, b) : build.elementwise<AddOp>(a, b);
  });
  Shape sampled = shapeOf(samples);
  if (counted) {
    double neutral = isMax ? -std::numeric_limits<double>::infinity() : 0;
    samples = build.select(build.broadcast(counted, sampled, {0, 1, 2, 3, 4}), samples, build.fill(neutral, sampled, elementOf(samples)));
  }
  Value result = build.reduce(isMax ? ReductionKind::max : ReductionKind::sum, samples, {2, 4}); // [regions, bins, bins, channels]
  if (!isMax) {
    Value count = build.elementwise<MaxOp>(build.elementwise<MulOp>(rows.count, columns.count),
                                           build.fill(1, shapeOf(rows.count), elementOf(rows.count)));
    result = build.elementwise<DivOp>(result, build.broadcast(count, shapeOf(result), {0}));
  } else if (counted) {
    Value isEmpty = build.compare(Predicate::eq, result,
                                  build.fill(-std::numeric_limits<double>::infinity(), shapeOf(result), elementOf(result)));
    result = build.select(isEmpty, build.fill(0, shapeOf(result), elementOf(result)), result);
  }
  node.set(0, build.cast(channelsFirst(node, result), type));
}

//===----------------------------------------------------------------------===//
// DeformConv
//===----------------------------------------------------------------------===//

/// What a deformable convolution is of.
struct Deformed {
  Windows windows;
  int64_t channels, outputs, groups, offsetGroups, window; // the last one: elements of a window
};

Deformed readDeformed(NodeImport &node, Value x, Value weight, Value offset) {
  node.requireRank(x, 3, "the input");
  if (rankOf(weight) != rankOf(x) || rankOf(offset) != rankOf(x))
    throw ImportError("input, weight and offsets should have as many dimensions, got " + describe(x) + ", " +
                      describe(weight) + " and " + describe(offset));
  SmallVector<int64_t> kernel;
  Shape sizes = shapeOf(x), weightSizes = shapeOf(weight);
  for (AffineExpr size : ShapeRef(weightSizes).drop_front(2)) {
    if (!constantSize(size))
      throw ImportError("the sizes of the weight must be known when the model is compiled, got " + describe(weight));
    kernel.push_back(*constantSize(size));
  }
  Deformed result{readWindows(node, ShapeRef(sizes).drop_front(2), kernel), 0, 0, node.integer("group", 1),
                  node.integer("offset_group", 1), llvm::product_of(kernel)};
  std::optional<int64_t> channels = constantSize(sizes[1]), outputs = constantSize(weightSizes[0]);
  int64_t groups = result.groups, offsetGroups = result.offsetGroups;
  if (!channels || !outputs || groups < 1 || offsetGroups < 1 || *channels % groups || *outputs % groups ||
      *channels % offsetGroups || constantSize(weightSizes[1]) != *channels / groups ||
      constantSize(shapeOf(offset)[1]) != offsetGroups * result.window * (rankOf(x) - 2))
    throw ImportError("channels, groups and offsets do not fit: " + describe(x) + ", " + describe(weight) + " and " +
                      describe(offset));
  result.channels = *channels;
  result.outputs = *outputs;
  return result;
}

/// What all windows read: [batch * offset groups, elements of a window, output..., channels].
Value readDeformedWindows(NodeImport &node, const Deformed &form, Value x, Value offset) {
  CheckedBuilder &build = node.build;
  Points points{build};
  Shape sizes = shapeOf(x), output(ShapeRef(shapeOf(offset)).drop_front(2));
  int64_t spatial = output.size();
  // Each group of channels is a tensor of its own.
  AffineExpr batch = multiplySizes(sizes[0], build.constant(form.offsetGroups));
  Shape split{batch, build.constant(form.channels / form.offsetGroups)}, places{batch, build.constant(form.window)};
  Shape offsets{batch, places[1], build.constant(spatial)};
  llvm::append_range(split, ShapeRef(sizes).drop_front(2));
  llvm::append_range(places, output);
  llvm::append_range(offsets, output);
  Table table = makeTable(node, build.reshape(x, split));
  offset = build.reshape(offset, offsets);
  Type type = elementOf(offset);
  SmallVector<SmallVector<Neighbour>> axes;
  int64_t inner = form.window;
  for (int64_t axis = 0; axis < spatial; ++axis) {
    inner /= form.windows.kernel[axis];
    SmallVector<int64_t> taps;
    for (int64_t i = 0; i < form.window; ++i)
      taps.push_back(i / inner % form.windows.kernel[axis] * form.windows.dilations[axis] - form.windows.low[axis]);
    Value place = build.part(offset, 2, axis);
    place = points.add(place, build.broadcast(build.cast(build.integers(taps), type), places, {1}));
    Value step = points.mul(build.iota(2 + axis, places, type), static_cast<double>(form.windows.strides[axis]));
    axes.push_back(GridAxis{points, table.spatial[axis], Padding::Zeros, true}.linear(points.add(place, step)));
  }
  Value samples = readAround(node, table, batchNumbers(node, places), axes);
  if (!node.has(4))
    return samples;
  Value mask = build.reshape(node.tensor(4), places);
  SmallVector<int64_t> maskAxes = llvm::to_vector(llvm::seq<int64_t>(0, rankOf(mask)));
  return points.mul(samples, build.broadcast(mask, shapeOf(samples), maskAxes));
}

/// A convolution whose windows read where offsets say, for each place of the output.
void importDeformConv(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), weight = node.tensor(1), offset = node.tensor(2);
  Deformed form = readDeformed(node, x, weight, offset);
  Value samples = readDeformedWindows(node, form, x, offset);
  // One product of matrices for each group: weights times [channels of the group * window, places].
  int64_t last = rankOf(samples) - 1;
  SmallVector<int64_t> order{0, last, 1};
  for (int64_t axis = 2; axis < last; ++axis)
    order.push_back(axis);
  Shape output(ShapeRef(shapeOf(offset)).drop_front(2));
  AffineExpr batch = shapeOf(x)[0], groups = build.constant(form.groups), each = build.constant(form.outputs / form.groups);
  AffineExpr count = elementCount(build.getContext(), output), rows = build.constant(form.channels / form.groups * form.window);
  Value columns = build.reshape(build.transpose(samples, order), {batch, groups, rows, count});
  Value filters = build.broadcast(build.reshape(weight, {groups, each, rows}), {batch, groups, each, rows}, {1, 2, 3});
  Shape result{batch, build.constant(form.outputs)};
  llvm::append_range(result, output);
  Value value = build.reshape(build.matmul(filters, columns), result);
  if (node.has(3))
    value = build.elementwise<AddOp>(value, spreadChannels(node, node.tensor(3), value));
  node.set(0, value);
}

constexpr OperatorEntry entries[] = {
    {"AffineGrid", 20, importAffineGrid},
    {"DeformConv", 19, importDeformConv},
    {"GridSample", 16, importGridSample},
    {"RoiAlign", 10, importRoiAlign},
};

} // namespace

ArrayRef<OperatorEntry> samplingOperators() { return entries; }

} // namespace tenon::onnx
