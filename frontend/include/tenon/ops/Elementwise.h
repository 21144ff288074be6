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
#include "tenon/methods/Elementwise.inc"
#include "tenon/methods/End.inc"

/// Log(sigmoid(x)).
TENON_API Tensor log_sigmoid(const Tensor &self, TENON_HERE);
/// log(1 + exp(beta x)) / beta; x itself where beta x is above `threshold`.
TENON_API Tensor softplus(const Tensor &self, const Scalar &beta = 1, const Scalar &threshold = 20, TENON_HERE);
/// alpha * other subtracted from: other - alpha * self.
TENON_API Tensor rsub(const Tensor &self, const Operand &other, const Scalar &alpha = 1, TENON_HERE);
TENON_API Tensor pow(const Scalar &self, const Tensor &exponent, TENON_HERE);
/// self where `condition` (bool) holds, else other; all three broadcast.
TENON_API Tensor where(const Tensor &condition, const Operand &self, const Operand &other, TENON_HERE);

} // namespace tenon

#endif
