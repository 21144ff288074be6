//===- Trace.cpp - What ran when, for Perfetto and Chrome ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Trace.h"
#include "runtime/core/Json.h"
#include <atomic>
#include <errno.h>
#include <unistd.h>

namespace tenon::runtime {

namespace {

/// 40 MB a thread; a trace with more events is of no use to a person.
constexpr uint64_t maximumEvents = 1 << 20;

std::atomic<int> tracesOpened{0};

/// As a JSON string; names come from the model and are not trusted.
void writeString(FILE *file, const char *text) {
  Text json;
  appendJsonString(text, json);
  fwrite(json.data(), 1, json.size(), file);
}

} // namespace

int Trace::open(const char *path, const TenonModel &tracedModel, int count, Message &message) {
  char numbered[4096];
  const int number = ++tracesOpened;
  if (number > 1) {
    snprintf(numbered, sizeof numbered, "%s.%d", path, number);
    path = numbered;
  }
  file = fopen(path, "we");
  if (!file)
    return fail(message, TENON_ERROR_USER, "TENON_TRACE: cannot write %s: %s", path, strerror(errno));
  threads = static_cast<Thread *>(aligned_alloc(64, sizeof(Thread) * static_cast<size_t>(count)));
  if (!threads)
    return fail(message, TENON_ERROR_USER, "out of memory");
  for (int i = 0; i < count; ++i)
    new (threads + i) Thread();
  threadCount = count;
  model = &tracedModel;
  return TENON_OK;
}

Trace::~Trace() {
  if (file) {
    if (threads)
      write();
    fclose(file);
  }
  for (int i = 0; i < threadCount; ++i)
    threads[i].~Thread();
  free(threads);
}

void Trace::record(int thread, int32_t function, int32_t step, int64_t tiles, int64_t begin, int64_t end) {
  Thread &own = threads[thread];
  if (own.events.size() >= maximumEvents || !own.events.push({begin, end, tiles, function, step}))
    ++own.dropped;
}

void Trace::writeEvent(const Event &event, int thread) {
  const TenonFunction &function = model->functions[event.function];
  const TenonStep *step = event.step < 0 ? nullptr : &function.steps[event.step];
  fprintf(file, ",\n{\"ph\":\"X\",\"pid\":%d,\"tid\":%d,\"ts\":%.3f,\"dur\":%.3f,\"name\":", static_cast<int>(getpid()),
          thread, static_cast<double>(event.begin) / 1e3, static_cast<double>(event.end - event.begin) / 1e3);
  writeString(file, step ? step->name : function.name);
  if (step) {
    fprintf(file, ",\"args\":{\"step\":%d,\"tiles\":%lld,\"origin\":", event.step, static_cast<long long>(event.tiles));
    writeString(file, step->origin ? step->origin : "");
    fprintf(file, ",\"place\":");
    writeString(file, step->place ? step->place : "");
    fputc('}', file);
  }
  fputc('}', file);
}

void Trace::write() {
  const int process = static_cast<int>(getpid());
  fprintf(file,
          "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n{\"ph\":\"M\",\"pid\":%d,\"name\":\"process_name\",\"args\":{"
          "\"name\":",
          process);
  writeString(file, model->name);
  fprintf(file, "}}");
  for (int thread = 0; thread < threadCount; ++thread) {
    fprintf(file,
            ",\n{\"ph\":\"M\",\"pid\":%d,\"tid\":%d,\"name\":\"thread_name\",\"args\":{\"name\":\"thread %d%s\"}}",
            process, thread, thread, threads[thread].dropped ? ", events were dropped" : "");
    for (const Event &event : threads[thread].events)
      writeEvent(event, thread);
  }
  fprintf(file, "\n]}\n");
}

} // namespace tenon::runtime
