//===- Special.cpp - Error functions, Bessel functions and others ---------===//
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

/// Chebyshev series of exp(-x) I0(x) for x in [0, 8].
constexpr double i0Below8[] = {
    0.33839763720473804,    -0.3046826723431984,     0.17162090152220878,    -0.094901097048047644,
    0.049305284239670708,   -0.023737414805899469,   0.010546460394594998,   -4.3243099950505759e-3,
    1.6394756169413358e-3,  -5.7637557453858237e-4,  1.8850288509584166e-4,  -5.7541950100821037e-5,
    1.6448448070728897e-5,  -4.4167383584587506e-6,  1.1173875391201037e-6,  -2.6707938539406117e-7,
    6.0469950225419189e-8,  -1.300025009986248e-8,   2.6598237246823867e-9,  -5.1897956016352629e-10,
    9.6758090353732369e-11, -1.7268262914415557e-11, 2.9550526631296398e-12, -4.8564467831119295e-13,
    7.6761854986049356e-14, -1.1685332877993452e-14, 1.715391285555133e-15,  -2.4312798465479547e-16,
    3.3307945188222381e-17, -4.4153416464793394e-18};

/// Of exp(-x) sqrt(x) I0(x) for 8 / x in [0, 1].
constexpr double i0Beyond8[] = {
    0.40224520550705442,     3.3691164782556941e-3,   6.889758346916824e-5,    2.8913705208347565e-6,
    2.0489185894690637e-7,   2.2666689904981781e-8,   3.3962320257083863e-9,   4.9406023882249696e-10,
    1.1889147107846438e-11,  -3.1499165279632414e-11, -1.3215811840447713e-11, -1.7941785315068061e-12,
    7.1801244513836662e-13,  3.8527783827421427e-13,  1.5400862175214098e-14,  -4.1505693472872221e-14,
    -9.5548466988283076e-15, 3.8116806693526224e-15,  1.7725601330565264e-15,  -3.4254856196772191e-16,
    -2.8276239805165835e-16, 3.4612228676974611e-17,  4.46562142029676e-17,    -4.8305044859441821e-18,
    -7.233180487874754e-18};

/// Of exp(-x) I1(x) / x for x in [0, 8].
constexpr double i1Below8[] = {
    0.12629359322181683,    -0.17641651835783406,    0.1026436586898471,     -0.052945981208094991,
    0.024726449030626517,   -0.010564084894626198,   4.1564229443128882e-3,  -1.5135724506312531e-3,
    5.1228595616857577e-4,  -1.6176081582589675e-4,  4.7815651075500542e-5,  -1.3273163656039436e-5,
    3.4702513081376785e-6,  -8.5687202646954547e-7,  2.0032947535521353e-7,  -4.4450591287963281e-8,
    9.3815373864957718e-9,  -1.8872497517228293e-9,  3.625590281552117e-10,  -6.6634897235020277e-11,
    1.1736186298890902e-11, -1.9839743977649437e-12, 3.2237933659455747e-13, -5.0421855047279117e-14,
    7.6006842947354069e-15, -1.1055969477353863e-15, 1.5536319577362005e-16, -2.1114212143581661e-17,
    2.7779141127610464e-18};

/// Of exp(-x) sqrt(x) I1(x) for 8 / x in [0, 1].
constexpr double i1Beyond8[] = {
    0.38928811750914006,     -9.7610974913614684e-3,  -1.1058893876262372e-4,  -3.8825648088776904e-6,
    -2.5122362378702089e-7,  -2.6314688468895195e-8,  -3.835380385964237e-9,   -5.5897434621965838e-10,
    -1.8974958123505412e-11, 3.2526035830154882e-11,  1.4125807436613781e-11,  2.0356285441470895e-12,
    -7.1985517762459085e-13, -4.0835511110921973e-13, -2.1015418427726643e-14, 4.2724400167119514e-14,
    1.0420276984128803e-14,  -3.8144030724370078e-15, -1.8803547755107824e-15, 3.3082023109209283e-16,
    2.9626289976459501e-16,  -3.209525921993424e-17,  -4.6503053684893583e-17, 4.4143483230717079e-18,
    7.5172963108421048e-18};

/// The sum of c[k] T_k(x), by Clenshaw's recurrence.
Term chebyshev(const Term &x, llvm::ArrayRef<double> c) {
  Term twice = x * 2, previous = number(x, 0.0), current = number(x, c.back());
  for (double coefficient : llvm::reverse(c.drop_front().drop_back())) {
    Term next = twice * current - previous + coefficient;
    previous = current;
    current = next;
  }
  return x * current - previous + c.front();
}

