//===- ElementwiseTest.cpp - Elementwise kernels against plain loops --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace tenon::tests;

namespace {

std::string number(int64_t value) { return std::to_string(value); }

/// tensor<4x8xf32>
std::string tensor(std::vector<int64_t> sizes, const std::string &element) {
  std::string text = "tensor<";
  for (int64_t size : sizes)
    text += number(size) + "x";
  return text + element + ">";
}

/// A function @name with one kernel. In `body` the inputs are %a0, %a1, ...,
/// their types T0, T1, ..., the indices %i0, %i1, ....
std::string kernelText(const std::string &name, std::vector<std::string> inputs, std::string sizes, size_t rank,
                       std::vector<std::string> results, std::string body) {
  auto join = [](const std::vector<std::string> &parts) {
    std::string text;
    for (const std::string &part : parts)
      text += (text.empty() ? "" : ", ") + part;
    return text;
  };
  std::vector<std::string> parameters, arguments, names;
  for (size_t i = 0; i < inputs.size(); ++i) {
    parameters.push_back("%x" + number(i) + ": " + inputs[i]);
    names.push_back("%x" + number(i));
    arguments.push_back("%a" + number(i) + ": " + inputs[i]);
    for (size_t at; (at = body.find("T" + number(i))) != std::string::npos;)
      body.replace(at, 2, inputs[i]);
  }
  for (size_t i = 0; i < rank; ++i)
    arguments.push_back("%i" + number(i) + ": index");
  std::string operands = inputs.empty() ? "" : join(names) + " : " + join(inputs);
  return "func.func @" + name + "(" + join(parameters) + ") {\n  %y:" + number(results.size()) + " = kernel.elementwise(" + operands +
         ") sizes = <" + sizes + "> -> " + join(results) + " {\n  ^bb0(" + join(arguments) + "):\n" + body +
         "\n  }\n  return\n}\n";
}

/// Sizes around what vectors and blocks hold: 1, below, at and above 4, 8, 16
/// and 64 elements, and primes.
const int64_t sizeGrid[] = {1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 64, 65, 67, 131};

void forEachTarget(llvm::function_ref<void(const tenon::codegen::CpuTarget &)> check) {
  for (const auto &target : runnableTargets()) {
    INFO(target.name);
    check(target);
  }
}

const char *const addRows = "%e = kernel.load %a0[affine_map<(d0, d1)[s0, s1] -> (d0 * s1 + d1)>](%i0, %i1) : T0 -> f32\n"
                            "%f = kernel.load %a1[affine_map<(d0) -> (d0)>](%i1) : T1 -> f32\n"
                            "%g = kernel.load %a2[affine_map<(d0) -> (d0)>](%i0) : T2 -> f32\n"
                            "%s = arith.addf %e, %f : f32\n%t = arith.mulf %s, %g : f32\n"
                            "kernel.yield %t, %s : f32, f32";

} // namespace

TEST_CASE("broadcast operands and several results, symbolic sizes") {
  std::string matrix = "tensor<?x?xf32, #graph.sizes<s0, s1>>";
  std::string text = kernelText("test", {matrix, "tensor<?xf32, #graph.sizes<s1>>", "tensor<?xf32, #graph.sizes<s0>>"},
                                "s0, s1", 2, {matrix, matrix}, addRows);
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    for (int64_t m : {1, 5, 300})
      for (int64_t n : sizeGrid) {
        std::vector<float> x = randomFloats(m * n, -1, 1), bias = randomFloats(n, -1, 1, 2), scale = randomFloats(m, -1, 1, 3);
        std::vector<float> y(m * n + 8, 77), z(m * n + 8, 77);
        kernels.run("test", {x.data(), bias.data(), scale.data(), y.data(), z.data()}, {m, n});
        for (int64_t i = 0; i < m * n; ++i) {
          INFO(m << "x" << n << " at " << i);
          REQUIRE(z[i] == x[i] + bias[i % n]);
          REQUIRE(y[i] == Approx((x[i] + bias[i % n]) * scale[i / n]));
        }
        REQUIRE((y[m * n] == 77 && z[m * n] == 77));
      }
  });
}

