//===- ShapeLoops.cpp - Ops of the reference that move elements -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/OpLoops.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon::graph;
using llvm::createStringError;
using llvm::Error;
using llvm::Expected;

namespace tenon::reference {

static Error run(BroadcastOp op, Operands x, Symbols, ReferenceTensor &result) {
  SmallVector<int64_t> strides = stridesOf(x[0]->sizes);
  for (auto [dim, axis] : llvm::enumerate(op.getAxes()))
    if (x[0]->sizes[dim] != 1 && x[0]->sizes[dim] != result.sizes[axis])
      return createStringError("graph.broadcast would repeat " + x[0]->describe() + " to " + result.describe());
  forEachIndex(result.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    int64_t from = 0;
    for (auto [dim, axis] : llvm::enumerate(op.getAxes()))
      from += x[0]->sizes[dim] == 1 ? 0 : index[axis] * strides[dim];
    result.copyElement(position, *x[0], from);
  });
  return Error::success();
}

static Error run(TransposeOp op, Operands x, Symbols, ReferenceTensor &result) {
  SmallVector<int64_t> strides = stridesOf(x[0]->sizes);
  forEachIndex(result.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    int64_t from = 0;
    for (auto [axis, source] : llvm::enumerate(op.getPermutation()))
      from += index[axis] * strides[source];
    result.copyElement(position, *x[0], from);
  });
  return Error::success();
}

static Error run(ReshapeOp, Operands x, Symbols, ReferenceTensor &result) {
  if (x[0]->elementCount() != result.elementCount())
    return createStringError("graph.reshape of " + x[0]->describe() + " to " + result.describe());
  result.reals = x[0]->reals;
  result.integers = x[0]->integers;
  return Error::success();
}

static Error run(SliceOp op, Operands x, Symbols symbols, ReferenceTensor &result) {
  SmallVector<int64_t> strides = stridesOf(x[0]->sizes), starts;
  for (auto [axis, expression] : llvm::enumerate(op.getStarts().getSizes())) {
    int64_t start = evaluateSize(expression, symbols), size = x[0]->sizes[axis], count = result.sizes[axis];
    int64_t last = start + (count - 1) * op.getSteps()[axis];
    if (count > 0 && (start < 0 || start >= size || last < 0 || last >= size))
      return createStringError("graph.slice reaches from " + std::to_string(start) + " to " + std::to_string(last) +
                               " on an axis of size " + std::to_string(size));
    starts.push_back(start);
  }
  forEachIndex(result.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    int64_t from = 0;
    for (size_t axis = 0; axis < index.size(); ++axis)
      from += (starts[axis] + index[axis] * op.getSteps()[axis]) * strides[axis];
    result.copyElement(position, *x[0], from);
  });
  return Error::success();
}

static Error run(UnfoldOp op, Operands x, Symbols, ReferenceTensor &result) {
  SmallVector<int64_t> strides = stridesOf(x[0]->sizes);
  int64_t axis = op.getAxis(), step = op.getStep(), dilation = op.getDilation();
  if ((result.sizes[axis] - 1) * step + (result.sizes.back() - 1) * dilation >= x[0]->sizes[axis])
    return createStringError("graph.unfold of " + x[0]->describe() + " to " + result.describe());
  forEachIndex(result.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    int64_t from = index.back() * dilation * strides[axis];
    for (auto [i, stride] : llvm::enumerate(strides))
      from += index[i] * stride * (static_cast<int64_t>(i) == axis ? step : 1);
    result.copyElement(position, *x[0], from);
  });
  return Error::success();
}

/// Copies `from` into `result` with its first element at `low`.
static void setInto(ReferenceTensor &result, const ReferenceTensor &from, ArrayRef<int64_t> low) {
  SmallVector<int64_t> strides = stridesOf(result.sizes);
  int64_t start = positionOf(low, strides);
  forEachIndex(from.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    result.copyElement(start + positionOf(index, strides), from, position);
  });
}

static Error run(ConcatOp op, Operands x, Symbols, ReferenceTensor &result) {
  int64_t axis = op.getAxis();
  SmallVector<int64_t> low(result.rank(), 0);
  for (const ReferenceTensor *part : x) {
    for (int64_t i = 0; i < result.rank(); ++i)
      if (i != axis && part->sizes[i] != result.sizes[i])
        return createStringError("graph.concat of " + part->describe() + " into " + result.describe());
    if (low[axis] + part->sizes[axis] > result.sizes[axis])
      return createStringError("graph.concat has more elements than " + result.describe());
    setInto(result, *part, low);
    low[axis] += part->sizes[axis];
  }
  if (low[axis] != result.sizes[axis])
    return createStringError("graph.concat has fewer elements than " + result.describe());
  return Error::success();
}

static Error run(PadOp op, Operands x, Symbols, ReferenceTensor &result) {
  for (auto [size, low, total] : llvm::zip_equal(x[0]->sizes, op.getLow(), result.sizes))
    if (low < 0 || low + size > total)
      return createStringError("graph.pad of " + x[0]->describe() + " to " + result.describe());
  for (int64_t i = 0, count = result.elementCount(); i < count; ++i)
    result.copyElement(i, *x[1], 0);
  setInto(result, *x[0], op.getLow());
  return Error::success();
}

Expected<ReferenceTensor> runShape(Operation *op, Operands operands, Symbols symbols) {
  Expected<ReferenceTensor> result = makeTensor(op->getResult(0).getType(), symbols);
  if (!result)
    return result;
  if (Error error =
          TypeSwitch<Operation *, Error>(op).Case<BroadcastOp, TransposeOp, ReshapeOp, SliceOp, UnfoldOp, ConcatOp, PadOp>(
              [&](auto concrete) { return run(concrete, operands, symbols, *result); }))
    return std::move(error);
  return result;
}

} // namespace tenon::reference
