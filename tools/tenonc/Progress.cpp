//===- Progress.cpp - What is being done, said on stderr ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Progress.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <unistd.h>

namespace tenon::tools {

Progress::Progress(const compiler::Options &options)
    : showsLine(!options.quiet && !options.verbose && isatty(STDERR_FILENO)), showsTimes(options.verbose) {}

void Progress::step(const llvm::Twine &what) {
  finish();
  current = what.str();
  start = std::chrono::steady_clock::now();
  if (showsLine)
    llvm::errs() << current << " ...";
}

void Progress::finish() {
  if (current.empty())
    return;
  std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
  if (showsLine)
    llvm::errs() << "\r\033[K";
  else if (showsTimes)
    llvm::errs() << current << ": " << llvm::format("%.2f s", passed.count()) << '\n';
  current.clear();
}

} // namespace tenon::tools
