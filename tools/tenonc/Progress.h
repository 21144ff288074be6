//===- Progress.h - What is being done, said on stderr --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_TENONC_PROGRESS_H
#define TENON_TOOLS_TENONC_PROGRESS_H

#include "compiler/Options.h"
#include "llvm/ADT/Twine.h"
#include <chrono>
#include <string>

namespace tenon::tools {

/// One line that is overwritten, to a terminal only; with --verbose a line a
/// step with its time, to anything.
class Progress {
public:
  explicit Progress(const compiler::Options &options);
  ~Progress() { finish(); }

  void step(const llvm::Twine &what);

  /// Ends the step and clears the line.
  void finish();

private:
  bool showsLine, showsTimes;
  std::string current;
  std::chrono::steady_clock::time_point start;
};

} // namespace tenon::tools

#endif
