//===- Dropout.h - Modules that drop at random in training ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_DROPOUT_H
#define TENON_NN_DROPOUT_H

#include "tenon/nn/Options.h"

namespace tenon::nn {

// Not in training these give their input. In training each call draws from the
// generator that manual_seed sets; while tracing this is an Error, as a graph
// draws no random numbers. With `inplace` the result is written to the input.

struct DropoutOptions {
  /// Throws, when a module is made of it, for a probability that is not within 0 and 1.
  DropoutOptions(double p = 0.5) : p_(p) {}
  TENON_ARG(double, p);
  TENON_ARG(bool, inplace) = false;
};
using Dropout2dOptions = DropoutOptions;
using Dropout3dOptions = DropoutOptions;
using AlphaDropoutOptions = DropoutOptions;
using FeatureAlphaDropoutOptions = DropoutOptions;

/// Elements become 0 with probability p, the others are scaled by 1 / (1 - p).
TENON_UNARY_MODULE(Dropout, = {});
/// Whole channels of [N, C, ..].
TENON_UNARY_MODULE(Dropout2d, = {});
TENON_UNARY_MODULE(Dropout3d, = {});
/// Elements take the value that SELU has far below 0, and all are moved so that mean and variance stay.
TENON_UNARY_MODULE(AlphaDropout, = {});
/// This for whole channels.
TENON_UNARY_MODULE(FeatureAlphaDropout, = {});

} // namespace tenon::nn

#endif
