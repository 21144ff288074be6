//===- OrderingLoops.cpp - Scans and sorts of the reference ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/Combining.h"
#include "codegen/reference/OpLoops.h"
#include <algorithm>
#include <cmath>
#include <numeric>

using namespace mlir;
using namespace tenon::graph;
using llvm::Expected;

namespace tenon::reference {

/// Calls `body` with the positions of each line of an axis, in their order.
static void forEachLine(const ReferenceTensor &x, int64_t axis,
                        llvm::function_ref<void(ArrayRef<int64_t> positions)> body) {
  int64_t size = x.sizes[axis], inner = productOf(ArrayRef(x.sizes).drop_front(axis + 1));
  int64_t outer = productOf(ArrayRef(x.sizes).take_front(axis));
  SmallVector<int64_t> positions(size);
  for (int64_t line = 0; line < outer * inner; ++line) {
    for (int64_t i = 0; i < size; ++i)
      positions[i] = (line / inner * size + i) * inner + line % inner;
    body(positions);
  }
}

//===----------------------------------------------------------------------===//
// Scans
//===----------------------------------------------------------------------===//

static ReductionKind reductionKind(ScanKind kind, bool isBool) {
  switch (kind) {
  case ScanKind::sum:
    return isBool ? ReductionKind::any : ReductionKind::sum;
  case ScanKind::product:
    return isBool ? ReductionKind::all : ReductionKind::product;
  case ScanKind::min:
    return ReductionKind::min;
  default:
    return ReductionKind::max;
  }
}

static double addExponentials(double a, double b) {
  double high = std::max(a, b);
  if (std::isnan(a) || std::isnan(b))
    return NAN;
  return std::isinf(high) ? high : high + std::log(std::exp(a - high) + std::exp(b - high));
}

static void scan(ScanOp op, const ReferenceTensor &x, ReferenceTensor &result) {
  ReductionKind kind = reductionKind(op.getKind(), x.elementType.isInteger(1));
  forEachLine(x, op.getAxis(), [&](ArrayRef<int64_t> line) {
    SmallVector<int64_t> order(line);
    if (op.getReverse())
      std::reverse(order.begin(), order.end());
    double real = startReal(kind);
    int64_t integer = x.isReal() ? 0 : startInteger(kind, x.elementType);
    for (int64_t at : order) {
      double oldReal = real;
      int64_t oldInteger = integer;
      if (!x.isReal())
        integer = wrapToType(combine(kind, integer, x.integers[at], x.isUnsigned()), x.elementType);
      else if (op.getKind() == ScanKind::logsumexp)
        real = addExponentials(real, x.reals[at]);
      else
        real = combine(kind, real, x.reals[at]);
      if (x.isReal())
        result.reals[at] = op.getExclusive() ? oldReal : real;
      else
        result.integers[at] = op.getExclusive() ? oldInteger : integer;
    }
  });
}

/// Whether the element at `a` comes before that at `b` in increasing order; NaN comes last.
static bool isLess(const ReferenceTensor &x, int64_t a, int64_t b) {
  if (x.isReal())
    return std::isnan(x.reals[b]) ? !std::isnan(x.reals[a]) : x.reals[a] < x.reals[b];
  if (x.isUnsigned())
    return static_cast<uint64_t>(x.integers[a]) < static_cast<uint64_t>(x.integers[b]);
  return x.integers[a] < x.integers[b];
}

static void argScan(ArgScanOp op, const ReferenceTensor &x, ReferenceTensor &result) {
  auto isNan = [&](int64_t at) { return x.isReal() && std::isnan(x.reals[at]); };
  forEachLine(x, op.getAxis(), [&](ArrayRef<int64_t> line) {
    int64_t best = 0;
    for (auto [i, at] : llvm::enumerate(line)) {
      bool loses = op.getKind() == ScanKind::max ? isLess(x, at, line[best]) : isLess(x, line[best], at);
      if (isNan(at) || (!isNan(line[best]) && !loses))
        best = static_cast<int64_t>(i);
      result.integers[at] = best;
    }
  });
}

Expected<ReferenceTensor> runScan(Operation *op, Operands x, Symbols symbols) {
  Expected<ReferenceTensor> result = makeTensor(op->getResult(0).getType(), symbols);
  if (!result || result->elementCount() == 0)
    return result;
  if (auto arg = dyn_cast<ArgScanOp>(op))
    argScan(arg, *x[0], *result);
  else
    scan(cast<ScanOp>(op), *x[0], *result);
  return result;
}

//===----------------------------------------------------------------------===//
// Sorts
//===----------------------------------------------------------------------===//

Expected<std::vector<ReferenceTensor>> runSort(SortOp op, Operands x, Symbols symbols) {
  std::vector<ReferenceTensor> results;
  for (Type type : op.getResultTypes()) {
    Expected<ReferenceTensor> result = makeTensor(type, symbols);
    if (!result)
      return result.takeError();
    results.push_back(std::move(*result));
  }
  if (x[0]->elementCount() == 0)
    return results;
  forEachLine(*x[0], op.getAxis(), [&](ArrayRef<int64_t> line) {
    SmallVector<int64_t> order(line.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
      bool less = isLess(*x[0], line[a], line[b]), greater = isLess(*x[0], line[b], line[a]);
      // Equal elements keep their order.
      return less == greater ? a < b : op.getDescending() ? greater : less;
    });
    for (auto [i, from] : llvm::enumerate(order)) {
      results[0].copyElement(line[i], *x[0], line[from]);
      results[1].integers[line[i]] = from;
    }
  });
  return results;
}

} // namespace tenon::reference
