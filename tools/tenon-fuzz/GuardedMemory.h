//===- GuardedMemory.h - Memory that must not be left ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_FUZZ_GUARDEDMEMORY_H
#define TENON_TOOLS_FUZZ_GUARDEDMEMORY_H

#include "llvm/ADT/ArrayRef.h"
#include <algorithm>
#include <cstdint>
#include <sys/mman.h>
#include <utility>

namespace tenon::fuzz {

/// Bytes that end where a page begins that can be neither read nor written: a
/// program that reads or writes past the end of a tensor dies at once. What is
/// written before the start is seen by isIntact.
class GuardedMemory {
public:
  explicit GuardedMemory(int64_t bytes) : bytes(bytes) {
    int64_t pages = (bytes + page - 1) / page * page;
    mapped = pages + page;
    base = static_cast<char *>(mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (base == MAP_FAILED)
      abort();
    mprotect(base + pages, page, PROT_NONE);
    start = base + pages - bytes;
    std::fill(base, start, canary);
  }
  explicit GuardedMemory(llvm::ArrayRef<char> content) : GuardedMemory(static_cast<int64_t>(content.size())) {
    std::copy(content.begin(), content.end(), start);
  }
  GuardedMemory(GuardedMemory &&other) noexcept
      : base(std::exchange(other.base, nullptr)), start(other.start), bytes(other.bytes), mapped(other.mapped) {}
  GuardedMemory &operator=(GuardedMemory &&) = delete;
  ~GuardedMemory() {
    if (base)
      munmap(base, mapped);
  }

  bool isIntact() const {
    return std::all_of(base, start, [](char byte) { return byte == canary; });
  }

  char *data() const { return start; }
  llvm::ArrayRef<char> content() const { return {start, static_cast<size_t>(bytes)}; }

private:
  static constexpr int64_t page = 4096;
  static constexpr char canary = 0x5a;
  char *base, *start;
  int64_t bytes, mapped;
};

} // namespace tenon::fuzz

#endif
