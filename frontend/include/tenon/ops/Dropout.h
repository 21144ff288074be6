//===- Dropout.h - Functions that drop at random ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_DROPOUT_H
#define TENON_OPS_DROPOUT_H

#include "tenon/Operands.h"

namespace tenon {

// Where `train`, elements are dropped with probability p, by the generator that
// manual_seed sets; else the result is the input. Throws for a p that is not
// within 0 and 1, and in training for a tensor that depends on the inputs of a
// trace: a graph draws no random numbers. The forms that end in `_` write the
// result into the tensor.

/// Dropped elements become 0, the others are scaled by 1 / (1 - p).
TENON_API Tensor dropout(const Tensor &input, double p, bool train, TENON_HERE);
TENON_API Tensor &dropout_(Tensor &input, double p, bool train, TENON_HERE);
/// Whole channels of [N, C, ..] at once. Throws for fewer than two dims.
TENON_API Tensor feature_dropout(const Tensor &input, double p, bool train, TENON_HERE);
TENON_API Tensor &feature_dropout_(Tensor &input, double p, bool train, TENON_HERE);
/// Dropped elements take the value that selu has far below 0; then all are scaled and moved so that mean 0 and
/// variance 1 stay.
TENON_API Tensor alpha_dropout(const Tensor &input, double p, bool train, TENON_HERE);
TENON_API Tensor &alpha_dropout_(Tensor &input, double p, bool train, TENON_HERE);
/// This for whole channels.
TENON_API Tensor feature_alpha_dropout(const Tensor &input, double p, bool train, TENON_HERE);
TENON_API Tensor &feature_alpha_dropout_(Tensor &input, double p, bool train, TENON_HERE);

} // namespace tenon

#endif
