//===- Fuzzing.h - What fuzzers of the compiler's readers share -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TESTS_FUZZ_FUZZING_H
#define TENON_TESTS_FUZZ_FUZZING_H

#include "compiler/Compile.h"
#include "compiler/Diagnostics.h"
#include <cstdio>
#include <cstdlib>

namespace tenon::fuzz {

/// A context keeps every type and attribute that it has seen: after so many
/// inputs comes a new one.
inline mlir::MLIRContext &contextFor(int inputs) {
  static std::unique_ptr<mlir::MLIRContext> context;
  static int uses = 0;
  if (!context || ++uses % inputs == 0)
    context = compiler::makeContext();
  return *context;
}

/// Bytes may be wrong, which is the user's error; a defect ends the run.
template <typename T> void expectUserError(llvm::Expected<T> result) {
  if (result)
    return;
  llvm::handleAllErrors(
      result.takeError(), [](const compiler::UserError &) {},
      [](const llvm::ErrorInfoBase &defect) {
        fprintf(stderr, "%s\n", defect.message().c_str());
        abort();
      });
}

} // namespace tenon::fuzz

#endif
