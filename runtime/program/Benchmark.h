//===- Benchmark.h - How long calls take --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_BENCHMARK_H
#define TENON_RUNTIME_PROGRAM_BENCHMARK_H

#include "runtime/core/Message.h"
#include "runtime/core/Text.h"

namespace tenon::runtime {

struct Measurement {
  double minimum, median, percentile99; // milliseconds
  uint64_t calls;
  double load, first; // milliseconds
  uint64_t peakBytes;
  TenonStatistics statistics;
};

/// Least, middle and 99th percentile of the times, in milliseconds; sorts them.
void summarize(Array<double> &times, Measurement &measurement);

/// The most memory this process has had since its start, not that of the
/// process which started it.
uint64_t peakMemory();

/// As lines for people.
void appendTable(const Measurement &measurement, Text &text);

/// As the members of a JSON object.
void appendJson(const Measurement &measurement, Text &text);

} // namespace tenon::runtime

#endif
