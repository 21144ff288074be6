//===- Record.h - What the small files of the cache look like -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A record begins with a magic, the format's version, its kind, and the size and
// checksum of its fields, which are numbers and texts. Whatever a file of the
// cache holds, reading it gives either what was written or nothing.

#ifndef TENON_COMPILER_CACHE_RECORD_H
#define TENON_COMPILER_CACHE_RECORD_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace tenon::compiler::cache {

/// Raised with every change of what a record holds: older ones are nothing then.
inline constexpr uint32_t recordVersion = 1;

enum class RecordKind : uint32_t { Model = 1, Output = 2, Artefact = 3 };

/// More is no record.
inline constexpr uint64_t recordLimit = uint64_t(16) << 20;

/// The bytes before the fields.
inline constexpr uint64_t recordPrefixBytes = 32;

class RecordWriter {
public:
  void number(uint64_t value);
  void text(llvm::StringRef value);

  /// The whole record.
  std::string finish(RecordKind kind) const;

private:
  std::string fields;
};

class RecordReader {
public:
  /// Nothing where `bytes`, which must outlive the reader, begin with no whole
  /// record of the kind. What follows the record is not looked at.
  static std::optional<RecordReader> open(llvm::StringRef bytes, RecordKind kind);

  /// The size of the record that begins with `prefix`, where one may.
  static std::optional<uint64_t> sizeOf(llvm::StringRef prefix);

  /// Where there is no such field, it is zero or empty and the reader has failed.
  uint64_t number();
  std::string text();

  /// A number of entries that have at least one field each.
  uint64_t count();

  /// Whether all fields were there and all were read.
  bool isDone() const { return !failed && fields.empty(); }

private:
  explicit RecordReader(llvm::StringRef fields) : fields(fields) {}

  llvm::StringRef fields;
  bool failed = false;
};

} // namespace tenon::compiler::cache

#endif
