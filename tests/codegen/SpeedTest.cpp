//===- SpeedTest.cpp - How fast elementwise kernels and rows are ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Not part of a normal run: `codegen-kernels "[speed]"` prints a table.

#include "KernelRunner.h"
#include "tests/support/Paths.h"
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>

using namespace tenon::tests;

namespace {

/// The best of several runs, in seconds.
double bestTime(llvm::function_ref<void()> run) {
  double best = 1e9;
  auto stop = std::chrono::steady_clock::now() + std::chrono::milliseconds(60);
  do {
    auto start = std::chrono::steady_clock::now();
    run();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  } while (std::chrono::steady_clock::now() < stop);
  return best;
}

} // namespace

TEST_CASE("speed of kernels in the second-level cache", "[.][speed]") {
  std::ifstream file(std::string(TENON_SOURCE_DIR) + "/tests/codegen/Inputs/speed.mlir");
  std::stringstream text;
  text << file.rdbuf();
  // Names of the functions in the file, and what one call computes.
  struct Case {
    const char *name;
    double elements;
  };
  const Case cases[] = {{"copy", 65536},     {"add", 65536},      {"relu", 65536},        {"exp", 65536},
                        {"tanh", 65536},     {"erf", 65536},      {"gelu", 65536},        {"gelu_tanh", 65536},
                        {"sigmoid", 65536},  {"silu", 65536},     {"log", 65536},         {"sin", 65536},
                        {"pow", 65536},      {"transpose", 65536}, {"heads", 65536},      {"column_sums", 65536},
                        {"softmax", 65536},  {"layer_norm", 65536}, {"sum", 65536},       {"pool", 65536}};
  for (const auto &target : runnableTargets()) {
    KernelRunner kernels(text.str(), target);
    for (const Case &test : cases) {
      std::vector<float> x = randomFloats(65536 + 4096, 0, 4), z = randomFloats(65536, -2, 2), y(65536 + 64);
      double seconds = bestTime([&] { kernels.run(std::string("test_") + test.name, {x.data(), z.data(), y.data()}); });
      std::printf("%s %-12s %7.2f Gelem/s\n", target.name.c_str(), test.name, test.elements / seconds * 1e-9);
    }
  }
}
