//===- LinesTest.cpp - Kernels along lines against plain loops ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The runner calls the last tiles first: what a tile does must not depend on others.

#include "CompiledKernel.h"
#include "KernelRunner.h"
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <numeric>
#include <random>

using namespace tenon::tests;

namespace {

/// Sorts the rows of a matrix.
std::string sortText(const std::string &type, const std::string &flags) {
  std::string matrix = "tensor<?x?x" + type + ", #graph.sizes<s0, s1>>", result = "tensor<?x?x1x";
  std::string element = type.substr(0, 2) == "ui" ? type.substr(1) : type, end = ", #graph.sizes<s0, s1, 1>>";
  return "func.func @sort(%x: " + matrix + ") {\n  %v, %i = kernel.sort(%x : " + matrix + ") sizes = <s0, s1, 1> " +
         flags + " values indices -> " + result + type + end + ", " + result + "i64" + end +
         " {\n  ^bb0(%a: " + matrix + ", %o: index, %l: index, %j: index):\n    %e = kernel.load %a[affine_map<(d0, d1)[s0, s1] -> (d0 * s1 + d1)>](%o, %l) : " +
         matrix + " -> " + element + "\n    kernel.yield %e : " + element + "\n  }\n  return\n}\n";
}

/// NaN is larger than anything.
template <typename T> bool isLess(T a, T b) { return b != b ? a == a : a < b; }

template <typename T> void checkSort(const std::string &type, bool descending, std::vector<T> elements, int64_t length) {
  int64_t rows = static_cast<int64_t>(elements.size()) / length;
  bool isUnsigned = std::is_unsigned_v<T>;
  std::string text = sortText(type, std::string(descending ? "descending " : "") + (isUnsigned ? "unsigned" : ""));
  std::vector<int64_t> expected;
  for (int64_t row = 0; row < rows; ++row) {
    std::vector<int64_t> order(length);
    std::iota(order.begin(), order.end(), 0);
    const T *line = elements.data() + row * length;
    std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
      bool less = isLess(line[a], line[b]), greater = isLess(line[b], line[a]);
      return less == greater ? a < b : descending ? greater : less;
    });
    expected.insert(expected.end(), order.begin(), order.end());
  }
  for (const auto &target : runnableTargets()) {
    INFO(type << " of length " << length << " on " << target.name);
    KernelRunner runner(text, target);
    std::vector<T> values(elements.size());
    std::vector<int64_t> places(elements.size());
    runner.run("sort", {elements.data(), values.data(), places.data()}, {rows, length});
    CHECK(places == expected);
    for (size_t i = 0; i < values.size(); ++i) {
      const T &from = elements[static_cast<int64_t>(i) / length * length + expected[i]];
      if (std::memcmp(&values[i], &from, sizeof(T)) != 0) {
        FAIL_CHECK("the value at " << i << " is not the element of that place");
        break;
      }
    }
  }
}

/// Few different numbers among many, of both signs, and NaN where there is such.
template <typename T> std::vector<T> mixed(size_t count) {
  std::mt19937_64 random(count);
  std::vector<T> elements(count);
  for (T &element : elements) {
    uint64_t bits = random();
    if constexpr (std::is_floating_point_v<T>)
      element = bits % 16 == 0 ? NAN : bits % 16 == 1 ? T(-0.0) : bits % 16 == 2 ? T(0) : T(static_cast<int64_t>(bits)) / T(3e17);
    else
      element = bits % 4 == 0 ? static_cast<T>(bits >> 32) % 5 : static_cast<T>(bits >> 8);
  }
  return elements;
}

} // namespace

TEST_CASE("Lines are sorted by counting and by bytes") {
  // Around the longest line that is sorted by counting, and one of many bytes' values.
  for (int64_t length : {1, 2, 48, 49, 700}) {
    checkSort("f32", false, mixed<float>(3 * length), length);
    checkSort("f64", true, mixed<double>(2 * length), length);
    checkSort("i64", false, mixed<int64_t>(2 * length), length);
    checkSort("ui64", true, mixed<uint64_t>(2 * length), length);
    checkSort("i8", true, mixed<int8_t>(2 * length), length);
    checkSort("ui16", false, mixed<uint16_t>(2 * length), length);
  }
}

