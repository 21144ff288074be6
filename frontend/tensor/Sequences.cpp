//===- Sequences.cpp - Sequences of numbers and windows -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include <cmath>
#include <numbers>

namespace tenon {

using namespace frontend;

Tensor logspace(const Scalar &start, const Scalar &end, int64_t steps, double base, const TensorOptions &options,
                SourceLocation here) {
  ScalarType type = typeOf(options, kFloat, here);
  Tensor exponents = linspace(start.toDouble(), end.toDouble(), steps, kDouble, here);
  return float_power(Scalar(base), exponents, here).to(type, here);
}

Tensor range(const Scalar &start, const Scalar &end, const Scalar &step, const TensorOptions &options,
             SourceLocation here) {
  double width = step.toDouble(), length = (end.toDouble() - start.toDouble()) / width;
  if (width == 0 || !(length >= 0))
    fail("range", "the end cannot be reached from the start by the step", here);
  ScalarType type = typeOf(options, kFloat, here);
  Term numbers(arange(Operand(static_cast<int64_t>(std::floor(length)) + 1, here), kDouble, here), here);
  return (numbers * width + start.toDouble()).to(type);
}
Tensor range(const Scalar &start, const Scalar &end, const TensorOptions &options, SourceLocation here) {
  return range(start, end, 1, options, here);
}

Tensor scalar_tensor(const Scalar &s, const TensorOptions &options, SourceLocation here) {
  return full({}, s, typeOf(options, kFloat, here), here);
}

namespace {

/// The indices for which `isIn` holds, a row of rows and one of columns.
Tensor indicesWhere(const char *op, int64_t rows, int64_t columns, const TensorOptions &options, SourceLocation here,
                    llvm::function_ref<bool(int64_t, int64_t)> isIn) {
  if (rows < 0 || columns < 0)
    fail(op, "a size is negative", here);
  std::vector<int64_t> indices, second;
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t column = 0; column < columns; ++column)
      if (isIn(row, column)) {
        indices.push_back(row);
        second.push_back(column);
      }
  int64_t count = static_cast<int64_t>(second.size());
  indices.insert(indices.end(), second.begin(), second.end());
  return reshape(tensor(indices, typeOf(options, kLong, here), here), {2, count}, here);
}

/// A window as a function of the angle 2 pi n / N.
template <typename F>
Tensor window(const char *op, int64_t length, bool periodic, const TensorOptions &options, SourceLocation here,
              F function) {
  ScalarType type = typeOf(options, kFloat, here);
  if (length < 0 || !isFloatingType(type))
    fail(op, "needs a length of 0 or more and a float type", here);
  if (length <= 1)
    return ones({length}, type, here);
  double step = 2 * std::numbers::pi / static_cast<double>(periodic ? length : length - 1);
  Term angle = Term(arange(Operand(length, here), kDouble, here), here) * step;
  return function(angle).to(type);
}

} // namespace

Tensor tril_indices(int64_t row, int64_t col, int64_t offset, const TensorOptions &options, SourceLocation here) {
  return indicesWhere("tril_indices", row, col, options, here, [=](int64_t i, int64_t j) { return j - i <= offset; });
}
Tensor triu_indices(int64_t row, int64_t col, int64_t offset, const TensorOptions &options, SourceLocation here) {
  return indicesWhere("triu_indices", row, col, options, here, [=](int64_t i, int64_t j) { return j - i >= offset; });
}

Tensor bartlett_window(int64_t window_length, bool periodic, const TensorOptions &options, SourceLocation here) {
  return window("bartlett_window", window_length, periodic, options, here,
                [](Term x) { return 1 - abs(x / std::numbers::pi - 1); });
}
Tensor blackman_window(int64_t window_length, bool periodic, const TensorOptions &options, SourceLocation here) {
  return window("blackman_window", window_length, periodic, options, here,
                [](Term x) { return 0.42 - cos(x) * 0.5 + cos(x * 2) * 0.08; });
}
Tensor hann_window(int64_t window_length, bool periodic, const TensorOptions &options, SourceLocation here) {
  return hamming_window(window_length, periodic, 0.5, 0.5, options, here);
}
Tensor hamming_window(int64_t window_length, bool periodic, double alpha, double beta, const TensorOptions &options,
                      SourceLocation here) {
  return window("hamming_window", window_length, periodic, options, here,
                [=](Term x) { return alpha - cos(x) * beta; });
}
Tensor kaiser_window(int64_t window_length, bool periodic, double beta, const TensorOptions &options,
                     SourceLocation here) {
  return window("kaiser_window", window_length, periodic, options, here, [=](Term x) {
    Term place = x / std::numbers::pi - 1;
    Term root = sqrt(larger(1 - square(place), 0.0)) * beta;
    return Term(i0(root, here), here) / Term(i0(number(x, beta), here), here);
  });
}

} // namespace tenon
