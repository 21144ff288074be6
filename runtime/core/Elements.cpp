//===- Elements.cpp - Single elements of any type -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Elements.h"
#include "runtime/core/NarrowFloat.h"
#include <stdio.h>
#include <string.h>

namespace tenon::runtime {

namespace {

template <typename T> T load(const void *data, int64_t index) {
  T value;
  memcpy(&value, static_cast<const char *>(data) + index * static_cast<int64_t>(sizeof(T)), sizeof(T));
  return value;
}

template <typename T> void store(void *data, int64_t index, T value) {
  memcpy(static_cast<char *>(data) + index * static_cast<int64_t>(sizeof(T)), &value, sizeof(T));
}

template <typename To, typename From> To bitsOf(From value) {
  static_assert(sizeof(To) == sizeof(From));
  To bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// Ties to even; numbers only.
uint16_t bfloatOf(float value) {
  const auto bits = bitsOf<uint32_t>(value);
  return static_cast<uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

/// The low bits of an integer type of a byte or less, as its value.
int8_t wrapByte(ElementType type, int64_t value) {
  const int unused = 8 - type.bits;
  const auto high = static_cast<uint8_t>(static_cast<uint64_t>(value) << unused);
  return static_cast<int8_t>(type.code == kDLInt ? static_cast<int8_t>(high) >> unused : high >> unused);
}

template <typename T> int printInteger(const void *data, int64_t index, char *text, uint64_t size) {
  return snprintf(text, size, "%lld", static_cast<long long>(load<T>(data, index)));
}

} // namespace

uint16_t halfOf(float value) {
  const auto bits = bitsOf<uint32_t>(value);
  const auto sign = static_cast<uint16_t>(bits >> 16 & 0x8000);
  const int exponent = static_cast<int>(bits >> 23 & 0xff) - 112;
  const uint32_t mantissa = bits & 0x7fffff;
  if (exponent >= 31) // too large, infinite, or no number
    return static_cast<uint16_t>(sign | 0x7c00 | (exponent == 143 && mantissa ? 0x200 : 0));
  if (exponent < -10)
    return sign;
  // The mantissa with its leading one, shifted right further where the result is denormal.
  const uint32_t whole = exponent > 0 ? static_cast<uint32_t>(exponent) << 23 | mantissa : 0x800000 | mantissa;
  const int shift = exponent > 0 ? 13 : 14 - exponent;
  const uint32_t half = 1u << (shift - 1);
  const uint32_t rounded = (whole + half - 1 + (whole >> shift & 1)) >> shift;
  return static_cast<uint16_t>(sign | rounded);
}

float floatOfHalf(uint16_t bits) {
  const uint32_t sign = static_cast<uint32_t>(bits & 0x8000) << 16;
  const uint32_t exponent = bits >> 10 & 31, mantissa = bits & 0x3ff;
  if (exponent == 31)
    return bitsOf<float>(sign | 0x7f800000 | mantissa << 13);
  if (exponent)
    return bitsOf<float>(sign | (exponent + 112) << 23 | mantissa << 13);
  const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
  return sign ? -magnitude : magnitude;
}

bool isFloat(ElementType type) {
  return type.code == kDLFloat || type.code == kDLBfloat || narrowFormatOf(type.code) != nullptr;
}

void storeElement(ElementType type, void *data, int64_t index, double value) {
  if (const NarrowFormat *format = narrowFormatOf(type.code))
    store(data, index,
          static_cast<uint8_t>(format->mantissa ? encodeNarrow(*format, value, true)
                                                : encodeScale(static_cast<float>(value), true, ScaleMode::Nearest)));
  else if (type.code == kDLFloat && type.bits == 64)
    store<double>(data, index, value);
  else if (type.code == kDLFloat && type.bits == 32)
    store<float>(data, index, static_cast<float>(value));
  else if (type.code == kDLFloat)
    store<uint16_t>(data, index, halfOf(static_cast<float>(value)));
  else if (type.code == kDLBfloat)
    store<uint16_t>(data, index, bfloatOf(static_cast<float>(value)));
  else if (type.bits == 64)
    store<int64_t>(data, index, static_cast<int64_t>(value));
  else if (type.bits == 32)
    store<int32_t>(data, index, static_cast<int32_t>(static_cast<int64_t>(value)));
  else if (type.bits == 16)
    store<int16_t>(data, index, static_cast<int16_t>(static_cast<int64_t>(value)));
  else
    store<int8_t>(data, index, wrapByte(type, static_cast<int64_t>(value)));
}

double loadFloat(ElementType type, const void *data, int64_t index) {
  if (const NarrowFormat *format = narrowFormatOf(type.code))
    return decodeNarrow(*format, load<uint8_t>(data, index));
  if (type.code == kDLBfloat)
    return static_cast<double>(bitsOf<float>(static_cast<uint32_t>(load<uint16_t>(data, index)) << 16));
  if (type.bits == 64)
    return load<double>(data, index);
  if (type.bits == 32)
    return static_cast<double>(load<float>(data, index));
  return static_cast<double>(floatOfHalf(load<uint16_t>(data, index)));
}

int printElement(ElementType type, const void *data, int64_t index, char *text, uint64_t size) {
  if (isFloat(type))
    return snprintf(text, size, "%.6g", loadFloat(type, data, index));
  if (type.code == kDLBool)
    return snprintf(text, size, "%s", load<uint8_t>(data, index) ? "true" : "false");
  const bool isSigned = type.code == kDLInt;
  switch (type.bits) {
  case 2:
  case 4:
  case 8:
    return isSigned ? printInteger<int8_t>(data, index, text, size) : printInteger<uint8_t>(data, index, text, size);
  case 16:
    return isSigned ? printInteger<int16_t>(data, index, text, size) : printInteger<uint16_t>(data, index, text, size);
  case 32:
    return isSigned ? printInteger<int32_t>(data, index, text, size) : printInteger<uint32_t>(data, index, text, size);
  default:
    return isSigned ? printInteger<int64_t>(data, index, text, size)
                    : snprintf(text, size, "%llu", static_cast<unsigned long long>(load<uint64_t>(data, index)));
  }
}

} // namespace tenon::runtime
