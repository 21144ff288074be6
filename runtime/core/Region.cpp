//===- Region.cpp - Memory of whole pages -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Region.h"
#include <sys/mman.h>

namespace tenon::runtime {

namespace {
constexpr uint64_t pageBytes = 4096;
constexpr uint64_t hugePageBytes = 2 << 20;
} // namespace

Region::~Region() {
  if (start)
    munmap(start, length);
}

bool Region::ensure(uint64_t bytes) {
  if (bytes <= length)
    return true;
  const bool isLarge = bytes >= 2 * hugePageBytes;
  const uint64_t unit = isLarge ? hugePageBytes : pageBytes;
  if (bytes > UINT64_MAX / 2)
    return false;
  const uint64_t rounded = (bytes + unit - 1) / unit * unit;
  void *memory = mmap(nullptr, rounded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return false;
  // Fewer misses of the address cache; only advice.
  if (isLarge)
    madvise(memory, rounded, MADV_HUGEPAGE);
  if (start)
    munmap(start, length);
  start = static_cast<char *>(memory);
  length = rounded;
  return true;
}

} // namespace tenon::runtime
