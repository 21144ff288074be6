//===- EvaluateTest.cpp - When recorded operations are computed --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"
#include "frontend/trace/CompiledPrograms.h"
#include <chrono>

using namespace tenon;

namespace {

double tenOps(const Tensor &start, int round) {
  Tensor y = start + round;
  y = (y * 0.5).relu() - 1.0 * round;
  y = ((y.tanh() + 2) * y).abs().sqrt() / 3;
  return y.const_data_ptr<float>()[0];
}

} // namespace

TEST_CASE("Changing numbers do not compile again, and a round is cheap") {
  Tensor start = zeros({100});
  tenOps(start, 0);
  tenOps(start, 1); // now `start` is data
  size_t programs = frontend::compiledPrograms();
  constexpr int rounds = 200;
  auto begin = std::chrono::steady_clock::now();
  for (int round = 1; round <= rounds; ++round)
    tenOps(start, round);
  double microseconds = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
  CHECK(frontend::compiledPrograms() == programs);
  // Below 50 on an idle machine; the bound holds on busy ones and under sanitizers, and no compilation is that short.
  CHECK(microseconds / rounds < 5000);
}

TEST_CASE("What a tensor of the user holds is computed with what needs it, once") {
  Tensor a = ones({7}), b = a.exp(), c = b.sin();
  c.const_data_ptr<float>();
  size_t programs = frontend::compiledPrograms();
  b.const_data_ptr<float>();
  CHECK(frontend::compiledPrograms() == programs);
}

TEST_CASE("A chain that nobody reads is computed in between") {
  Tensor sum = zeros({3});
  for (int i = 0; i < 5000; ++i)
    sum = sum + 1;
  CHECK(values(sum) == Values{5000, 5000, 5000});
}
