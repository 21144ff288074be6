//===- Explanation.h - Where the time of a call goes --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_EXPLANATION_H
#define TENON_RUNTIME_PROGRAM_EXPLANATION_H

#include "runtime/core/StepTimes.h"
#include "runtime/core/Text.h"
#include "runtime/program/Roofline.h"

namespace tenon::runtime {

/// One step of a function, in one call of the model.
struct KernelTime {
  const TenonFunction *function;
  const TenonStep *step;
  double calls, seconds, flops, bytes;
  double least;     // seconds, by the roofline
  double estimate;  // seconds on one core, by the compiler's cost model
  bool isComputing; // the roofline's side: computing, or reading and writing
};

/// The kernels that ran in `runs` calls, those that took longest first. Returns a status.
int explain(const TenonModel &model, const StepTimes &times, uint64_t runs, const Roofline &roofline,
            Array<KernelTime> &kernels, Message &message);

/// As lines for people, one a kernel: the first ones, until little is left.
void appendExplanation(const Array<KernelTime> &steps, const Roofline &roofline, Text &text);

/// As the members "roofline" and "kernels" of a JSON object, with a comma before.
void appendExplanationJson(const Array<KernelTime> &kernels, const Roofline &roofline, Text &text);

} // namespace tenon::runtime

#endif
