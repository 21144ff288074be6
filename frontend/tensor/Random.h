//===- Random.h - Random numbers ---------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_RANDOM_H
#define TENON_TENSOR_RANDOM_H

#include <array>
#include <cstdint>

namespace tenon::frontend {

/// The counter-based generator Philox 4x32-10: block `counter` of the sequence of `seed`.
std::array<uint32_t, 4> philox(uint64_t seed, uint64_t counter);

/// A part of the process's sequence: its seed and first counter, taken now so
/// that numbers do not depend on when they are made.
struct RandomStream {
  uint64_t seed, counter;
};
RandomStream takeRandom(uint64_t blocks);
void seedRandom(uint64_t seed);

/// Fills with numbers of [0, 1), or normal ones.
void fillUniform(double *values, int64_t count, RandomStream stream);
void fillNormal(double *values, int64_t count, RandomStream stream);

} // namespace tenon::frontend

#endif
