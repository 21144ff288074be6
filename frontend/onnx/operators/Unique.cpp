//===- Unique.cpp - Elements and slices, each once ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The rows of a matrix are sorted, so that equal ones are neighbours: runs. A
// flattened tensor is a matrix of one column.

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Loops.h"
#include "frontend/onnx/operators/Ordering.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// Of neighbours in sorted order, whether each differs from the one before it.
Value startsOfRuns(NodeImport &node, Value sorted) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Shape vector{shapeOf(sorted)[0]};
  Value index = build.iota(0, vector, integer), zero = build.fillInteger(0, vector, integer);
  Value before = build.elementwise<MaxOp>(build.elementwise<SubOp>(index, build.fillInteger(1, vector, integer)), zero);
  Value differs = build.compare(Predicate::ne, sorted, build.gather(sorted, before, 0));
  differs = build.reduce(ReductionKind::any, differs, {1});
  return build.elementwise<OrOp>(differs, build.compare(Predicate::eq, index, zero));
}

/// The order in which the rows stand sorted, by the first column first: sorted
/// by each column from the last one on, where every sort keeps the order of
/// equal ones.
Value sortRows(NodeImport &node, Value rows) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  auto sortBy = [&](Value keys) {
    auto sort = build.create<SortOp>(TypeRange{keys.getType(), withElementType(keys.getType(), integer)}, keys, 0,
                                     /*descending=*/false);
    return sort.getIndices();
  };
  Shape sizes = shapeOf(rows);
  if (constantSize(sizes[1]) == 1)
    return sortBy(build.squeeze(rows, 1));
  LoopLimits limits{sizes[1], {}, {}};
  Value order = build.iota(0, {sizes[0]}, integer);
  SmallVector<Value> results = buildLoop(node, {order}, limits, [&](Callee &body, ArrayRef<Value> carried, Value number) {
    Value column = elementAt(node, body.capture(rows), number, 1, /*reversed=*/true);
    Value permuted = build.gather(carried.front(), sortBy(build.gather(column, carried.front(), 0)), 0);
    return SmallVector<Value>{trueValue(node), permuted};
  });
  return results.front();
}

/// [count, the other elements] of the slices along an axis.
Value slicesOf(NodeImport &node, Value x, int64_t axis) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x), rest;
  SmallVector<int64_t> order{axis};
  for (int64_t i = 0; i < rankOf(x); ++i)
    if (i != axis) {
      order.push_back(i);
      rest.push_back(sizes[i]);
    }
  return build.reshape(build.transpose(x, order), {sizes[axis], elementCount(build.getContext(), rest)});
}

/// Unique elements, or slices along an axis, sorted or in the order of their first places.
void importUnique(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value x = node.tensor(0);
  bool hasAxis = node.hasAttribute("axis");
  if (!hasAxis)
    x = build.reshape(x, {elementCount(build.getContext(), shapeOf(x))});
  int64_t axis = hasAxis ? node.axis("axis", 0, rankOf(x)) : 0;
  Value rows = slicesOf(node, x, axis);
  Shape vector{shapeOf(rows)[0]};
  Value order = sortRows(node, rows), starts = startsOfRuns(node, build.gather(rows, order, 0));
  Value runs = positionsOf(node, starts);
  Shape unique = shapeOf(runs);
  // The sort keeps the order of equal ones: the first of a run is the first in the tensor.
  Value firsts = build.gather(order, runs, 0);
  Value number = build.create<ScanOp>(tensorType(vector, integer), ScanKind::sum, build.cast(starts, integer), 0, false, false);
  number = build.elementwise<SubOp>(number, build.fillInteger(1, vector, integer));
  if (!node.integer("sorted", 1)) {
    auto byPlace = build.create<SortOp>(TypeRange{firsts.getType(), firsts.getType()}, firsts, 0, /*descending=*/false);
    firsts = byPlace.getValues();
    Value ranks = build.create<ScatterOp>(firsts.getType(), ScatterKind::replace, build.fillInteger(0, unique, integer),
                                          byPlace.getIndices(), build.iota(0, unique, integer), 0);
    number = build.gather(ranks, number, 0);
  }
  Value inverse = build.create<ScatterOp>(number.getType(), ScatterKind::replace, build.fillInteger(0, vector, integer),
                                          order, number, 0);
  Value counts = build.create<ScatterOp>(runs.getType(), ScatterKind::sum, build.fillInteger(0, unique, integer), number,
                                         build.fillInteger(1, vector, integer), 0);
  node.set(0, build.gather(x, firsts, axis));
  node.set(1, firsts);
  node.set(2, inverse);
  node.set(3, counts);
}

constexpr OperatorEntry entries[] = {
    {"Unique", 11, importUnique},
};

} // namespace

ArrayRef<OperatorEntry> uniqueOperators() { return entries; }

} // namespace tenon::onnx
