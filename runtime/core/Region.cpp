//===- Region.cpp - Memory of whole pages -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Region.h"
#include "runtime/core/Pages.h"
#include <sys/mman.h>

namespace tenon::runtime {

Region::~Region() {
  if (start)
    munmap(start, length);
}

bool Region::ensure(uint64_t bytes) {
  if (bytes <= length)
    return true;
  // A huge page that is half in use costs less than the misses of 256 others.
  constexpr uint64_t pageBytes = 4096;
  const uint64_t unit = bytes >= hugePageBytes / 2 ? hugePageBytes : pageBytes;
  if (bytes > UINT64_MAX / 2)
    return false;
  const uint64_t rounded = (bytes + unit - 1) / unit * unit;
  void *memory = mapMemory(rounded);
  if (!memory)
    return false;
  if (start)
    munmap(start, length);
  start = static_cast<char *>(memory);
  length = rounded;
  return true;
}

} // namespace tenon::runtime
