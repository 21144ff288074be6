//===- WeightBlob.cpp - The weights of an artefact as one file --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/WeightBlob.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Path.h"
#include <cerrno>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

using namespace llvm;

namespace tenon::compiler {

WeightBlob::WeightBlob(WeightBlob &&other) noexcept
    : file(std::exchange(other.file, -1)), end(std::exchange(other.end, 0)),
      mapping(std::exchange(other.mapping, nullptr)) {}

WeightBlob &WeightBlob::operator=(WeightBlob &&other) noexcept {
  std::swap(file, other.file);
  std::swap(end, other.end);
  std::swap(mapping, other.mapping);
  return *this;
}

WeightBlob::~WeightBlob() {
  if (mapping)
    munmap(mapping, end);
  if (file >= 0)
    close(file);
}

Expected<uint64_t> WeightBlob::append(ArrayRef<char> bytes) {
  if (file < 0) {
    SmallString<128> path;
    if (std::error_code error = sys::fs::createTemporaryFile("tenon", "weights", file, path))
      return createStringError(error, "cannot make a temporary file for the weights: " + error.message());
    // The open file is enough: nothing stays behind, however the process ends.
    sys::fs::remove(path);
  }
  uint64_t start = alignTo(end, alignment);
  uint64_t written = 0;
  while (written < bytes.size()) {
    ssize_t count = pwrite(file, bytes.data() + written, bytes.size() - written, start + written);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return createStringError(std::error_code(errno, std::generic_category()), "cannot write the weights to a temporary file: " +
                                                                                    std::generic_category().message(errno));
    written += count;
  }
  end = start + bytes.size();
  return start;
}

std::string WeightBlob::path() const { return "/proc/self/fd/" + std::to_string(file); }

Expected<const char *> WeightBlob::map() {
  if (!mapping && end > 0) {
    void *address = mmap(nullptr, end, PROT_READ, MAP_PRIVATE, file, 0);
    if (address == MAP_FAILED)
      return createStringError(std::error_code(errno, std::generic_category()), "cannot map the weights");
    mapping = address;
  }
  return static_cast<const char *>(mapping);
}

} // namespace tenon::compiler
