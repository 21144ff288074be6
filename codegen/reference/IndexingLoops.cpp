//===- IndexingLoops.cpp - Ops of the reference that use indices ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/Combining.h"
#include "codegen/reference/OpLoops.h"

using namespace mlir;
using namespace tenon::graph;
using llvm::createStringError;
using llvm::Expected;

namespace tenon::reference {

/// Negative indices count from the end; then those out of range are clamped.
static int64_t resolveIndex(const ReferenceTensor &indices, int64_t at, int64_t size) {
  int64_t index = indices.integers[at];
  if (indices.isUnsigned())
    return static_cast<uint64_t>(index) >= static_cast<uint64_t>(size) ? size - 1 : index;
  if (index < 0)
    index += size;
  return std::clamp<int64_t>(index, 0, size - 1);
}

static void gather(const ReferenceTensor &operand, const ReferenceTensor &indices, int64_t axis,
                   ReferenceTensor &result) {
  SmallVector<int64_t> strides = stridesOf(operand.sizes), indexStrides = stridesOf(indices.sizes);
  forEachIndex(result.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    int64_t at = positionOf(index.slice(axis, indices.rank()), indexStrides);
    int64_t from = resolveIndex(indices, at, operand.sizes[axis]) * strides[axis];
    from += positionOf(index.take_front(axis), ArrayRef(strides).take_front(axis));
    from += positionOf(index.drop_front(axis + indices.rank()), ArrayRef(strides).drop_front(axis + 1));
    result.copyElement(position, operand, from);
  });
}

static llvm::Error takeAlong(const ReferenceTensor &operand, const ReferenceTensor &indices, int64_t axis,
                             ReferenceTensor &result) {
  for (int64_t i = 0; i < operand.rank(); ++i)
    if (i != axis && indices.sizes[i] > operand.sizes[i])
      return createStringError("graph.take_along has indices of " + indices.describe() + " for " + operand.describe());
  SmallVector<int64_t> strides = stridesOf(operand.sizes);
  forEachIndex(result.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    SmallVector<int64_t> source(index);
    source[axis] = resolveIndex(indices, position, operand.sizes[axis]);
    result.copyElement(position, operand, positionOf(source, strides));
  });
  return llvm::Error::success();
}

/// What an update does, as the kind of reduction that combines two elements; nothing for a replacement.
static std::optional<ReductionKind> reductionKind(ScatterKind kind, bool isBool) {
  switch (kind) {
  case ScatterKind::replace:
    return std::nullopt;
  case ScatterKind::sum:
    return isBool ? ReductionKind::any : ReductionKind::sum;
  case ScatterKind::product:
    return isBool ? ReductionKind::all : ReductionKind::product;
  case ScatterKind::max:
    return ReductionKind::max;
  case ScatterKind::min:
    return ReductionKind::min;
  }
  llvm_unreachable("all kinds of scatters are handled");
}

static void update(ReferenceTensor &result, int64_t at, const ReferenceTensor &updates, int64_t from,
                   std::optional<ReductionKind> kind) {
  if (!kind)
    result.copyElement(at, updates, from);
  else if (result.isReal())
    result.reals[at] = combine(*kind, result.reals[at], updates.reals[from]);
  else
    result.integers[at] = wrapToType(
        combine(*kind, result.integers[at], updates.integers[from], result.isUnsigned()), result.elementType);
}

/// Negative indices count from the end; those that are out of range then are none.
static std::optional<int64_t> placeOf(const ReferenceTensor &indices, int64_t at, int64_t size) {
  int64_t index = indices.integers[at];
  if (index < 0 && !indices.isUnsigned())
    index += size;
  if (index < 0 || index >= size)
    return std::nullopt;
  return index;
}

static void scatter(const ReferenceTensor &indices, const ReferenceTensor &updates, int64_t axis,
                    std::optional<ReductionKind> kind, ReferenceTensor &result) {
  SmallVector<int64_t> strides = stridesOf(result.sizes), indexStrides = stridesOf(indices.sizes);
  forEachIndex(updates.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    int64_t at = positionOf(index.slice(axis, indices.rank()), indexStrides);
    std::optional<int64_t> place = placeOf(indices, at, result.sizes[axis]);
    if (!place)
      return;
    SmallVector<int64_t> target(index.take_front(axis));
    target.push_back(*place);
    llvm::append_range(target, index.drop_front(axis + indices.rank()));
    update(result, positionOf(target, strides), updates, position, kind);
  });
}

static void scatterAlong(const ReferenceTensor &indices, const ReferenceTensor &updates, int64_t axis,
                         std::optional<ReductionKind> kind, ReferenceTensor &result) {
  SmallVector<int64_t> strides = stridesOf(result.sizes);
  forEachIndex(updates.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    SmallVector<int64_t> target(index);
    std::optional<int64_t> place = placeOf(indices, position, result.sizes[axis]);
    for (int64_t i = 0; i < result.rank(); ++i)
      if (!place || (i != axis && target[i] >= result.sizes[i]))
        return;
    target[axis] = *place;
    update(result, positionOf(target, strides), updates, position, kind);
  });
}

Expected<ReferenceTensor> runIndexing(Operation *op, Operands x, Symbols symbols) {
  Expected<ReferenceTensor> result = makeTensor(op->getResult(0).getType(), symbols);
  if (!result || result->elementCount() == 0)
    return result;
  if (x[1]->isReal())
    return createStringError(op->getName().getStringRef() + " has indices that are not integers");
  int64_t axis = op->getAttrOfType<IntegerAttr>("axis").getInt();
  if (isa<ScatterOp, ScatterAlongOp>(op)) {
    ReferenceTensor changed = *x[0];
    auto kind = op->getAttrOfType<ScatterKindAttr>("kind").getValue();
    auto run = isa<ScatterOp>(op) ? scatter : scatterAlong;
    run(*x[1], *x[2], axis, reductionKind(kind, changed.elementType.isInteger(1)), changed);
    return changed;
  }
  if (x[0]->sizes[axis] == 0)
    return createStringError(op->getName().getStringRef() + " reads from an axis of size 0");
  if (isa<GatherOp>(op))
    gather(*x[0], *x[1], axis, *result);
  else if (llvm::Error error = takeAlong(*x[0], *x[1], axis, *result))
    return std::move(error);
  return result;
}

} // namespace tenon::reference
