//===- ControlTest.cpp - Branches and loops of the reference --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/InputMaker.h"
#include "tests/reference/RunGraph.h"

using namespace tenon::reference;

static const char *branch = R"(module {
func.func @main(%c: tensor<i1>, %x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = graph.if %c (@negative, @same) (%x) : tensor<i1>, (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}
func.func private @negative(%x: tensor<?xf32, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["n"]} {
  %0 = graph.neg %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %0 : tensor<?xf32, #graph.sizes<s0>>
}
func.func private @same(%x: tensor<2xf32>) -> tensor<2xf32> {
  return %x : tensor<2xf32>
}
})";

/// Fibonacci numbers from (x, y) on while they are less than 20, and each of the first four.
static const char *loop = R"(module {
func.func @main(%x: tensor<i64>, %y: tensor<i64>, %c: tensor<i1>) -> (tensor<4xi64>, tensor<i64>, tensor<i64>) {
  %0:3 = graph.loop @body (%x, %y : tensor<i64>, tensor<i64>) while (%c : tensor<i1>) count = <4> -> tensor<i64>, tensor<i64>, tensor<4xi64>
  return %0#2, %0#0, %0#1 : tensor<4xi64>, tensor<i64>, tensor<i64>
}
func.func private @body(%x: tensor<i64>, %y: tensor<i64>, %i: tensor<i64>) -> (tensor<i1>, tensor<i64>, tensor<i64>, tensor<i64>) {
  %0 = graph.add %x, %y : tensor<i64>, tensor<i64> -> tensor<i64>
  %limit = graph.fill 20 : i64 -> tensor<i64>
  %go = graph.compare lt %0, %limit : tensor<i64>, tensor<i64> -> tensor<i1>
  return %go, %y, %0, %x : tensor<i1>, tensor<i64>, tensor<i64>, tensor<i64>
}
})";

TEST_CASE("a branch is the function that the condition names") {
  CHECK(evaluate(branch, {{{1}, {}}, {{1, 2}, {2}}}) == std::vector<double>{-1, -2});
  CHECK(evaluate(branch, {{{0}, {}}, {{1, 2}, {2}}}) == std::vector<double>{1, 2});
}

TEST_CASE("a loop ends with its count, its condition, or does not begin; outputs that are not made are zero") {
  CHECK(evaluate(loop, {{{1}, {}}, {{2}, {}}, {{1}, {}}}) == std::vector<double>{1, 2, 3, 5});
  CHECK(evaluate(loop, {{{8}, {}}, {{9}, {}}, {{1}, {}}}) == std::vector<double>{8, 9, 0, 0});
  CHECK(evaluate(loop, {{{8}, {}}, {{9}, {}}, {{0}, {}}}) == std::vector<double>{0, 0, 0, 0});
}

TEST_CASE("functions that call themselves end with an error") {
  TestGraph graph(R"(module {
func.func @main(%c: tensor<i1>) -> tensor<i1> {
  %0 = graph.if %c (@again, @again) (%c) : tensor<i1>, (tensor<i1>) -> tensor<i1>
  return %0 : tensor<i1>
}
func.func private @again(%c: tensor<i1>) -> tensor<i1> {
  %0 = graph.if %c (@again, @again) (%c) : tensor<i1>, (tensor<i1>) -> tensor<i1>
  return %0 : tensor<i1>
}
})");
  auto results = graph.run({{{1}, {}}});
  REQUIRE(!results);
  CHECK(llvm::toString(results.takeError()).find("@again is called at a depth of more than 64 calls") != std::string::npos);
}

TEST_CASE("inputs that become indices in a callee stay in range") {
  TestGraph graph(R"(module {
func.func @main(%c: tensor<i1>, %x: tensor<100xf32>, %i: tensor<50xi64> {graph.name = "i"}) -> tensor<50xf32> {
  %0 = graph.if %c (@take, @take) (%x, %i) : tensor<i1>, (tensor<100xf32>, tensor<50xi64>) -> tensor<50xf32>
  return %0 : tensor<50xf32>
}
func.func private @take(%x: tensor<?xf32, #graph.sizes<s1>>, %i: tensor<?xi64, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0>>
    attributes {graph.symbols = ["m", "n"]} {
  %0 = graph.gather %x, %i axis = 0 : tensor<?xf32, #graph.sizes<s1>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %0 : tensor<?xf32, #graph.sizes<s0>>
}
})");
  auto made = makeInputs(graph.function(), 1, {});
  REQUIRE(static_cast<bool>(made));
  CHECK(made->descriptions[2] == "i: i64[50], indices below 100");
}
