//===- RowsTest.cpp - Kernels of rows against plain loops -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"
#include <catch2/catch.hpp>
#include <cmath>

using namespace tenon::tests;

namespace {

/// `sizes` of the row are s0 (rows) and s1, or numbers.
std::string replaced(std::string text, const std::string &from, const std::string &to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// M and N are the sizes, MATRIX the type, LOAD the load of element (%i, %j).
std::string rowsText(const std::string &name, const std::string &results, std::string body, std::string rows, std::string columns) {
  bool symbolic = rows[0] == 's';
  std::string matrix = symbolic ? "tensor<?x?xf32, #graph.sizes<s0, s1>>" : "tensor<" + rows + "x" + columns + "xf32>";
  std::string vector = symbolic ? "tensor<?xf32, #graph.sizes<s0>>" : "tensor<" + rows + "xf32>";
  std::string text = "func.func @" + name + "(%x: MATRIX) {\n  %y:NUMBER = kernel.rows(%x : MATRIX) sizes = <M> row_size = <N> -> " +
                     results + " {\n  ^bb0(%a: MATRIX, %i: index):\n" + body + "  }\n  return\n}\n";
  text = replaced(text, "NUMBER", std::to_string(1 + std::count(results.begin(), results.end(), ',')));
  text = replaced(text, "LOAD", "kernel.load %a[affine_map<(d0, d1)[s0, s1] -> (d0 * (N) + d1)>](%i, %j) : MATRIX -> f32");
  text = replaced(replaced(replaced(text, "MATRIX", matrix), "VECTOR", vector), "<M>", "<" + rows + ">");
  return replaced(replaced(text, "<N>", "<" + columns + ">"), "(N)", columns);
}

const char *const softmax = R"(
    %max = kernel.sweep [max] -> f32 {
    ^bb0(%j: index):
      %e = LOAD
      kernel.yield %e : f32
    }
    %sum, %row = kernel.sweep [sum] -> f32, !kernel.row<f32> {
    ^bb0(%j: index):
      %e = LOAD
      %d = arith.subf %e, %max : f32
      %p = math.exp %d : f32
      kernel.yield %p, %p : f32, f32
    }
    %one = arith.constant 1.0 : f32
    %scale = arith.divf %one, %sum : f32
    %result = kernel.sweep [] -> !kernel.row<f32> {
    ^bb0(%j: index):
      %p = kernel.read_row %row : !kernel.row<f32> -> f32
      %q = arith.mulf %p, %scale : f32
      kernel.yield %q : f32
    }
    kernel.yield %result : !kernel.row<f32>
)";

// Mean, variance, and the normalized row, which is read again and yielded.
const char *const normalize = R"(
    %size = kernel.size <N>
    %n = arith.index_cast %size : index to i64
    %count = arith.sitofp %n : i64 to f32
    %sum = kernel.sweep [sum] -> f32 {
    ^bb0(%j: index):
      %e = LOAD
      kernel.yield %e : f32
    }
    %mean = arith.divf %sum, %count : f32
    %squares, %centered = kernel.sweep [sum] -> f32, !kernel.row<f32> {
    ^bb0(%j: index):
      %e = LOAD
      %d = arith.subf %e, %mean : f32
      %s = arith.mulf %d, %d : f32
      kernel.yield %s, %d : f32, f32
    }
    %variance = arith.divf %squares, %count : f32
    %least, %most, %result = kernel.sweep [min, max] -> f32, f32, !kernel.row<f32> {
    ^bb0(%j: index):
      %d = kernel.read_row %centered : !kernel.row<f32> -> f32
      %q = arith.divf %d, %variance : f32
      kernel.yield %d, %d, %q : f32, f32, f32
    }
    kernel.yield %result, %variance, %centered, %least, %most : !kernel.row<f32>, f32, !kernel.row<f32>, f32, f32
)";

const int64_t columnGrid[] = {1, 3, 4, 5, 8, 15, 16, 17, 63, 64, 65, 131, 384, 1031};

void checkSoftmax(KernelRunner &kernels, const std::string &name, int64_t m, int64_t n, bool inPlace) {
  std::vector<float> x = randomFloats(m * n, -5, 5), input = x, y(m * n + 8, 77);
  void *result = inPlace ? input.data() : y.data();
  kernels.run(name, {input.data(), result}, {m, n});
  for (int64_t i = 0; i < m; ++i) {
    double sum = 0;
    for (int64_t j = 0; j < n; ++j)
      sum += std::exp(double(x[i * n + j]));
    for (int64_t j = 0; j < n; ++j) {
      INFO(m << "x" << n << " at " << i << ", " << j);
      REQUIRE(static_cast<float *>(result)[i * n + j] == Approx(std::exp(double(x[i * n + j])) / sum).epsilon(2e-6));
    }
  }
  REQUIRE(y[m * n] == 77);
}

} // namespace

TEST_CASE("softmax of rows, symbolic and known sizes, also in place") {
  std::string text = rowsText("symbolic", "MATRIX", softmax, "s0", "s1");
  for (int64_t n : columnGrid)
    text += rowsText("known" + std::to_string(n), "MATRIX", softmax, "9", std::to_string(n));
  for (const auto &target : runnableTargets()) {
    INFO(target.name);
    KernelRunner kernels(text, target);
    for (int64_t n : columnGrid) {
      checkSoftmax(kernels, "symbolic", 200, n, false);
      checkSoftmax(kernels, "symbolic", 1, n, true);
      checkSoftmax(kernels, "known" + std::to_string(n), 9, n, false);
    }
  }
}

TEST_CASE("normalization yields rows that are read again, and scalars") {
  std::string text = rowsText("test", "MATRIX, VECTOR, MATRIX, VECTOR, VECTOR", normalize, "s0", "s1");
  for (const auto &target : runnableTargets()) {
    INFO(target.name);
    KernelRunner kernels(text, target);
    for (int64_t n : columnGrid) {
      int64_t m = 7;
      std::vector<float> x = randomFloats(m * n, -2, 3), y(m * n), variance(m), centered(m * n), least(m), most(m);
      kernels.run("test", {x.data(), y.data(), variance.data(), centered.data(), least.data(), most.data()}, {m, n});
      for (int64_t i = 0; i < m; ++i) {
        double mean = 0, squares = 0, low = INFINITY, high = -INFINITY;
        for (int64_t j = 0; j < n; ++j)
          mean += x[i * n + j] / double(n);
        for (int64_t j = 0; j < n; ++j) {
          double d = x[i * n + j] - mean;
          squares += d * d / n;
          low = std::min(low, d);
          high = std::max(high, d);
        }
        REQUIRE(least[i] == Approx(low).margin(1e-5));
        REQUIRE(most[i] == Approx(high).margin(1e-5));
        REQUIRE(variance[i] == Approx(squares).margin(1e-5));
        for (int64_t j = 0; j < n; ++j) {
          REQUIRE(centered[i * n + j] == Approx(x[i * n + j] - mean).margin(1e-5));
          if (n > 1)
            REQUIRE(y[i * n + j] == Approx((x[i * n + j] - mean) / squares).margin(1e-4));
        }
      }
    }
  }
}
