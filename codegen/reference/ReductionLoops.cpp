//===- ReductionLoops.cpp - Reductions of the reference ---------------===//
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

static void reduce(ReduceOp op, const ReferenceTensor &x, ReferenceTensor &result) {
  ReductionKind kind = op.getKind();
  if (result.isReal())
    std::fill(result.reals.begin(), result.reals.end(), startReal(kind));
  else
    std::fill(result.integers.begin(), result.integers.end(), startInteger(kind, result.elementType));
  SmallVector<int64_t> kept, strides = stridesOf(result.sizes);
  for (int64_t axis = 0; axis < x.rank(); ++axis)
    if (!llvm::is_contained(op.getAxes(), axis))
      kept.push_back(axis);
  forEachIndex(x.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    int64_t to = 0;
    for (auto [i, axis] : llvm::enumerate(kept))
      to += index[axis] * strides[i];
    if (result.isReal())
      result.reals[to] = combine(kind, result.reals[to], x.real(position));
    else
      result.integers[to] = combine(kind, result.integers[to], x.integer(position), result.isUnsigned());
  });
}

static void argReduce(ArgReduceOp op, const ReferenceTensor &x, ReferenceTensor &result) {
  int64_t axis = op.getAxis(), size = x.sizes[axis];
  int64_t inner = productOf(ArrayRef(x.sizes).drop_front(axis + 1));
  for (int64_t i = 0, count = result.elementCount(); i < count; ++i) {
    int64_t first = i / inner * inner * size + i % inner, best = 0;
    for (int64_t j = 1; j < size; ++j)
      if (wins(op.getKind(), x, first + j * inner, first + best * inner))
        best = j;
    result.setReal(i, static_cast<double>(best));
  }
}

Expected<ReferenceTensor> runReduction(Operation *op, Operands x, Symbols symbols) {
  Expected<ReferenceTensor> result = makeTensor(op->getResult(0).getType(), symbols);
  if (!result)
    return result;
  if (auto arg = dyn_cast<ArgReduceOp>(op)) {
    if (x[0]->sizes[arg.getAxis()] == 0 && result->elementCount() != 0)
      return createStringError("graph.arg_reduce of an axis of size 0");
    argReduce(arg, *x[0], *result);
  } else {
    reduce(cast<ReduceOp>(op), *x[0], *result);
  }
  return result;
}

} // namespace tenon::reference