TEST_CASE("Updates of one element are made in their order, whatever tile comes first") {
  // Rows of several tiles, many of which meet.
  const char *text = R"(
    func.func @scatter(%t: tensor<3x5000xf32>, %i: tensor<200xi64>, %u: tensor<200x5000xf32>) {
      %y = kernel.scatter sum(%t, %i, %u : tensor<3x5000xf32>, tensor<200xi64>, tensor<200x5000xf32>)
          sizes = <1, 200, 5000> places = <3> target = affine_map<(d0, d1, d2, d3) -> (d2 + d3 * 5000)> -> tensor<3x5000xf32> {
      ^bb0(%d: tensor<3x5000xf32>, %a: tensor<200xi64>, %b: tensor<200x5000xf32>, %o: index, %l: index, %j: index):
        %p = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<200xi64> -> i64
        %q = arith.index_cast %p : i64 to index
        %x = kernel.load %b[affine_map<(d0, d1) -> (d0 * 5000 + d1)>](%l, %j) : tensor<200x5000xf32> -> f32
        kernel.yield %q, %x : index, f32
      }
      return
    })";
  std::vector<float> updates = randomFloats(200 * 5000, -1, 1), start = randomFloats(3 * 5000, -1, 1, 2);
  std::vector<int64_t> indices(200);
  for (size_t i = 0; i < indices.size(); ++i)
    indices[i] = static_cast<int64_t>(i * 7 % 5) - 1; // -1 and 3 are out of range
  std::vector<float> expected = start;
  for (size_t i = 0; i < indices.size(); ++i)
    for (size_t j = 0; j < 5000 && indices[i] >= 0 && indices[i] < 3; ++j)
      expected[indices[i] * 5000 + j] += updates[i * 5000 + j];
  for (const auto &target : runnableTargets()) {
    INFO(target.name);
    KernelRunner runner(text, target);
    CHECK(runner.tiles("scatter") > 1);
    std::vector<float> changed = start;
    runner.run("scatter", {changed.data(), indices.data(), updates.data(), changed.data()});
    CHECK(changed == expected);
  }
}

TEST_CASE("Values are carried along rows, four at a time, and along columns") {
  auto text = [](const std::string &sizes, const std::string &offset) {
    return "func.func @scan(%x: tensor<70x33xf32>) {\n  %y = kernel.scan(%x : tensor<70x33xf32>) sizes = <" + sizes +
           "> initial = [1.0 : f32] reverse -> tensor<" + std::string(sizes == "70, 33, 1" ? "70x33x1" : "1x70x33") +
           "xf32> {\n  ^bb0(%a: tensor<70x33xf32>, %s: f32, %o: index, %l: index, %j: index):\n"
           "    %e = kernel.load %a[affine_map<(d0, d1, d2) -> (" +
           offset +
           ")>](%o, %l, %j) : tensor<70x33xf32> -> f32\n    %n = arith.addf %s, %e : f32\n"
           "    kernel.yield %n, %s : f32, f32\n  }\n  return\n}\n";
  };
  std::vector<float> x = randomFloats(70 * 33, -1, 1);
  for (bool alongRows : {true, false}) {
    std::vector<float> expected(x.size());
    int64_t lines = alongRows ? 70 : 33, length = alongRows ? 33 : 70;
    for (int64_t line = 0; line < lines; ++line) {
      float sum = 1;
      for (int64_t i = length; i-- > 0;) {
        int64_t at = alongRows ? line * 33 + i : i * 33 + line;
        expected[at] = sum;
        sum += x[at];
      }
    }
    for (const auto &target : runnableTargets()) {
      INFO(target.name << (alongRows ? ", rows" : ", columns"));
      KernelRunner runner(alongRows ? text("70, 33, 1", "d0 * 33 + d1 + d2") : text("1, 70, 33", "d1 * 33 + d2 + d0"),
                          target);
      std::vector<float> result(x.size());
      runner.run("scan", {x.data(), result.data()});
      CHECK(result == expected);
    }
  }
}
