//===- Verification.h - A compiled model against the reference --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_REFERENCE_VERIFICATION_H
#define TENON_CODEGEN_REFERENCE_VERIFICATION_H

#include "codegen/reference/Comparison.h"
#include "codegen/reference/InputMaker.h"
#include "codegen/reference/Interpreter.h"
#include <functional>

namespace tenon::reference {

/// Runs a compiled program: its outputs for these inputs, as the function's
/// results are typed.
using RunCompiled = std::function<llvm::Expected<std::vector<ReferenceTensor>>(llvm::ArrayRef<ReferenceTensor>)>;

/// What the reference says about a function for some inputs, made once and
/// compared with as many programs as there are.
struct Expectation {
  std::vector<std::string> names;
  std::vector<std::string> origins; // where each output is made in the user's code, or ""
  std::vector<ReferenceTensor> outputs; // rounded to their types
  std::vector<double> tolerances;       // of each output's elements, absolute
};

/// Interprets `function` in double for what is exact, and once or, for few
/// elements, several times with the errors of rounding at every op and in sums
/// (RoundingNoise.h) for how much they change this graph's results. The tolerance of an output is that of its
/// type and reduction length (Comparison.h) and, where the graph amplifies
/// rounding, 4 times that change.
llvm::Expected<Expectation> expect(mlir::func::FuncOp function, llvm::ArrayRef<ReferenceTensor> inputs,
                                   const graph::WeightStore &weights, StringPool *strings = nullptr);

struct VerifyReport {
  bool matches = true;
  /// One line an output, and what was made of the inputs.
  std::vector<std::string> inputs, outputs;
};

VerifyReport compareOutputs(const Expectation &expected, llvm::ArrayRef<ReferenceTensor> got);

/// Makes inputs from `seed`, runs the reference and the compiled program on
/// them, and compares. An error is of the run itself; differing outputs are
/// told in the report.
llvm::Expected<VerifyReport> verifyModel(mlir::func::FuncOp function, const graph::WeightStore &weights, uint64_t seed,
                                         const SymbolSizes &sizes, const RunCompiled &run);

/// The same for given inputs. Handles of strings, of what `run` gives too, are those of `strings`.
llvm::Expected<VerifyReport> verifyOnInputs(mlir::func::FuncOp function, const graph::WeightStore &weights,
                                            llvm::ArrayRef<ReferenceTensor> inputs, const RunCompiled &run,
                                            StringPool *strings = nullptr);

} // namespace tenon::reference

#endif
