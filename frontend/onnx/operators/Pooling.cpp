//===- Pooling.cpp - Operators that combine windows ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Windows.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

//===----------------------------------------------------------------------===//
// Windows over all axes
//===----------------------------------------------------------------------===//

/// Windows of size 1 over batch and channels before the spatial ones.
Windows overAllAxes(const Windows &spatial) {
  Windows all = spatial;
  for (SmallVector<int64_t> *ones : {&all.kernel, &all.strides, &all.dilations})
    ones->insert(ones->begin(), 2, 1);
  for (SmallVector<int64_t> *zeros : {&all.low, &all.high})
    zeros->insert(zeros->begin(), 2, 0);
  return all;
}

Shape pooledShape(Value x, const Windows &all) {
  Shape sizes = shapeOf(x);
  for (size_t axis = 2; axis < sizes.size(); ++axis) {
    AffineExpr padded = sizes[axis] + (all.low[axis] + all.high[axis] - all.extent(axis));
    sizes[axis] = normalizeSize(padded.floorDiv(all.strides[axis]) + 1);
    if (constantSize(sizes[axis]).value_or(0) < 0)
      throw ImportError("the window is larger than the padded input " + describe(x));
  }
  return sizes;
}

Value windowReduce(NodeImport &node, ReductionKind kind, Value x, const Windows &all) {
  return node.build.create<WindowReduceOp>(tensorType(pooledShape(x, all), elementOf(x)), kind, x, all.kernel, all.strides,
                                           all.low, all.high, all.dilations);
}

Value windowArgReduce(NodeImport &node, Value x, const Windows &all) {
  return node.build.create<WindowArgReduceOp>(tensorType(pooledShape(x, all), node.build.getI64Type()), ReductionKind::max,
                                              x, /*axis=*/0, all.kernel, all.strides, all.low, all.high, all.dilations);
}

/// With ceil_mode a window that begins within the input counts, though it ends
/// beyond the padding: so many elements more at the end of each axis.
SmallVector<int64_t> ceilPadding(NodeImport &node, ShapeRef spatial, const Windows &windows) {
  SmallVector<int64_t> extra(windows.rank(), 0);
  if (!node.integer("ceil_mode", 0))
    return extra;
  for (size_t axis = 0; axis < windows.rank(); ++axis) {
    std::optional<int64_t> size = constantSize(spatial[axis]);
    int64_t stride = windows.strides[axis];
    if (!size && stride != 1)
      throw ImportError("ceil_mode with a stride of " + Twine(stride) + " needs the size of dimension " + Twine(axis + 2) +
                        " when the model is compiled: give it with --shape");
    if (!size)
      continue;
    int64_t span = *size + windows.low[axis] + windows.high[axis] - windows.extent(axis);
    int64_t count = (span + stride - 1) / stride + 1;
    if ((count - 1) * stride >= *size + windows.low[axis])
      --count;
    extra[axis] = std::max<int64_t>(0, (count - 1) * stride - span);
  }
  return extra;
}

/// The windows of a pooling operator over all axes, and what ceil_mode adds.
struct Pooling {
  Windows all;
  SmallVector<int64_t> extra;
};

