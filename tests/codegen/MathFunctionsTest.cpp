//===- MathFunctionsTest.cpp - Math functions against the C library ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace tenon::tests;

namespace {

struct Function {
  std::string op;
  double (*exact)(double);
  float low, high;  // the range of arguments
  double tolerance; // in units of the last place
};

const Function functions[] = {
    {"exp", std::exp, -104, 89, 1.5},      {"exp", std::exp, -1, 1, 1.5},
    {"exp2", std::exp2, -150, 129, 1.5},   {"expm1", std::expm1, -20, 89, 2.5},
    {"expm1", std::expm1, -1, 1, 2.5},     {"tanh", std::tanh, -10, 10, 6},
    {"tanh", std::tanh, -0.01f, 0.01f, 3}, {"sinh", std::sinh, -89.4f, 89.4f, 5},
    {"cosh", std::cosh, -89.4f, 89.4f, 5}, {"erf", std::erf, -5, 5, 6},
    {"erf", std::erf, -0.01f, 0.01f, 4},   {"log", std::log, 0, 10, 1.5},
    {"log", std::log, 0.99f, 1.01f, 1.5},  {"log", std::log, 0, 1e-38f, 1.5},
    {"log", std::log, 0, 3e38f, 1.5},      {"log2", std::log2, 0, 100, 2},
    {"log2", std::log2, 0.99f, 1.01f, 2},  {"log10", std::log10, 0, 1e4f, 2},
    {"log10", std::log10, 0.9f, 1.1f, 2},  {"log1p", std::log1p, -1, 10, 3},
    {"log1p", std::log1p, -1e-3f, 1e-3f, 3}, {"sin", std::sin, -3.2f, 3.2f, 2.1},
    {"sin", std::sin, -5000, 5000, 2.1},     {"sin", std::sin, -1e9f, 1e9f, 2},
    {"cos", std::cos, -3.2f, 3.2f, 2.1},   {"cos", std::cos, -5000, 5000, 2.1},
    {"rsqrt", [](double x) { return 1 / std::sqrt(x); }, 0, 100, 1.5},
    {"tan", std::tan, -10, 10, 1.5},       {"atan", std::atan, -10, 10, 1.5},
    {"sqrt", std::sqrt, 0, 100, 0.51},     {"floor", std::floor, -10, 10, 0},
    {"roundeven", std::nearbyint, -10, 10, 0},
};

/// One kernel a function, of `s0` elements.
std::string unaryKernels(const std::string &type) {
  std::string text;
  std::vector<std::string> seen;
  for (const Function &function : functions) {
    if (std::find(seen.begin(), seen.end(), function.op) != seen.end())
      continue;
    seen.push_back(function.op);
    std::string tensor = "tensor<?x" + type + ", #graph.sizes<s0>>";
    text += "func.func @test_" + function.op + "(%x: " + tensor + ") -> " + tensor + " {\n  %y = kernel.elementwise(%x : " +
            tensor + ") sizes = <s0> -> " + tensor + " {\n  ^bb0(%a: " + tensor + ", %i: index):\n" +
            "    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : " + tensor + " -> " + type + "\n    %r = math." +
            function.op + " %e : " + type + "\n    kernel.yield %r : " + type + "\n  }\n  return %y : " + tensor +
            "\n}\n";
  }
  return text;
}

std::vector<float> specialValues() {
  float infinity = std::numeric_limits<float>::infinity();
  return {0.0f, -0.0f, 1.0f, -1.0f, infinity, -infinity, std::numeric_limits<float>::quiet_NaN(), 1e-45f, -1e-45f,
          1e-38f, 3.4e38f, -3.4e38f, 0.5f, 2.0f, 88.7f, -88.7f, 100.0f, 1e10f, -1e10f};
}

} // namespace

