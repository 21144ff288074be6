//===- Init.h - How parameters are filled at the start ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_INIT_H
#define TENON_NN_INIT_H

#include "tenon/Tensor.h"
#include "tenon/nn/Enums.h"

namespace tenon::nn::init {

// Each writes to its tensor and gives it. Random numbers come from the
// generator that manual_seed sets.

using NonlinearityType =
    std::variant<enumtype::kLinear, enumtype::kConv1D, enumtype::kConv2D, enumtype::kConv3D,
                 enumtype::kConvTranspose1D, enumtype::kConvTranspose2D, enumtype::kConvTranspose3D, enumtype::kSigmoid,
                 enumtype::kTanh, enumtype::kReLU, enumtype::kLeakyReLU>;
using FanModeType = std::variant<enumtype::kFanIn, enumtype::kFanOut>;

/// By how much a layer before this function is scaled; `param` is the slope of a leaky ReLU.
TENON_API double calculate_gain(NonlinearityType nonlinearity, double param = 0.01);
/// How many inputs an output of a weight [out, in, ..] depends on, and how many outputs on an input. Throws for fewer
/// than two dims.
TENON_API std::tuple<int64_t, int64_t> _calculate_fan_in_and_fan_out(const Tensor &tensor, TENON_HERE);

TENON_API Tensor constant_(Tensor tensor, const Scalar &value, TENON_HERE);
TENON_API Tensor ones_(Tensor tensor, TENON_HERE);
TENON_API Tensor zeros_(Tensor tensor, TENON_HERE);
TENON_API Tensor uniform_(Tensor tensor, double low = 0, double high = 1, TENON_HERE);
TENON_API Tensor normal_(Tensor tensor, double mean = 0, double std = 1, TENON_HERE);
/// Ones on the diagonal of a matrix, 0 elsewhere. Throws for other than a matrix.
TENON_API Tensor eye_(Tensor matrix, TENON_HERE);
/// The weight [out, in, ..] of a convolution that gives its input: 1 in the middle of [i, i], 0 elsewhere. Throws for
/// other than 3 to 5 dims.
TENON_API Tensor dirac_(Tensor tensor, TENON_HERE);
/// Columns, or rows where they are the longer ones, that are orthogonal and have the length `gain`; dims after the
/// first are taken as one. Throws for fewer than two dims.
TENON_API Tensor orthogonal_(Tensor tensor, double gain = 1.0, TENON_HERE);
/// Normal with mean 0, and a share of each column 0. Throws for other than a matrix.
TENON_API Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01, TENON_HERE);
/// Uniform, or normal, so that variances stay in both directions, times `gain`.
TENON_API Tensor xavier_uniform_(Tensor tensor, double gain = 1.0, TENON_HERE);
TENON_API Tensor xavier_normal_(Tensor tensor, double gain = 1.0, TENON_HERE);
/// Uniform, or normal, so that variances stay in one direction, with a function after it; `a` is the slope of a leaky
/// ReLU.
TENON_API Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanModeType mode = kFanIn,
                                  NonlinearityType nonlinearity = kLeakyReLU, TENON_HERE);
TENON_API Tensor kaiming_normal_(Tensor tensor, double a = 0, FanModeType mode = kFanIn,
                                 NonlinearityType nonlinearity = kLeakyReLU, TENON_HERE);

} // namespace tenon::nn::init

#endif
