//===- StepTimes.cpp - How long each step of a model takes --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/StepTimes.h"
#include "runtime/core/Context.h"

namespace tenon::runtime {

int StepTimes::open(const TenonModel &tenonModel, Message &message) {
  model = &tenonModel;
  int32_t count = 0;
  for (int32_t i = 0; i < model->functionCount + model->calleeCount; ++i) {
    if (!firsts.push(count))
      return fail(message, TENON_ERROR_USER, "out of memory");
    count += model->functions[i].stepCount;
  }
  return times.resize(static_cast<uint64_t>(count)) ? TENON_OK : fail(message, TENON_ERROR_USER, "out of memory");
}

void StepTimes::record(int32_t function, int32_t step, const Plan &plan, int64_t begin, int64_t end) {
  const TenonStep &ran = model->functions[function].steps[step];
  StepTime &time = times[firsts[function] + step];
  ++time.calls;
  time.nanoseconds += end - begin;
  time.flops += plan.sizes[ran.flops];
  time.bytes += plan.sizes[ran.bytes];
  time.estimate += plan.sizes[ran.work];
}

void noteStepTimes(TenonContext &context, StepTimes *times) { context.stepTimes = times; }

} // namespace tenon::runtime
