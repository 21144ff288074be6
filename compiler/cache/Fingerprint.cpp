//===- Fingerprint.cpp - What stands for a file, and for many things ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/cache/Fingerprint.h"
#include "compiler/cache/FileRanges.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include <cerrno>
#include <ctime>
#include <sys/stat.h>

using namespace llvm;

namespace tenon::compiler::cache {

namespace {

constexpr size_t keyBytes = 20;

uint64_t nanoseconds(const timespec &time) {
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

} // namespace

std::optional<FileIdentity> identityOf(StringRef path) {
  struct stat status;
  if (stat(path.str().c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    return std::nullopt;
  return FileIdentity{static_cast<uint64_t>(status.st_size), nanoseconds(status.st_mtim), status.st_ino};
}

uint64_t fileClock() {
  // The kernel stamps files with its coarse clock, which lags behind the other.
  timespec now = {};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return nanoseconds(now);
}

bool changedSince(StringRef path, uint64_t instant) {
  struct stat status;
  if (stat(path.str().c_str(), &status) != 0)
    return true;
  // A file that is renamed, or copied with its times, keeps the time of its contents.
  return nanoseconds(status.st_mtim) >= instant || nanoseconds(status.st_ctim) >= instant;
}

std::string absolutePath(StringRef path) {
  SmallString<256> absolute(path);
  sys::fs::make_absolute(absolute);
  return absolute.str().str();
}

void KeyBuilder::add(uint64_t number) {
  uint8_t bytes[8];
  support::endian::write64le(bytes, number);
  hasher.update(ArrayRef(bytes));
}

void KeyBuilder::add(StringRef text) {
  // The size tells apart what would be the same text in a row.
  add(uint64_t(text.size()));
  hasher.update(text);
}

void KeyBuilder::addIdentity(StringRef path) {
  add(absolutePath(path));
  FileIdentity identity = identityOf(path).value_or(FileIdentity());
  add(identity.size);
  add(identity.modified);
  add(identity.inode);
}

bool KeyBuilder::addFile(StringRef path) {
  enum Kind : uint64_t { Absent, Contents, Identity };
  add(path);
  struct stat status;
  if (stat(path.str().c_str(), &status) != 0) {
    add(Absent);
    return errno == ENOENT || errno == ENOTDIR;
  }
  if (!S_ISREG(status.st_mode))
    return false;
  if (static_cast<uint64_t>(status.st_size) > contentLimit) {
    add(Identity);
    addIdentity(path);
    return true;
  }
  // Read, not mapped: a mapped file that shrinks meanwhile is a signal.
  FileHandle file = FileHandle::forReading(path);
  std::optional<std::string> contents;
  if (file)
    contents = file.read(0, static_cast<uint64_t>(status.st_size));
  if (!contents)
    return false;
  add(Contents);
  add(*contents);
  return true;
}

std::string KeyBuilder::finish() const {
  BLAKE3 copy = hasher;
  return toHex(copy.final<keyBytes>(), /*LowerCase=*/true);
}

} // namespace tenon::compiler::cache
