//===- PagesTest.cpp - Memory and files by pages ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Pages.h"
#include "runtime/core/Region.h"
#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>
#include <cstdio>
#include <sys/mman.h>
#include <vector>

using namespace tenon::runtime;

namespace {

bool isAligned(const void *pointer) { return reinterpret_cast<uintptr_t>(pointer) % hugePageBytes == 0; }

} // namespace

TEST_CASE("memory of a huge page and more begins at one, and is zero") {
  for (uint64_t bytes : {uint64_t(4096), hugePageBytes, hugePageBytes + 4096, 3 * hugePageBytes}) {
    auto *memory = static_cast<unsigned char *>(mapMemory(bytes));
    REQUIRE(memory);
    CHECK((bytes < hugePageBytes || isAligned(memory)));
    CHECK(std::all_of(memory, memory + bytes, [](unsigned char byte) { return byte == 0; }));
    std::fill(memory, memory + bytes, 7);
    CHECK(munmap(memory, bytes) == 0);
  }
  CHECK_FALSE(mapMemory(uint64_t(1) << 60));
}

TEST_CASE("a file is mapped as it is, large or small") {
  for (uint64_t bytes : {uint64_t(5), hugePageBytes, hugePageBytes + 4097}) {
    FILE *file = tmpfile();
    REQUIRE(file);
    std::vector<unsigned char> content(bytes);
    for (uint64_t i = 0; i < bytes; ++i)
      content[i] = static_cast<unsigned char>(i * 31 >> 3);
    REQUIRE(fwrite(content.data(), 1, bytes, file) == bytes);
    REQUIRE(fflush(file) == 0);
    auto *memory = static_cast<const unsigned char *>(mapFile(fileno(file), bytes));
    REQUIRE(memory);
    CHECK((bytes < hugePageBytes || isAligned(memory)));
    CHECK(std::equal(content.begin(), content.end(), memory));
    CHECK(munmap(const_cast<unsigned char *>(memory), bytes) == 0);
    fclose(file);
  }
  errno = 0;
  CHECK_FALSE(mapFile(-1, hugePageBytes));
  CHECK(errno == EBADF);
}

TEST_CASE("a region grows, by huge pages from half of one on") {
  Region region;
  REQUIRE(region.ensure(100));
  CHECK(region.size() == 4096);
  REQUIRE(region.ensure(hugePageBytes / 2));
  CHECK(region.size() == hugePageBytes);
  CHECK(isAligned(region.data()));
  const char *before = region.data();
  REQUIRE(region.ensure(hugePageBytes));
  CHECK(region.data() == before);
  REQUIRE(region.ensure(hugePageBytes + 1));
  CHECK(region.size() == 2 * hugePageBytes);
  CHECK(region.data()[2 * hugePageBytes - 1] == 0);
}
