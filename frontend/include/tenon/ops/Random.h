//===- Random.h - Random numbers that depend on tensors -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_RANDOM_H
#define TENON_OPS_RANDOM_H

#include "tenon/Operands.h"

namespace tenon {

#include "tenon/methods/AsFunctions.inc"

#include "tenon/methods/Random.inc"

#include "tenon/methods/End.inc"

/// Numbers of a Poisson distribution with each element as its mean. Reads the values.
TENON_API Tensor poisson(const Tensor &self, TENON_HERE);
/// How often, of `count` times, something happens with probability `prob`. Reads the values.
TENON_API Tensor binomial(const Tensor &count, const Tensor &prob, TENON_HERE);
/// Normal numbers with means and standard deviations by element.
TENON_API Tensor normal(const Tensor &mean, double std = 1, TENON_HERE);
TENON_API Tensor normal(double mean, const Tensor &std, TENON_HERE);
TENON_API Tensor normal(const Tensor &mean, const Tensor &std, TENON_HERE);
TENON_API Tensor normal(double mean, double std, const SizeList &size, const TensorOptions &options = {}, TENON_HERE);
/// Integers of [0, high) or [low, high), with sizes and type of another tensor.
TENON_API Tensor randint_like(const Tensor &self, int64_t high, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor randint_like(const Tensor &self, int64_t low, int64_t high, const TensorOptions &options = {},
                              TENON_HERE);

} // namespace tenon

#endif