/// exp(-|x|) times the modified Bessel function of order 0 or 1.
Term scaledBessel(const Term &x, int order) {
  Term y = abs(x);
  // Beyond its range a series would overflow, and the choice below be NaN in derivatives.
  Term inside = smaller(y, 8.0), outside = larger(y, 8.0);
  if (order == 0)
    return choose(y <= 8, chebyshev(inside / 4 - 1, i0Below8), chebyshev(16 / outside - 1, i0Beyond8) / sqrt(outside));
  Term value = choose(y <= 8, chebyshev(inside / 4 - 1, i1Below8) * inside,
                      chebyshev(16 / outside - 1, i1Beyond8) / sqrt(outside));
  return choose(x < 0, -value, value);
}

/// The x >= 0 with erf(x) = p and erfc(x) = q, one of which is exact.
Term inverseErf(const Term &p, const Term &q) {
  // Winitzki's approximation, good to 0.2 %, then Halley's method.
  constexpr double a = 0.147;
  Term w = log(q * (p + 1)), c = w / 2 + 2 / (std::numbers::pi * a);
  Term x = sqrt(sqrt(square(c) - w / a) - c);
  for (int step = 0; step < 3; ++step) {
    Term residue = choose(p < 0.5, erf(x) - p, q - erfc(x));
    Term move = residue * exp(square(x)) * (std::sqrt(std::numbers::pi) / 2);
    x = x - move / (x * move + 1);
  }
  return choose(q == 0, infinity, choose(p == 0, 0.0, x));
}

/// exp(x^2) erfc(x) for x >= 0.
Term scaledErfc(const Term &x) {
  // The square in two parts, the first of which is exact: rounded, it would lose what exp makes large.
  Term inside = smaller(x, 26.0), high = round(inside * 0x1p20) * 0x1p-20;
  Term near = exp(square(high)) * exp((inside - high) * (inside + high)) * erfc(inside);
  Term inverse = 1 / square(x);
  Term series = polynomial(inverse, {1.0, -0.5, 0.75, -1.875, 6.5625}) / (x * std::sqrt(std::numbers::pi));
  return choose(x < 25, near, series);
}

} // namespace

Tensor erfinv(const Tensor &self, SourceLocation here) {
  return byWideFormula(self, here, [](Term y) {
    Term p = abs(y), x = inverseErf(p, 1 - p);
    return choose(p > 1, std::numeric_limits<double>::quiet_NaN(), choose(y < 0, -x, choose(p == 0, y, x)));
  });
}

Tensor special_ndtri(const Tensor &self, SourceLocation here) {
  return byWideFormula(self, here, [](Term p) {
    Term isLow = p < 0.5, tail = choose(isLow, p, 1 - p) * 2;
    Term x = inverseErf(1 - tail, tail) * std::numbers::sqrt2;
    return choose((p < 0) | (p > 1), std::numeric_limits<double>::quiet_NaN(), choose(isLow, -x, x));
  });
}
Tensor special_ndtr(const Tensor &self, SourceLocation here) {
  return byWideFormula(self, here, [](Term x) { return erfc(x * (-1 / std::numbers::sqrt2)) * 0.5; });
}
Tensor special_log_ndtr(const Tensor &self, SourceLocation here) {
  return byWideFormula(self, here, [](Term x) {
    Term t = x * (1 / std::numbers::sqrt2), magnitude = larger(-t, 0.0);
    Term low = log(scaledErfc(magnitude) * 0.5) - square(magnitude);
    return choose(x < -1, low, log1p(erfc(t) * -0.5));
  });
}
Tensor special_erfcx(const Tensor &self, SourceLocation here) {
  return byWideFormula(self, here, [](Term x) {
    Term y = scaledErfc(abs(x)), high = round(x * 0x1p20) * 0x1p-20;
    return choose(x < 0, exp(square(high)) * exp((x - high) * (x + high)) * 2 - y, y);
  });
}
Tensor special_entr(const Tensor &self, SourceLocation here) {
  return byFormula(self, here, [](Term x) {
    return choose(isnan(x), x, choose(x > 0, -x * log(x), choose(x == 0, number(x, 0.0), -infinity)));
  });
}
Tensor special_xlog1py(const Operand &self, const Operand &other, SourceLocation here) {
  return byFormula(self, other, here,
                   [](Term x, Term y) { return choose(isnan(y), y, choose(x == 0, 0.0, x * log1p(y))); });
}

Tensor i0(const Tensor &self, SourceLocation here) {
  return byWideFormula(self, here, [](Term x) { return exp(abs(x)) * scaledBessel(x, 0); });
}
Tensor special_i0e(const Tensor &self, SourceLocation here) {
  return byWideFormula(self, here, [](Term x) { return scaledBessel(x, 0); });
}
Tensor special_i1(const Tensor &self, SourceLocation here) {
  return byWideFormula(self, here, [](Term x) { return exp(abs(x)) * scaledBessel(x, 1); });
}
Tensor special_i1e(const Tensor &self, SourceLocation here) {
  return byWideFormula(self, here, [](Term x) { return scaledBessel(x, 1); });
}

} // namespace tenon
