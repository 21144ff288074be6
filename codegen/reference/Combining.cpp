//===- Combining.cpp - How elements are combined to one ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/Combining.h"
#include <cmath>
#include <limits>

using namespace mlir;

namespace tenon::reference {

double startReal(ReductionKind kind) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return kind == ReductionKind::product ? 1
         : kind == ReductionKind::max   ? -infinity
         : kind == ReductionKind::min   ? infinity
                                        : 0;
}

double combine(ReductionKind kind, double a, double b) {
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

int64_t startInteger(ReductionKind kind, Type type) {
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

int64_t combine(ReductionKind kind, int64_t a, int64_t b, bool isUnsigned) {
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

bool wins(ReductionKind kind, const ReferenceTensor &x, int64_t a, int64_t b) {
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

} // namespace tenon::reference
