//===- Init.cpp - How parameters are filled at the start --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Init.h"
#include "frontend/tensor/Build.h"
#include <cmath>
#include <numbers>

namespace tenon::nn::init {

using frontend::fail;

namespace {

std::string describe(const Tensor &tensor, SourceLocation here) { return frontend::nodeOf(tensor, here)->describe(); }

void needMatrix(const char *op, const Tensor &tensor, SourceLocation here) {
  if (tensor.dim(here) != 2)
    fail(op, "needs a matrix, got " + describe(tensor, here), here);
}

double kaimingDeviation(const Tensor &tensor, double a, const FanModeType &mode, const NonlinearityType &nonlinearity,
                        SourceLocation here) {
  auto [in, out] = _calculate_fan_in_and_fan_out(tensor, here);
  int64_t fan = std::holds_alternative<enumtype::kFanIn>(mode) ? in : out;
  return calculate_gain(nonlinearity, a) / std::sqrt(static_cast<double>(fan));
}

double xavierDeviation(const Tensor &tensor, double gain, SourceLocation here) {
  auto [in, out] = _calculate_fan_in_and_fan_out(tensor, here);
  return gain * std::sqrt(2.0 / static_cast<double>(in + out));
}

/// Uniform numbers with this deviation lie within sqrt(3) times as much.
Tensor uniformOf(Tensor tensor, double deviation, SourceLocation here) {
  double bound = std::numbers::sqrt3 * deviation;
  return tensor.uniform_(-bound, bound, here);
}

/// Makes rows orthogonal, each with length 1: Gram and Schmidt, twice for the sake of rounding.
void orthogonalize(double *rows, int64_t count, int64_t length) {
  for (int64_t i = 0; i < count; ++i) {
    double *row = rows + i * length;
    for (int64_t j = 0; j < 2 * i; ++j) {
      const double *other = rows + j % i * length;
      double product = 0;
      for (int64_t k = 0; k < length; ++k)
        product += row[k] * other[k];
      for (int64_t k = 0; k < length; ++k)
        row[k] -= product * other[k];
    }
    double square = 0;
    for (int64_t k = 0; k < length; ++k)
      square += row[k] * row[k];
    for (int64_t k = 0; k < length; ++k)
      row[k] /= std::sqrt(square);
  }
}

} // namespace

double calculate_gain(NonlinearityType nonlinearity, double param) {
  if (std::holds_alternative<enumtype::kTanh>(nonlinearity))
    return 5.0 / 3.0;
  if (std::holds_alternative<enumtype::kReLU>(nonlinearity))
    return std::numbers::sqrt2;
  if (std::holds_alternative<enumtype::kLeakyReLU>(nonlinearity))
    return std::sqrt(2.0 / (1 + param * param));
  return 1;
}

std::tuple<int64_t, int64_t> _calculate_fan_in_and_fan_out(const Tensor &tensor, SourceLocation here) {
  if (tensor.dim(here) < 2)
    fail("_calculate_fan_in_and_fan_out", "needs two dims or more, got " + describe(tensor, here), here);
  int64_t inputs = tensor.size(1, here), outputs = tensor.size(0, here), field = 1;
  for (int64_t dim = 2; dim < tensor.dim(here); ++dim)
    field *= tensor.size(dim, here);
  return {inputs * field, outputs * field};
}

Tensor constant_(Tensor tensor, const Scalar &value, SourceLocation here) {
  return tensor.fill_(Operand(value, here), here);
}
Tensor ones_(Tensor tensor, SourceLocation here) { return tensor.fill_(Operand(1, here), here); }
Tensor zeros_(Tensor tensor, SourceLocation here) { return tensor.zero_(here); }
Tensor uniform_(Tensor tensor, double low, double high, SourceLocation here) {
  return tensor.uniform_(low, high, here);
}
Tensor normal_(Tensor tensor, double mean, double std, SourceLocation here) { return tensor.normal_(mean, std, here); }

Tensor eye_(Tensor matrix, SourceLocation here) {
  needMatrix("eye_", matrix, here);
  return matrix.copy_(eye(matrix.size(0, here), matrix.size(1, here), matrix.dtype(here), here), here);
}

Tensor dirac_(Tensor tensor, SourceLocation here) {
  int64_t dims = tensor.dim(here);
  if (dims < 3 || dims > 5)
    fail("dirac_", "needs 3 to 5 dims, got " + describe(tensor, here), here);
  std::vector<indexing::TensorIndex> middle = {indexing::Slice(), indexing::Slice()};
  for (int64_t dim = 2; dim < dims; ++dim)
    middle.emplace_back(tensor.size(dim, here) / 2);
  Tensor ones = eye(tensor.size(0, here), tensor.size(1, here), tensor.dtype(here), here);
  tensor.zero_(here);
  return tensor.index_put_(middle, Operand(ones, here), /*accumulate=*/false, here);
}

Tensor orthogonal_(Tensor tensor, double gain, SourceLocation here) {
  if (tensor.dim(here) < 2)
    fail("orthogonal_", "needs two dims or more, got " + describe(tensor, here), here);
  int64_t rows = tensor.size(0, here), columns = rows ? static_cast<int64_t>(tensor.numel(here)) / rows : 0;
  Tensor vectors = randn({std::min(rows, columns), std::max(rows, columns)}, kDouble, here);
  orthogonalize(vectors.data_ptr<double>(here), std::min(rows, columns), std::max(rows, columns));
  Tensor matrix = rows > columns ? vectors.t(here) : vectors;
  return tensor.copy_(mul(matrix, Operand(gain, here), here).reshape(tensor.sizes(here), here), here);
}

Tensor sparse_(Tensor tensor, double sparsity, double std, SourceLocation here) {
  needMatrix("sparse_", tensor, here);
  int64_t rows = tensor.size(0, here), columns = tensor.size(1, here);
  int64_t zeros = std::min(rows, static_cast<int64_t>(std::ceil(sparsity * static_cast<double>(rows))));
  Tensor values = randn({rows, columns}, kDouble, here);
  double *data = values.data_ptr<double>(here);
  for (int64_t column = 0; column < columns; ++column) {
    Tensor order = randperm(rows, kLong, here);
    for (int64_t i = 0; i < zeros; ++i)
      data[order.const_data_ptr<int64_t>(here)[i] * columns + column] = 0;
  }
  return tensor.copy_(mul(values, Operand(std, here), here), here);
}

Tensor xavier_uniform_(Tensor tensor, double gain, SourceLocation here) {
  return uniformOf(tensor, xavierDeviation(tensor, gain, here), here);
}
Tensor xavier_normal_(Tensor tensor, double gain, SourceLocation here) {
  return tensor.normal_(0, xavierDeviation(tensor, gain, here), here);
}
Tensor kaiming_uniform_(Tensor tensor, double a, FanModeType mode, NonlinearityType nonlinearity, SourceLocation here) {
  return uniformOf(tensor, kaimingDeviation(tensor, a, mode, nonlinearity, here), here);
}
Tensor kaiming_normal_(Tensor tensor, double a, FanModeType mode, NonlinearityType nonlinearity, SourceLocation here) {
  return tensor.normal_(0, kaimingDeviation(tensor, a, mode, nonlinearity, here), here);
}

} // namespace tenon::nn::init
