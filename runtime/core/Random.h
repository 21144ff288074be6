//===- Random.h - Random numbers by seed and counter --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_RANDOM_H
#define TENON_RUNTIME_CORE_RANDOM_H

#include <stdint.h>

namespace tenon::runtime {

/// Splitmix64 of a counter: number `counter` of a stream does not depend on how
/// many others are made.
inline uint64_t randomBits(uint64_t seed, uint64_t stream, uint64_t counter) {
  uint64_t z = seed * 0xd1342543de82ef95u + stream * 0xaf251af3b0f025b5u + (counter + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

} // namespace tenon::runtime

#endif
