//===- StepTimes.h - How long each step of a model takes ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For `--explain`: sums over runs of the time between the begin and the end of
// a step, whatever number of threads works on it, and of the work that the
// compiler counted for its sizes.

#ifndef TENON_RUNTIME_CORE_STEPTIMES_H
#define TENON_RUNTIME_CORE_STEPTIMES_H

#include "runtime/core/Array.h"
#include "runtime/core/Message.h"
#include "runtime/core/ModelFormat.h"
#include "runtime/core/Plan.h"

namespace tenon::runtime {

struct StepTime {
  int64_t calls, nanoseconds;
  int64_t flops, bytes; // of all calls
  int64_t estimate;     // of all calls, in nanoseconds on one core: what the compiler thinks
};

class StepTimes {
public:
  /// Returns a status.
  int open(const TenonModel &tenonModel, Message &message);

  /// By the thread that runs the function.
  void record(int32_t function, int32_t step, const Plan &plan, int64_t begin, int64_t end);

  const StepTime &of(int32_t function, int32_t step) const { return times[firsts[function] + step]; }

private:
  const TenonModel *model = nullptr;
  Array<int32_t> firsts; // of each function, in `times`
  Array<StepTime> times;
};

/// Where runs of the context note their steps from now on; null for nowhere.
void noteStepTimes(TenonContext &context, StepTimes *times);

} // namespace tenon::runtime

#endif
