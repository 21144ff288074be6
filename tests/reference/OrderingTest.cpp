//===- OrderingTest.cpp - Scatters, scans and sorts against known values --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/reference/RunGraph.h"
#include <cmath>
#include <limits>

using namespace tenon::reference;

static constexpr double infinity = std::numeric_limits<double>::infinity();
static constexpr double nan_ = std::numeric_limits<double>::quiet_NaN();

/// [3, 2] changed by `op` with updates of `updates` at indices of `indices`.
static std::vector<double> changed(const std::string &op, const std::string &indices, const std::string &updates,
                                   const std::vector<double> &at, const std::vector<double> &by,
                                   const std::string &type = "f32") {
  std::string x = "tensor<3x2x" + type + ">", i = "tensor<" + indices + "xi64>",
              u = "tensor<" + updates + "x" + type + ">";
  return evaluate("func.func @main(%x: " + x + ", %i: " + i + ", %u: " + u + ") -> " + x + " {\n  %y = graph." + op +
                      " : " + x + ", " + i + ", " + u + " -> " + x + "\n  return %y : " + x + "\n}",
                  {{{1, 2, 3, 4, 5, 6}, {}}, {at, {}}, {by, {}}});
}

TEST_CASE("scatter changes slices in the order of the indices") {
  std::vector<double> at{2, 0, 2, -2, 3, -4}, by{10, 20, 30, 40, 50, 60, 70, 80, 90, 91, 92, 93};
  auto rows = [&](const std::string &kind) {
    return changed("scatter " + kind + " %x, %i, %u axis = 0", "6", "6x2", at, by);
  };
  // The last of index 2 stays; -2 is 1; 3 and -4 do not exist.
  requireEqual(rows("replace"), {30, 40, 70, 80, 50, 60});
  requireEqual(rows("sum"), {31, 42, 73, 84, 65, 86});
  requireEqual(rows("product"), {30, 80, 210, 320, 2500, 7200});
  requireEqual(rows("max"), {30, 40, 70, 80, 50, 60});
  requireEqual(rows("min"), {1, 2, 3, 4, 5, 6});
  requireEqual(changed("scatter sum %x, %i, %u axis = 1", "2x1", "3x2x1", {1, 1}, {1, 2, 3, 4, 5, 6}),
               {1, 5, 3, 11, 5, 17});
}

TEST_CASE("scatter_along changes element by element") {
  requireEqual(changed("scatter_along sum %x, %i, %u axis = 0", "2x2", "2x2", {2, 0, 2, -1}, {10, 20, 30, 40}),
               {1, 22, 3, 4, 45, 46});
  // Fewer rows than there are; 2 does not exist on axis 1.
  requireEqual(changed("scatter_along replace %x, %i, %u axis = 1", "2x2", "2x2", {1, 0, 2, 0}, {10, 20, 30, 40}),
               {20, 10, 40, 4, 5, 6});
}

TEST_CASE("scatter of truth values and of bytes") {
  std::string x = "tensor<3xi1>", i = "tensor<3xi64>";
  auto bools = [&](const std::string &kind) {
    return evaluate("func.func @main(%x: " + x + ", %i: " + i + ", %u: " + x + ") -> " + x + " {\n  %y = graph.scatter " +
                        kind + " %x, %i, %u axis = 0 : " + x + ", " + i + ", " + x + " -> " + x + "\n  return %y : " + x +
                        "\n}",
                    {{{1, 0, 1}, {}}, {{0, 0, 1}, {}}, {{0, 1, 1}, {}}});
  };
  requireEqual(bools("sum"), {1, 1, 1});
  requireEqual(bools("product"), {0, 0, 1});
  requireEqual(bools("replace"), {1, 1, 1});
  // Bytes wrap.
  requireEqual(changed("scatter product %x, %i, %u axis = 0", "1", "1x2", {2}, {100, 50}, "ui8"),
               {1, 2, 3, 4, (5 * 100) % 256, (6 * 50) % 256});
}

/// The result of an op on a vector %x.
static std::vector<double> along(const std::string &op, const std::string &type, const std::vector<double> &x,
                                 const std::string &resultType = "") {
  std::string size = "tensor<" + std::to_string(x.size()) + "x", in = size + type + ">";
  std::string out = size + (resultType.empty() ? type : resultType) + ">";
  return evaluate("func.func @main(%x: " + in + ") -> " + out + " {\n  %y = graph." + op + " : " + in + " -> " + out +
                      "\n  return %y : " + out + "\n}",
                  {{x, {}}});
}

