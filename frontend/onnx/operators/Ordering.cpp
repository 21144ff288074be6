//===- Ordering.cpp - Operators that sort, accumulate and select -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/DataAxes.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Ordering.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

void setTopK(NodeImport &node, Value x, AffineExpr count) {
  CheckedBuilder &build = node.build;
  int64_t axis = node.axis("axis", -1, rankOf(x));
  auto sort = build.create<SortOp>(TypeRange{x.getType(), withElementType(x.getType(), build.getI64Type())}, x, axis,
                                   /*descending=*/node.integer("largest", 1) != 0);
  node.set(0, build.slice(sort.getValues(), axis, build.constant(0), count));
  node.set(1, build.slice(sort.getIndices(), axis, build.constant(0), count));
}

void importTopKByAttribute(NodeImport &node) { setTopK(node, node.tensor(0), node.build.constant(node.integer("k"))); }

void importTopK(NodeImport &node) {
  Shape count = node.sizes(1);
  if (count.size() != 1)
    throw ImportError("k should be one number, got " + describe(node.tensor(1)));
  setTopK(node, node.tensor(0), count.front());
}

template <ScanKind kind> void importScan(NodeImport &node) {
  Value x = node.tensor(0), lines = x;
  bool isExclusive = node.integer("exclusive", 0) != 0, isReverse = node.integer("reverse", 0) != 0;
  std::optional<SmallVector<int64_t>> known = node.knownIntegers(1);
  if (known && known->size() != 1)
    throw ImportError("the axis should be one number");
  int64_t axis = known ? node.axis(known->front(), rankOf(x)) : 1;
  if (!known)
    lines = aroundAxis(node, x, node.tensor(1));
  Value scanned = node.build.create<ScanOp>(lines.getType(), kind, lines, axis, isExclusive, isReverse);
  node.set(0, node.build.reshape(scanned, shapeOf(x)));
}

//===----------------------------------------------------------------------===//
// As many results as the data say
//===----------------------------------------------------------------------===//

} // namespace

Value positionsOf(NodeImport &node, Value flags) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Shape sizes = shapeOf(flags);
  Value ones = build.cast(flags, integer);
  AffineExpr count = node.importer.defineSize(build.reduce(ReductionKind::sum, ones, {0}));
  // Each true one goes to the place that as many before it leave; others nowhere.
  Value place = build.create<ScanOp>(ones.getType(), ScanKind::sum, ones, /*axis=*/0, /*exclusive=*/true, /*reverse=*/false);
  place = build.select(flags, place, build.broadcast(build.size(count), sizes));
  Value nothing = build.fillInteger(0, {count}, integer);
  return build.create<ScatterOp>(nothing.getType(), ScatterKind::replace, nothing, place, build.iota(0, sizes, integer),
                                 /*axis=*/0);
}

namespace {

void importNonZero(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  Shape sizes = shapeOf(x);
  // A scalar counts as a vector of one.
  if (sizes.empty())
    sizes.push_back(build.constant(1));
  Value flat = build.reshape(x, {elementCount(build.getContext(), sizes)});
  Value positions = positionsOf(node, build.cast(flat, build.getI1Type()));
  Shape row = shapeOf(positions);
  row.insert(row.begin(), build.constant(1));
  SmallVector<Value> coordinates;
  for (AffineExpr size : llvm::reverse(sizes)) {
    Value extent = build.broadcast(build.size(size), shapeOf(positions));
    coordinates.push_back(build.reshape(build.elementwise<RemainderOp>(positions, extent), row));
    positions = build.elementwise<FloorDivOp>(positions, extent);
  }
  std::reverse(coordinates.begin(), coordinates.end());
  node.set(0, build.concat(coordinates, 0));
}

void importCompress(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), condition = node.tensor(1);
  if (rankOf(condition) != 1)
    throw ImportError("the condition should be a vector, got " + describe(condition));
  int64_t axis = 0;
  if (node.hasAttribute("axis"))
    axis = node.axis("axis", 0, rankOf(x));
  else
    x = build.reshape(x, {elementCount(build.getContext(), shapeOf(x))});
  node.set(0, build.gather(x, positionsOf(node, condition), axis));
}

/// The first elements of each sequence in reverse, as many as its length says.
void importReverseSequence(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value x = node.tensor(0);
  node.requireRank(x, 2, "the input");
  int64_t batch = node.axis("batch_axis", 1, rankOf(x)), time = node.axis("time_axis", 0, rankOf(x));
  Shape sizes = shapeOf(x);
  Value place = build.iota(time, sizes, integer);
  Value length = build.broadcast(build.cast(node.tensor(1), integer), sizes, {batch});
  Value mirrored = build.elementwise<SubOp>(build.elementwise<SubOp>(length, place), build.fillInteger(1, sizes, integer));
  Value index = build.select(build.compare(Predicate::lt, place, length), mirrored, place);
  node.set(0, build.takeAlong(x, index, time));
}

constexpr OperatorEntry entries[] = {
    {"Compress", 9, importCompress, 1},
    {"CumProd", 26, importScan<ScanKind::product>},
    {"CumSum", 11, importScan<ScanKind::sum>},
    {"NonZero", 9, importNonZero},
    {"ReverseSequence", 10, importReverseSequence, 1},
    {"TopK", 1, importTopKByAttribute},
    {"TopK", 10, importTopK},
};

} // namespace

ArrayRef<OperatorEntry> orderingOperators() { return entries; }

} // namespace tenon::onnx
