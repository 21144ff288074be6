//===- PeakProbe.h - What the core's FMA units can do at this moment ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_BENCHGEMM_PEAKPROBE_H
#define TENON_TOOLS_BENCHGEMM_PEAKPROBE_H

namespace tenon::bench {

/// Floating-point operations a second of independent FMA chains in registers,
/// the best of five rounds: 24 chains of zmm, or 12 of ymm where there is no
/// AVX-512. 0 where the CPU has no FMA.
double probePeak();

} // namespace tenon::bench

#endif
