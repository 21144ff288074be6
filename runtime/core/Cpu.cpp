//===- Cpu.cpp - What this CPU can do, and the version that fits --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Cpu.h"
#include <cpuid.h>
#include <stdio.h>
#include <string.h>

namespace tenon::runtime {

namespace {

constexpr uint64_t versionTwo = TENON_CPU_SSE4;
constexpr uint64_t versionThree = versionTwo | TENON_CPU_AVX2;
constexpr uint64_t versionFour = versionThree | TENON_CPU_AVX512;

uint64_t readSavedState() {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return static_cast<uint64_t>(high) << 32 | low;
}

/// The names of all versions in the model, for a message.
void listVersions(const TenonModel &model, char *text, size_t size) {
  size_t length = 0;
  text[0] = 0;
  for (int32_t i = 0; i < model.versionCount && length < size; ++i)
    length += snprintf(text + length, size - length, "%s%s", i ? ", " : "", model.versions[i].name);
}

} // namespace

CpuRegisters readCpuRegisters() {
  CpuRegisters registers = {};
  uint32_t eax, ebx, ecx, edx;
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx)) {
    registers.ecx1 = ecx;
    if (ecx & bit_OSXSAVE)
      registers.savedState = readSavedState();
  }
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx))
    registers.ebx7 = ebx;
  if (__get_cpuid(0x80000001, &eax, &ebx, &ecx, &edx))
    registers.ecxExtended = ecx;
  return registers;
}

uint64_t featuresOf(const CpuRegisters &registers) {
  constexpr uint32_t sse = bit_SSE3 | bit_SSSE3 | bit_SSE4_1 | bit_SSE4_2 | bit_POPCNT | bit_CMPXCHG16B;
  constexpr uint32_t avx = bit_AVX | bit_FMA | bit_F16C | bit_MOVBE | bit_OSXSAVE;
  constexpr uint32_t avx2 = bit_AVX2 | bit_BMI | bit_BMI2;
  constexpr uint32_t lzcnt = 1u << 5;
  constexpr uint32_t avx512 = bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
  constexpr uint64_t ymm = 0x06, zmm = 0xe6;
  auto hasAll = [](auto value, auto bits) { return (value & bits) == bits; };

  if (!hasAll(registers.ecx1, sse))
    return 0;
  bool isThree = hasAll(registers.ecx1, avx) && hasAll(registers.ebx7, avx2) && hasAll(registers.ecxExtended, lzcnt) &&
                 hasAll(registers.savedState, ymm);
  if (!isThree)
    return versionTwo;
  return hasAll(registers.ebx7, avx512) && hasAll(registers.savedState, zmm) ? versionFour : versionThree;
}

uint64_t featuresOfName(const char *name) {
  if (!strcmp(name, "x86-64-v2"))
    return versionTwo;
  if (!strcmp(name, "x86-64-v3"))
    return versionThree;
  return strcmp(name, "x86-64-v4") ? 0 : versionFour;
}

const char *nameOfFeatures(uint64_t features) {
  if ((features & versionFour) == versionFour)
    return "x86-64-v4";
  if ((features & versionThree) == versionThree)
    return "x86-64-v3";
  return features & versionTwo ? "x86-64-v2" : "x86-64";
}

int chooseVersion(const TenonModel &model, uint64_t features, const char *cap, int32_t &version, Message &message) {
  uint64_t allowed = features;
  if (cap && *cap) {
    uint64_t capFeatures = featuresOfName(cap);
    if (!capFeatures)
      return fail(message, TENON_ERROR_USER, "TENON_CPU is '%s'; it takes x86-64-v2, x86-64-v3 or x86-64-v4", cap);
    allowed &= capFeatures;
  }
  for (int32_t i = 0; i < model.versionCount; ++i)
    if ((model.versions[i].features & ~allowed) == 0) {
      version = i;
      return TENON_OK;
    }
  char compiled[128];
  listVersions(model, compiled, sizeof compiled);
  if (allowed != features)
    return fail(message, TENON_ERROR_USER, "the model was compiled for %s, and TENON_CPU=%s allows none of it",
                compiled, cap);
  return fail(message, TENON_ERROR_USER,
              "the model was compiled for %s, and this CPU has no more than %s; compile it with --cpu all", compiled,
              nameOfFeatures(features));
}

} // namespace tenon::runtime