Pooling readPooling(NodeImport &node, Value x) {
  node.requireRank(x, 3, "the input");
  Shape sizes = shapeOf(x);
  ShapeRef spatial = ShapeRef(sizes).drop_front(2);
  Windows windows = readWindows(node, spatial);
  SmallVector<int64_t> extra = ceilPadding(node, spatial, windows);
  for (auto [high, more] : llvm::zip_equal(windows.high, extra))
    high += more;
  return {overAllAxes(windows), extra};
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

/// Positions counted with the first spatial axis running fastest.
Value columnMajor(NodeImport &node, Value positions, ShapeRef sizes) {
  CheckedBuilder &build = node.build;
  Shape shape = shapeOf(positions);
  auto number = [&](AffineExpr size) { return build.broadcast(build.size(size), shape); };
  Value rest = positions, column = build.fillInteger(0, shape, build.getI64Type());
  AffineExpr stride = build.constant(1);
  // Coordinates from the last axis on; of column-major order the last has the largest stride.
  Shape spatial(ShapeRef(sizes).drop_front(2));
  AffineExpr plane = elementCount(build.getContext(), spatial);
  SmallVector<Value> coordinates;
  for (AffineExpr size : llvm::reverse(spatial)) {
    coordinates.push_back(build.elementwise<RemainderOp>(rest, number(size)));
    rest = build.elementwise<FloorDivOp>(rest, number(size));
  }
  for (auto [size, coordinate] : llvm::zip_equal(spatial, llvm::reverse(coordinates))) {
    column = build.elementwise<AddOp>(column, build.elementwise<MulOp>(coordinate, number(stride)));
    stride = multiplySizes(stride, size);
  }
  return build.elementwise<AddOp>(column, build.elementwise<MulOp>(rest, number(plane)));
}

void importMaxPool(NodeImport &node) {
  Value x = node.tensor(0);
  Pooling pooling = readPooling(node, x);
  node.set(0, windowReduce(node, ReductionKind::max, x, pooling.all));
  if (!node.wants(1))
    return;
  Value positions = windowArgReduce(node, x, pooling.all);
  node.set(1, node.integer("storage_order", 0) ? columnMajor(node, positions, shapeOf(x)) : positions);
}

/// How many elements each window covers; with padding, where that counts.
Value windowCounts(NodeImport &node, Value x, const Pooling &pooling, bool includesPadding) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x);
  sizes[0] = sizes[1] = build.constant(1);
  Windows counted = pooling.all;
  if (includesPadding)
    for (size_t axis = 2; axis < sizes.size(); ++axis) {
      int64_t high = pooling.all.high[axis] - pooling.extra[axis - 2];
      sizes[axis] = normalizeSize(sizes[axis] + (pooling.all.low[axis] + high));
      counted.low[axis] = 0;
      counted.high[axis] = pooling.extra[axis - 2];
    }
  return windowReduce(node, ReductionKind::sum, build.fill(1, sizes, elementOf(x)), counted);
}

Value averagePool(NodeImport &node, Value x, const Pooling &pooling) {
  Value sum = windowReduce(node, ReductionKind::sum, x, pooling.all);
  Value count = windowCounts(node, x, pooling, node.integer("count_include_pad", 0) != 0);
  return node.build.elementwise<DivOp>(sum, node.broadcast(count, shapeOf(sum)));
}

void importAveragePool(NodeImport &node) { node.set(0, averagePool(node, node.tensor(0))); }

Value powerOf(NodeImport &node, Value x, double exponent) {
  return node.build.elementwise<PowOp>(x, node.build.fill(exponent, shapeOf(x), elementOf(x)));
}

void importLpPool(NodeImport &node) {
  Value x = node.tensor(0);
  auto p = static_cast<double>(node.integer("p", 2));
  Pooling pooling = readPooling(node, x);
  Value sum = windowReduce(node, ReductionKind::sum, powerOf(node, node.build.elementwise<AbsOp>(x), p), pooling.all);
  node.set(0, powerOf(node, sum, 1 / p));
}

void importGlobalMaxPool(NodeImport &node) {
  Value x = node.tensor(0);
  node.set(0, node.build.reduce(ReductionKind::max, x, spatialAxes(x), /*keep=*/true));
}

void importGlobalAveragePool(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  Shape sizes = shapeOf(x);
  Value sum = build.reduce(ReductionKind::sum, x, spatialAxes(x), /*keep=*/true);
  AffineExpr count = elementCount(build.getContext(), ShapeRef(sizes).drop_front(2));
  node.set(0, build.elementwise<DivOp>(sum, build.broadcast(build.cast(build.size(count), elementOf(x)), shapeOf(sum))));
}

