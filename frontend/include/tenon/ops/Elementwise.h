//===- Elementwise.h - Functions of each element -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_ELEMENTWISE_H
#define TENON_OPS_ELEMENTWISE_H

#include "tenon/Operands.h"

namespace tenon {

#include "tenon/methods/AsFunctions.inc"

#include "tenon/methods/Activations.inc"
#include "tenon/methods/Elementwise.inc"

#include "tenon/methods/End.inc"

/// Log(sigmoid(x)).
TENON_API Tensor log_sigmoid(const Tensor &self, TENON_HERE);
/// log(1 + exp(beta x)) / beta; x itself where beta x is above `threshold`.
TENON_API Tensor softplus(const Tensor &self, const Scalar &beta = 1, const Scalar &threshold = 20, TENON_HERE);
/// alpha * other subtracted from: other - alpha * self.
TENON_API Tensor rsub(const Tensor &self, const Operand &other, const Scalar &alpha = 1, TENON_HERE);
TENON_API Tensor pow(const Scalar &self, const Tensor &exponent, TENON_HERE);
TENON_API Tensor float_power(const Scalar &self, const Tensor &exponent, TENON_HERE);
TENON_API Tensor remainder(const Scalar &self, const Tensor &other, TENON_HERE);
TENON_API Tensor xlogy(const Scalar &self, const Tensor &other, TENON_HERE);
TENON_API Tensor bitwise_and(const Scalar &self, const Tensor &other, TENON_HERE);
TENON_API Tensor bitwise_or(const Scalar &self, const Tensor &other, TENON_HERE);
TENON_API Tensor bitwise_xor(const Scalar &self, const Tensor &other, TENON_HERE);
TENON_API Tensor bitwise_left_shift(const Scalar &self, const Tensor &other, TENON_HERE);
TENON_API Tensor bitwise_right_shift(const Scalar &self, const Tensor &other, TENON_HERE);
/// x + lambd below -lambd, x - lambd above lambd, 0 between.
TENON_API Tensor softshrink(const Tensor &self, const Scalar &lambd = 0.5, TENON_HERE);
/// The first half along a dim times the sigmoid of the second half.
TENON_API Tensor glu(const Tensor &self, int64_t dim = -1, TENON_HERE);
/// self where `condition` (bool) holds, else other; all three broadcast.
TENON_API Tensor where(const Tensor &condition, const Operand &self, const Operand &other, TENON_HERE);

} // namespace tenon

#endif
