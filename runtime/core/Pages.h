//===- Pages.h - Pages of memory ----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_PAGES_H
#define TENON_RUNTIME_CORE_PAGES_H

#include <stdint.h>

namespace tenon::runtime {

/// Products walk through hundreds of megabytes of weights in each call. Under
/// huge pages that is one miss of the address cache where it were 512, each of
/// which costs more than the line it leads to.
constexpr uint64_t hugePageBytes = 2 << 20;

/// Zeroed memory, at a multiple of `hugePageBytes` from that size on; null for
/// lack of memory. Given back with munmap.
void *mapMemory(uint64_t bytes);

/// The beginning of a file, for reading, placed such that the pages in which
/// the system keeps it can be huge; null with errno where it cannot be mapped.
void *mapFile(int file, uint64_t bytes);

/// Asks for huge pages in [start, start + bytes). Only advice.
void adviseHugePages(const void *start, uint64_t bytes);

} // namespace tenon::runtime

#endif
