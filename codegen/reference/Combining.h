//===- Combining.h - How elements are combined to one -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_REFERENCE_COMBINING_H
#define TENON_CODEGEN_REFERENCE_COMBINING_H

#include "codegen/reference/Tensor.h"
#include "dialects/graph/Graph.h"

namespace tenon::reference {

using graph::ReductionKind;

/// What combining no element gives; for integers max and min start with the
/// least and the largest number of the type.
double startReal(ReductionKind kind);
int64_t startInteger(ReductionKind kind, mlir::Type type);

double combine(ReductionKind kind, double a, double b);
int64_t combine(ReductionKind kind, int64_t a, int64_t b, bool isUnsigned);

/// Whether element `a` of `x` wins against `b`, which comes before it, in a
/// search for the largest or smallest.
bool wins(ReductionKind kind, const ReferenceTensor &x, int64_t a, int64_t b);

} // namespace tenon::reference

#endif
