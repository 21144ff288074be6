//===- GammaFunctions.cpp - Gamma and zeta functions ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include <cmath>
#include <limits>
#include <numbers>

namespace tenon {

using namespace frontend;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The series of lgamma(2 + z) / z: (-1)^k (zeta(k) - 1) / k, after 1 - gamma.
constexpr double lgammaAtTwo[] = {
    0.42278433509846714,    0.32246703342411322,   -0.067352301053198095,   0.020580808427784548,
    -7.3855510286739853e-3, 2.8905103307415233e-3, -1.192753911703261e-3,   5.0966952474304242e-4,
    -2.2315475845357938e-4, 9.9457512781808534e-5, -4.4926236738133142e-5,  2.0507212775670692e-5,
    -9.4394882752683959e-6, 4.3748667899074878e-6, -2.0392157538013662e-6,  9.5514121304074198e-7,
    -4.492469198764566e-7,  2.1207184805554666e-7, -1.00432248239681e-7,    4.7698101693639806e-8,
    -2.2711094608943165e-8, 1.0838659214896954e-8, -5.1834750419700467e-9,  2.4836745438024783e-9,
    -1.1921401405860912e-9, 5.731367241678862e-10, -2.7595228851242331e-10, 1.3304764374244489e-10};

/// Bernoulli numbers B(2k) / (2k (2k - 1)) of Stirling's series.
constexpr double stirling[] = {0.083333333333333333,   -2.7777777777777778e-3, 7.9365079365079365e-4,
                               -5.9523809523809524e-4, 8.4175084175084175e-4,  -1.9175269175269175e-3,
                               6.4102564102564103e-3,  -0.029550653594771242};

/// B(2k) / 2k.
constexpr double digammaSeries[] = {0.083333333333333333,   -8.3333333333333333e-3, 3.9682539682539683e-3,
                                    -4.1666666666666667e-3, 7.5757575757575758e-3,  -0.021092796092796093,
                                    0.083333333333333333,   -0.44325980392156863};

/// B(2k) / (2k)!.
constexpr double zetaSeries[] = {0.083333333333333333,    -1.3888888888888889e-3,  3.3068783068783069e-5,
                                 -8.2671957671957672e-7,  2.0876756987868099e-8,   -5.2841901386874932e-10,
                                 1.3382536530684679e-11,  -3.3896802963225829e-13, 8.5860620562778446e-15,
                                 -2.1748686985580619e-16, 5.5090028283602295e-18,  -1.3954464685812523e-19};

/// lgamma of y above 0: by the series near 2, to which recurrence leads, or by Stirling's.
Term lgammaOfPositive(const Term &y) {
  Term near = y, product = number(y, 1.0);
  for (int step = 0; step < 8; ++step) {
    Term isAbove = (near >= 2.5) & (y < 10.5);
    near = choose(isAbove, near - 1, near);
    product = choose(isAbove, product * near, product);
  }
  Term isBelow = y < 1.5, isSmall = y < 0.5;
  near = choose(isSmall, y + 2, choose(isBelow, y + 1, near)) - 2;
  product = choose(isSmall, y * (y + 1), choose(isBelow, y, product));
  Term logarithm = log(product);
  Term bySeries = near * polynomial(near, lgammaAtTwo) + choose(isBelow, -logarithm, logarithm);
  Term byStirling = (y - 0.5) * log(y) - y + 0.91893853320467274178 + polynomial(1 / square(y), stirling) / y;
  return choose(y < 10.5, bySeries, choose(y == infinity, y, byStirling));
}

Term lgammaOf(const Term &x) {
  Term mirrored = lgammaOfPositive(choose(x <= 0, 1 - x, x));
  // gamma(x) gamma(1 - x) = pi / sin(pi x).
  Term sine = abs(sin((x - round(x)) * std::numbers::pi));
  return choose(isinf(x), infinity, choose(x <= 0, log(std::numbers::pi / sine) - mirrored, mirrored));
}

Term digammaOf(const Term &x) {
  Term y = choose(x <= 0, 1 - x, x), sum = number(x, 0.0);
  for (int step = 0; step < 10; ++step) {
    Term isSmall = y < 10;
    sum = choose(isSmall, sum - 1 / y, sum);
    y = choose(isSmall, y + 1, y);
  }
  Term inverse = 1 / square(y);
  Term result = sum + (log(y) - 0.5 / y - inverse * polynomial(inverse, digammaSeries));
  // The fraction keeps the sign of x, and the digits that pi * x would lose.
  Term mirrored = result - std::numbers::pi / tan((x - trunc(x)) * std::numbers::pi);
  Term isPole = (x < 0) & (x == trunc(x));
  Term atZero = Term(copysign(number(x, infinity), Operand(-x, x.here), x.here), x.here);
  result = choose(x <= 0, mirrored, result);
  return choose(x == 0, atZero, choose(isPole | (x == -infinity), std::numeric_limits<double>::quiet_NaN(), result));
}

/// The sum of (q + k)^-x over k, for q above 0, by the formula of Euler and Maclaurin.
Term hurwitzZeta(const Term &x, const Term &q) {
  constexpr int terms = 9;
  Term last = power(q, -x), sum = last, w = q;
  for (int k = 1; k <= terms; ++k) {
    w = q + k;
    last = power(w, -x);
    sum = sum + last;
  }
  sum = sum + last * w / (x - 1) - last * 0.5;
  Term factor = x, decay = last / w;
  for (auto [i, coefficient] : llvm::enumerate(zetaSeries)) {
    sum = sum + factor * decay * coefficient;
    double k = 2 * static_cast<double>(i) + 1;
    factor = factor * (x + k) * (x + (k + 1));
    decay = decay / square(w);
  }
  Term isPole = (q <= 0) & (q == floor(q));
  Term result = choose(q <= 0, std::numeric_limits<double>::quiet_NaN(), sum);
  result = choose(isPole | (x == 1), infinity, result);
  return choose(x < 1, std::numeric_limits<double>::quiet_NaN(), result);
}

} // namespace

