//===- ThreadPoolTest.cpp - Loops on several threads --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/ThreadPool.h"
#include "runtime/core/Processors.h"
#include <catch2/catch.hpp>
#include <numeric>
#include <sys/wait.h>
#include <thread>
#include <vector>

using namespace tenon::runtime;

namespace {

/// Counts how often each unit ran, and how many units each thread.
struct Counting {
  std::vector<uint32_t> units;
  std::vector<uint32_t> threads;

  Counting(uint32_t count, int threadCount) : units(count), threads(static_cast<size_t>(threadCount)) {}

  static void run(void *argument, uint32_t begin, uint32_t end, int thread) {
    auto &counting = *static_cast<Counting *>(argument);
    for (uint32_t i = begin; i < end; ++i)
      ++counting.units[i];
    counting.threads[static_cast<size_t>(thread)] += end - begin;
  }

  bool isEachOnce() const {
    for (uint32_t unit : units)
      if (unit != 1)
        return false;
    return std::accumulate(threads.begin(), threads.end(), uint32_t{0}) == units.size();
  }
};

} // namespace

TEST_CASE("every unit runs once, for any number of threads") {
  const int threads = GENERATE(1, 2, 3, 64, 128);
  ThreadPool pool;
  REQUIRE(pool.start(threads));
  REQUIRE(pool.threads() == threads);
  const int rounds = threads > 8 ? 200 : 5000;
  for (int round = 0; round < rounds; ++round)
    // None, one, fewer than threads, as many, a prime, many.
    for (uint32_t units : {0u, 1u, 2u, 3u, 64u, 97u, 1000u}) {
      Counting counting(units, threads);
      pool.run(Counting::run, &counting, units);
      if (!counting.isEachOnce())
        FAIL("round " << round << ", " << units << " units");
    }
}

TEST_CASE("loops that follow pauses wake sleeping threads") {
  ThreadPool pool;
  REQUIRE(pool.start(3));
  for (int round = 0; round < 30; ++round) {
    std::this_thread::sleep_for(std::chrono::microseconds(round % 2 ? 20 : 400));
    pool.wake();
    Counting counting(50, 3);
    pool.run(Counting::run, &counting, 50);
    REQUIRE(counting.isEachOnce());
  }
}

TEST_CASE("several pools run side by side") {
  std::vector<std::thread> callers;
  std::atomic<int> failures{0};
  for (int caller = 0; caller < 4; ++caller)
    callers.emplace_back([&] {
      ThreadPool pool;
      failures += !pool.start(2);
      for (int round = 0; round < 500; ++round) {
        Counting counting(31, 2);
        pool.run(Counting::run, &counting, 31);
        failures += !counting.isEachOnce();
      }
    });
  for (std::thread &caller : callers)
    caller.join();
  CHECK(failures == 0);
}

TEST_CASE("a forked child runs loops without the workers") {
  ThreadPool pool;
  REQUIRE(pool.start(4));
  Counting before(10, 4);
  pool.run(Counting::run, &before, 10);
  const pid_t child = fork();
  if (child == 0) {
    Counting counting(100, 4);
    pool.run(Counting::run, &counting, 100);
    _exit(counting.isEachOnce() ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("the caller's own threads run loops") {
  auto parallelFor = [](void *, int64_t count, void (*work)(void *, int64_t), void *argument) {
    std::vector<std::thread> threads;
    for (int64_t i = 0; i < count; ++i)
      threads.emplace_back(work, argument, i);
    for (std::thread &thread : threads)
      thread.join();
  };
  for (uint32_t units : {0u, 1u, 2u, 100u}) {
    Counting counting(units, 3);
    runOnCallersThreads(parallelFor, nullptr, 3, Counting::run, &counting, units);
    CHECK(counting.isEachOnce());
  }
}

TEST_CASE("the number of threads") {
  Message message = {};
  int threads = 0;
  CHECK(chooseThreads(3, "7", threads, message) == TENON_OK);
  CHECK(threads == 3);
  CHECK(chooseThreads(0, "7", threads, message) == TENON_OK);
  CHECK(threads == 7);
  CHECK(chooseThreads(0, nullptr, threads, message) == TENON_OK);
  CHECK(threads >= 1);
  CHECK(threads <= allowedProcessors());
  CHECK(chooseThreads(0, "many", threads, message) == TENON_ERROR_USER);
  CHECK(std::string(message.text) == "TENON_THREADS is 'many'; it takes a number from 1 to 1024");
  CHECK(chooseThreads(0, "0", threads, message) == TENON_ERROR_USER);
  CHECK(chooseThreads(-1, nullptr, threads, message) == TENON_ERROR_USER);
}
