//===- CpuTarget.cpp - The CPU versions that code is made for ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/CpuTarget.h"
#include "runtime/core/ModelFormat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/TargetParser/Host.h"

namespace tenon::codegen {

static const CpuTarget targets[] = {
    {"x86-64-v4", "", 512, 32, true, true, TENON_CPU_SSE4 | TENON_CPU_AVX2 | TENON_CPU_AVX512},
    {"x86-64-v3", "", 256, 16, true, false, TENON_CPU_SSE4 | TENON_CPU_AVX2},
    {"x86-64-v2", "", 128, 16, false, false, TENON_CPU_SSE4},
};

llvm::ArrayRef<CpuTarget> allCpuTargets() { return targets; }

const CpuTarget &CpuTarget::baseline() { return targets[std::size(targets) - 1]; }

const CpuTarget *findCpuTarget(llvm::StringRef name) {
  const CpuTarget *found = llvm::find_if(targets, [&](const CpuTarget &target) { return target.name == name; });
  return found == std::end(targets) ? nullptr : found;
}

const CpuTarget *hostCpuTarget() {
  llvm::StringMap<bool> features = llvm::sys::getHostCPUFeatures();
  auto hasAll = [&](llvm::ArrayRef<llvm::StringRef> names) {
    return llvm::all_of(names, [&](llvm::StringRef name) { return features.lookup(name); });
  };
  if (!hasAll({"sse4.2", "ssse3", "popcnt"}))
    return nullptr;
  if (!hasAll({"avx2", "fma", "f16c", "bmi", "bmi2", "lzcnt", "movbe"}))
    return findCpuTarget("x86-64-v2");
  if (!hasAll({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}))
    return findCpuTarget("x86-64-v3");
  return findCpuTarget("x86-64-v4");
}

} // namespace tenon::codegen
