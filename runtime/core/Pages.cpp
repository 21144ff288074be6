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
  if (before < hugePageBytes)
    munmap(start + before + wanted, hugePageBytes - before);
  return start + before;
}

/// Maps over reserved addresses, or gives them back.
void *mapReserved(char *start, uint64_t bytes, int protection, int flags, int file) {
  if (!start)
    return nullptr;
  void *memory = mmap(start, bytes, protection, flags | MAP_FIXED, file, 0);
  if (memory != MAP_FAILED)
    return memory;
  const int reason = errno;
  munmap(start, bytes);
  errno = reason;
  return nullptr;
}

} // namespace

void *mapMemory(uint64_t bytes) {
  constexpr int protection = PROT_READ | PROT_WRITE, flags = MAP_PRIVATE | MAP_ANONYMOUS;
  if (bytes < hugePageBytes) {
    void *memory = mmap(nullptr, bytes, protection, flags, -1, 0);
    return memory == MAP_FAILED ? nullptr : memory;
  }
  void *memory = mapReserved(reserveAligned(bytes), bytes, protection, flags, -1);
  if (memory)
    adviseHugePages(memory, bytes);
  return memory;
}

void *mapFile(int file, uint64_t bytes) {
  char *reserved = bytes < hugePageBytes ? nullptr : reserveAligned(bytes);
  if (!reserved) {
    void *memory = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file, 0);
    return memory == MAP_FAILED ? nullptr : memory;
  }
  void *memory = mapReserved(reserved, bytes, PROT_READ, MAP_SHARED, file);
  if (memory)
    adviseHugePages(memory, bytes);
  return memory;
}

void adviseHugePages(const void *start, uint64_t bytes) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t first = reinterpret_cast<uintptr_t>(start) / page * page;
  const uintptr_t end = roundUp(reinterpret_cast<uintptr_t>(start) + bytes, page);
  if (bytes >= hugePageBytes)
    madvise(reinterpret_cast<void *>(first), end - first, MADV_HUGEPAGE);
}

} // namespace tenon::runtime
