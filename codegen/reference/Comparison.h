//===- Comparison.h - Compares computed tensors with expected ones ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_REFERENCE_COMPARISON_H
#define TENON_CODEGEN_REFERENCE_COMPARISON_H

#include "codegen/reference/Tensor.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include <optional>
#include <string>

namespace tenon::reference {

/// How rounding enters a value: by the coarsest float type that it passes
/// through, and by how many rounded sums lead to it.
struct RoundingOrigin {
  /// The least e with 1 + e > 1 in the coarsest type; 0 where no float is involved.
  double epsilon = 0;
  /// The lengths of all reductions that the value depends on, added up.
  int64_t reductionLength = 0;
};

/// How many numbers an op adds up for one element of its result; 0 where it
/// adds up none.
int64_t reductionLengthOf(mlir::Operation *op, llvm::ArrayRef<int64_t> symbols);

/// Looks at all ops that `result` depends on.
RoundingOrigin roundingOrigin(mlir::Value result, llvm::ArrayRef<int64_t> symbols);

/// How far values may be from exact ones, relative to the largest magnitude of
/// the exact tensor:
///
///     epsilon (c + 2 sqrt(n)),    n = the reduction length
///
/// The errors of n rounded additions have either sign and add up like a random
/// walk, of sqrt(n) steps of half an epsilon; the factor 4 is for the worst of
/// many elements. c is for the last few elementwise ops: 8 in f32 and f64,
/// whose exp and erf are approximations to 2 epsilon, and 1 in types that are
/// computed in f32 and rounded. Integers must be equal.
double toleranceOf(RoundingOrigin origin);

/// Where two tensors differ by more than the tolerance.
struct Difference {
  llvm::SmallVector<int64_t> index;
  double expected = 0, got = 0;
  double absolute = 0;
  /// Of the largest magnitude of the expected tensor.
  double relative = 0;
};

struct ComparisonResult {
  int64_t elements = 0, differing = 0;
  /// The first element out of tolerance, in row-major order.
  std::optional<Difference> first;
  /// The element furthest off, whether or not within tolerance; none where all
  /// elements are equal.
  std::optional<Difference> worst;
  /// Sizes or types differ: nothing was compared.
  std::string mismatch;

  bool matches() const { return mismatch.empty() && differing == 0; }

  /// `y: 3 of 128 values differ; the first at [0, 17]: expected 1.25, got 1.5
  /// (off by 0.25, 0.1 of the largest); ...` or how close the tensors are.
  std::string describe(llvm::StringRef name) const;
};

/// The largest finite magnitude of a tensor of floats; 0 where it has none.
double largestMagnitude(const ReferenceTensor &tensor);

/// `tolerance` is absolute, for floats. NaN matches NaN, and an infinity the
/// same one.
ComparisonResult compareTensors(const ReferenceTensor &expected, const ReferenceTensor &got, double tolerance);

} // namespace tenon::reference

#endif
