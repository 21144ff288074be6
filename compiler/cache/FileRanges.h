//===- FileRanges.h - Copying and checking parts of files -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_CACHE_FILERANGES_H
#define TENON_COMPILER_CACHE_FILERANGES_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>

namespace tenon::compiler::cache {

/// An open file.
class FileHandle {
public:
  static FileHandle forReading(llvm::StringRef path);
  /// Of a file that is there.
  static FileHandle forWriting(llvm::StringRef path);

  FileHandle(FileHandle &&other) noexcept : descriptor(other.descriptor) { other.descriptor = -1; }
  FileHandle &operator=(FileHandle &&) = delete;
  ~FileHandle();

  explicit operator bool() const { return descriptor >= 0; }
  int get() const { return descriptor; }

  /// Of a regular file.
  std::optional<uint64_t> size() const;

  /// All of them, or nothing.
  std::optional<std::string> read(uint64_t offset, uint64_t bytes) const;
  std::error_code write(uint64_t offset, llvm::StringRef bytes) const;

private:
  explicit FileHandle(int descriptor) : descriptor(descriptor) {}

  int descriptor;
};

/// None where they cannot all be read.
std::optional<uint64_t> checksumOf(const FileHandle &file, uint64_t offset, uint64_t bytes);

/// Copies within the kernel, and without copying where the file system can share
/// the blocks: the files stay independent.
std::error_code copyRange(const FileHandle &from, uint64_t offset, const FileHandle &target, uint64_t targetOffset,
                          uint64_t bytes);

} // namespace tenon::compiler::cache

#endif