TEST_CASE("many tiles cover each element once") {
  std::string type = "tensor<?xf32, #graph.sizes<s0>>";
  std::string text = kernelText("test", {type}, "s0", 1, {type},
                                "%e = kernel.load %a0[affine_map<(d0) -> (d0)>](%i0) : T0 -> f32\n"
                                "%s = arith.addf %e, %e : f32\nkernel.yield %s : f32");
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    for (int64_t n : {1, 32767, 32768, 32769, 200003}) {
      std::vector<float> x = randomFloats(n, -1, 1);
      std::vector<float> exact = x;
      for (float &value : exact)
        value += value;
      // In place: the result lies where the input does.
      kernels.run("test", {x.data(), x.data()}, {n});
      REQUIRE(x == exact);
      CHECK(kernels.tiles("test", {n}) >= n / 40000);
    }
  });
}

TEST_CASE("transposed loads") {
  std::string text;
  for (int64_t m : sizeGrid)
    for (int64_t n : {1, 4, 16, 17, 37, 64})
      text += kernelText("test_" + number(m) + "_" + number(n), {tensor({n, m}, "f32"), tensor({m, n}, "f32")},
                         number(m) + ", " + number(n), 2, {tensor({m, n}, "f32")},
                         "%e = kernel.load %a0[affine_map<(d0, d1) -> (d1 * " + number(m) + " + d0)>](%i0, %i1) : T0 -> f32\n" +
                             "%f = kernel.load %a1[affine_map<(d0, d1) -> (d0 * " + number(n) + " + d1)>](%i0, %i1) : T1 -> f32\n" +
                             "%s = arith.addf %e, %f : f32\nkernel.yield %s : f32");
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    for (int64_t m : sizeGrid)
      for (int64_t n : {1, 4, 16, 17, 37, 64}) {
        std::vector<float> x = randomFloats(m * n, -1, 1), z = randomFloats(m * n, -1, 1, 2), y(m * n + 8, 77);
        kernels.run("test_" + number(m) + "_" + number(n), {x.data(), z.data(), y.data()});
        for (int64_t i = 0; i < m; ++i)
          for (int64_t j = 0; j < n; ++j) {
            INFO(m << "x" << n << " at " << i << ", " << j);
            REQUIRE(y[i * n + j] == x[j * m + i] + z[i * n + j]);
          }
        REQUIRE(y[m * n] == 77);
      }
  });
}

TEST_CASE("permutations of three dimensions, of bytes too") {
  // (i, j, k) of the result is (k, i, j) or (j, i, k) of the input.
  constexpr int64_t a = 5, b = 33, c = 18;
  auto text = [&](const std::string &name, const std::string &type, const std::string &map) {
    return kernelText(name, {"tensor<2970x" + type + ">"}, "5, 33, 18", 3, {tensor({a, b, c}, type)},
                      "%e = kernel.load %a0[affine_map<(d0, d1, d2) -> (" + map + ")>](%i0, %i1, %i2) : T0 -> " + type +
                          "\nkernel.yield %e : " + type);
  };
  std::string kij = "d2 * 165 + d0 * 33 + d1", jik = "d1 * 90 + d0 * 18 + d2";
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text("kij", "f32", kij) + text("jik", "f32", jik) + text("bytes", "i8", kij), target);
    std::vector<float> x = randomFloats(a * b * c, -1, 1), y(x.size()), z(x.size());
    std::vector<int8_t> bytes(x.size()), moved(x.size());
    for (size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<int8_t>(i * 37);
    kernels.run("kij", {x.data(), y.data()});
    kernels.run("jik", {x.data(), z.data()});
    kernels.run("bytes", {bytes.data(), moved.data()});
    for (int64_t i = 0; i < a; ++i)
      for (int64_t j = 0; j < b; ++j)
        for (int64_t k = 0; k < c; ++k) {
          int64_t at = (i * b + j) * c + k;
          REQUIRE(y[at] == x[(k * a + i) * b + j]);
          REQUIRE(z[at] == x[(j * a + i) * c + k]);
          REQUIRE(moved[at] == bytes[(k * a + i) * b + j]);
        }
  });
}

