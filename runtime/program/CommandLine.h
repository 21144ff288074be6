//===- CommandLine.h - What a compiled program is asked to do -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_COMMANDLINE_H
#define TENON_RUNTIME_PROGRAM_COMMANDLINE_H

#include "runtime/core/Array.h"
#include "runtime/core/Message.h"

namespace tenon::runtime {

struct ProgramOptions {
  const char *program = "";      // as it was started
  Array<const char *> inputs;    // a folder, or NAME=FILE for each
  Array<const char *> shapes;    // NAME=1x128, for inputs that are made
  const char *outputs = nullptr; // a folder
  const char *function = nullptr;
  const char *json = nullptr;
  const char *loadState = nullptr;
  const char *saveState = nullptr;
  int32_t threads = 0;
  int64_t repeat = 1;
  double seconds = 3;
  uint64_t seed = 0;
  bool hasInputs = false;
  bool isBenchmark = false;
  bool isExplained = false;
  bool isQuiet = false;
  bool wantsHelp = false;
  bool wantsVersion = false;
};

/// Returns a status. The options point into `arguments`.
int parseCommandLine(int count, char **arguments, ProgramOptions &options, Message &message);

/// The candidate with the fewest letters different, or null when more than a
/// third are.
const char *nearest(const char *word, const char *const *candidates, uint64_t count);

} // namespace tenon::runtime

#endif
