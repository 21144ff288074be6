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

// Functions of one tensor. The result has the sizes of `self` and its type,
// where nothing else is said.

/// |x|.
TENON_API Tensor abs(const Tensor &self, TENON_HERE);
/// -x.
TENON_API Tensor neg(const Tensor &self, TENON_HERE);
/// -1, 0 or 1.
TENON_API Tensor sign(const Tensor &self, TENON_HERE);
/// x * x.
TENON_API Tensor square(const Tensor &self, TENON_HERE);
/// e to the power of x; integers become float32, as in all functions below that are not about integers.
TENON_API Tensor exp(const Tensor &self, TENON_HERE);
/// 2 to the power of x.
TENON_API Tensor exp2(const Tensor &self, TENON_HERE);
/// Exp(x) - 1, exact near 0.
TENON_API Tensor expm1(const Tensor &self, TENON_HERE);
/// Natural logarithm.
TENON_API Tensor log(const Tensor &self, TENON_HERE);
/// Logarithm to base 2.
TENON_API Tensor log2(const Tensor &self, TENON_HERE);
/// Logarithm to base 10.
TENON_API Tensor log10(const Tensor &self, TENON_HERE);
/// Log(1 + x), exact near 0.
TENON_API Tensor log1p(const Tensor &self, TENON_HERE);
/// Square root.
TENON_API Tensor sqrt(const Tensor &self, TENON_HERE);
/// 1 / sqrt(x).
TENON_API Tensor rsqrt(const Tensor &self, TENON_HERE);
/// 1 / x.
TENON_API Tensor reciprocal(const Tensor &self, TENON_HERE);
/// Sine.
TENON_API Tensor sin(const Tensor &self, TENON_HERE);
/// Cosine.
TENON_API Tensor cos(const Tensor &self, TENON_HERE);
/// Tangent.
TENON_API Tensor tan(const Tensor &self, TENON_HERE);
/// Inverse sine.
TENON_API Tensor asin(const Tensor &self, TENON_HERE);
/// Inverse cosine.
TENON_API Tensor acos(const Tensor &self, TENON_HERE);
/// Inverse tangent.
TENON_API Tensor atan(const Tensor &self, TENON_HERE);
/// Hyperbolic sine.
TENON_API Tensor sinh(const Tensor &self, TENON_HERE);
/// Hyperbolic cosine.
TENON_API Tensor cosh(const Tensor &self, TENON_HERE);
/// Hyperbolic tangent.
TENON_API Tensor tanh(const Tensor &self, TENON_HERE);
/// Error function.
TENON_API Tensor erf(const Tensor &self, TENON_HERE);
/// 1 - erf(x).
TENON_API Tensor erfc(const Tensor &self, TENON_HERE);
/// 1 / (1 + exp(-x)).
TENON_API Tensor sigmoid(const Tensor &self, TENON_HERE);
/// Rounds towards minus infinity; integers stay as they are, as in the next four.
TENON_API Tensor floor(const Tensor &self, TENON_HERE);
/// Rounds towards infinity.
TENON_API Tensor ceil(const Tensor &self, TENON_HERE);
/// Rounds to the nearest integer, halves to even.
TENON_API Tensor round(const Tensor &self, TENON_HERE);
/// Rounds towards zero.
TENON_API Tensor trunc(const Tensor &self, TENON_HERE);
/// x - trunc(x).
TENON_API Tensor frac(const Tensor &self, TENON_HERE);
/// Max(x, 0).
TENON_API Tensor relu(const Tensor &self, TENON_HERE);
/// x * sigmoid(x).
TENON_API Tensor silu(const Tensor &self, TENON_HERE);
/// x * tanh(log(1 + exp(x))).
TENON_API Tensor mish(const Tensor &self, TENON_HERE);
/// Min(max(x, 0), 6).
TENON_API Tensor relu6(const Tensor &self, TENON_HERE);
/// Relu6(x + 3) / 6.
TENON_API Tensor hardsigmoid(const Tensor &self, TENON_HERE);
/// x * hardsigmoid(x).
TENON_API Tensor hardswish(const Tensor &self, TENON_HERE);
/// Log(sigmoid(x)).
TENON_API Tensor log_sigmoid(const Tensor &self, TENON_HERE);
/// Whether x is NaN, as bool.
TENON_API Tensor isnan(const Tensor &self, TENON_HERE);
/// Whether x is infinite, as bool.
TENON_API Tensor isinf(const Tensor &self, TENON_HERE);
/// Whether x is a number and not infinite, as bool.
TENON_API Tensor isfinite(const Tensor &self, TENON_HERE);
/// Whether x is 0, as bool.
TENON_API Tensor logical_not(const Tensor &self, TENON_HERE);
/// Bitwise complement of integers; of bools the opposite. Throws for floats.
TENON_API Tensor bitwise_not(const Tensor &self, TENON_HERE);
/// x times the probability that a normal variable is less than x; `tanh` selects the approximation.
TENON_API Tensor gelu(const Tensor &self, const std::string &approximate = "none", TENON_HERE);
/// x where positive, else negative_slope * x.
TENON_API Tensor leaky_relu(const Tensor &self, const Scalar &negative_slope = 0.01, TENON_HERE);
/// x where positive, else alpha * (exp(x) - 1).
TENON_API Tensor elu(const Tensor &self, const Scalar &alpha = 1.0, TENON_HERE);
/// log(1 + exp(beta x)) / beta; x itself where beta x is above `threshold`.
TENON_API Tensor softplus(const Tensor &self, const Scalar &beta = 1, const Scalar &threshold = 20, TENON_HERE);
/// x between min_val and max_val.
TENON_API Tensor hardtanh(const Tensor &self, const Scalar &min_val = -1, const Scalar &max_val = 1, TENON_HERE);
/// x between min and max, either of which may be absent.
TENON_API Tensor clamp(const Tensor &self, const std::optional<Scalar> &min = std::nullopt,
                       const std::optional<Scalar> &max = std::nullopt, TENON_HERE);
