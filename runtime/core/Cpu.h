//===- Cpu.h - What this CPU can do, and the version that fits ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Instructions are asked for one by one through CPUID and the registers that
// the system saves through XGETBV, never by the CPU's name: virtual machines
// lie about it.

#ifndef TENON_RUNTIME_CORE_CPU_H
#define TENON_RUNTIME_CORE_CPU_H

#include "runtime/core/Message.h"
#include "runtime/core/ModelFormat.h"

namespace tenon::runtime {

/// The registers of CPUID that matter, so that tests can make them up.
struct CpuRegisters {
  uint32_t ecx1;        // leaf 1
  uint32_t ebx7;        // leaf 7, 0 where there is none
  uint32_t ecxExtended; // leaf 0x80000001
  uint64_t savedState;  // XCR0, 0 where the system does not set it
};

CpuRegisters readCpuRegisters();

/// The set of TENON_CPU_* bits.
uint64_t featuresOf(const CpuRegisters &registers);

/// The features of a version's name, as TENON_CPU gives it; 0 for no such name.
uint64_t featuresOfName(const char *name);

/// The name of the best version that the features allow.
const char *nameOfFeatures(uint64_t features);

/// The first of the model's versions that fits the features, and the cap where
/// it is not null. Returns a status.
int chooseVersion(const TenonModel &model, uint64_t features, const char *cap, int32_t &version, Message &message);

} // namespace tenon::runtime

#endif
