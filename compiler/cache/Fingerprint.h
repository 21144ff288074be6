//===- Fingerprint.h - What stands for a file, and for many things --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_CACHE_FINGERPRINT_H
#define TENON_COMPILER_CACHE_FINGERPRINT_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/BLAKE3.h"
#include <cstdint>
#include <optional>
#include <string>

namespace tenon::compiler::cache {

/// Files above this size are known by their identity, not by their contents.
inline constexpr uint64_t contentLimit = uint64_t(16) << 20;

/// A file that was written or replaced has another one. Times in nanoseconds.
struct FileIdentity {
  uint64_t size = 0, modified = 0, inode = 0;

  bool operator==(const FileIdentity &other) const = default;
};

/// None where there is no regular file.
std::optional<FileIdentity> identityOf(llvm::StringRef path);

/// Now, on the clock that stamps files.
uint64_t fileClock();

/// Whether the file was written, replaced or renamed into its place at `instant`
/// or later, or is not there.
bool changedSince(llvm::StringRef path, uint64_t instant);

/// The path from the root, as the current folder makes it.
std::string absolutePath(llvm::StringRef path);

/// Makes the key of everything that is added: other things, another key.
class KeyBuilder {
public:
  void add(llvm::StringRef text);
  void add(uint64_t number);

  /// Path and identity.
  void addIdentity(llvm::StringRef path);

  /// The path as it is given, and the contents, of a large file the identity; that
  /// it is not there is a fact too. False where it can be neither read nor absent.
  bool addFile(llvm::StringRef path);

  /// In hexadecimal.
  std::string finish() const;

private:
  llvm::BLAKE3 hasher;
};

} // namespace tenon::compiler::cache

#endif
