//===- Threads.cpp - The threads that compute tensors -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/trace/Threads.h"
#include "runtime/core/Message.h"
#include "runtime/core/Processors.h"
#include "runtime/core/ThreadPool.h"
#include "tenon/Modes.h"
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <mutex>

namespace tenon {

namespace {

struct Threads {
  std::mutex mutex;
  int count = 0; // until it is set, or asked for
  std::unique_ptr<runtime::ThreadPool> pool;
};

/// Lives as long as the process, as tensors do.
Threads &threads() {
  static auto *threads = new Threads;
  return *threads;
}

int defaultCount() {
  int count = 1;
  runtime::Message message;
  if (runtime::chooseThreads(0, std::getenv("TENON_THREADS"), count, message) != TENON_OK)
    throw Error(message.text, SourceLocation::unknown());
  return count;
}

int countOf(Threads &all) {
  if (all.count == 0)
    all.count = defaultCount();
  return all.count;
}

struct Loop {
  void (*work)(void *argument, int64_t i);
  void *argument;
};

/// The pool is made when the first loop needs it.
void run(void *, int64_t count, void (*work)(void *argument, int64_t i), void *argument) {
  Threads &all = threads();
  std::lock_guard lock(all.mutex);
  if (!all.pool && all.count > 1) {
    all.pool = std::make_unique<runtime::ThreadPool>();
    if (!all.pool->start(all.count))
      all.pool.reset(); // for lack of memory: this thread does the work
  }
  Loop loop = {work, argument};
  auto body = [](void *loop, uint32_t begin, uint32_t end, int) {
    for (uint32_t i = begin; i < end; ++i)
      static_cast<Loop *>(loop)->work(static_cast<Loop *>(loop)->argument, i);
  };
  if (all.pool)
    all.pool->run(body, &loop, static_cast<uint32_t>(count));
  else
    body(&loop, 0, static_cast<uint32_t>(count), 0);
}

} // namespace

TenonOptions frontend::sharedThreads() {
  Threads &all = threads();
  std::lock_guard lock(all.mutex);
  TenonOptions options = {};
  // A context is prepared for all processors; how many threads come to its loops is the pool's affair.
  options.threads = std::max(countOf(all), runtime::usableCores());
  if (options.threads > 1)
    options.parallel_for = run;
  return options;
}

void set_num_threads(int count, SourceLocation here) {
  if (count < 1)
    throw Error("set_num_threads: the number of threads is " + std::to_string(count) + ", expected 1 or more", here);
  Threads &all = threads();
  std::lock_guard lock(all.mutex);
  if (count != all.count)
    all.pool.reset();
  all.count = count;
}

int get_num_threads() {
  Threads &all = threads();
  std::lock_guard lock(all.mutex);
  return countOf(all);
}

} // namespace tenon
