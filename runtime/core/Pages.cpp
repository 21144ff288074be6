//===- Pages.cpp - Pages of memory --------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Pages.h"
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

namespace tenon::runtime {

namespace {

uint64_t roundUp(uint64_t bytes, uint64_t unit) { return (bytes + unit - 1) / unit * unit; }

/// Addresses that nothing else uses, from a multiple of a huge page on.
char *reserveAligned(uint64_t bytes) {
  const auto page = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  const uint64_t wanted = roundUp(bytes, page), reserved = wanted + hugePageBytes;
  void *memory = mmap(nullptr, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED)
    return nullptr;
  char *start = static_cast<char *>(memory);
  const uint64_t before = roundUp(reinterpret_cast<uintptr_t>(start), hugePageBytes) - reinterpret_cast<uintptr_t>(start);
  if (before)
    munmap(start, before);
  munmap(start + before + wanted, hugePageBytes - before);
  return start + before;
}

void *map(uint64_t bytes, int protection, int flags, int file) {
  char *reserved = bytes < hugePageBytes ? nullptr : reserveAligned(bytes);
  void *memory = mmap(reserved, bytes, protection, reserved ? flags | MAP_FIXED : flags, file, 0);
  if (memory == MAP_FAILED) {
    const int reason = errno;
    if (reserved)
      munmap(reserved, bytes);
    errno = reason;
    return nullptr;
  }
  adviseHugePages(memory, bytes);
  return memory;
}

} // namespace

void *mapMemory(uint64_t bytes) { return map(bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1); }

void *mapFile(int file, uint64_t bytes) { return map(bytes, PROT_READ, MAP_SHARED, file); }

void adviseHugePages(const void *start, uint64_t bytes) {
  if (bytes < hugePageBytes)
    return;
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t first = reinterpret_cast<uintptr_t>(start) / page * page;
  const uintptr_t end = roundUp(reinterpret_cast<uintptr_t>(start) + bytes, page);
  madvise(reinterpret_cast<void *>(first), end - first, MADV_HUGEPAGE);
}

} // namespace tenon::runtime
