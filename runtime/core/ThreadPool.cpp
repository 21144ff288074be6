//===- ThreadPool.cpp - The threads of a context ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/ThreadPool.h"
#include "runtime/core/Processors.h"
#include <algorithm>
#include <initializer_list>
#include <new>
#include <sched.h>
#include <signal.h>
#include <xmmintrin.h>

namespace tenon::runtime {

namespace {

/// How long a thread spins before it sleeps. Waking it costs 3 to 6 us, and
/// serial steps between loops last some 10 us.
constexpr int64_t spinNanoseconds = 50000;

/// Kernels need little stack: their tiles lie in scratch memory.
constexpr size_t stackBytes = 1 << 20;

} // namespace

SharedUnits::SharedUnits(int threads)
    : threads(threads), partCount(std::min(threads, mostParts)),
      share(2 * static_cast<uint32_t>((threads + partCount - 1) / partCount)) {}

void SharedUnits::open(uint32_t loop, LoopBody loopBody, void *loopArgument, uint32_t units) {
  body = loopBody;
  argument = loopArgument;
  uint64_t begin = 0;
  for (int i = 0; i < partCount; ++i) {
    const uint64_t end = static_cast<uint64_t>(units) * static_cast<uint64_t>(i + 1) / static_cast<uint64_t>(partCount);
    parts[i].end = static_cast<uint32_t>(end);
    parts[i].ticket.store(static_cast<uint64_t>(loop) << 32 | (end - begin), std::memory_order_release);
    begin = end;
  }
}

uint32_t SharedUnits::work(int thread) {
  const int own = thread * partCount / threads;
  uint32_t done = 0;
  for (int i = 0; i < partCount; ++i)
    done += workOn(parts[(own + i) % partCount], thread);
  return done;
}

uint32_t SharedUnits::workOn(Part &part, int thread) {
  uint32_t done = 0;
  uint64_t current = part.ticket.load(std::memory_order_acquire);
  for (;;) {
    const uint32_t left = static_cast<uint32_t>(current);
    if (!left)
      return done;
    // Large shares first, single units last: few atomic operations and an even end.
    const uint32_t taken = std::max(1u, left / share);
    if (!part.ticket.compare_exchange_weak(current, current - taken, std::memory_order_acq_rel,
                                           std::memory_order_acquire))
      continue;
    const uint32_t begin = part.end - left;
    body(argument, begin, begin + taken, thread);
    done += taken;
    if (taken == left)
      return done;
    current = part.ticket.load(std::memory_order_acquire);
  }
}

bool ThreadPool::start(int threads) {
  const int processors = allowedProcessors();
  spinLimit = threads > processors ? 0 : spinNanoseconds;
  wakeLimit = std::min(threads, processors) - 1;
  process = getpid();
  if (threads <= 1)
    return true;
  workers = static_cast<Worker *>(aligned_alloc(alignof(Worker), sizeof(Worker) * static_cast<size_t>(threads - 1)));
  units = static_cast<SharedUnits *>(aligned_alloc(alignof(SharedUnits), sizeof(SharedUnits)));
  if (!workers || !units)
    return false;
  new (units) SharedUnits(threads);
  // Signals are the program's business: its handlers do not run on these threads.
  sigset_t all, before;
  sigfillset(&all);
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT})
    sigdelset(&all, signal);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stackBytes);
  for (int number = 1; number < threads; ++number) {
    Worker *worker = new (workers + number - 1) Worker{this, number, {}, {-1}};
    if (pthread_create(&worker->handle, &attributes, runWorker, worker))
      break;
    threadCount = number + 1;
  }
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return true;
}

ThreadPool::~ThreadPool() {
  // In the child of a fork there are no workers to wait for.
  if (process == getpid()) {
    stopping.store(1);
    generation.fetch_add(1);
    futexWake(generation, INT32_MAX);
    for (int i = 0; i < threadCount - 1; ++i)
      pthread_join(workers[i].handle, nullptr);
  }
  free(workers);
  free(units);
}

void *ThreadPool::runWorker(void *argument) {
  auto *worker = static_cast<Worker *>(argument);
  // A new thread inherits its creator's rounding and denormal modes; results must not depend on them.
  _mm_setcsr(0x1f80);
  worker->pool->workUntilStopped(*worker);
  return nullptr;
}

void ThreadPool::workUntilStopped(Worker &worker) {
  for (;;) {
    const uint32_t seen = generation.load(std::memory_order_acquire);
    if (stopping.load(std::memory_order_relaxed))
      return;
    const int processor = sched_getcpu();
    worker.processor.store(processor, std::memory_order_relaxed);
    while (uint32_t done = units->work(worker.number))
      if (pending.fetch_sub(done) == done && isOwnerAsleep.load())
        futexWake(pending, 1);
    worker.processor.store(-1, std::memory_order_relaxed);
    auto hasChanged = [&] { return generation.load(std::memory_order_acquire) != seen; };
    const bool isShared = ownerProcessor.load(std::memory_order_relaxed) == processor;
    if (spinUntil(hasChanged, isShared ? 0 : spinLimit))
      continue;
    // Either this thread sees the new generation, or the owner sees the sleeper.
    sleepers.fetch_add(1);
    if (generation.load() == seen)
      futexWait(generation, seen);
    sleepers.fetch_sub(1);
  }
}

void ThreadPool::wake() {
  if (sleepers.load(std::memory_order_relaxed))
    futexWake(generation, wakeLimit);
}

void ThreadPool::run(LoopBody body, void *argument, uint32_t count) {
  if (threadCount == 1 || count <= 1) {
    if (count)
      body(argument, 0, count, 0);
    return;
  }
  ownerProcessor.store(sched_getcpu(), std::memory_order_relaxed);
  pending.store(count, std::memory_order_relaxed);
  units->open(++loops, body, argument, count);
  generation.fetch_add(1);
  if (sleepers.load())
    futexWake(generation, static_cast<int>(std::min<uint32_t>(count - 1, wakeLimit)));
  const uint32_t done = units->work(0);
  if (pending.fetch_sub(done) != done)
    waitForPending();
}

/// Whether a worker that has units works on this thread's processor.
bool ThreadPool::sharesWithWorker() const {
  const int processor = sched_getcpu();
  for (int i = 0; i < threadCount - 1; ++i)
    if (workers[i].processor.load(std::memory_order_relaxed) == processor)
      return true;
  return false;
}

void ThreadPool::waitForPending() {
  auto isDone = [&] { return pending.load(std::memory_order_acquire) == 0; };
  if (spinUntil(isDone, 0))
    return;
  while (!spinUntil(isDone, sharesWithWorker() ? 0 : spinLimit)) {
    // Either this thread sees the last unit done, or who did it sees the sleeper.
    isOwnerAsleep.store(1);
    uint32_t left = pending.load();
    if (left)
      futexWait(pending, left);
    isOwnerAsleep.store(0);
  }
}

void runOnCallersThreads(TenonParallelFor parallelFor, void *pool, int threads, LoopBody body, void *argument,
                         uint32_t units) {
  if (threads == 1 || units <= 1) {
    if (units)
      body(argument, 0, units, 0);
    return;
  }
  SharedUnits loop(threads);
  loop.open(1, body, argument, units);
  auto work = [](void *state, int64_t thread) { static_cast<SharedUnits *>(state)->work(static_cast<int>(thread)); };
  parallelFor(pool, std::min<int64_t>(threads, units), work, &loop);
}

} // namespace tenon::runtime
