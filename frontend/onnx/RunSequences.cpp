//===- RunSequences.cpp - Sequences whose length only a run knows --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/RunSequences.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

//===----------------------------------------------------------------------===//
// Forms
//===----------------------------------------------------------------------===//

SequenceForm formOf(const RunSequence &sequence) {
  return {elementOf(sequence.elements), *constantSize(shapeOf(sequence.table)[1]) - 1, sequence.rank};
}

std::optional<SequenceForm> formOf(ArrayRef<ImportedValue> tensors) {
  std::optional<SequenceForm> form;
  for (const ImportedValue &value : tensors) {
    if (!value.tensor)
      return std::nullopt;
    SequenceForm own{elementOf(value.tensor), rankOf(value.tensor), rankOf(value.tensor)};
    form = form ? joinForms(*form, own) : own;
    if (!form)
      return std::nullopt;
  }
  return form;
}

std::optional<SequenceForm> joinForms(const SequenceForm &one, const SequenceForm &other) {
  if (one.element != other.element)
    return std::nullopt;
  return SequenceForm{one.element, std::max(one.width, other.width), one.rank == other.rank ? one.rank : std::nullopt};
}

//===----------------------------------------------------------------------===//
// Making them
//===----------------------------------------------------------------------===//

namespace {

Value flat(CheckedBuilder &build, Value tensor) {
  return build.reshape(tensor, {elementCount(build.getContext(), shapeOf(tensor))});
}

/// The table's row for a tensor, as [1, 1 + width].
Value rowOf(CheckedBuilder &build, Value tensor, int64_t width) {
  Shape row = shapeOf(tensor);
  row.insert(row.begin(), build.constant(rankOf(tensor)));
  row.resize(1 + width, build.constant(1));
  return build.unsqueeze(build.sizes(row), 0);
}

} // namespace

RunSequence makeRunSequence(CheckedBuilder &build, ArrayRef<ImportedValue> tensors, const SequenceForm &form) {
  if (tensors.empty())
    return {build.fill(0, {build.constant(0)}, form.element),
            build.fillInteger(0, {build.constant(0), build.constant(1 + form.width)}, build.getI64Type()), form.rank};
  SmallVector<Value> elements, rows;
  for (const ImportedValue &value : tensors) {
    elements.push_back(flat(build, value.tensor));
    rows.push_back(rowOf(build, value.tensor, form.width));
  }
  return {build.concat(elements, 0), build.concat(rows, 0), form.rank};
}

RunSequence widen(CheckedBuilder &build, const RunSequence &sequence, const SequenceForm &form) {
  int64_t missing = form.width - formOf(sequence).width;
  Value table = sequence.table;
  if (missing > 0)
    table = build.concat({table, build.fillInteger(1, {lengthOf(sequence), build.constant(missing)}, build.getI64Type())}, 1);
  return {sequence.elements, table, form.rank};
}

//===----------------------------------------------------------------------===//
// Reading them
//===----------------------------------------------------------------------===//

AffineExpr lengthOf(const RunSequence &sequence) { return shapeOf(sequence.table)[0]; }

namespace {

/// How many elements each tensor has.
Value countsOf(CheckedBuilder &build, const RunSequence &sequence) {
  Shape sizes = shapeOf(sequence.table);
  return build.reduce(ReductionKind::product, build.slice(sequence.table, 1, build.constant(1), sizes[1] - 1), {1});
}

/// The sums of the numbers before each one.
Value sumsBefore(CheckedBuilder &build, Value numbers) {
  return build.create<ScanOp>(numbers.getType(), ScanKind::sum, numbers, /*axis=*/0, /*exclusive=*/true, /*reverse=*/false);
}

/// Where the tensor at a position begins; for the position behind the last one, where that ends.
AffineExpr beginOf(NodeImport &node, const RunSequence &sequence, AffineExpr position) {
  CheckedBuilder &build = node.build;
  Value counts = countsOf(build, sequence);
  Shape sizes = shapeOf(counts);
  if (sameSize(position, sizes[0]))
    return shapeOf(sequence.elements)[0];
  Value isBefore = build.compare(Predicate::lt, build.iota(0, sizes, build.getI64Type()), build.broadcast(build.size(position), sizes));
  Value before = build.select(isBefore, counts, build.fillInteger(0, sizes, build.getI64Type()));
  return node.importer.defineSize(build.reduce(ReductionKind::sum, before, {0}));
}

int64_t rankOfAll(const RunSequence &sequence) {
  if (!sequence.rank)
    throw ImportError("the sequence may hold tensors of different numbers of dimensions, and how many the one that is taken "
                      "has must be known when the model is compiled");
  return *sequence.rank;
}

/// The size along an axis of the tensor at a position.
AffineExpr sizeAt(NodeImport &node, const RunSequence &sequence, AffineExpr position, int64_t axis) {
  CheckedBuilder &build = node.build;
  Value row = build.slice(sequence.table, 0, position, build.constant(1));
  return node.importer.defineSize(build.slice(row, 1, build.constant(1 + axis), build.constant(1)));
}

} // namespace

