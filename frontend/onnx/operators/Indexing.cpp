//===- Indexing.cpp - Operators that read at computed places --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

void importGather(NodeImport &node) {
  Value x = node.tensor(0);
  node.requireRank(x, 1, "the data");
  node.set(0, node.build.gather(x, node.build.cast(node.tensor(1), node.build.getI64Type()), node.axis("axis", 0, rankOf(x))));
}

void importGatherElements(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), indices = build.cast(node.tensor(1), build.getI64Type());
  int64_t rank = rankOf(x), axis = node.axis("axis", 0, rank);
  if (rankOf(indices) != rank)
    throw ImportError("data and indices should have as many dimensions, got " + describe(x) + " and " + describe(indices));
  // Of the other axes only as much is read as the indices have.
  Shape sizes = shapeOf(indices);
  sizes[axis] = shapeOf(x)[axis];
  x = build.slice(x, Shape(rank, build.constant(0)), SmallVector<int64_t>(rank, 1), sizes);
  node.set(0, build.takeAlong(x, indices, axis));
}

void importGatherND(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value x = node.tensor(0), indices = build.cast(node.tensor(1), integer);
  int64_t batch = node.integer("batch_dims", 0);
  Shape sizes = shapeOf(x), places = shapeOf(indices);
  std::optional<int64_t> depth = places.empty() ? std::nullopt : constantSize(places.back());
  if (!depth || *depth < 1 || batch < 0 || batch + *depth > rankOf(x) || batch >= rankOf(indices))
    throw ImportError("the last size of the indices must be known, and at most the data's dimensions, got " + describe(x) +
                      " and " + describe(indices));
  // One index into the joined axes that the indices speak of; the batch axes joined, too, before them.
  ShapeRef batches = ShapeRef(sizes).take_front(batch), indexed = ShapeRef(sizes).slice(batch, *depth),
           rest = ShapeRef(sizes).drop_front(batch + *depth);
  ShapeRef taken = ShapeRef(places).drop_front(batch).drop_back();
  AffineExpr batchCount = elementCount(build.getContext(), batches), takenCount = elementCount(build.getContext(), taken);
  AffineExpr joined = elementCount(build.getContext(), indexed);
  Value flat = build.reshape(indices, {batchCount, takenCount, places.back()});
  Value position;
  for (int64_t k = 0; k < *depth; ++k) {
    Value index = build.slice(flat, 2, build.constant(k), build.constant(1));
    Value size = build.broadcast(build.size(indexed[k]), shapeOf(index));
    Value isNegative = build.compare(Predicate::lt, index, build.fillInteger(0, shapeOf(index), integer));
    index = build.select(isNegative, build.elementwise<AddOp>(index, size), index);
    position = position ? build.elementwise<AddOp>(build.elementwise<MulOp>(position, size), index) : index;
  }
  // The batch's own number before it.
  if (batch) {
    Value number = build.iota(0, shapeOf(position), integer);
    position = build.elementwise<AddOp>(
        build.elementwise<MulOp>(number, build.broadcast(build.size(joined), shapeOf(position))), position);
  }
  Shape table{multiplySizes(batchCount, joined)}, result(batches);
  llvm::append_range(table, rest);
  llvm::append_range(result, taken);
  llvm::append_range(result, rest);
  Value rows = build.gather(build.reshape(x, table), build.reshape(position, {multiplySizes(batchCount, takenCount)}), 0);
  node.set(0, build.reshape(rows, result));
}

void importOneHot(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value indices = build.cast(node.tensor(0), integer), values = node.tensor(2);
  Value scalar = build.reshape(node.tensor(1), {build.constant(1)});
  std::optional<Shape> known = node.knownSizes(1);
  std::optional<SmallVector<double>> number = known ? std::nullopt : node.knownReals(1);
  AffineExpr depth = known    ? known->front()
                     : number ? build.constant(static_cast<int64_t>(number->front()))
                              : node.importer.defineSize(scalar);
  if (rankOf(values) != 1 || constantSize(shapeOf(values)[0]).value_or(2) != 2)
    throw ImportError("the values should be two, off and on, got " + describe(values));
  int64_t rank = rankOf(indices), axis = node.axis("axis", -1, rank + 1);
  Shape sizes = shapeOf(indices);
  sizes.insert(sizes.begin() + axis, depth);
  SmallVector<int64_t> axes;
  for (int64_t i = 0; i <= rank; ++i)
    if (i != axis)
      axes.push_back(i);
  Value count = build.broadcast(build.size(depth), shapeOf(indices));
  Value isNegative = build.compare(Predicate::lt, indices, build.fillInteger(0, shapeOf(indices), integer));
  indices = build.select(isNegative, build.elementwise<AddOp>(indices, count), indices);
  Value isHot = build.compare(Predicate::eq, build.broadcast(indices, sizes, axes), build.iota(axis, sizes, integer));
  auto choice = [&](int64_t i) {
    return build.broadcast(build.part(values, 0, i), sizes);
  };
  node.set(0, build.select(isHot, choice(1), choice(0)));
}

/// The elements on and above, or on and below, a diagonal.
void importTrilu(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value x = node.tensor(0);
  node.requireRank(x, 2, "the input");
  Shape sizes = shapeOf(x);
  int64_t rank = sizes.size();
  Value row = build.iota(rank - 2, sizes, integer), column = build.iota(rank - 1, sizes, integer);
  if (node.has(1))
    row = build.elementwise<AddOp>(row, build.broadcast(build.reshape(build.cast(node.tensor(1), integer), {}), sizes));
  Predicate kept = node.integer("upper", 1) ? Predicate::ge : Predicate::le;
  node.set(0, build.select(build.compare(kept, column, row), x, build.fill(0, sizes, elementOf(x))));
}

constexpr OperatorEntry entries[] = {
    {"Gather", 1, importGather, 1},
    {"GatherElements", 11, importGatherElements, 1},
    {"GatherND", 11, importGatherND, 1},
    {"OneHot", 9, importOneHot},
    {"Trilu", 14, importTrilu},
};

} // namespace

ArrayRef<OperatorEntry> indexingOperators() { return entries; }

} // namespace tenon::onnx
