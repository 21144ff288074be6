//===- PeakProbe.cpp - What the core's FMA units can do at this moment ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/bench-gemm/PeakProbe.h"
#include "tools/bench-gemm/Measure.h"
#include <algorithm>
#include <immintrin.h>

namespace tenon::bench {

static constexpr int64_t steps = 10000;

// `keep` is an empty instruction that pretends to change the register, so that
// the chains are neither merged nor computed ahead. Zeros keep the arithmetic
// away from denormal numbers and infinities.
#define TENON_PROBE(name, targets, Vector, chains, zero, fma, keep)                                                    \
  __attribute__((target(targets))) static void name() {                                                                \
    Vector accumulators[chains], factor = zero();                                                                      \
    for (Vector &accumulator : accumulators)                                                                           \
      accumulator = zero();                                                                                            \
    asm volatile("" : keep(factor));                                                                                   \
    for (int64_t step = 0; step < steps; ++step) {                                                                     \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < chains; ++i) {                                            \
        accumulators[i] = fma(factor, factor, accumulators[i]);                                                        \
        asm volatile("" : keep(accumulators[i]));                                                                      \
      }                                                                                                                \
    }                                                                                                                  \
  }

TENON_PROBE(runChains512, "avx512f", __m512, 24, _mm512_setzero_ps, _mm512_fmadd_ps, "+v")
TENON_PROBE(runChains256, "avx2,fma", __m256, 12, _mm256_setzero_ps, _mm256_fmadd_ps, "+x")

double probePeak() {
  bool wide = __builtin_cpu_supports("avx512f");
  if (!wide && !(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")))
    return 0;
  double seconds = 1e9;
  for (int round = 0; round < 5; ++round)
    seconds = std::min(seconds, timeRound(wide ? runChains512 : runChains256));
  double flopsPerStep = wide ? 24 * 16 * 2 : 12 * 8 * 2;
  return flopsPerStep * double(steps) / seconds;
}

} // namespace tenon::bench
