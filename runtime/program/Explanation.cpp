//===- Explanation.cpp - Where the time of a call goes ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Explanation.h"
#include "runtime/core/Json.h"
#include <algorithm>
#include <stdio.h>
#include <string.h>

namespace tenon::runtime {

namespace {

/// Lines of the table at most, and the share of the time that they need not show.
constexpr uint64_t mostLines = 40;
constexpr double restShare = 0.01;

void add(const KernelTime &kernel, KernelTime &sum) {
  for (double KernelTime::*member :
       {&KernelTime::calls, &KernelTime::seconds, &KernelTime::flops, &KernelTime::bytes, &KernelTime::least,
        &KernelTime::estimate})
    sum.*member += kernel.*member;
}

void appendLine(const char *name, const char *side, const KernelTime &sum, double total, const char *origin, Text &text) {
  const double perSecond = sum.seconds > 0 ? 1 / sum.seconds : 0;
  text.append("  %-16.16s %6.0f %10.4f %6.1f %% %10.2f %10.3f %9.1f %9.1f %5.0f %% %-7s %s\n", name, sum.calls,
              sum.seconds * 1e3, total > 0 ? 100 * sum.seconds / total : 0, sum.flops / 1e6, sum.bytes / 1e6,
              sum.flops * perSecond / 1e9, sum.bytes * perSecond / 1e9, 100 * sum.least * perSecond, side, origin);
}

/// What shares the kernel, and why no more does.
void appendFusion(const TenonStep &step, Text &text) {
  if (*step.fused)
    text.append("      computes %s\n", step.fused);
  if (*step.stopped)
    text.append("      without  %s\n", step.stopped);
}

/// How well the compiler's cost model, which decides how work is shared among threads, knows the kernels.
void appendEstimates(const Array<KernelTime> &kernels, const KernelTime &sum, Text &text) {
  double known = 0;
  for (const KernelTime &kernel : kernels)
    if (kernel.estimate <= 2 * kernel.seconds && kernel.seconds <= 2 * kernel.estimate)
      known += kernel.seconds;
  if (sum.seconds > 0)
    text.append("the compiler estimates %.2f times that for one core; within a factor of 2 for %.0f %% of it\n",
                sum.estimate / sum.seconds, 100 * known / sum.seconds);
}

bool isLonger(const KernelTime &a, const KernelTime &b) { return a.seconds > b.seconds; }

/// Steps of one kernel in one line, as layers have them; of what they come from, the one that took longest. Returns
/// whether there is memory for them.
bool mergeSteps(const Array<KernelTime> &steps, Array<KernelTime> &kernels) {
  Array<const KernelTime *> order;
  for (const KernelTime &step : steps)
    if (!order.push(&step))
      return false;
  std::sort(order.begin(), order.end(), [](const KernelTime *a, const KernelTime *b) {
    const int names = strcmp(a->step->name, b->step->name);
    if (names || a->function != b->function)
      return names ? names < 0 : a->function < b->function;
    return a < b;
  });
  for (const KernelTime *step : order) {
    KernelTime *last = kernels.size() ? &kernels[kernels.size() - 1] : nullptr;
    if (last && last->function == step->function && !strcmp(last->step->name, step->step->name))
      add(*step, *last);
    else if (!kernels.push(*step))
      return false;
  }
  std::sort(kernels.begin(), kernels.end(), isLonger);
  return true;
}

} // namespace

int explain(const TenonModel &model, const StepTimes &times, uint64_t runs, const Roofline &roofline,
            Array<KernelTime> &kernels, Message &message) {
  const auto count = static_cast<double>(runs);
  for (int32_t i = 0; i < model.functionCount + model.calleeCount; ++i)
    for (int32_t k = 0; k < model.functions[i].stepCount; ++k) {
      const TenonStep &step = model.functions[i].steps[k];
      const StepTime &time = times.of(i, k);
      // What a branch or a loop calls counts by itself.
      if (!time.calls || (step.control && step.control->kind != TENON_CONTROL_CALL))
        continue;
      const double flops = static_cast<double>(time.flops) / count, bytes = static_cast<double>(time.bytes) / count;
      const double calls = static_cast<double>(time.calls) / count;
      // A call reads its own bytes: how many of them fit where is its affair.
      const double computing = roofline.computing(flops), reading = calls * roofline.reading(bytes / calls);
      if (!kernels.push({&model.functions[i], &step, calls, static_cast<double>(time.nanoseconds) / 1e9 / count, flops,
                         bytes, std::max(computing, reading), static_cast<double>(time.estimate) / 1e9 / count,
                         computing >= reading}))
        return fail(message, TENON_ERROR_USER, "out of memory");
    }
  std::sort(kernels.begin(), kernels.end(), isLonger);
  return TENON_OK;
}

void appendExplanation(const Array<KernelTime> &steps, const Roofline &roofline, Text &text) {
  Array<KernelTime> kernels;
  if (!mergeSteps(steps, kernels))
    return text.append("out of memory\n");
  text.append("at best %.0f GFLOP/s; reading", roofline.flops / 1e9);
  for (int i = 0; i < Roofline::levels; ++i)
    text.append("%s %.0f GB/s of %.1f MB", i ? "," : "", roofline.bandwidth[i] / 1e9,
                static_cast<double>(roofline.sizes[i]) / 1e6);
  text.append("\n  %-16s %6s %10s %8s %10s %10s %9s %9s %7s %-7s %s\n", "kernel", "calls", "ms", "share", "MFLOP", "MB",
              "GFLOP/s", "GB/s", "of best", "bound", "comes from");
  KernelTime sum = {}, rest = {};
  for (const KernelTime &kernel : kernels)
    add(kernel, sum);
  const double total = sum.seconds;
  uint64_t shown = 0;
  double seen = 0;
  for (const KernelTime &kernel : kernels) {
    if (shown < mostLines && (seen < (1 - restShare) * total || shown < 3)) {
      appendLine(kernel.step->name, kernel.isComputing ? "compute" : "memory", kernel, total, kernel.step->origin, text);
      appendFusion(*kernel.step, text);
      seen += kernel.seconds;
      ++shown;
      continue;
    }
    add(kernel, rest);
  }
  if (shown < kernels.size()) {
    char name[32];
    snprintf(name, sizeof name, "%llu more", static_cast<unsigned long long>(kernels.size() - shown));
    appendLine(name, "", rest, total, "", text);
  }
  appendLine("in all", "", sum, total, "", text);
  appendEstimates(kernels, sum, text);
}

void appendExplanationJson(const Array<KernelTime> &kernels, const Roofline &roofline, Text &text) {
  text.append(",\n  \"roofline\": {\"flops_per_s\": %.6g, \"bytes_per_s\": [", roofline.flops);
  for (int i = 0; i < Roofline::levels; ++i)
    text.append("%s{\"of_bytes\": %llu, \"bytes_per_s\": %.6g}", i ? ", " : "",
                static_cast<unsigned long long>(roofline.sizes[i]), roofline.bandwidth[i]);
  text.append("]},\n  \"kernels\": [");
  const char *separator = "\n";
  for (const KernelTime &kernel : kernels) {
    text.append("%s    {\"name\": ", separator);
    appendJsonString(kernel.step->name, text);
    text.append(", \"function\": ");
    appendJsonString(kernel.function->name, text);
    text.append(", \"origin\": ");
    appendJsonString(kernel.step->origin, text);
    text.append(", \"place\": ");
    appendJsonString(kernel.step->place, text);
    text.append(", \"fused\": ");
    appendJsonString(kernel.step->fused, text);
    text.append(", \"stopped\": ");
    appendJsonString(kernel.step->stopped, text);
    text.append(", \"calls\": %.6g, \"ms\": %.6f, \"flops\": %.0f, \"bytes\": %.0f, \"roofline_ms\": %.6f, "
                "\"estimated_ms\": %.6f, \"bound\": \"%s\"}",
                kernel.calls, kernel.seconds * 1e3, kernel.flops, kernel.bytes, kernel.least * 1e3, kernel.estimate * 1e3,
                kernel.isComputing ? "compute" : "memory");
    separator = ",\n";
  }
  text.append("\n  ]");
}

} // namespace tenon::runtime
