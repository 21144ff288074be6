//===- Scatters.cpp - Operators that write at computed places ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Strings.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Support.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

ScatterKind scatterKind(NodeImport &node) {
  std::string kind = node.text("reduction", "none");
  if (kind == "none")
    return ScatterKind::replace;
  if (isString(elementOf(node.tensor(0))))
    throw ImportError("its attribute 'reduction' is " + quoteName(kind) + ", and strings are only replaced");
  if (kind == "add")
    return ScatterKind::sum;
  if (kind == "mul")
    return ScatterKind::product;
  if (kind == "max")
    return ScatterKind::max;
  if (kind == "min")
    return ScatterKind::min;
  throw ImportError("its attribute 'reduction' is '" + kind + "', expected none, add, mul, max or min");
}

void importScatterElements(NodeImport &node) {
  Value data = node.tensor(0), indices = node.build.cast(node.tensor(1), node.build.getI64Type()), updates = node.tensor(2);
  node.requireSameType({data, updates});
  if (rankOf(data) != rankOf(indices) || !sameShape(shapeOf(indices), shapeOf(updates)))
    throw ImportError("indices and updates should have one shape and the data's number of dimensions, got " +
                      describe(data) + ", " + describe(indices) + " and " + describe(updates));
  int64_t axis = node.axis("axis", 0, rankOf(data));
  node.set(0, Value(node.build.create<ScatterAlongOp>(data.getType(), scatterKind(node), data, indices, updates, axis)));
}

/// Slices of the leading axes, at indices that name one place each.
void importScatterND(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value data = node.tensor(0), indices = build.cast(node.tensor(1), integer), updates = node.tensor(2);
  node.requireSameType({data, updates});
  Shape sizes = shapeOf(data), places = shapeOf(indices);
  std::optional<int64_t> depth = places.empty() ? std::nullopt : constantSize(places.back());
  if (!depth || *depth < 1 || *depth > rankOf(data))
    throw ImportError("the last size of the indices must be known, and at most the data's dimensions, got " +
                      describe(data) + " and " + describe(indices));
  ShapeRef indexed = ShapeRef(sizes).take_front(*depth), rest = ShapeRef(sizes).drop_front(*depth);
  AffineExpr count = elementCount(build.getContext(), ShapeRef(places).drop_back());
  AffineExpr joined = elementCount(build.getContext(), indexed);
  Value flat = build.reshape(indices, {count, places.back()}), position;
  for (int64_t k = 0; k < *depth; ++k) {
    Value index = build.reshape(build.slice(flat, 1, build.constant(k), build.constant(1)), {count});
    Value size = build.broadcast(build.size(indexed[k]), {count});
    Value isNegative = build.compare(Predicate::lt, index, build.fillInteger(0, {count}, integer));
    index = build.select(isNegative, build.elementwise<AddOp>(index, size), index);
    position = position ? build.elementwise<AddOp>(build.elementwise<MulOp>(position, size), index) : index;
  }
  Shape table{joined}, slices{count};
  llvm::append_range(table, rest);
  llvm::append_range(slices, rest);
  Value rows = build.reshape(data, table);
  Value result = build.create<ScatterOp>(rows.getType(), scatterKind(node), rows, position, build.reshape(updates, slices),
                                         /*axis=*/0);
  node.set(0, build.reshape(result, sizes));
}

/// Writes a stretch of each batch's cache, from a place on that differs by batch.
void importTensorScatter(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value cache = node.tensor(0), update = node.tensor(1);
  node.requireSameType({cache, update});
  int64_t rank = rankOf(cache), axis = node.axis("axis", -2, rank);
  Shape sizes = shapeOf(update);
  std::string mode = node.text("mode", "linear");
  if (mode != "linear" && mode != "circular")
    throw ImportError("its attribute 'mode' is '" + mode + "', expected linear or circular");
  if (rankOf(update) != rank || axis == 0)
    throw ImportError("cache and update should have as many dimensions, and the axis should not be the batch, got " +
                      describe(cache) + " and " + describe(update));
  Value places = build.iota(axis, sizes, integer);
  if (node.has(2))
    places = build.elementwise<AddOp>(places, build.broadcast(build.cast(node.tensor(2), integer), sizes, {0}));
  if (mode == "circular")
    places = build.elementwise<RemainderOp>(places, build.broadcast(build.size(shapeOf(cache)[axis]), sizes));
  node.set(0, Value(build.create<ScatterAlongOp>(cache.getType(), ScatterKind::replace, cache, places, update, axis)));
}

constexpr OperatorEntry entries[] = {
    {"Scatter", 9, importScatterElements, 5},
    {"ScatterElements", 11, importScatterElements, 5},
    {"ScatterND", 11, importScatterND, 5},
    {"TensorScatter", 24, importTensorScatter},
};

} // namespace

ArrayRef<OperatorEntry> scatterOperators() { return entries; }

} // namespace tenon::onnx
