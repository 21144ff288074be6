//===- Trace.h - What ran when, for Perfetto and Chrome -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// TENON_TRACE=FILE: every run of tiles becomes an event, kept in memory and
// written as JSON when the context is destroyed.

#ifndef TENON_RUNTIME_CORE_TRACE_H
#define TENON_RUNTIME_CORE_TRACE_H

#include "runtime/core/Array.h"
#include "runtime/core/Message.h"
#include "runtime/core/ModelFormat.h"
#include <stdio.h>

namespace tenon::runtime {

class Trace {
public:
  ~Trace();

  /// Opens the file. A second context of the process writes FILE.2, and so on.
  int open(const char *path, const TenonModel &model, int threads, Message &message);

  /// Called by the thread of this number only.
  void record(int thread, int32_t function, int32_t step, int64_t tiles, int64_t begin, int64_t end);

private:
  struct Event {
    int64_t begin, end; // nanoseconds
    int64_t tiles;
    int32_t function;
    int32_t step; // -1: the whole run
  };
  struct alignas(64) Thread {
    Array<Event> events;
    uint64_t dropped = 0;
  };

  void write();
  void writeEvent(const Event &event, int thread);

  const TenonModel *model = nullptr;
  FILE *file = nullptr;
  Thread *threads = nullptr;
  int threadCount = 0;
};

} // namespace tenon::runtime

#endif
