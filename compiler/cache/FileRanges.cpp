//===- FileRanges.cpp - Copying and checking parts of files ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/cache/FileRanges.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"
#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace llvm;

namespace tenon::compiler::cache {

namespace {

constexpr uint64_t chunkBytes = uint64_t(1) << 20;

std::error_code lastError() { return {errno, std::generic_category()}; }

bool readAll(int descriptor, uint64_t offset, char *target, uint64_t bytes) {
  while (bytes) {
    ssize_t count = pread(descriptor, target, bytes, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    target += count;
    offset += static_cast<uint64_t>(count);
    bytes -= static_cast<uint64_t>(count);
  }
  return true;
}

/// For file systems that do not copy themselves.
std::error_code copyThroughMemory(const FileHandle &from, uint64_t offset, const FileHandle &target,
                                  uint64_t targetOffset, uint64_t bytes) {
  while (bytes) {
    uint64_t count = std::min(bytes, chunkBytes);
    std::optional<std::string> chunk = from.read(offset, count);
    if (!chunk)
      return std::make_error_code(std::errc::io_error);
    if (std::error_code code = target.write(targetOffset, *chunk))
      return code;
    offset += count;
    targetOffset += count;
    bytes -= count;
  }
  return {};
}

} // namespace

// Not waiting: a pipe in a file's place is refused by its size.
FileHandle FileHandle::forReading(StringRef path) {
  return FileHandle(open(path.str().c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
}

FileHandle FileHandle::forWriting(StringRef path) { return FileHandle(open(path.str().c_str(), O_WRONLY | O_CLOEXEC)); }

FileHandle::~FileHandle() {
  if (descriptor >= 0)
    close(descriptor);
}

std::optional<uint64_t> FileHandle::size() const {
  struct stat status;
  if (descriptor < 0 || fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
    return std::nullopt;
  return static_cast<uint64_t>(status.st_size);
}

std::optional<std::string> FileHandle::read(uint64_t offset, uint64_t bytes) const {
  std::string text(bytes, '\0');
  if (!readAll(descriptor, offset, text.data(), bytes))
    return std::nullopt;
  return text;
}

std::error_code FileHandle::write(uint64_t offset, StringRef bytes) const {
  while (!bytes.empty()) {
    ssize_t count = pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return lastError();
    bytes = bytes.drop_front(static_cast<size_t>(count));
    offset += static_cast<uint64_t>(count);
  }
  return {};
}

std::optional<uint64_t> checksumOf(const FileHandle &file, uint64_t offset, uint64_t bytes) {
  // Of the checksums of all chunks: the function takes whole texts only.
  std::string sums;
  std::vector<char> chunk(std::min(bytes, chunkBytes));
  while (bytes) {
    uint64_t count = std::min(bytes, chunkBytes);
    if (!readAll(file.get(), offset, chunk.data(), count))
      return std::nullopt;
    char sum[8];
    support::endian::write64le(sum, xxh3_64bits(StringRef(chunk.data(), count)));
    sums.append(sum, sizeof sum);
    offset += count;
    bytes -= count;
  }
  return xxh3_64bits(StringRef(sums));
}

std::error_code copyRange(const FileHandle &from, uint64_t offset, const FileHandle &target, uint64_t targetOffset,
                          uint64_t bytes) {
  auto in = static_cast<off64_t>(offset), out = static_cast<off64_t>(targetOffset);
  while (bytes) {
    ssize_t count = copy_file_range(from.get(), &in, target.get(), &out, bytes, 0);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0 && errno != EXDEV && errno != ENOSYS && errno != EINVAL && errno != EOPNOTSUPP && errno != EPERM)
      return lastError();
    // None at all: some file systems say so where they cannot.
    if (count <= 0)
      return copyThroughMemory(from, static_cast<uint64_t>(in), target, static_cast<uint64_t>(out), bytes);
    bytes -= static_cast<uint64_t>(count);
  }
  return {};
}

} // namespace tenon::compiler::cache
