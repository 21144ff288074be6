//===- StringTableTest.cpp - Strings by handle, and how long they live ---- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/longtail/StringTable.h"
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>

using namespace tenon::runtime;

namespace {

const uint64_t ends[] = {0, 1, 3};
const TenonStrings modelStrings = {nullptr, 3, "abc", ends};

int64_t handleOf(StringTable &table, const std::string &text, bool isForNextRun = false) {
  int64_t handle = -1;
  REQUIRE(table.intern({text.data(), text.size()}, handle, isForNextRun));
  return handle;
}

std::string textOf(const StringTable &table, int64_t handle) {
  TextView text;
  return table.find(handle, text) ? std::string(text.data, text.size) : "none";
}

} // namespace

TEST_CASE("the strings of the model have the first handles and stay") {
  StringTable table;
  REQUIRE(table.open(modelStrings));
  CHECK(handleOf(table, "") == 0);
  CHECK(handleOf(table, "a") == 1);
  CHECK(handleOf(table, "bc") == 2);
  for (int run = 0; run < 3; ++run) {
    table.beginRun();
    table.dropOthers();
    CHECK(textOf(table, 2) == "bc");
  }
}

TEST_CASE("other strings live until a run begins that does not keep them") {
  StringTable table;
  REQUIRE(table.open(modelStrings));
  const int64_t input = handleOf(table, "input", /*isForNextRun=*/true), other = handleOf(table, "other", true);
  table.beginRun();
  REQUIRE(table.keep(input));
  table.dropOthers();
  CHECK(textOf(table, input) == "input");
  CHECK(textOf(table, other) == "other"); // for this run, though it does not read it
  const int64_t made = handleOf(table, "made");
  table.beginRun();
  REQUIRE(table.keep(made));
  table.dropOthers();
  CHECK(textOf(table, made) == "made");
  CHECK(textOf(table, input) == "none");
  CHECK_FALSE(table.keep(other));
}

TEST_CASE("what is no handle is none") {
  StringTable table;
  REQUIRE(table.open(modelStrings));
  for (int64_t handle : {int64_t{3}, int64_t{-1}, INT64_MIN, INT64_MAX, int64_t{1} << 32})
    CHECK(textOf(table, handle) == "none");
}

TEST_CASE("as a map would do, over many runs") {
  StringTable table;
  REQUIRE(table.open(modelStrings));
  std::mt19937 random(1);
  std::map<std::string, int64_t> live;
  int64_t largestPlace = 0;
  for (int run = 0; run < 2000; ++run) {
    std::map<std::string, int64_t> next;
    for (auto i = random() % 20; i > 0; --i) {
      const std::string text = std::to_string(random() % 100);
      next[text] = handleOf(table, text, /*isForNextRun=*/true);
      if (live.count(text))
        REQUIRE(live[text] == next[text]);
    }
    table.beginRun();
    for (const auto &[text, handle] : live)
      if (random() % 4 == 0) {
        REQUIRE(table.keep(handle));
        next[text] = handle;
      }
    table.dropOthers();
    for (const auto &[text, handle] : live)
      if (!next.count(text))
        REQUIRE(textOf(table, handle) == "none");
    for (const auto &[text, handle] : next) {
      REQUIRE(textOf(table, handle) == text);
      REQUIRE(handleOf(table, text) == handle);
      largestPlace = std::max(largestPlace, handle & 0xffffffff);
    }
    live = next;
  }
  CHECK(largestPlace < 110);
}
