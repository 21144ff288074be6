//===- Roofline.cpp - What this machine can do at best ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Roofline.h"
#include "runtime/core/Cpu.h"
#include "runtime/core/Futex.h"
#include "runtime/core/ThreadPool.h"
#include <algorithm>

namespace tenon::runtime {

namespace {

/// Independent sums: more than the units have in flight.
constexpr int sums = 12;
constexpr int64_t computeRounds = 20000;
constexpr int repetitions = 5;

/// A thread's part of a measurement.
using Probe = double (*)(const float *memory, uint64_t count);

template <int lanes> using Vector __attribute__((vector_size(4 * lanes))) = float;

/// Inlined into functions for each kind of CPU, whose instructions it then has.
template <int lanes> __attribute__((always_inline)) inline double compute(uint64_t count) {
  Vector<lanes> sum[sums], factor = Vector<lanes>{} + 0.5f;
  for (int i = 0; i < sums; ++i)
    sum[i] = Vector<lanes>{} + static_cast<float>(i);
  for (uint64_t round = 0; round < count; ++round)
    for (int i = 0; i < sums; ++i)
      sum[i] = sum[i] * factor + factor;
  double total = 0;
  for (int i = 0; i < sums; ++i)
    total += sum[i][0];
  return total;
}

template <int lanes> __attribute__((always_inline)) inline double read(const float *memory, uint64_t count) {
  constexpr int parts = 8;
  Vector<lanes> sum[parts] = {};
  for (uint64_t i = 0; i + parts * lanes <= count; i += parts * lanes)
    for (int k = 0; k < parts; ++k) {
      Vector<lanes> loaded;
      memcpy(&loaded, memory + i + lanes * k, sizeof loaded);
      sum[k] += loaded;
    }
  double total = 0;
  for (int k = 0; k < parts; ++k)
    total += sum[k][0];
  return total;
}

__attribute__((target("avx512f"))) double computeAvx512(const float *, uint64_t count) { return compute<16>(count); }
__attribute__((target("avx2,fma"))) double computeAvx2(const float *, uint64_t count) { return compute<8>(count); }
double computeSse(const float *, uint64_t count) { return compute<4>(count); }

__attribute__((target("avx512f"))) double readAvx512(const float *memory, uint64_t count) {
  return read<16>(memory, count);
}
__attribute__((target("avx2"))) double readAvx2(const float *memory, uint64_t count) { return read<8>(memory, count); }
double readSse(const float *memory, uint64_t count) { return read<4>(memory, count); }

/// The probes of this CPU, and the lanes of its vectors.
struct Probes {
  Probe compute, read;
  int lanes;
};

Probes chooseProbes() {
  const uint64_t features = featuresOf(readCpuRegisters());
  if (features & TENON_CPU_AVX512)
    return {computeAvx512, readAvx512, 16};
  if (features & TENON_CPU_AVX2)
    return {computeAvx2, readAvx2, 8};
  return {computeSse, readSse, 4};
}

struct Task {
  Probe probe;
  const float *memory;
  uint64_t count; // of each thread
  volatile double result;
};

void runTask(void *argument, uint32_t begin, uint32_t end, int) {
  auto *task = static_cast<Task *>(argument);
  for (uint32_t i = begin; i < end; ++i)
    task->result = task->probe(task->memory + (task->memory ? task->count * i : 0), task->count);
}

/// Seconds that all threads take for a part each, at best.
double timeTask(ThreadPool &pool, Task &task, int repeats) {
  double best = 1e9;
  for (int i = 0; i < repeats; ++i) {
    const int64_t begin = nanoseconds();
    pool.run(runTask, &task, static_cast<uint32_t>(pool.threads()));
    best = std::min(best, static_cast<double>(nanoseconds() - begin) / 1e9);
  }
  return best;
}

} // namespace

double Roofline::reading(double bytes) const {
  for (int i = 0; i < levels; ++i)
    if (bytes <= static_cast<double>(sizes[i]) || i == levels - 1)
      return bytes / bandwidth[i];
  return 0;
}

int measureRoofline(int threads, Roofline &roofline, Message &message) {
  constexpr uint64_t sizes[Roofline::levels] = {256 << 10, 1 << 20, 8 << 20, 128 << 20}; // a thread, of this in all:
  constexpr uint64_t most = 256 << 20;
  ThreadPool pool;
  auto *memory = pool.start(threads) ? static_cast<float *>(aligned_alloc(64, most)) : nullptr;
  if (!memory)
    return fail(message, TENON_ERROR_USER, "out of memory");
  memset(memory, 0, most);
  const Probes probes = chooseProbes();
  Task compute = {probes.compute, nullptr, computeRounds, 0};
  const double rounds = static_cast<double>(computeRounds) * pool.threads();
  roofline.flops = rounds * sums * probes.lanes * 2 / timeTask(pool, compute, 2 * repetitions);
  for (int level = 0; level < Roofline::levels; ++level) {
    const auto count = static_cast<uint64_t>(pool.threads());
    const uint64_t bytes = std::min(sizes[level], most / count / 64 * 64);
    Task read = {probes.read, memory, bytes / sizeof(float), 0};
    roofline.sizes[level] = bytes * count;
    const bool isSmall = level < 2;
    roofline.bandwidth[level] =
        static_cast<double>(roofline.sizes[level]) / timeTask(pool, read, isSmall ? 10 * repetitions : repetitions);
  }
  free(memory);
  return TENON_OK;
}

} // namespace tenon::runtime
