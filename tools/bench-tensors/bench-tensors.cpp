//===- bench-tensors.cpp - What lazy tensors cost per operation -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/tenon.h"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using tenon::Tensor;

namespace {

double microseconds() {
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Ten operations with numbers that change, and a value read.
double tenOperations(const Tensor &start, int round) {
  Tensor y = start + round;
  y = (y * 0.5).relu() - 1.0 * round;
  y = ((y.tanh() + 2) * y).abs().sqrt() / 3;
  return y.const_data_ptr<float>()[0];
}

/// A chain in place, as a training loop updates a parameter.
double inPlace(const Tensor &start, int round) {
  Tensor y = start.clone();
  for (int i = 0; i < 5; ++i)
    y.mul_(0.5).add_(round);
  return y.const_data_ptr<float>()[0];
}

void measure(const char *what, double (*body)(const Tensor &, int)) {
  Tensor start = tenon::zeros({100});
  start.const_data_ptr<float>(); // data from now on
  double begin = microseconds();
  body(start, 0);
  double first = microseconds() - begin;
  std::vector<double> times;
  for (int round = 1; round <= 5000; ++round) {
    begin = microseconds();
    body(start, round);
    times.push_back(microseconds() - begin);
  }
  std::sort(times.begin(), times.end());
  std::printf("%-40s first %9.0f us, then least %6.1f us, median %6.1f us, 99 %% %6.1f us\n", what, first, times.front(),
              times[times.size() / 2], times[times.size() * 99 / 100]);
}

} // namespace

int main() {
  measure("ten operations, changing numbers", tenOperations);
  measure("ten operations in place", inPlace);
  return 0;
}