TEST_CASE("gathers by computed indices") {
  // Rows of a table, and single elements of it.
  std::string row = "%k = kernel.load %a0[affine_map<(d0) -> (d0)>](%i0) : T0 -> i64\n%r = arith.index_cast %k : i64 to index\n"
                    "%e = kernel.load %a1[affine_map<(d0, d1) -> (d0 * 19 + d1)>](%r, %i1) : T1 -> f32\nkernel.yield %e : f32";
  std::string single = "%k = kernel.load %a0[affine_map<(d0) -> (d0)>](%i0) : T0 -> i32\n%r = arith.index_cast %k : i32 to index\n"
                       "%e = kernel.load %a1[affine_map<(d0) -> (d0 * 19 + 3)>](%r) : T1 -> f32\nkernel.yield %e : f32";
  std::string ids = "tensor<?xi64, #graph.sizes<s0>>", ids32 = "tensor<?xi32, #graph.sizes<s0>>", table = "tensor<50x19xf32>";
  std::string text = kernelText("rows", {ids, table}, "s0, 19", 2, {"tensor<?x19xf32, #graph.sizes<s0, 19>>"}, row) +
                     kernelText("elements", {ids32, table}, "s0", 1, {"tensor<?xf32, #graph.sizes<s0>>"}, single);
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    std::vector<float> x = randomFloats(50 * 19, -1, 1);
    for (int64_t n : sizeGrid) {
      std::vector<int64_t> index(n);
      for (int64_t i = 0; i < n; ++i)
        index[i] = (i * 31 + 7) % 50;
      std::vector<int32_t> index32(index.begin(), index.end());
      std::vector<float> y(n * 19), z(n);
      kernels.run("rows", {index.data(), x.data(), y.data()}, {n});
      kernels.run("elements", {index32.data(), x.data(), z.data()}, {n});
      for (int64_t i = 0; i < n; ++i) {
        REQUIRE(z[i] == x[index[i] * 19 + 3]);
        for (int64_t j = 0; j < 19; ++j)
          REQUIRE(y[i * 19 + j] == x[index[i] * 19 + j]);
      }
    }
  });
}

TEST_CASE("masked loads, comparisons of indices, backwards, divided indices") {
  constexpr int64_t m = 6, n = 37;
  std::string type = tensor({m, n}, "f32");
  // One column to the left and one row up, zeros beyond the border.
  std::string shifted = "%one = arith.constant 1 : index\n%zero = arith.constant 0 : index\n"
                        "%r = arith.subi %i0, %one : index\n%c = arith.subi %i1, %one : index\n"
                        "%p = arith.cmpi sge, %r, %zero : index\n%q = arith.cmpi sge, %c, %zero : index\n"
                        "%in = arith.andi %p, %q : i1\n"
                        "%e = kernel.load %a0[affine_map<(d0, d1) -> (d0 * 37 + d1)>](%r, %c) mask %in : T0 -> f32\n"
                        "kernel.yield %e : f32";
  std::string causal = "%e = kernel.load %a0[affine_map<(d0, d1) -> (d0 * 37 + d1)>](%i0, %i1) : T0 -> f32\n"
                       "%five = arith.constant 5 : index\n%l = arith.muli %i0, %five : index\n"
                       "%p = arith.cmpi sle, %i1, %l : index\n%k = arith.index_cast %i1 : index to i32\n"
                       "%h = arith.sitofp %k : i32 to f32\n%s = arith.select %p, %e, %h : f32\nkernel.yield %s : f32";
  std::string backwards = "%e = kernel.load %a0[affine_map<(d0, d1) -> (d0 * 37 - d1 + 36)>](%i0, %i1) : T0 -> f32\n"
                          "kernel.yield %e : f32";
  // A row's halves exchanged, in blocks of 8 elements that do not divide it.
  std::string divided = "%e = kernel.load %a0[affine_map<(d0, d1) -> (d0 * 37 + (d1 floordiv 8) * 8 + (d1 + 3) mod 8)>](%i0, %i1) : T0 -> f32\n"
                        "kernel.yield %e : f32";
  std::string text = kernelText("shifted", {type}, "6, 37", 2, {type}, shifted) + kernelText("causal", {type}, "6, 37", 2, {type}, causal) +
                     kernelText("backwards", {type}, "6, 37", 2, {type}, backwards) + kernelText("divided", {type}, "6, 37", 2, {type}, divided);
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    std::vector<float> x = randomFloats(m * n + 8, -1, 1), s(m * n), c(m * n), b(m * n), d(m * n);
    kernels.run("shifted", {x.data(), s.data()});
    kernels.run("causal", {x.data(), c.data()});
    kernels.run("backwards", {x.data(), b.data()});
    kernels.run("divided", {x.data(), d.data()});
    for (int64_t i = 0; i < m; ++i)
      for (int64_t j = 0; j < n; ++j) {
        INFO(i << ", " << j);
        REQUIRE(s[i * n + j] == (i >= 1 && j >= 1 ? x[(i - 1) * n + j - 1] : 0.0f));
        REQUIRE(c[i * n + j] == (j <= 5 * i ? x[i * n + j] : float(j)));
        REQUIRE(b[i * n + j] == x[i * n + n - 1 - j]);
        REQUIRE(d[i * n + j] == x[i * n + j / 8 * 8 + (j + 3) % 8]);
      }
  });
}

