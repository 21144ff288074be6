//===- Special.h - Special functions --------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_SPECIAL_H
#define TENON_OPS_SPECIAL_H

#include "tenon/Operands.h"

namespace tenon {

#include "tenon/methods/AsFunctions.inc"

#include "tenon/methods/Special.inc"

#include "tenon/methods/End.inc"

TENON_API Tensor polygamma(int64_t n, const Tensor &self, TENON_HERE);

// Functions with a prefix, which `tenon::special` has without it.

/// The sum of (other + k)^-self over k from 0 on: Hurwitz's zeta function, for other above 0.
TENON_API Tensor special_zeta(const Operand &self, const Operand &other, TENON_HERE);
/// exp(x^2) erfc(x).
TENON_API Tensor special_erfcx(const Tensor &self, TENON_HERE);
/// -x log(x).
TENON_API Tensor special_entr(const Tensor &self, TENON_HERE);
/// self * log(1 + other), 0 where self is 0.
TENON_API Tensor special_xlog1py(const Operand &self, const Operand &other, TENON_HERE);
/// The probability that a normal variable is less than x, its logarithm, and its inverse.
TENON_API Tensor special_ndtr(const Tensor &self, TENON_HERE);
TENON_API Tensor special_log_ndtr(const Tensor &self, TENON_HERE);
TENON_API Tensor special_ndtri(const Tensor &self, TENON_HERE);
/// exp(-|x|) i0(x).
TENON_API Tensor special_i0e(const Tensor &self, TENON_HERE);
/// The modified Bessel function of the first kind of order 1, and exp(-|x|) times it.
TENON_API Tensor special_i1(const Tensor &self, TENON_HERE);
TENON_API Tensor special_i1e(const Tensor &self, TENON_HERE);

} // namespace tenon

#endif
