//===- CpuTarget.h - The CPU versions that code is made for -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_CPUTARGET_H
#define TENON_CODEGEN_CPU_CPUTARGET_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace tenon::codegen {

/// What emission needs to know of a CPU version. Versions are levels of the
/// x86-64 psABI, never names of CPUs: virtual machines lie about those.
struct CpuTarget {
  std::string name;         // "x86-64-v3", also LLVM's name of the CPU
  std::string features;     // LLVM features beyond the name's, "+a,+b"
  unsigned vectorBits;      // width of a vector register
  unsigned registers;       // number of vector registers
  bool hasFma;              // fused multiply-add on vectors
  bool hasMasks;            // masked loads, stores and arithmetic (AVX-512)
  uint64_t runtimeFeatures; // TENON_CPU_* bits that the CPU must have

  /// Elements of 4 bytes in a vector register.
  unsigned f32Lanes() const { return vectorBits / 32; }

  /// The least version: what every supported machine runs.
  static const CpuTarget &baseline();
};

/// All versions, best first.
llvm::ArrayRef<CpuTarget> allCpuTargets();

/// The version of this name ("x86-64-v3"), or null.
const CpuTarget *findCpuTarget(llvm::StringRef name);

/// The best version that this machine runs, or null if it runs none.
const CpuTarget *hostCpuTarget();

} // namespace tenon::codegen

#endif
