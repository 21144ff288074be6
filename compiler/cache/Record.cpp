//===- Record.cpp - What the small files of the cache look like -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/cache/Record.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"

using namespace llvm;

namespace tenon::compiler::cache {

namespace {

constexpr StringLiteral magic = "TenonRec";
constexpr size_t numberBytes = 8;

void append(std::string &bytes, uint64_t value) {
  char text[numberBytes];
  support::endian::write64le(text, value);
  bytes.append(text, sizeof text);
}

uint64_t readNumber(StringRef bytes, size_t offset) { return support::endian::read64le(bytes.data() + offset); }

/// Version and kind in one number.
uint64_t formatOf(RecordKind kind) { return uint64_t(recordVersion) << 32 | static_cast<uint32_t>(kind); }

} // namespace

void RecordWriter::number(uint64_t value) { append(fields, value); }

void RecordWriter::text(StringRef value) {
  append(fields, value.size());
  fields += value;
}

std::string RecordWriter::finish(RecordKind kind) const {
  std::string bytes = magic.str();
  append(bytes, formatOf(kind));
  append(bytes, fields.size());
  append(bytes, xxh3_64bits(StringRef(fields)));
  return bytes + fields;
}

std::optional<uint64_t> RecordReader::sizeOf(StringRef prefix) {
  if (prefix.size() < recordPrefixBytes || !prefix.starts_with(magic))
    return std::nullopt;
  uint64_t size = readNumber(prefix, 16);
  if (size > recordLimit)
    return std::nullopt;
  return recordPrefixBytes + size;
}

std::optional<RecordReader> RecordReader::open(StringRef bytes, RecordKind kind) {
  std::optional<uint64_t> size = sizeOf(bytes);
  if (!size || *size > bytes.size() || readNumber(bytes, 8) != formatOf(kind))
    return std::nullopt;
  StringRef fields = bytes.slice(recordPrefixBytes, *size);
  if (xxh3_64bits(fields) != readNumber(bytes, 24))
    return std::nullopt;
  return RecordReader(fields);
}

uint64_t RecordReader::number() {
  if (fields.size() < numberBytes) {
    failed = true;
    return 0;
  }
  uint64_t value = readNumber(fields, 0);
  fields = fields.drop_front(numberBytes);
  return value;
}

std::string RecordReader::text() {
  uint64_t size = number();
  if (size > fields.size()) {
    failed = true;
    return {};
  }
  std::string value = fields.take_front(size).str();
  fields = fields.drop_front(size);
  return value;
}

uint64_t RecordReader::count() {
  uint64_t value = number();
  if (value <= fields.size() / numberBytes)
    return value;
  failed = true;
  return 0;
}

} // namespace tenon::compiler::cache