Tensor lgamma(const Tensor &self, SourceLocation here) { return byWideFormula(self, here, lgammaOf); }
Tensor digamma(const Tensor &self, SourceLocation here) { return byWideFormula(self, here, digammaOf); }

Tensor polygamma(const Tensor &self, int64_t n, SourceLocation here) {
  if (n < 0)
    fail("polygamma", "the order is " + std::to_string(n) + ", expected 0 or more", here);
  if (n == 0)
    return digamma(self, here);
  double factorial = std::tgamma(static_cast<double>(n) + 1);
  return byWideFormula(self, here, [&](Term x) {
    if (n > 1)
      return hurwitzZeta(number(x, static_cast<double>(n + 1)), x) * (n % 2 ? factorial : -factorial);
    // trigamma(x) + trigamma(1 - x) = (pi / sin(pi x))^2.
    Term isSmall = x < 0.5;
    Term value = hurwitzZeta(number(x, 2.0), choose(isSmall, 1 - x, x));
    Term sine = sin((x - round(x)) * std::numbers::pi);
    return choose(isSmall, square(std::numbers::pi / sine) - value, value);
  });
}
Tensor polygamma(int64_t n, const Tensor &self, SourceLocation here) { return polygamma(self, n, here); }

Tensor mvlgamma(const Tensor &self, int64_t p, SourceLocation here) {
  if (p < 1)
    fail("mvlgamma", "the dimension is " + std::to_string(p) + ", expected 1 or more", here);
  return byWideFormula(self, here, [&](Term x) {
    Term sum = lgammaOf(x);
    for (int64_t i = 1; i < p; ++i)
      sum = sum + lgammaOf(x - static_cast<double>(i) / 2);
    return sum + static_cast<double>(p * (p - 1)) / 4 * std::log(std::numbers::pi);
  });
}

Tensor special_zeta(const Operand &self, const Operand &other, SourceLocation here) {
  return byWideFormula(self, other, here, hurwitzZeta);
}

} // namespace tenon
