//===- ReductionLoops.cpp - Reductions of the reference ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/OpLoops.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace tenon::graph;
using llvm::createStringError;
using llvm::Expected;

namespace tenon::reference {

static double startReal(ReductionKind kind) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return kind == ReductionKind::product ? 1
         : kind == ReductionKind::max   ? -infinity
         : kind == ReductionKind::min   ? infinity
                                        : 0;
}

static double combine(ReductionKind kind, double a, double b) {
  switch (kind) {
  case ReductionKind::sum:
    return a + b;
  case ReductionKind::product:
    return a * b;
  case ReductionKind::max:
    return std::isnan(a) || std::isnan(b) ? NAN : std::fmax(a, b);
  default:
    return std::isnan(a) || std::isnan(b) ? NAN : std::fmin(a, b);
  }
}

/// The least or the largest number of a type, where max and min start.
static int64_t startInteger(ReductionKind kind, Type type) {
  bool isUnsigned = type.isUnsignedInteger() || type.isInteger(1);
  uint64_t ones = ~uint64_t(0) >> (64 - type.getIntOrFloatBitWidth());
  switch (kind) {
  case ReductionKind::product:
  case ReductionKind::all:
    return 1;
  case ReductionKind::max:
    return isUnsigned ? 0 : -static_cast<int64_t>(ones >> 1) - 1;
  case ReductionKind::min:
    return isUnsigned ? ones : ones >> 1;
  default:
    return 0;
  }
}

static int64_t combine(ReductionKind kind, int64_t a, int64_t b, bool isUnsigned) {
  bool less = isUnsigned ? static_cast<uint64_t>(a) < static_cast<uint64_t>(b) : a < b;
  switch (kind) {
  case ReductionKind::sum:
    return static_cast<uint64_t>(a) + static_cast<uint64_t>(b);
  case ReductionKind::product:
    return static_cast<uint64_t>(a) * static_cast<uint64_t>(b);
  case ReductionKind::max:
    return less ? b : a;
  case ReductionKind::min:
    return less ? a : b;
  case ReductionKind::any:
    return a || b;
  case ReductionKind::all:
    return a && b;
  }
  llvm_unreachable("all kinds are handled");
}

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

/// Whether element `a` wins against `b`, which comes before it.
static bool wins(ReductionKind kind, const ReferenceTensor &x, int64_t a, int64_t b) {
  bool max = kind == ReductionKind::max;
  if (x.isReal()) {
    if (std::isnan(x.reals[b]))
      return false;
    return std::isnan(x.reals[a]) || (max ? x.reals[a] > x.reals[b] : x.reals[a] < x.reals[b]);
  }
  if (x.isUnsigned()) {
    uint64_t first = x.integers[a], second = x.integers[b];
    return max ? first > second : first < second;
  }
  return max ? x.integers[a] > x.integers[b] : x.integers[a] < x.integers[b];
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
