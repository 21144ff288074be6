//===- RoundingNoise.cpp - Rounding as some correct program may do it -===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/RoundingNoise.h"
#include <algorithm>
#include <cmath>

using namespace mlir;

namespace tenon::reference {

/// The bits of a number of `type`, the first one too.
static unsigned bitsOf(Type type) {
  return type.isF64() ? RoundingNoise::doubleBits : cast<FloatType>(type).getFPMantissaWidth();
}

/// Half of the last of `bits` bits of a number.
static double halfStep(double magnitude, unsigned bits) { return std::ldexp(magnitude, -static_cast<int>(bits)); }

static double cutTo(double value, unsigned bits) {
  constexpr unsigned all = 53;
  // The sum's low bits fall off its end.
  double high = value * (std::ldexp(1, all - bits) + 1);
  return std::isfinite(high) ? high - (high - value) : value;
}

ReferenceTensor magnitudesOf(ReferenceTensor tensor) {
  for (double &value : tensor.reals)
    value = std::fabs(value);
  return tensor;
}

void RoundingNoise::round(ReferenceTensor &tensor) {
  tensor.settle(/*exact=*/true);
  Type type = tensor.elementType;
  for (double &value : tensor.reals) {
    auto nearest = [&](double number) {
      return type.isF64() ? cutTo(number, doubleBits) : roundToType(number, type);
    };
    double rounded = nearest(value);
    if (rounded != value && std::isfinite(rounded)) {
      double moved = nearest(value + withSign(halfStep(std::fabs(value), bitsOf(type))));
      rounded = std::isfinite(moved) ? moved : rounded;
    }
    value = rounded;
  }
}

double RoundingNoise::off(double sum, double magnitude, int64_t terms, unsigned bits) {
  double walk = std::fabs(sum) * std::sqrt(static_cast<double>(terms)) / 3;
  double error = halfStep(std::max(magnitude, walk), bits);
  return std::isfinite(error) ? sum + withSign(error) : sum;
}

unsigned RoundingNoise::bitsOfSum(Type elementType, bool isKeptAsElement) {
  constexpr unsigned singleBits = 24;
  return isKeptAsElement ? bitsOf(elementType) : std::max(singleBits, bitsOf(elementType));
}

void RoundingNoise::loseInSums(ReferenceTensor &sums, const ReferenceTensor &magnitudes, int64_t terms, unsigned bits) {
  for (auto [sum, magnitude] : llvm::zip_equal(sums.reals, magnitudes.reals))
    sum = off(sum, magnitude, terms, bits);
}

} // namespace tenon::reference
