//===- MemoryFile.h - Bytes of a fuzzer as a file -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TESTS_FUZZ_MEMORYFILE_H
#define TENON_TESTS_FUZZ_MEMORYFILE_H

#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace tenon::fuzz {

/// A file in memory with these bytes, for readers that take a path.
class MemoryFile {
public:
  MemoryFile(const uint8_t *data, size_t size) : file(memfd_create("input", MFD_CLOEXEC)) {
    if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size))
      abort();
  }
  MemoryFile(const MemoryFile &) = delete;
  ~MemoryFile() { close(file); }

  std::string path() const { return "/proc/self/fd/" + std::to_string(file); }

private:
  int file;
};

} // namespace tenon::fuzz

#endif
