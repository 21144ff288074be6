//===- RoundingNoise.h - Rounding as some correct program may do it ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How much a graph amplifies rounding is seen by running it with errors that a
// correct program may make, too: results rounded up or down by chance, and sums
// off by what their additions can lose. To the nearest every time would not
// do: where little is left of large numbers, that can hit it by luck. The
// method is known as Monte Carlo arithmetic (D. S. Parker, 1997).

#ifndef TENON_CODEGEN_REFERENCE_ROUNDINGNOISE_H
#define TENON_CODEGEN_REFERENCE_ROUNDINGNOISE_H

#include "codegen/reference/InputMaker.h"
#include "codegen/reference/Tensor.h"

namespace tenon::reference {

/// The tensor with all of its floats positive.
ReferenceTensor magnitudesOf(ReferenceTensor tensor);

class RoundingNoise {
public:
  /// The bits that f64 is rounded to. Nothing here is more exact than f64: the
  /// loss of its last bits is seen in what the loss of more bits does.
  static constexpr unsigned doubleBits = 40;

  explicit RoundingNoise(uint64_t seed) : random(seed) {}

  /// What is in the type already stays; everything else goes to one of the
  /// two neighbours. Integers wrap.
  void round(ReferenceTensor &tensor);

  /// The sum of `terms` numbers with an error of either sign that adding them
  /// up in some order may make, in the precision of `bits`. `magnitude` is the
  /// sum of their magnitudes. With steps of half the last bit of the partial
  /// sums, a random walk is off by sqrt(terms) / 3 such steps where all terms
  /// have one sign, and by less than one of the magnitude where they cancel.
  double off(double sum, double magnitude, int64_t terms, unsigned bits);

  /// The bits of a sum of such elements while it is made: f32's at least, unless
  /// it is kept among the elements.
  static unsigned bitsOfSum(mlir::Type elementType, bool isKeptAsElement = false);

  /// The same for a tensor of sums.
  void loseInSums(ReferenceTensor &sums, const ReferenceTensor &magnitudes, int64_t terms, unsigned bits);

private:
  double withSign(double value) { return random.bits() >> 63 ? value : -value; }

  Random random;
};

} // namespace tenon::reference

#endif
