//===- Signals.h - How a program ends when it is interrupted or fails ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_SIGNALS_H
#define TENON_RUNTIME_PROGRAM_SIGNALS_H

namespace tenon::runtime {

/// Ctrl-C removes unfinished files and exits with 130; a crash says that it is
/// a defect and exits with 2; a closed pipe is an error of writing.
void handleSignals();

} // namespace tenon::runtime

#endif
