//===- WeightBlob.h - The weights of an artefact as one file --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_WEIGHTBLOB_H
#define TENON_COMPILER_WEIGHTBLOB_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <string>

namespace tenon::compiler {

/// An unnamed temporary file to which tensors are written one by one, so that
/// no more than one of them is in memory. Each starts at a multiple of 64.
class WeightBlob {
public:
  static constexpr uint64_t alignment = 64;

  WeightBlob() = default;
  WeightBlob(WeightBlob &&other) noexcept;
  WeightBlob &operator=(WeightBlob &&other) noexcept;
  ~WeightBlob();

  /// Appends a tensor; its offset.
  llvm::Expected<uint64_t> append(llvm::ArrayRef<char> bytes);

  /// Bytes so far; 0 for none.
  uint64_t size() const { return end; }

  /// A path under which this process can open the file, while this lives.
  std::string path() const;

  /// Maps the file read-only for as long as this lives; null for an empty one.
  llvm::Expected<const char *> map();

private:
  int file = -1;
  uint64_t end = 0;
  void *mapping = nullptr;
};

} // namespace tenon::compiler

#endif