TEST_CASE("math functions of f32 are accurate on every CPU version") {
  for (const auto &target : runnableTargets()) {
    KernelRunner kernels(unaryKernels("f32"), target);
    for (const Function &function : functions) {
      // Vectors and a remainder, which is scalar code on some versions.
      std::vector<float> x = randomFloats(20011, function.low, function.high), y(x.size());
      kernels.run("test_" + function.op, {x.data(), y.data()}, {static_cast<int64_t>(x.size())});
      double worst = 0;
      float where = 0;
      for (size_t i = 0; i < x.size(); ++i)
        if (double error = ulps(y[i], function.exact(x[i])); error > worst) {
          worst = error;
          where = x[i];
        }
      INFO(target.name << " " << function.op << " in [" << function.low << ", " << function.high << "] at " << where);
      CHECK(worst <= function.tolerance);
    }
  }
}

TEST_CASE("math functions of f32 treat special values as the C library does") {
  for (const auto &target : runnableTargets()) {
    KernelRunner kernels(unaryKernels("f32"), target);
    for (const Function &function : functions)
      for (float special : specialValues()) {
        // Once in vectors and once alone.
        for (int64_t count : {int64_t(33), int64_t(1)}) {
          std::vector<float> x(count, special), y(count);
          kernels.run("test_" + function.op, {x.data(), y.data()}, {count});
          double exact = function.exact(special);
          INFO(target.name << " " << function.op << "(" << special << ") = " << y[0] << ", exactly " << exact);
          CHECK(ulps(y[0], exact) <= std::max(function.tolerance, 1.0));
          if (exact == 0 && special == 0)
            CHECK(std::signbit(y[0]) == std::signbit(exact));
        }
      }
  }
}

TEST_CASE("math functions of f64 come from the C library") {
  KernelRunner kernels(unaryKernels("f64"), runnableTargets().front());
  for (const Function &function : functions) {
    std::vector<double> x, y(37);
    for (float value : randomFloats(y.size(), std::max(function.low, -1e3f), std::min(function.high, 1e3f)))
      x.push_back(value);
    kernels.run("test_" + function.op, {x.data(), y.data()}, {static_cast<int64_t>(x.size())});
    for (size_t i = 0; i < x.size(); ++i) {
      INFO(function.op << "(" << x[i] << ")");
      CHECK(y[i] == Approx(function.exact(x[i])).epsilon(1e-15));
    }
  }
}

TEST_CASE("powers of f32") {
  std::string tensor = "tensor<?xf32, #graph.sizes<s0>>";
  std::string text = "func.func @test_pow(%x: " + tensor + ", %y: " + tensor + ") -> " + tensor +
                     " {\n %r = kernel.elementwise(%x, %y : " + tensor + ", " + tensor + ") sizes = <s0> -> " + tensor +
                     " {\n ^bb0(%a: " + tensor + ", %b: " + tensor + ", %i: index):\n" +
                     "  %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : " + tensor + " -> f32\n" +
                     "  %f = kernel.load %b[affine_map<(d0) -> (d0)>](%i) : " + tensor + " -> f32\n" +
                     "  %p = math.powf %e, %f : f32\n  kernel.yield %p : f32\n }\n return %r : " + tensor + "\n}\n";
  for (const auto &target : runnableTargets()) {
    KernelRunner kernels(text, target);
    auto check = [&](std::vector<float> x, std::vector<float> y) {
      std::vector<float> result(x.size());
      kernels.run("test_pow", {x.data(), y.data(), result.data()}, {static_cast<int64_t>(x.size())});
      for (size_t i = 0; i < x.size(); ++i) {
        INFO(target.name << " " << x[i] << " to the " << y[i] << " = " << result[i]);
        CHECK(ulps(result[i], std::pow(double(x[i]), double(y[i]))) <= 1.0);
      }
    };
    check(randomFloats(5003, 0, 10, 1), randomFloats(5003, -30, 30, 2));
    check(randomFloats(5003, 0.9f, 1.1f, 3), randomFloats(5003, -900, 900, 4));
    std::vector<float> x, y;
    for (float a : specialValues())
      for (float b : specialValues()) {
        x.push_back(a);
        y.push_back(b);
      }
    check(x, y);
  }
}
