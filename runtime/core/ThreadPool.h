//===- ThreadPool.h - The threads of a context --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The pool is woken once a run and its threads stay awake from one parallel
// loop to the next: they spin for a bounded time before they sleep.
//
// A loop is a number of units, handed out a few at a time. Each thread begins
// at its own part of them and helps the others when that is done, for the data
// of its part are likely in its cache: the same part of the loop before wrote
// them. Units of a part are taken through its ticket:
//
//   thread 0                        a worker
//   --------                        --------
//   writes body and units           waits for the generation to change
//   writes the tickets (n units)    takes units from the tickets
//   raises the generation           runs them
//   takes units, runs them          subtracts them from `pending`
//   waits for pending == 0          takes more, or waits for the next generation
//
// The loop ends when all units are done, not when all threads have arrived: a
// thread that the system has not woken or scheduled holds nobody up. That is
// why more threads than processors do no harm, and a process that forked, in
// whose child the workers do not exist, still gets its result. The ticket
// carries the number of the loop beside the units left, so that a late thread
// cannot take from a loop what it means to take from another; what it reads
// after a successful take cannot change, for the loop ends only with its units.
//
// On a busy machine two threads may share a processor. There a thread that
// spins keeps away the one it waits for: it sleeps at once instead.

#ifndef TENON_RUNTIME_CORE_THREADPOOL_H
#define TENON_RUNTIME_CORE_THREADPOOL_H

#include "runtime/core/Array.h"
#include "runtime/core/Futex.h"
#include "runtime/include/tenon/runtime.h"
#include <pthread.h>

namespace tenon::runtime {

/// Runs units [begin, end) on the thread of this number.
using LoopBody = void (*)(void *argument, uint32_t begin, uint32_t end, int thread);

/// The units of one loop that are left.
class alignas(64) SharedUnits {
public:
  explicit SharedUnits(int threads);

  /// Opens a loop for the threads that look.
  void open(uint32_t loop, LoopBody loopBody, void *loopArgument, uint32_t units);

  /// Takes and runs units until none are left; how many this thread ran.
  uint32_t work(int thread);

private:
  /// A line of the cache each: its ticket is written by whoever takes.
  struct alignas(64) Part {
    std::atomic<uint64_t> ticket{0}; // number of the loop << 32 | units left
    uint32_t end = 0;
  };
  /// More threads share parts: opening a loop writes a line for each.
  static constexpr int mostParts = 8;

  uint32_t workOn(Part &part, int thread);

  LoopBody body = nullptr;
  void *argument = nullptr;
  int threads, partCount;
  uint32_t share; // a thread takes 1/share of what is left of a part
  Part parts[mostParts];
};

class ThreadPool {
public:
  ~ThreadPool();

  /// Starts threads - 1 workers; fewer where the system refuses more. False
  /// for lack of memory.
  bool start(int threads);

  int threads() const { return threadCount; }

  /// Wakes sleeping workers, so that the first loop finds them awake.
  void wake();

  /// Runs `count` units, on this thread as number 0 too.
  void run(LoopBody body, void *argument, uint32_t count);

private:
  /// Worker `number`; a cache line each, for `processor` changes often.
  struct alignas(64) Worker {
    ThreadPool *pool;
    int number;
    pthread_t handle;
    std::atomic<int> processor; // that it works on; -1 while it waits
  };

  static void *runWorker(void *worker);
  void workUntilStopped(Worker &worker);
  void waitForPending();
  bool sharesWithWorker() const;

  SharedUnits *units = nullptr;
  alignas(64) std::atomic<uint32_t> generation{0};
  std::atomic<uint32_t> stopping{0};
  std::atomic<int> ownerProcessor{-1};
  alignas(64) std::atomic<uint32_t> pending{0};
  std::atomic<uint32_t> isOwnerAsleep{0};
  alignas(64) std::atomic<uint32_t> sleepers{0};
  alignas(64) uint32_t loops = 0;
  int threadCount = 1;
  int wakeLimit = 0; // more threads than processors are not worth waking
  int64_t spinLimit = 0;
  pid_t process = 0;         // that the workers belong to
  Worker *workers = nullptr; // threadCount - 1
};

/// The same on the caller's own threads: `parallelFor` calls each of `threads`
/// once, which take units until none are left.
void runOnCallersThreads(TenonParallelFor parallelFor, void *pool, int threads, LoopBody body, void *argument,
                         uint32_t units);

} // namespace tenon::runtime

#endif
