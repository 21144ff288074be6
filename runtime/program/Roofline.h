//===- Roofline.h - What this machine can do at best --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_ROOFLINE_H
#define TENON_RUNTIME_PROGRAM_ROOFLINE_H

#include "runtime/core/Message.h"

namespace tenon::runtime {

/// How fast so many threads compute in f32, and how fast they read what they
/// have read before, by how much that is: measured, in about 0.3 s.
struct Roofline {
  static constexpr int levels = 4;

  double flops = 0;              // a second
  uint64_t sizes[levels] = {};   // bytes of all threads
  double bandwidth[levels] = {}; // bytes a second

  /// Seconds that so much work takes at least (S. Williams, A. Waterman and D.
  /// Patterson, Roofline, 2009): by its computing, or by reading `bytes` from
  /// where so much fits.
  double computing(double work) const { return work / flops; }
  double reading(double bytes) const;
};

/// Returns a status.
int measureRoofline(int threads, Roofline &roofline, Message &message);

} // namespace tenon::runtime

#endif
