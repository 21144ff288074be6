//===- ArenaPlanTest.cpp - Placement of buffers -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/ArenaPlan.h"
#include <catch2/catch.hpp>
#include <random>

using namespace tenon::runtime;

namespace {

ArenaPlan planOf(std::initializer_list<BufferLifetime> list) {
  Array<BufferLifetime> buffers;
  for (const BufferLifetime &buffer : list)
    REQUIRE(buffers.push(buffer));
  ArenaPlan plan;
  REQUIRE(planArena(buffers, plan));
  return plan;
}

void requireDisjoint(const Array<BufferLifetime> &buffers, const ArenaPlan &plan) {
  for (uint64_t i = 0; i < buffers.size(); ++i) {
    REQUIRE(plan.offsets[i] % arenaAlignment == 0);
    REQUIRE(plan.offsets[i] + buffers[i].bytes <= plan.bytes);
    for (uint64_t k = 0; k < i; ++k) {
      const bool areBothAlive = buffers[i].first <= buffers[k].last && buffers[k].first <= buffers[i].last;
      const bool share =
          plan.offsets[i] < plan.offsets[k] + buffers[k].bytes && plan.offsets[k] < plan.offsets[i] + buffers[i].bytes;
      REQUIRE_FALSE((areBothAlive && share));
    }
  }
}

} // namespace

TEST_CASE("no buffers need no memory") {
  ArenaPlan plan = planOf({});
  CHECK(plan.bytes == 0);
  CHECK(plan.lowerBound == 0);
}

TEST_CASE("a chain of steps needs two buffers' memory") {
  ArenaPlan plan = planOf({{1000, 0, 1}, {1000, 1, 2}, {1000, 2, 3}, {1000, 3, 4}});
  CHECK(plan.bytes == 2048);
  CHECK(plan.bytes == plan.lowerBound);
}

TEST_CASE("a buffer of no bytes takes none") { CHECK(planOf({{0, 0, 3}, {64, 0, 3}}).bytes == 64); }

TEST_CASE("what is alive at once never shares memory, and little is wasted") {
  std::mt19937 random(GENERATE(1u, 2u, 3u, 4u, 5u));
  Array<BufferLifetime> buffers;
  const int count = 150;
  for (int i = 0; i < count; ++i) {
    // As a network has them: made at one step, read at the next few, some much later.
    const int first = static_cast<int>(random() % 100);
    const int length = random() % 8 ? static_cast<int>(random() % 4) + 1 : static_cast<int>(random() % 40);
    REQUIRE(
        buffers.push({random() % 3 ? 64 * (random() % 64) : random() % 100000, first, std::min(99, first + length)}));
  }
  ArenaPlan plan;
  REQUIRE(planArena(buffers, plan));
  requireDisjoint(buffers, plan);
  CHECK(plan.bytes >= plan.lowerBound);
  CHECK(static_cast<double>(plan.bytes) <= 1.15 * static_cast<double>(plan.lowerBound));
}

TEST_CASE("the same buffers get the same places") {
  auto make = [] { return planOf({{300, 0, 2}, {300, 1, 4}, {700, 2, 3}, {64, 0, 4}, {300, 3, 4}}); };
  ArenaPlan a = make(), b = make();
  for (uint64_t i = 0; i < a.offsets.size(); ++i)
    CHECK(a.offsets[i] == b.offsets[i]);
}