TENON_API Tensor clamp_min(const Tensor &self, const Operand &min, TENON_HERE);
TENON_API Tensor clamp_max(const Tensor &self, const Operand &max, TENON_HERE);

// Functions of two. Sizes broadcast as in NumPy, types are promoted as in
// PyTorch: the type of dimensioned tensors counts more than that of scalar
// tensors, and that more than a plain number's, unless it is of a higher kind
// (bool, integer, float). Throws where the sizes do not fit.

/// self + alpha * other.
TENON_API Tensor add(const Tensor &self, const Operand &other, const Scalar &alpha = 1, TENON_HERE);
/// self - alpha * other. Throws for two bool tensors.
TENON_API Tensor sub(const Tensor &self, const Operand &other, const Scalar &alpha = 1, TENON_HERE);
/// alpha * other subtracted from: other - alpha * self.
TENON_API Tensor rsub(const Tensor &self, const Operand &other, const Scalar &alpha = 1, TENON_HERE);
/// self * other.
TENON_API Tensor mul(const Tensor &self, const Operand &other, TENON_HERE);
/// self / other; integers are divided as floats.
TENON_API Tensor div(const Tensor &self, const Operand &other, TENON_HERE);
/// With rounding: `trunc` or `floor`; integers stay integers.
TENON_API Tensor div(const Tensor &self, const Operand &other, const std::string &rounding_mode, TENON_HERE);
/// floor(self / other).
TENON_API Tensor floor_divide(const Tensor &self, const Operand &other, TENON_HERE);
/// self - other * floor(self / other).
TENON_API Tensor remainder(const Tensor &self, const Operand &other, TENON_HERE);
/// self - other * trunc(self / other).
TENON_API Tensor fmod(const Tensor &self, const Operand &other, TENON_HERE);
/// self to the power of exponent.
TENON_API Tensor pow(const Tensor &self, const Operand &exponent, TENON_HERE);
TENON_API Tensor pow(const Scalar &self, const Tensor &exponent, TENON_HERE);
/// The larger, NaN where either is NaN.
TENON_API Tensor maximum(const Tensor &self, const Operand &other, TENON_HERE);
/// The smaller, NaN where either is NaN.
TENON_API Tensor minimum(const Tensor &self, const Operand &other, TENON_HERE);
/// The angle of the point (other, self).
TENON_API Tensor atan2(const Tensor &self, const Operand &other, TENON_HERE);

/// Comparisons; the result is bool.
TENON_API Tensor eq(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor ne(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor lt(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor le(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor gt(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor ge(const Tensor &self, const Operand &other, TENON_HERE);
/// Whether |self - other| <= atol + rtol * |other|, as bool.
TENON_API Tensor isclose(const Tensor &self, const Tensor &other, double rtol = 1e-5, double atol = 1e-8,
                         bool equal_nan = false, TENON_HERE);
/// Whether this holds everywhere: reads the values.
TENON_API bool allclose(const Tensor &self, const Tensor &other, double rtol = 1e-5, double atol = 1e-8,
                        bool equal_nan = false, TENON_HERE);
/// Whether sizes and values are the same: reads the values.
TENON_API bool equal(const Tensor &self, const Tensor &other, TENON_HERE);

/// Of what is not 0, as bool.
TENON_API Tensor logical_and(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor logical_or(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor logical_xor(const Tensor &self, const Operand &other, TENON_HERE);
/// Of integers and bools. Throw for floats.
TENON_API Tensor bitwise_and(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor bitwise_or(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor bitwise_xor(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor bitwise_left_shift(const Tensor &self, const Operand &other, TENON_HERE);
TENON_API Tensor bitwise_right_shift(const Tensor &self, const Operand &other, TENON_HERE);

/// self where `condition` (bool) holds, else other; all three broadcast.
TENON_API Tensor where(const Tensor &condition, const Operand &self, const Operand &other, TENON_HERE);
/// start + weight * (end - start).
TENON_API Tensor lerp(const Tensor &start, const Tensor &end, const Operand &weight, TENON_HERE);
/// self + value * tensor1 * tensor2.
TENON_API Tensor addcmul(const Tensor &self, const Tensor &tensor1, const Tensor &tensor2, const Scalar &value = 1,
                         TENON_HERE);
/// self + value * tensor1 / tensor2.
TENON_API Tensor addcdiv(const Tensor &self, const Tensor &tensor1, const Tensor &tensor2, const Scalar &value = 1,
                         TENON_HERE);
/// `value` where `mask` (bool, broadcast) holds, else self.
TENON_API Tensor masked_fill(const Tensor &self, const Tensor &mask, const Operand &value, TENON_HERE);

} // namespace tenon

#endif
