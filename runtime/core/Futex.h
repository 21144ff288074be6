//===- Futex.h - Waiting: spinning for a while, then sleeping -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_FUTEX_H
#define TENON_RUNTIME_CORE_FUTEX_H

#include <atomic>
#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace tenon::runtime {

inline int64_t nanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000ll + now.tv_nsec;
}

/// Sleeps while the word has this value. May return early.
inline void futexWait(std::atomic<uint32_t> &word, uint32_t value) {
  syscall(SYS_futex, reinterpret_cast<uint32_t *>(&word), FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
}

inline void futexWake(std::atomic<uint32_t> &word, int count) {
  syscall(SYS_futex, reinterpret_cast<uint32_t *>(&word), FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

inline void pauseProcessor() { __builtin_ia32_pause(); }

/// Waits for `isDone` without sleeping. The limit is one of time: a number of
/// iterations lasts ten times longer on one CPU than on another. Returns
/// whether it is done.
template <typename Predicate> bool spinUntil(Predicate isDone, int64_t limit) {
  for (int i = 0; i < 32; ++i) {
    if (isDone())
      return true;
    pauseProcessor();
  }
  if (limit <= 0)
    return isDone();
  const int64_t start = nanoseconds();
  do {
    for (int i = 0; i < 32; ++i) {
      if (isDone())
        return true;
      pauseProcessor();
    }
  } while (nanoseconds() - start < limit);
  return false;
}

} // namespace tenon::runtime

#endif
