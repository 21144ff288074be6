//===- Activations.h - Functions of each element as modules -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_ACTIVATIONS_H
#define TENON_NN_ACTIVATIONS_H

#include "tenon/nn/Options.h"

namespace tenon::nn {

// With `inplace` the result is written to the input, and is the input.

struct ELUOptions {
  TENON_ARG(double, alpha) = 1.0;
  TENON_ARG(bool, inplace) = false;
};
/// x where positive, else alpha * (exp(x) - 1).
TENON_UNARY_MODULE(ELU, = {});

struct GELUOptions {
  /// `none` or `tanh`.
  TENON_ARG(std::string, approximate) = "none";
};
/// x times the probability that a normal variable is less than x.
TENON_UNARY_MODULE(GELU, = {});

struct HardtanhOptions {
  TENON_ARG(double, min_val) = -1.0;
  TENON_ARG(double, max_val) = 1.0;
  TENON_ARG(bool, inplace) = false;
};
/// x between min_val and max_val. Throws where min_val is not below max_val.
TENON_UNARY_MODULE(Hardtanh, = {});

struct LeakyReLUOptions {
  TENON_ARG(double, negative_slope) = 1e-2;
  TENON_ARG(bool, inplace) = false;
};
/// x where positive, else negative_slope * x.
TENON_UNARY_MODULE(LeakyReLU, = {});

struct ReLUOptions {
  ReLUOptions(bool inplace = false) : inplace_(inplace) {}
  TENON_ARG(bool, inplace);
};
/// max(x, 0)
TENON_UNARY_MODULE(ReLU, = {});

using ReLU6Options = ReLUOptions;
/// min(max(x, 0), 6)
TENON_UNARY_MODULE(ReLU6, = {});

struct SoftmaxOptions {
  SoftmaxOptions(int64_t dim) : dim_(dim) {}
  TENON_ARG(int64_t, dim);
};
/// exp(x) / sum(exp(x)) along a dim.
TENON_UNARY_MODULE(Softmax);
using LogSoftmaxOptions = SoftmaxOptions;
/// Its logarithm.
TENON_UNARY_MODULE(LogSoftmax);
using SoftminOptions = SoftmaxOptions;
/// Softmax of -x.
TENON_UNARY_MODULE(Softmin);
/// Softmax over the channels of [N, C, H, W] or [C, H, W]. Throws for other numbers of dims.
TENON_PLAIN_MODULE(Softmax2d);

struct SoftplusOptions {
  TENON_ARG(double, beta) = 1.0;
  TENON_ARG(double, threshold) = 20.0;
};
/// log(1 + exp(beta x)) / beta; x itself where beta x is above the threshold.
TENON_UNARY_MODULE(Softplus, = {});

TENON_PLAIN_MODULE(Tanh);
TENON_PLAIN_MODULE(Sigmoid);
/// log(sigmoid(x))
TENON_PLAIN_MODULE(LogSigmoid);
/// x * sigmoid(x)
TENON_PLAIN_MODULE(SiLU);
/// x * tanh(log(1 + exp(x)))
TENON_PLAIN_MODULE(Mish);
/// relu6(x + 3) / 6
TENON_PLAIN_MODULE(Hardsigmoid);
/// x * hardsigmoid(x)
TENON_PLAIN_MODULE(Hardswish);
/// x / (1 + |x|)
TENON_PLAIN_MODULE(Softsign);
/// x - tanh(x)
TENON_PLAIN_MODULE(Tanhshrink);

} // namespace tenon::nn

#endif
