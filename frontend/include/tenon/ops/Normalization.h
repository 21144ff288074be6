//===- Normalization.h - Normalization by channels ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_NORMALIZATION_H
#define TENON_OPS_NORMALIZATION_H

#include "tenon/Operands.h"

namespace tenon {

// Inputs are [N, C, d...]; weight, bias and running statistics are [C]. Means
// and variances of 16-bit floats are computed in float32. Throws where sizes do
// not fit.

/// (x - mean) / sqrt(variance + eps) * weight + bias by channel. Where `training`, mean and variance are the batch's,
/// and running_mean and running_var, if given, become (1 - momentum) * running + momentum * batch, with the unbiased
/// variance; else they are the running ones.
TENON_API Tensor batch_norm(const Tensor &input, const OptionalTensor &weight, const OptionalTensor &bias,
                            const OptionalTensor &running_mean, const OptionalTensor &running_var, bool training,
                            double momentum, double eps, bool cudnn_enabled = true, TENON_HERE);
/// Over each of `num_groups` groups of channels and all spatial dims of one element of the batch.
TENON_API Tensor group_norm(const Tensor &input, int64_t num_groups, const OptionalTensor &weight = {},
                            const OptionalTensor &bias = {}, double eps = 1e-5, bool cudnn_enabled = true, TENON_HERE);
/// Over the spatial dims of each channel of one element of the batch; without `use_input_stats` by the running
/// statistics, else they are updated by the mean over the batch.
TENON_API Tensor instance_norm(const Tensor &input, const OptionalTensor &weight, const OptionalTensor &bias,
                               const OptionalTensor &running_mean, const OptionalTensor &running_var,
                               bool use_input_stats, double momentum, double eps, bool cudnn_enabled = true,
                               TENON_HERE);
/// x / (k + alpha * mean of squares of `size` neighbouring channels)^beta; beyond the ends the squares are 0.
TENON_API Tensor local_response_norm(const Tensor &input, int64_t size, double alpha = 1e-4, double beta = 0.75,
                                     double k = 1.0, TENON_HERE);

} // namespace tenon

#endif
