//===- Checks.h - What must hold of any graph -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_FUZZ_CHECKS_H
#define TENON_TOOLS_FUZZ_CHECKS_H

#include "codegen/reference/Verification.h"
#include "mlir/IR/BuiltinOps.h"
#include <string>
#include <vector>

namespace tenon::fuzz {

/// What to check a graph with.
struct CheckSettings {
  uint64_t seed = 0;                                // of inputs and weights
  std::vector<reference::SymbolSizes> sizes = {{}}; // one run for each
  std::vector<std::string> cpuVersions;             // compiled for each
  bool passes = true;                               // interpreted after each pass too
  bool fixSizes = false;                            // symbols become numbers before compilation
};

enum class Outcome {
  Holds,
  Fails,
  /// The reference cannot run the graph as it is: nothing is known.
  Invalid,
};

struct CheckResult {
  Outcome outcome = Outcome::Holds;
  std::string message; // of the failure; else the closest that outputs came
};

/// Checks the first function of `module`: each pass keeps what the graph
/// computes, and the compiled program computes it.
CheckResult checkModule(mlir::ModuleOp module, const CheckSettings &settings);

/// The same for a module given as text, in a context of its own.
CheckResult checkText(const std::string &text, const CheckSettings &settings);

/// The same in a child process, which may crash or run on and on.
CheckResult checkInChild(const std::string &text, const CheckSettings &settings);

} // namespace tenon::fuzz

#endif
