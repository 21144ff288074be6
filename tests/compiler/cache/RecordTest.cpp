//===- RecordTest.cpp - Damaged records of the cache are none -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/cache/Record.h"
#include <catch2/catch.hpp>

using namespace tenon::compiler::cache;

namespace {

std::string sample() {
  RecordWriter writer;
  writer.text("a key");
  writer.number(2);
  writer.text("");
  writer.text(std::string("with\0zero", 9));
  return writer.finish(RecordKind::Output);
}

} // namespace

TEST_CASE("a record gives back what was written") {
  const std::string bytes = sample();
  CHECK(RecordReader::sizeOf(bytes) == bytes.size());
  auto reader = RecordReader::open(bytes, RecordKind::Output);
  REQUIRE(reader);
  CHECK(reader->text() == "a key");
  CHECK(reader->count() == 2);
  CHECK(reader->text().empty());
  CHECK_FALSE(reader->isDone());
  CHECK(reader->text() == std::string("with\0zero", 9));
  CHECK(reader->isDone());
  CHECK(reader->number() == 0);
  CHECK_FALSE(reader->isDone());
}

TEST_CASE("a record with any other bit, or cut anywhere, is none") {
  const std::string bytes = sample();
  for (size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(RecordReader::open(llvm::StringRef(bytes).take_front(size), RecordKind::Output));
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    CHECK_FALSE(RecordReader::open(damaged, RecordKind::Output));
  }
  CHECK_FALSE(RecordReader::open(bytes, RecordKind::Model));
}

TEST_CASE("fields that say they are longer than the record fail") {
  RecordWriter writer;
  writer.number(UINT64_MAX);
  const std::string bytes = writer.finish(RecordKind::Model);
  auto asText = RecordReader::open(bytes, RecordKind::Model);
  CHECK(asText->text().empty());
  CHECK_FALSE(asText->isDone());
  auto asCount = RecordReader::open(bytes, RecordKind::Model);
  CHECK(asCount->count() == 0);
  CHECK_FALSE(asCount->isDone());
}
