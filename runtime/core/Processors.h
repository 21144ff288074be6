//===- Processors.h - How many threads this process may use -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_PROCESSORS_H
#define TENON_RUNTIME_CORE_PROCESSORS_H

#include "runtime/core/Message.h"
#include <stdint.h>

namespace tenon::runtime {

constexpr int maximumThreads = 1024;

/// Processors in the affinity mask of this thread.
int allowedProcessors();

/// The smaller of the allowed processors, the cores behind them (hyper-threads
/// of one core count once) and the quota of the control group; at least 1.
int usableCores();

/// CPU time per time that the control groups (version 1 or 2) of this process
/// allow, rounded down, at least 1; 0 for no limit. `root` stands before /proc
/// and /sys, for tests.
int controlGroupQuota(const char *root);

/// Threads of a context: what was asked for, else TENON_THREADS, else the
/// usable cores. Returns a status.
int chooseThreads(int32_t requested, const char *environment, int &threads, Message &message);

} // namespace tenon::runtime

#endif
