//===- NarrowFloat.h - Floats of eight bits and fewer -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One number at a time, by the formats' definitions: for files, made-up inputs
// and the reference back end. Kernels convert in registers.

#ifndef TENON_RUNTIME_CORE_NARROWFLOAT_H
#define TENON_RUNTIME_CORE_NARROWFLOAT_H

#include "runtime/include/tenon/dlpack.h"
#include <math.h>
#include <string.h>

namespace tenon::runtime {

/// A code is a sign, an exponent and a mantissa; without a mantissa it is an
/// exponent only.
struct NarrowFormat {
  int bits, mantissa, bias;
  int largest;        // code of the largest number
  int infinity;       // its code; 0 where there is none
  int nan;            // its code; 0 where there is none
  bool hasMinusZero;  // else its code is NaN
};

/// The format of a DLPack code; null where it is none of these.
inline const NarrowFormat *narrowFormatOf(uint8_t code) {
  static constexpr NarrowFormat e4m3fn = {8, 3, 7, 0x7e, 0, 0x7f, true}, e4m3fnuz = {8, 3, 8, 0x7f, 0, 0x80, false},
                                e5m2 = {8, 2, 15, 0x7b, 0x7c, 0x7e, true},
                                e5m2fnuz = {8, 2, 16, 0x7f, 0, 0x80, false},
                                e8m0 = {8, 0, 127, 0xfe, 0, 0xff, false}, e2m1 = {4, 1, 1, 7, 0, 0, true};
  switch (code) {
  case kDLFloat8_e4m3fn:
    return &e4m3fn;
  case kDLFloat8_e4m3fnuz:
    return &e4m3fnuz;
  case kDLFloat8_e5m2:
    return &e5m2;
  case kDLFloat8_e5m2fnuz:
    return &e5m2fnuz;
  case kDLFloat8_e8m0fnu:
    return &e8m0;
  case kDLFloat4_e2m1fn:
    return &e2m1;
  default:
    return nullptr;
  }
}

inline double decodeNarrow(const NarrowFormat &format, int code) {
  if (!format.mantissa)
    return code == format.nan ? static_cast<double>(NAN) : ldexp(1, code - format.bias);
  const int sign = 1 << (format.bits - 1), magnitude = code & (sign - 1);
  if (format.hasMinusZero ? magnitude > format.largest : code == format.nan) {
    const double special = format.infinity && magnitude == format.infinity ? static_cast<double>(INFINITY) : static_cast<double>(NAN);
    return code & sign && format.hasMinusZero ? -special : special;
  }
  const int exponent = magnitude >> format.mantissa, unit = 1 << format.mantissa, digits = magnitude & (unit - 1);
  const double value = exponent ? ldexp(unit + digits, exponent - format.bias - format.mantissa)
                                : ldexp(digits, 1 - format.bias - format.mantissa);
  return code & sign ? -value : value;
}

/// The nearest, ties to even. Beyond the range: the largest number with
/// `saturates`, else infinity or NaN where there is one.
inline int encodeNarrow(const NarrowFormat &format, double value, bool saturates) {
  const int sign = format.mantissa && signbit(value) ? 1 << (format.bits - 1) : 0;
  if (isnan(value))
    return format.hasMinusZero ? format.nan | sign : format.nan;
  const int beyond = saturates || !format.nan ? format.largest : format.infinity ? format.infinity : format.nan;
  const double magnitude = fabs(value), largest = decodeNarrow(format, format.largest);
  int code = beyond;
  if (magnitude <= 2 * largest) {
    int exponent = magnitude > 0 ? ilogb(magnitude) : -1074;
    if (exponent < 1 - format.bias)
      exponent = 1 - format.bias;
    // Exact but for the rounding: scaled by powers of two.
    const auto digits = static_cast<int>(nearbyint(ldexp(magnitude, format.mantissa - exponent)));
    code = ((exponent + format.bias - 1) << format.mantissa) + digits;
    if (code > format.largest)
      code = beyond;
  }
  return code == 0 && !format.hasMinusZero ? 0 : code | sign;
}

enum class ScaleMode { Nearest, Up, Down };

/// The code of a power of two (e8m0) for a number, whose sign does not count.
inline int encodeScale(float value, bool saturates, ScaleMode mode) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  const int exponent = static_cast<int>(bits >> 23 & 0xff);
  const uint32_t fraction = bits & 0x7fffff, half = 0x400000;
  if (exponent == 0xff)
    return 0xff;
  // Halves go up, but for the least exponent, whose halves go down.
  const bool goesUp = mode == ScaleMode::Up        ? fraction > 0
                      : mode == ScaleMode::Nearest ? fraction > half || (fraction == half && exponent > 0)
                                                   : false;
  const int code = exponent + goesUp;
  return code == 0xff && saturates ? 0xfe : code;
}

} // namespace tenon::runtime

#endif