TEST_CASE("folds") {
  // Sums of columns, the greatest of 3 x 3 neighbours, and a product of matrices.
  std::string text;
  for (int64_t n : sizeGrid) {
    std::string suffix = number(n), columns = number(n);
    text += kernelText("sum" + suffix, {"tensor<23x" + columns + "xf32>"}, columns, 1, {tensor({n}, "f32")},
                       "%s = kernel.fold sum <23> : f32 {\n^bb0(%k: index):\n"
                       "%e = kernel.load %a0[affine_map<(d0, d1) -> (d0 * " + columns + " + d1)>](%k, %i0) : T0 -> f32\n"
                       "kernel.yield %e : f32 }\nkernel.yield %s : f32");
    text += kernelText("pool" + suffix, {tensor({7, n + 2}, "f32")}, "5, " + columns, 2, {tensor({5, n}, "f32")},
                       "%s = kernel.fold max <3, 3> : f32 {\n^bb0(%k: index, %l: index):\n"
                       "%e = kernel.load %a0[affine_map<(d0, d1, d2, d3) -> ((d0 + d2) * " + number(n + 2) +
                       " + d1 + d3)>](%i0, %i1, %k, %l) : T0 -> f32\nkernel.yield %e : f32 }\nkernel.yield %s : f32");
    text += kernelText("product" + suffix, {tensor({3, 20}, "f32"), tensor({20, n}, "f32")}, "3, " + columns, 2, {tensor({3, n}, "f32")},
                       "%s = kernel.fold sum <20> : f32 {\n^bb0(%k: index):\n"
                       "%e = kernel.load %a0[affine_map<(d0, d1) -> (d0 * 20 + d1)>](%i0, %k) : T0 -> f32\n"
                       "%f = kernel.load %a1[affine_map<(d0, d1) -> (d0 * " + columns + " + d1)>](%k, %i1) : T1 -> f32\n"
                       "%p = arith.mulf %e, %f : f32\nkernel.yield %p : f32 }\nkernel.yield %s : f32");
  }
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    for (int64_t n : sizeGrid) {
      std::vector<float> x = randomFloats(23 * (n + 2), -1, 1), w = randomFloats(60, -1, 1, 2), s(n), p(5 * n), q(3 * n);
      kernels.run("sum" + number(n), {x.data(), s.data()});
      kernels.run("pool" + number(n), {x.data(), p.data()});
      kernels.run("product" + number(n), {w.data(), x.data(), q.data()});
      for (int64_t j = 0; j < n; ++j) {
        double sum = 0;
        for (int64_t k = 0; k < 23; ++k)
          sum += x[k * n + j];
        REQUIRE(s[j] == Approx(sum).margin(1e-5));
        for (int64_t i = 0; i < 5; ++i) {
          float most = -INFINITY;
          for (int64_t k = 0; k < 9; ++k)
            most = std::max(most, x[(i + k / 3) * (n + 2) + j + k % 3]);
          REQUIRE(p[i * n + j] == most);
        }
        for (int64_t i = 0; i < 3; ++i) {
          double product = 0;
          for (int64_t k = 0; k < 20; ++k)
            product += double(w[i * 20 + k]) * x[k * n + j];
          REQUIRE(q[i * n + j] == Approx(product).margin(1e-5));
        }
      }
    }
  });
}

