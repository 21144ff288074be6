//===- Benchmark.cpp - How long calls take ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Benchmark.h"
#include <algorithm>
#include <stdio.h>
#include <sys/resource.h>

namespace tenon::runtime {

void summarize(Array<double> &times, Measurement &measurement) {
  measurement.calls = times.size();
  if (times.isEmpty())
    return;
  std::sort(times.begin(), times.end());
  const uint64_t count = times.size();
  measurement.minimum = times[0];
  measurement.median = count % 2 ? times[count / 2] : (times[count / 2 - 1] + times[count / 2]) / 2;
  measurement.percentile99 = times[(count * 99 + 99) / 100 - 1];
}

uint64_t peakMemory() {
  // getrusage would carry over the peak of the shell or script that called exec.
  uint64_t kilobytes = 0;
  if (FILE *status = fopen("/proc/self/status", "re")) {
    char line[256];
    unsigned long long value;
    while (fgets(line, sizeof line, status))
      if (sscanf(line, "VmHWM: %llu", &value) == 1)
        kilobytes = value;
    fclose(status);
  }
  rusage usage;
  if (!kilobytes && !getrusage(RUSAGE_SELF, &usage))
    kilobytes = static_cast<uint64_t>(usage.ru_maxrss);
  return kilobytes * 1024;
}

namespace {

void appendMemory(const char *name, uint64_t bytes, Text &text) {
  text.append("  %-10s %10.2f MB\n", name, static_cast<double>(bytes) / 1e6);
}

} // namespace

void appendTable(const Measurement &measurement, Text &text) {
  const TenonStatistics &statistics = measurement.statistics;
  const struct {
    const char *name;
    double milliseconds;
  } times[] = {{"min", measurement.minimum},
               {"median", measurement.median},
               {"p99", measurement.percentile99},
               {"load", measurement.load},
               {"first call", measurement.first}};
  for (auto &entry : times)
    text.append("  %-10s %10.4f ms\n", entry.name, entry.milliseconds);
  text.append("  %-10s %10llu\n", "calls", static_cast<unsigned long long>(measurement.calls));
  text.append("  %-10s %10d\n", "threads", statistics.threads);
  appendMemory("peak", measurement.peakBytes, text);
  appendMemory("arena", statistics.arena_bytes, text);
  appendMemory("weights", statistics.weights_bytes, text);
  appendMemory("code", statistics.code_bytes, text);
}

void appendJson(const Measurement &measurement, Text &text) {
  const TenonStatistics &statistics = measurement.statistics;
  text.append("  \"min_ms\": %.6f,\n  \"median_ms\": %.6f,\n  \"p99_ms\": %.6f,\n", measurement.minimum,
              measurement.median, measurement.percentile99);
  text.append("  \"calls\": %llu,\n  \"threads\": %d,\n", static_cast<unsigned long long>(measurement.calls),
              statistics.threads);
  text.append("  \"load_ms\": %.6f,\n  \"first_ms\": %.6f,\n", measurement.load, measurement.first);
  text.append("  \"peak_rss_bytes\": %llu,\n", static_cast<unsigned long long>(measurement.peakBytes));
  text.append("  \"arena_bytes\": %llu,\n", static_cast<unsigned long long>(statistics.arena_bytes));
  text.append("  \"weights_bytes\": %llu,\n", static_cast<unsigned long long>(statistics.weights_bytes));
  text.append("  \"code_bytes\": %llu", static_cast<unsigned long long>(statistics.code_bytes));
}

} // namespace tenon::runtime
