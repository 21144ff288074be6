//===- Files.cpp - Files read whole, and written whole or not at all ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Files.h"
#include <atomic>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tenon::runtime {

namespace {

/// Temporary files that exist, for removal by a signal handler. A model with
/// more outputs leaves some behind after Ctrl-C.
constexpr int maximumTracked = 1024;
std::atomic<char *> tracked[maximumTracked];

std::atomic<int> temporaryNumber{0};

void track(char *path) {
  for (auto &slot : tracked) {
    char *expected = nullptr;
    if (slot.compare_exchange_strong(expected, path))
      return;
  }
}

void untrack(char *path) {
  for (auto &slot : tracked) {
    char *expected = path;
    if (slot.compare_exchange_strong(expected, nullptr))
      return;
  }
}

} // namespace

int readFile(const char *path, Array<char> &contents, Message &message) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return fail(message, TENON_ERROR_USER, "cannot read %s: %s", path, strerror(errno));
  struct stat status;
  // One byte more than the file has, so that its end is seen without growing.
  uint64_t capacity = 65536;
  if (!fstat(file, &status) && S_ISREG(status.st_mode))
    capacity = static_cast<uint64_t>(status.st_size) + 1;
  uint64_t size = 0;
  for (;;) {
    if (!contents.resize(capacity)) {
      close(file);
      return fail(message, TENON_ERROR_USER, "cannot read %s: out of memory", path);
    }
    const ssize_t count = read(file, contents.data() + size, capacity - size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0) {
      const int code = errno;
      close(file);
      return fail(message, TENON_ERROR_USER, "cannot read %s: %s", path, strerror(code));
    }
    if (count == 0)
      break;
    size += static_cast<uint64_t>(count);
    if (size == capacity)
      capacity *= 2;
  }
  close(file);
  // Never grows: there is room.
  return contents.resize(size) ? TENON_OK : TENON_ERROR_DEFECT;
}

bool isFolder(const char *path) {
  struct stat status;
  return !stat(path, &status) && S_ISDIR(status.st_mode);
}

bool fileExists(const char *path) {
  struct stat status;
  return !stat(path, &status);
}

void appendEncoded(const char *name, Text &text) {
  for (const char *c = name; *c; ++c) {
    const bool isPlain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
                         *c == '-' || *c == '_' || (*c == '.' && c != name);
    if (isPlain)
      text.appendByte(static_cast<uint8_t>(*c));
    else
      text.append("%%%02X", static_cast<unsigned char>(*c));
  }
}

OutputFiles::~OutputFiles() {
  for (File &file : files) {
    if (file.descriptor >= 0)
      close(file.descriptor);
    if (file.temporary) {
      unlink(file.temporary);
      untrack(file.temporary);
    }
    free(file.temporary);
    free(file.path);
  }
  if (madeFolder)
    rmdir(madeFolder);
  free(madeFolder);
}

int OutputFiles::useFolder(const char *path, Message &message) {
  if (!mkdir(path, 0777)) {
    madeFolder = strdup(path);
    return TENON_OK;
  }
  if (errno != EEXIST)
    return fail(message, TENON_ERROR_USER, "cannot make the output folder %s: %s", path, strerror(errno));
  if (!isFolder(path))
    return fail(message, TENON_ERROR_USER, "cannot write outputs to %s: it is no folder", path);
  return TENON_OK;
}

int OutputFiles::open(const char *path, Message &message) {
  const char *slash = strrchr(path, '/');
  Text temporary;
  temporary.append("%.*s.tenon-%d-%d.tmp", slash ? static_cast<int>(slash - path + 1) : 0, path,
                   static_cast<int>(getpid()), ++temporaryNumber);
  if (isFolder(path))
    return fail(message, TENON_ERROR_USER, "cannot write %s: it is a folder", path);
  File file = {strdup(path), strdup(temporary.string()), -1};
  if (!file.path || !file.temporary || !files.push(file)) {
    free(file.path);
    free(file.temporary);
    return fail(message, TENON_ERROR_USER, "out of memory");
  }
  File &kept = files[files.size() - 1];
  track(kept.temporary);
  kept.descriptor = ::open(kept.temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (kept.descriptor < 0)
    return fail(message, TENON_ERROR_USER, "cannot write %s: %s", path, strerror(errno));
  return TENON_OK;
}

int OutputFiles::write(uint64_t index, const void *bytes, uint64_t size, Message &message) {
  const File &file = files[index];
  const auto *position = static_cast<const char *>(bytes);
  while (size) {
    const ssize_t count = ::write(file.descriptor, position, size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return fail(message, TENON_ERROR_USER, "cannot write %s: %s", file.path, strerror(errno));
    position += count;
    size -= static_cast<uint64_t>(count);
  }
  return TENON_OK;
}

int OutputFiles::commit(Message &message) {
  // Some systems report a full disk only when the file is closed.
  for (File &file : files) {
    const int descriptor = file.descriptor;
    file.descriptor = -1;
    if (close(descriptor))
      return fail(message, TENON_ERROR_USER, "cannot write %s: %s", file.path, strerror(errno));
  }
  for (File &file : files) {
    if (rename(file.temporary, file.path))
      return fail(message, TENON_ERROR_USER, "cannot write %s: %s", file.path, strerror(errno));
    untrack(file.temporary);
    free(file.temporary);
    file.temporary = nullptr;
  }
  free(madeFolder);
  madeFolder = nullptr;
  return TENON_OK;
}

void removeTemporaryFiles() {
  for (auto &slot : tracked)
    if (const char *path = slot.load())
      unlink(path);
}

} // namespace tenon::runtime
