//===- DataAxes.cpp - Axes that only a run knows -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/DataAxes.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// A vector of a known number of axes, counted from the front.
Value normalizedAxes(NodeImport &node, Value axes, int64_t rank) {
  CheckedBuilder &build = node.build;
  axes = build.cast(axes, build.getI64Type());
  if (rankOf(axes) == 0)
    axes = build.reshape(axes, {build.constant(1)});
  Shape sizes = shapeOf(axes);
  if (sizes.size() != 1 || !constantSize(sizes.front()))
    throw ImportError("the number of axes must be known when the model is compiled, got " + describe(axes));
  Value zero = build.fillInteger(0, sizes, build.getI64Type());
  Value wrapped = build.elementwise<AddOp>(axes, build.fillInteger(rank, sizes, build.getI64Type()));
  return build.select(build.compare(Predicate::lt, axes, zero), wrapped, axes);
}

/// [rank, axes]: whether an axis is the one that is named there.
Value namedAt(NodeImport &node, Value axes, int64_t rank) {
  CheckedBuilder &build = node.build;
  Shape table{build.constant(rank), shapeOf(axes).front()};
  return build.compare(Predicate::eq, build.iota(0, table, build.getI64Type()), build.broadcast(axes, table));
}

/// For every axis whether it is named.
Value isNamed(NodeImport &node, Value axes, int64_t rank) {
  return node.build.reduce(ReductionKind::any, namedAt(node, axes, rank), {1});
}

Value sizesOf(NodeImport &node, Value value) { return node.build.sizes(shapeOf(value)); }

/// How many before each one are true.
Value countBefore(NodeImport &node, Value flags) {
  Value numbers = node.build.cast(flags, node.build.getI64Type());
  return node.build.create<ScanOp>(numbers.getType(), ScanKind::sum, numbers, /*axis=*/0, /*exclusive=*/true,
                                   /*reverse=*/false);
}

Value inverted(NodeImport &node, Value flags) { return node.build.elementwise<NotOp>(flags); }

} // namespace

Shape definedShape(NodeImport &node, Value sizes) {
  std::optional<int64_t> rank = rankOf(sizes) == 1 ? constantSize(shapeOf(sizes).front()) : std::nullopt;
  if (!rank)
    throw ImportError("a shape should be a vector of a number of sizes that is known, got " + describe(sizes));
  Shape result;
  for (int64_t i = 0; i < *rank; ++i)
    result.push_back(node.importer.defineSize(node.build.part(sizes, 0, i)));
  return result;
}

SplitAxes splitAxes(NodeImport &node, Value value, Value axes, bool needsDropped) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  int64_t rank = rankOf(value);
  axes = normalizedAxes(node, axes, rank);
  SplitAxes result{value, {}, {}, {}};
  if (rank == 0)
    return result;
  Shape vector{build.constant(rank)};
  Value named = isNamed(node, axes, rank), sizes = sizesOf(node, value), one = build.fillInteger(1, vector, integer);
  Value first = build.select(named, sizes, one), second = build.select(named, one, sizes);
  Shape halves;
  for (int64_t i = 0; i < rank; ++i) {
    result.axes.push_back(2 * i);
    halves.push_back(node.importer.defineSize(build.part(first, 0, i)));
    halves.push_back(node.importer.defineSize(build.part(second, 0, i)));
    result.kept.push_back(halves.back());
  }
  result.value = build.reshape(value, halves);
  if (!needsDropped)
    return result;
  // Size j of what is left is that of the axis with j others left before it.
  Value left = inverted(node, named), place = countBefore(node, left);
  for (int64_t j = 0, count = rank - *constantSize(shapeOf(axes).front()); j < count; ++j) {
    Value isHere = build.elementwise<AndOp>(left, build.compare(Predicate::eq, place, build.fillInteger(j, vector, integer)));
    Value size = build.reduce(ReductionKind::sum, build.select(isHere, sizes, build.fillInteger(0, vector, integer)), {0});
    result.dropped.push_back(node.importer.defineSize(size));
  }
  return result;
}

Value aroundAxis(NodeImport &node, Value value, Value axis) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  int64_t rank = rankOf(value);
  Shape vector{build.constant(rank)};
  axis = normalizedAxes(node, axis, rank);
  if (constantSize(shapeOf(axis).front()) != 1)
    throw ImportError("the axis should be one number, got " + describe(axis));
  Value index = build.iota(0, vector, integer), at = build.broadcast(build.reshape(axis, {}), vector);
  Value sizes = sizesOf(node, value), one = build.fillInteger(1, vector, integer);
  auto product = [&](Predicate predicate) {
    Value taken = build.select(build.compare(predicate, index, at), sizes, one);
    return build.reshape(build.reduce(ReductionKind::product, taken, {0}), {build.constant(1)});
  };
  Value parts = build.concat({product(Predicate::lt), product(Predicate::eq), product(Predicate::gt)}, 0);
  return build.reshape(value, definedShape(node, parts));
}

Shape insertedAxes(NodeImport &node, Value value, Value axes) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Shape count = shapeOf(axes);
  int64_t added = count.empty() ? 1 : constantSize(count.front()).value_or(0), rank = rankOf(value) + added;
  axes = normalizedAxes(node, axes, rank);
  Value named = isNamed(node, axes, rank), one = build.fillInteger(1, {build.constant(rank)}, integer);
  Value sizes = one;
  if (rankOf(value)) {
    Value last = build.fillInteger(rankOf(value) - 1, {build.constant(rank)}, integer);
    Value place = build.elementwise<MinOp>(countBefore(node, inverted(node, named)), last);
    sizes = build.select(named, one, build.gather(sizesOf(node, value), place, 0));
  }
  return definedShape(node, sizes);
}

Value spreadOverAxes(NodeImport &node, Value value, Value axes, Value numbers, Value otherwise) {
  CheckedBuilder &build = node.build;
  int64_t rank = rankOf(value);
  axes = normalizedAxes(node, axes, rank);
  Value named = namedAt(node, axes, rank);
  Value zero = build.fillInteger(0, shapeOf(named), build.getI64Type());
  Value found = build.select(named, build.broadcast(build.cast(numbers, build.getI64Type()), shapeOf(named)), zero);
  return build.select(isNamed(node, axes, rank), build.reduce(ReductionKind::sum, found, {1}), otherwise);
}

} // namespace tenon::onnx