AffineExpr runPosition(NodeImport &node, Value position, AffineExpr length, bool isGap) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  if (!sameSize(elementCount(build.getContext(), shapeOf(position)), build.constant(1)))
    throw ImportError("its position should be one number, got " + describe(position));
  position = build.reshape(build.cast(position, integer), {});
  Value zero = build.fillInteger(0, {}, integer), all = build.size(length);
  Value fromEnd = build.elementwise<AddOp>(position, all);
  position = build.select(build.compare(Predicate::lt, position, zero), fromEnd, position);
  Value fits = build.compare(isGap ? Predicate::le : Predicate::lt, position, all);
  // A negative size is an error of the run.
  return node.importer.defineSize(build.select(fits, position, build.fillInteger(-1, {}, integer)));
}

Value elementAt(NodeImport &node, const RunSequence &sequence, AffineExpr position) {
  CheckedBuilder &build = node.build;
  Shape sizes;
  for (int64_t axis = 0, rank = rankOfAll(sequence); axis < rank; ++axis)
    sizes.push_back(sizeAt(node, sequence, position, axis));
  AffineExpr count = elementCount(build.getContext(), sizes);
  return build.reshape(build.slice(sequence.elements, 0, beginOf(node, sequence, position), count), sizes);
}

RunSequence insertElement(NodeImport &node, const RunSequence &sequence, Value tensor, AffineExpr position) {
  CheckedBuilder &build = node.build;
  SequenceForm own{elementOf(tensor), rankOf(tensor), rankOf(tensor)};
  std::optional<SequenceForm> form = joinForms(formOf(sequence), own);
  if (!form)
    throw ImportError("the sequence holds tensors of another element type than " + describe(tensor));
  RunSequence wide = widen(build, sequence, *form);
  auto insert = [&](Value list, Value value, AffineExpr at) {
    AffineExpr size = shapeOf(list)[0];
    Value before = build.slice(list, 0, build.constant(0), at);
    if (sameSize(at, size))
      return build.concat({before, value}, 0);
    return build.concat({before, value, build.slice(list, 0, at, size - at)}, 0);
  };
  Value elements = insert(wide.elements, flat(build, tensor), beginOf(node, wide, position));
  return {elements, insert(wide.table, rowOf(build, tensor, form->width), position), form->rank};
}

RunSequence eraseElement(NodeImport &node, const RunSequence &sequence, AffineExpr position) {
  CheckedBuilder &build = node.build;
  auto erase = [&](Value list, AffineExpr begin, AffineExpr end) {
    AffineExpr size = shapeOf(list)[0];
    return build.concat({build.slice(list, 0, build.constant(0), begin), build.slice(list, 0, end, size - end)}, 0);
  };
  AffineExpr begin = beginOf(node, sequence, position), next = normalizeSize(position + 1);
  return {erase(sequence.elements, begin, beginOf(node, sequence, next)), erase(sequence.table, position, next), sequence.rank};
}

//===----------------------------------------------------------------------===//
// To and from one tensor
//===----------------------------------------------------------------------===//

namespace {

/// The sizes of the first tensor, which all have but for `axis` (-1: all): else the run fails.
Shape commonSizes(NodeImport &node, const RunSequence &sequence, int64_t axis) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  int64_t rank = rankOfAll(sequence);
  AffineExpr length = lengthOf(sequence);
  Shape result;
  for (int64_t i = 0; i < rank; ++i) {
    if (i == axis) {
      result.push_back(build.constant(1));
      continue;
    }
    // The largest of none is less than 0.
    Value sizes = build.part(sequence.table, 1, 1 + i), largest = build.reduce(ReductionKind::max, sizes, {0});
    Value fits = build.reduce(ReductionKind::all, build.compare(Predicate::eq, sizes, build.broadcast(largest, {length})), {0});
    result.push_back(node.importer.defineSize(build.select(fits, largest, build.fillInteger(-1, {}, integer))));
  }
  return result;
}

} // namespace