TEST_CASE("scans") {
  requireEqual(along("scan sum %x axis = 0", "f32", {1, 2, 3}), {1, 3, 6});
  requireEqual(along("scan product %x axis = 0", "i32", {2, 3, 4}), {2, 6, 24});
  requireEqual(along("scan sum %x axis = 0 exclusive", "f32", {1, 2, 3}), {0, 1, 3});
  requireEqual(along("scan sum %x axis = 0 reverse", "f32", {1, 2, 3}), {6, 5, 3});
  requireEqual(along("scan max %x axis = 0 exclusive reverse", "f32", {1, 2, 3}), {3, 3, -infinity});
  requireEqual(along("scan max %x axis = 0", "f32", {1, nan_, 3}), {1, nan_, nan_});
  requireEqual(along("scan min %x axis = 0 exclusive", "ui8", {7, 5, 6}), {255, 7, 5});
  requireEqual(along("scan sum %x axis = 0", "ui8", {200, 100, 1}), {200, 44, 45});
  requireEqual(along("scan sum %x axis = 0", "i1", {0, 1, 0}), {0, 1, 1});
  requireEqual(along("scan product %x axis = 0", "i1", {1, 0, 1}), {1, 0, 0});
  requireEqual(along("scan logsumexp %x axis = 0", "f32", {-infinity, 0, 0, infinity}),
               {-infinity, 0, std::log(2.0), infinity}, 1e-12);
  std::string x = "tensor<2x3xf32>";
  requireEqual(evaluate("func.func @main(%x: " + x + ") -> " + x + " {\n  %y = graph.scan sum %x axis = 0 : " + x +
                            " -> " + x + "\n  return %y : " + x + "\n}",
                        {{{1, 2, 3, 4, 5, 6}, {}}}),
               {1, 2, 3, 5, 7, 9});
}

TEST_CASE("arg_scan names the last of equal elements") {
  requireEqual(along("arg_scan max %x axis = 0", "f32", {1, 3, 2, 3, 0}, "i64"), {0, 1, 1, 3, 3});
  requireEqual(along("arg_scan min %x axis = 0", "i32", {1, 1, 0, 2, 0}, "i64"), {0, 1, 2, 2, 4});
  requireEqual(along("arg_scan max %x axis = 0", "f32", {1, nan_, 5, nan_, 6}, "i64"), {0, 1, 1, 3, 3});
}

/// Values and indices of the sorted elements, one after the other.
static std::vector<double> sorted(const std::string &type, const std::vector<double> &x, const std::string &flags = "") {
  std::string size = std::to_string(x.size()), t = "tensor<" + size + "x" + type + ">", i = "tensor<" + size + "xi64>";
  TestGraph graph("func.func @main(%x: " + t + ") -> (" + t + ", " + i + ") {\n  %v, %i = graph.sort %x axis = 0" + flags +
                  " : " + t + " -> " + t + ", " + i + "\n  return %v, %i : " + t + ", " + i + "\n}");
  auto results = graph.run({{x, {}}});
  REQUIRE(static_cast<bool>(results));
  std::vector<double> all = toDoubles((*results)[0]), places = toDoubles((*results)[1]);
  all.insert(all.end(), places.begin(), places.end());
  return all;
}

TEST_CASE("sort keeps the order of equal elements and puts NaN behind all") {
  requireEqual(sorted("f32", {3, 1, 2, 1}), {1, 1, 2, 3, 1, 3, 2, 0});
  requireEqual(sorted("f32", {3, 1, 2, 1}, " descending"), {3, 2, 1, 1, 0, 2, 1, 3});
  requireEqual(sorted("f32", {nan_, infinity, -infinity, nan_}), {-infinity, infinity, nan_, nan_, 2, 1, 0, 3});
  requireEqual(sorted("f32", {1, nan_, 2}, " descending"), {nan_, 2, 1, 1, 2, 0});
  requireEqual(sorted("f32", {0.0, -0.0, 0.0}), {0, 0, 0, 0, 1, 2});
  requireEqual(sorted("ui8", {200, 3, 100}), {3, 100, 200, 1, 2, 0});
  requireEqual(sorted("i8", {-100, 3, 100}), {-100, 3, 100, 0, 1, 2});
}