TEST_CASE("maximum and minimum keep NaN") {
  std::string type = "tensor<?xf32, #graph.sizes<s0>>", load = "%e = kernel.load %a0[affine_map<(d0) -> (d0)>](%i0) : T0 -> f32\n";
  std::string both = load + "%f = kernel.load %a1[affine_map<(d0) -> (d0)>](%i0) : T1 -> f32\n"
                            "%z = arith.constant 0.0 : f32\n%p = arith.maximumf %e, %f : f32\n%q = arith.minimumf %e, %f : f32\n"
                            "%r = arith.maximumf %e, %z : f32\nkernel.yield %p, %q, %r : f32, f32, f32";
  std::string text = kernelText("test", {type, type}, "s0", 1, {type, type, type}, both);
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    for (int64_t n : {1, 19}) {
      for (float a : {1.0f, -2.0f, NAN, INFINITY, -INFINITY})
        for (float b : {0.5f, NAN, -INFINITY}) {
          std::vector<float> x(n, a), y(n, b), most(n), least(n), relu(n);
          kernels.run("test", {x.data(), y.data(), most.data(), least.data(), relu.data()}, {n});
          bool isNan = std::isnan(a) || std::isnan(b);
          INFO(a << ", " << b);
          CHECK(ulps(most[n - 1], isNan ? NAN : std::max(a, b)) == 0);
          CHECK(ulps(least[n - 1], isNan ? NAN : std::min(a, b)) == 0);
          CHECK(ulps(relu[n - 1], std::isnan(a) ? NAN : std::max(a, 0.0f)) == 0);
        }
    }
  });
}

TEST_CASE("element types") {
  auto unary = [](const std::string &name, const std::string &from, const std::string &to, const std::string &body) {
    std::string signless = from[0] == 'u' ? from.substr(1) : from;
    return kernelText(name, {"tensor<?x" + from + ", #graph.sizes<s0>>"}, "s0", 1, {"tensor<?x" + to + ", #graph.sizes<s0>>"},
                      "%e = kernel.load %a0[affine_map<(d0) -> (d0)>](%i0) : T0 -> " + signless + "\n" + body);
  };
  std::string text =
      unary("half", "f32", "f16", "%h = arith.truncf %e : f32 to f16\n%s = arith.addf %h, %h : f16\nkernel.yield %s : f16") +
      unary("single", "f16", "f32", "%s = arith.extf %e : f16 to f32\nkernel.yield %s : f32") +
      unary("brain", "f32", "bf16", "%h = arith.truncf %e : f32 to bf16\n%s = math.exp %h : bf16\nkernel.yield %s : bf16") +
      unary("wide", "bf16", "f64", "%s = arith.extf %e : bf16 to f64\nkernel.yield %s : f64") +
      unary("positive", "f32", "i1", "%z = arith.constant 0.0 : f32\n%p = arith.cmpf ogt, %e, %z : f32\nkernel.yield %p : i1") +
      unary("not", "i1", "i1", "%t = arith.constant true\n%p = arith.xori %e, %t : i1\nkernel.yield %p : i1") +
      unary("bytes", "ui8", "f32", "%s = arith.uitofp %e : i8 to f32\nkernel.yield %s : f32") +
      unary("cube", "i64", "i64", "%t = arith.constant 3 : i64\n%p = math.ipowi %e, %t : i64\nkernel.yield %p : i64");
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    for (int64_t n : sizeGrid) {
      std::vector<float> x = randomFloats(n, -4, 4), back(n), fromBytes(n);
      std::vector<uint16_t> half(n), brain(n);
      std::vector<double> wide(n);
      std::vector<uint8_t> positive(n), negated(n);
      std::vector<int64_t> integers(n), cubes(n);
      std::iota(integers.begin(), integers.end(), -n / 2);
      kernels.run("half", {x.data(), half.data()}, {n});
      kernels.run("single", {half.data(), back.data()}, {n});
      kernels.run("brain", {x.data(), brain.data()}, {n});
      kernels.run("wide", {brain.data(), wide.data()}, {n});
      kernels.run("positive", {x.data(), positive.data()}, {n});
      kernels.run("not", {positive.data(), negated.data()}, {n});
      kernels.run("bytes", {half.data(), fromBytes.data()}, {n});
      kernels.run("cube", {integers.data(), cubes.data()}, {n});
      for (int64_t i = 0; i < n; ++i) {
        REQUIRE(back[i] == Approx(2 * x[i]).epsilon(1e-3).margin(1e-4));
        REQUIRE(wide[i] == Approx(std::exp(x[i])).epsilon(2e-2));
        REQUIRE(positive[i] == (x[i] > 0));
        REQUIRE(negated[i] == !(x[i] > 0));
        REQUIRE(fromBytes[i] == reinterpret_cast<uint8_t *>(half.data())[i]);
        REQUIRE(cubes[i] == integers[i] * integers[i] * integers[i]);
      }
    }
  });
}