Value joinElements(NodeImport &node, const RunSequence &sequence, int64_t axis, bool isNew) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  int64_t rank = rankOfAll(sequence);
  AffineExpr length = lengthOf(sequence);
  Shape sizes = commonSizes(node, sequence, isNew ? -1 : axis);
  if (isNew) {
    sizes.insert(sizes.begin(), length);
    SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(1, rank + 1));
    order.insert(order.begin() + axis, 0);
    return build.transpose(build.reshape(sequence.elements, sizes), order);
  }
  Value parts = build.part(sequence.table, 1, 1 + axis);
  AffineExpr whole = node.importer.defineSize(build.reduce(ReductionKind::sum, parts, {0}));
  sizes[axis] = whole;
  if (axis == 0)
    return build.reshape(sequence.elements, sizes);
  // Index j of the axis lies in the tensor that as many before it end at or before j.
  Shape table{whole, length}, line{whole};
  Value begins = sumsBefore(build, parts), ends = build.elementwise<AddOp>(begins, parts);
  Value isBehind = build.compare(Predicate::ge, build.iota(0, table, integer), build.broadcast(ends, table));
  Value number = build.reduce(ReductionKind::sum, build.cast(isBehind, integer), {1});
  Value within = build.elementwise<SubOp>(build.iota(0, line, integer), build.gather(begins, number, 0));
  Value offset = build.gather(sumsBefore(build, countsOf(build, sequence)), number, 0);
  MLIRContext *context = build.getContext();
  AffineExpr before = elementCount(context, ShapeRef(sizes).take_front(axis)), behind = elementCount(context, ShapeRef(sizes).drop_front(axis + 1));
  Shape cube{before, whole, behind};
  auto along = [&](Value values) { return build.broadcast(values, cube, {1}); };
  auto times = [&](Value value, AffineExpr size) {
    return build.elementwise<MulOp>(value, build.broadcast(build.size(size), shapeOf(value)));
  };
  Value row = build.elementwise<MulOp>(build.iota(0, cube, integer), along(build.gather(parts, number, 0)));
  Value place = times(build.elementwise<AddOp>(row, along(within)), behind);
  place = build.elementwise<AddOp>(build.elementwise<AddOp>(place, build.iota(2, cube, integer)), along(offset));
  return build.reshape(build.gather(sequence.elements, place, 0), sizes);
}

RunSequence splitAxis(NodeImport &node, Value value, int64_t axis, AffineExpr part, bool dropsAxis) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Shape sizes = shapeOf(value);
  int64_t rank = sizes.size();
  AffineExpr size = sizes[axis], full = normalizeSize(size.floorDiv(part)), whole = normalizeSize(full * part);
  // The full parts side by side, then the rest.
  Shape split = sizes;
  split[axis] = full;
  split.insert(split.begin() + axis + 1, part);
  SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(0, rank + 1));
  order.erase(order.begin() + axis);
  order.insert(order.begin(), axis);
  Value parts = build.transpose(build.reshape(build.slice(value, axis, build.constant(0), whole), split), order);
  Value elements = build.concat({flat(build, parts), flat(build, build.slice(value, axis, whole, size - whole))}, 0);

  AffineExpr length = normalizeSize((size + part - 1).floorDiv(part));
  Shape column{length, build.constant(1)}, row = sizes;
  if (dropsAxis)
    row.erase(row.begin() + axis);
  row.insert(row.begin(), build.constant(dropsAxis ? rank - 1 : rank));
  Value table = build.broadcast(build.sizes(row), {length, build.constant(row.size())});
  if (!dropsAxis) {
    auto spread = [&](AffineExpr number) { return build.broadcast(build.size(number), column); };
    Value begin = build.elementwise<MulOp>(build.iota(0, column, integer), spread(part));
    Value own = build.elementwise<MinOp>(build.elementwise<SubOp>(spread(size), begin), spread(part));
    auto columns = [&](int64_t from, int64_t to) {
      return build.slice(table, 1, build.constant(from), build.constant(to - from));
    };
    table = build.concat({columns(0, 1 + axis), own, columns(2 + axis, 1 + rank)}, 1);
  }
  return {elements, table, dropsAxis ? rank - 1 : rank};
}

} // namespace tenon::onnx
