//===- Measure.h - Shapes, operands and timing --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_BENCHGEMM_MEASURE_H
#define TENON_TOOLS_BENCHGEMM_MEASURE_H

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tenon::bench {

/// C[M, N] = relu(A[M, K] B[K, N] + bias[N]), B and bias constant.
struct Shape {
  int64_t m, n, k;

  double flops() const { return 2.0 * double(m) * double(n) * double(k); }
  std::string name() const { return std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k); }
};

struct Operands {
  std::vector<float> a, b, bias;

  explicit Operands(Shape shape) {
    std::mt19937 generator(1);
    std::uniform_real_distribution<float> distribution(-1, 1);
    for (auto [values, count] : {std::pair(&a, shape.m * shape.k), {&b, shape.k * shape.n}, {&bias, shape.n}}) {
      values->resize(size_t(count));
      for (float &value : *values)
        value = distribution(generator);
    }
  }
};

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

constexpr double roundSeconds = 0.05;

/// Seconds a call takes on average over one round.
template <typename Call> double timeRound(Call &&call) {
  double begin = now(), end = begin;
  int64_t calls = 0;
  // The clock is read every few calls only: a small product takes less than a microsecond.
  int64_t batch = 1;
  while (end - begin < roundSeconds) {
    for (int64_t i = 0; i < batch; ++i)
      call();
    calls += batch;
    end = now();
    if (end - begin < roundSeconds / 64)
      batch *= 2;
  }
  return (end - begin) / double(calls);
}

} // namespace tenon::bench

#endif
