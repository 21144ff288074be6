//===- Verify.h - A compiled model against the reference interpreter ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_VERIFY_H
#define TENON_COMPILER_VERIFY_H

#include "compiler/Compile.h"
#include <string>
#include <vector>

namespace tenon::compiler {

/// What was compared in one call of a function, a line for each input, output
/// and state.
struct FunctionVerification {
  std::string function;
  int call = 0; // counted from 1 where there is state; else 0
  bool matches = true;
  std::vector<std::string> inputs, outputs;
};

/// Compiles the model, runs each function on inputs made from options.seed in
/// this process, and compares with the reference interpreter. Where there is
/// state, the functions are called several times in turn in one context; each
/// call is compared by the state that it found, so that differences do not add
/// up.
llvm::Expected<std::vector<FunctionVerification>> verifyCompiled(Model model, const Options &options);

} // namespace tenon::compiler

#endif
