//===- ProgramMain.h - The main function of a compiled program ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_PROGRAMMAIN_H
#define TENON_RUNTIME_PROGRAM_PROGRAMMAIN_H

#include "runtime/core/ModelFormat.h"
#include "runtime/program/CommandLine.h"

namespace tenon::runtime {

/// Does what the options say; the exit status. Results go to stdout, errors to
/// stderr in one line that starts with `error:`. `start` is when the process
/// began, in the nanoseconds of CLOCK_MONOTONIC.
int runProgram(const TenonModel &model, const ProgramOptions &options, int64_t start);

} // namespace tenon::runtime

#endif