TEST_CASE("every f16 and bf16 converts as IEEE says") {
  std::string text = kernelText("half", {"tensor<65536xf16>"}, "65536", 1, {"tensor<65536xf32>", "tensor<65536xf16>"},
                                "%e = kernel.load %a0[affine_map<(d0) -> (d0)>](%i0) : T0 -> f16\n%s = arith.extf %e : f16 to f32\n"
                                "%o = arith.constant 1.0 : f32\n%t = arith.mulf %s, %o : f32\n%r = arith.truncf %t : f32 to f16\n"
                                "kernel.yield %s, %r : f32, f16");
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    std::vector<uint16_t> x(65536), back(65536);
    std::vector<float> y(65536);
    std::iota(x.begin(), x.end(), 0);
    kernels.run("half", {x.data(), y.data(), back.data()});
    for (int i = 0; i < 65536; ++i) {
      int exponent = i >> 10 & 31, fraction = i & 1023;
      float exact = exponent == 31 ? (fraction ? NAN : INFINITY)
                                   : std::ldexp(exponent ? 1024.0f + fraction : float(fraction), (exponent ? exponent : 1) - 25);
      exact = i & 0x8000 ? -exact : exact;
      INFO(target.name << " " << i);
      REQUIRE(ulps(y[i], exact) == 0);
      REQUIRE((std::isnan(exact) ? (back[i] & 0x7fff) > 0x7c00 : back[i] == i));
    }
  });
}

TEST_CASE("a single element left over is stored as wide as it is") {
  // 17 = 16 + 1: known to LLVM, which must not store more than the element.
  auto narrowed = [](const std::string &name, const std::string &size, const std::string &to, const std::string &op) {
    return kernelText(name, {"tensor<" + size + "xi32>"}, size, 1, {"tensor<" + size + "x" + to + ">"},
                      "%e = kernel.load %a0[affine_map<(d0) -> (d0)>](%i0) : T0 -> i32\n" + op + "kernel.yield %s : " + to);
  };
  std::string toByte = "%s = arith.trunci %e : i32 to i8\n", toHalf = "%s = arith.trunci %e : i32 to i16\n";
  std::string text = narrowed("bytes17", "17", "i8", toByte) + narrowed("bytes65", "65", "i8", toByte) +
                     narrowed("halves17", "17", "i16", toHalf) + narrowed("halves33", "33", "i16", toHalf);
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    std::vector<int32_t> x(65, 0x01010101);
    std::vector<int8_t> bytes(72, 77);
    std::vector<int16_t> halves(40, 77);
    kernels.run("bytes65", {x.data(), bytes.data()});
    CHECK((bytes[64] == 1 && std::count(bytes.begin() + 65, bytes.end(), 77) == 7));
    bytes.assign(72, 77);
    kernels.run("bytes17", {x.data(), bytes.data()});
    CHECK((bytes[16] == 1 && std::count(bytes.begin() + 17, bytes.end(), 77) == 55));
    kernels.run("halves33", {x.data(), halves.data()});
    CHECK((halves[32] == 0x101 && std::count(halves.begin() + 33, halves.end(), 77) == 7));
    halves.assign(40, 77);
    kernels.run("halves17", {x.data(), halves.data()});
    CHECK((halves[16] == 0x101 && std::count(halves.begin() + 17, halves.end(), 77) == 23));
  });
}

TEST_CASE("divided indices that are negative where they are masked") {
  // y[j] = x[(j - 3) / 10 * 16 + (j - 3) mod 10], zeros for j < 3.
  std::string text = kernelText("test", {"tensor<256xf32>"}, "100", 1, {"tensor<100xf32>"},
                                "%three = arith.constant 3 : index\n%zero = arith.constant 0 : index\n"
                                "%k = arith.subi %i0, %three : index\n%in = arith.cmpi sge, %k, %zero : index\n"
                                "%e = kernel.load %a0[affine_map<(d0) -> ((d0 floordiv 10) * 16 + d0 mod 10)>](%k) mask %in : T0 -> f32\n"
                                "kernel.yield %e : f32");
  forEachTarget([&](const auto &target) {
    KernelRunner kernels(text, target);
    std::vector<float> x = randomFloats(256, -1, 1), y(100);
    kernels.run("test", {x.data(), y.data()});
    for (int64_t j = 0; j < 100; ++j) {
      INFO(j);
      REQUIRE(y[j] == (j < 3 ? 0.0f : x[(j - 3) / 10 * 16 + (j - 3) % 10]));
    }
  });
}
