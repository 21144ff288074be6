//===- Random.cpp - Random numbers -------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Random.h"
#include <cmath>
#include <mutex>
#include <numbers>

namespace tenon::frontend {

std::array<uint32_t, 4> philox(uint64_t seed, uint64_t counter) {
  std::array<uint32_t, 4> x = {static_cast<uint32_t>(counter), static_cast<uint32_t>(counter >> 32), 0, 0};
  uint32_t key0 = static_cast<uint32_t>(seed), key1 = static_cast<uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    uint64_t a = uint64_t(0xD2511F53) * x[0], b = uint64_t(0xCD9E8D57) * x[2];
    x = {static_cast<uint32_t>(b >> 32) ^ x[1] ^ key0, static_cast<uint32_t>(b),
         static_cast<uint32_t>(a >> 32) ^ x[3] ^ key1, static_cast<uint32_t>(a)};
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  return x;
}

namespace {

std::mutex mutex;
RandomStream next = {67280421310721, 0};

/// [0, 1) with 53 bits.
double toUnit(uint32_t high, uint32_t low) {
  return static_cast<double>((uint64_t(high) << 32 | low) >> 11) * 0x1p-53;
}

} // namespace

RandomStream takeRandom(uint64_t blocks) {
  std::lock_guard lock(mutex);
  RandomStream taken = next;
  next.counter += blocks;
  return taken;
}

void seedRandom(uint64_t seed) {
  std::lock_guard lock(mutex);
  next = {seed, 0};
}

void fillUniform(double *values, int64_t count, RandomStream stream) {
  for (int64_t i = 0; i < count; i += 2) {
    auto bits = philox(stream.seed, stream.counter + i / 2);
    values[i] = toUnit(bits[0], bits[1]);
    if (i + 1 < count)
      values[i + 1] = toUnit(bits[2], bits[3]);
  }
}

void fillNormal(double *values, int64_t count, RandomStream stream) {
  // Box and Muller: two normal numbers of two uniform ones.
  for (int64_t i = 0; i < count; i += 2) {
    auto bits = philox(stream.seed, stream.counter + i / 2);
    double radius = std::sqrt(-2 * std::log(1 - toUnit(bits[0], bits[1])));
    double angle = 2 * std::numbers::pi * toUnit(bits[2], bits[3]);
    values[i] = radius * std::cos(angle);
    if (i + 1 < count)
      values[i + 1] = radius * std::sin(angle);
  }
}

} // namespace tenon::frontend