void importGlobalLpPool(NodeImport &node) {
  Value x = node.tensor(0);
  auto p = static_cast<double>(node.integer("p", 2));
  Value powers = powerOf(node, node.build.elementwise<AbsOp>(x), p);
  node.set(0, powerOf(node, node.build.reduce(ReductionKind::sum, powers, spatialAxes(x), /*keep=*/true), 1 / p));
}

/// Each element of x at the place that `indices` gives it, zeros elsewhere.
void importMaxUnpool(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), indices = build.cast(node.tensor(1), build.getI64Type());
  Shape sizes = shapeOf(x), inferred = sizes;
  Windows windows = readWindows(node, ShapeRef(sizes).drop_front(2));
  for (size_t axis = 0; axis < windows.rank(); ++axis)
    inferred[axis + 2] = normalizeSize((sizes[axis + 2] - 1) * windows.strides[axis] +
                                       (windows.kernel[axis] - windows.low[axis] - windows.high[axis]));
  // The places are those of the tensor that was pooled, whose size may be given.
  MLIRContext *context = build.getContext();
  Shape flat{elementCount(context, inferred)}, taken{elementCount(context, sizes)};
  Value zeros = build.fill(0, flat, elementOf(x));
  Value placed = build.create<ScatterOp>(zeros.getType(), ScatterKind::replace, zeros, build.reshape(indices, taken),
                                         build.reshape(x, taken), /*axis=*/0);
  Value result = build.reshape(placed, inferred);
  if (node.has(2)) {
    Shape asked = node.sizes(2);
    if (asked.size() != sizes.size())
      throw ImportError("its output shape has " + Twine(asked.size()) + " numbers for " + describe(x));
    for (auto [axis, size] : llvm::enumerate(asked))
      result = node.fitted(result, axis, size);
  }
  node.set(0, result);
}

/// x divided by (bias + alpha / size * the squares of the neighbouring channels) to the power of beta.
void importLRN(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  node.requireRank(x, 2, "the input");
  int64_t size = node.integer("size"), rank = rankOf(x);
  if (size < 1)
    throw ImportError("its attribute 'size' is " + Twine(size) + ", expected 1 or more");
  SmallVector<int64_t> ones(rank, 1), zeros(rank, 0);
  Windows all{ones, ones, ones, zeros, zeros};
  all.kernel[1] = size;
  all.low[1] = (size - 1) / 2;
  all.high[1] = size - 1 - all.low[1];
  Value squares = build.create<WindowReduceOp>(x.getType(), ReductionKind::sum, build.elementwise<MulOp>(x, x), all.kernel,
                                               all.strides, all.low, all.high, all.dilations);
  auto number = [&](double value) { return build.fill(value, shapeOf(x), elementOf(x)); };
  Value scaled = build.elementwise<MulOp>(squares, number(node.real("alpha", 1e-4) / static_cast<double>(size)));
  Value base = build.elementwise<AddOp>(scaled, number(node.real("bias", 1)));
  node.set(0, build.elementwise<DivOp>(x, build.elementwise<PowOp>(base, number(node.real("beta", 0.75)))));
}

constexpr OperatorEntry entries[] = {
    {"AveragePool", 1, importAveragePool},
    {"GlobalAveragePool", 1, importGlobalAveragePool},
    {"GlobalLpPool", 2, importGlobalLpPool},
    {"GlobalMaxPool", 1, importGlobalMaxPool},
    {"LRN", 1, importLRN},
    {"LpPool", 2, importLpPool},
    {"MaxPool", 1, importMaxPool},
    {"MaxUnpool", 9, importMaxUnpool},
};

} // namespace

Value averagePool(NodeImport &node, Value x) { return averagePool(node, x, readPooling(node, x)); }

ArrayRef<OperatorEntry> poolingOperators() { return entries; }

} // namespace tenon::onnx
