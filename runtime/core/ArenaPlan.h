//===- ArenaPlan.h - Where buffers lie in the arena ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_ARENAPLAN_H
#define TENON_RUNTIME_CORE_ARENAPLAN_H

#include "runtime/core/Array.h"

namespace tenon::runtime {

constexpr uint64_t arenaAlignment = 64;

/// A buffer alive from step `first` to step `last`, both included.
struct BufferLifetime {
  uint64_t bytes;
  int32_t first;
  int32_t last;
};

struct ArenaPlan {
  Array<uint64_t> offsets;
  uint64_t bytes = 0;
  uint64_t lowerBound = 0; // the most that is alive at any one step
};

/// Places buffers so that two alive at once never overlap: the largest first,
/// or, where that misses the lower bound, those of the fullest step first;
/// whichever needs less. The result depends on the arguments only. False for
/// lack of memory.
bool planArena(const Array<BufferLifetime> &buffers, ArenaPlan &plan);

} // namespace tenon::runtime

#endif
