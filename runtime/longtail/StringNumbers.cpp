//===- StringNumbers.cpp - Numbers as strings and strings as numbers ------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Floats are written with as many digits as tell them from their neighbours,
// as Python and NumPy do.

#include "runtime/core/Elements.h"
#include "runtime/longtail/RuntimeFunctions.h"
#include "runtime/longtail/StringCall.h"
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <strings.h>

using namespace tenon::runtime;

namespace {

/// Numbers are written and read as in C, whatever the program around has set.
class PlainLocale {
public:
  PlainLocale() : plain(newlocale(LC_ALL_MASK, "C", nullptr)), before(plain ? uselocale(plain) : nullptr) {}
  ~PlainLocale() {
    if (!plain)
      return;
    uselocale(before);
    freelocale(plain);
  }
  bool isThere() const { return plain; }

private:
  locale_t plain, before;
};

/// The value that is nearest to a number in a float type.
double rounded(ElementType type, double value) {
  uint64_t memory = 0;
  storeElement(type, &memory, 0, value);
  return loadFloat(type, &memory, 0);
}

/// At least `size` bytes are there.
void writeFloat(ElementType type, double value, char *text, uint64_t size) {
  if (!isfinite(value)) {
    snprintf(text, size, "%s", isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
    return;
  }
  int digits = 1;
  do
    snprintf(text, size, "%.*e", digits - 1, value);
  while (rounded(type, strtod(text, nullptr)) != value && digits++ < 17);
  // In between numbers are written without an exponent, which then says how many decimals there are.
  const double magnitude = fabs(value);
  if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    snprintf(text, size, "%.*e", digits - 1, value);
    return;
  }
  const int exponent = static_cast<int>(strtol(strchr(text, 'e') + 1, nullptr, 10));
  const int decimals = digits - 1 - exponent;
  snprintf(text, size, "%.*f", decimals < 1 ? 1 : decimals, value);
}

int64_t loadInteger(ElementType type, const void *data, int64_t i) {
  const bool isSigned = type.code == kDLInt;
  switch (type.bits) {
  case 8:
    return isSigned ? static_cast<const int8_t *>(data)[i] : static_cast<const uint8_t *>(data)[i];
  case 16:
    return isSigned ? static_cast<const int16_t *>(data)[i] : static_cast<const uint16_t *>(data)[i];
  case 32:
    return isSigned ? static_cast<const int32_t *>(data)[i] : static_cast<const uint32_t *>(data)[i];
  default:
    return static_cast<const int64_t *>(data)[i];
  }
}

void writeNumber(ElementType type, const void *data, int64_t i, char *text, uint64_t size) {
  if (type.code == kDLBool)
    snprintf(text, size, "%s", static_cast<const uint8_t *>(data)[i] ? "True" : "False");
  else if (isFloat(type))
    writeFloat(type, loadFloat(type, data, i), text, size);
  else if (type.code == kDLUInt)
    snprintf(text, size, "%llu", static_cast<unsigned long long>(loadInteger(type, data, i)));
  else
    snprintf(text, size, "%lld", static_cast<long long>(loadInteger(type, data, i)));
}

/// Reads a number into an element. False where the text is none, or none of
/// the type. The text ends with a zero.
bool readNumber(ElementType type, const char *text, void *data, int64_t i) {
  char *end;
  auto isWhole = [&] {
    while (*end == ' ' || *end == '\t' || *end == '\n' || *end == '\r')
      ++end;
    return end != text && !*end;
  };
  if (type.code == kDLBool && (!strcasecmp(text, "true") || !strcasecmp(text, "false"))) {
    static_cast<uint8_t *>(data)[i] = (*text | 0x20) == 't';
    return true;
  }
  const double real = strtod(text, &end);
  if (!isWhole())
    return false;
  if (type.code == kDLBool)
    static_cast<uint8_t *>(data)[i] = real != 0;
  else if (isFloat(type))
    storeElement(type, data, i, real);
  else {
    // Integers as they stand, others towards zero.
    const bool isSigned = type.code == kDLInt;
    errno = 0;
    int64_t number = isSigned ? strtoll(text, &end, 10) : static_cast<int64_t>(strtoull(text, &end, 10));
    bool isInRange = !errno && (isSigned || real >= 0);
    if (!isWhole()) {
      const double limit = isSigned ? 0x1p63 : 0x1p64;
      isInRange = real < limit && (isSigned ? real >= -limit : real > -1);
      number = !isInRange ? 0 : isSigned ? static_cast<int64_t>(real) : static_cast<int64_t>(static_cast<uint64_t>(real < 0 ? 0 : real));
    }
    if (type.bits < 64)
      isInRange &= isSigned ? number >= -(int64_t{1} << (type.bits - 1)) && number < int64_t{1} << (type.bits - 1)
                            : static_cast<uint64_t>(number) < uint64_t{1} << type.bits;
    if (!isInRange)
      return false;
    const auto bytes = static_cast<size_t>(type.bytes());
    memcpy(static_cast<char *>(data) + static_cast<size_t>(i) * bytes, &number, bytes);
  }
  return true;
}

} // namespace

extern "C" int tenon_string_from_number(const TenonRuntimeCall *call) {
  const StringCall strings(*call);
  const PlainLocale locale;
  if (!locale.isThere())
    return strings.failMemory();
  for (int64_t i = 0; i < strings.count(); ++i) {
    char text[512];
    writeNumber(call->arguments[0].type, call->arguments[0].data, i, text, sizeof text);
    if (int status = strings.write(i, {text, strlen(text)}))
      return status;
  }
  return TENON_OK;
}

extern "C" int tenon_string_to_number(const TenonRuntimeCall *call) {
  const StringCall strings(*call);
  const PlainLocale locale;
  if (!locale.isThere())
    return strings.failMemory();
  for (int64_t i = 0; i < strings.count(); ++i) {
    TextView view;
    if (int status = strings.read(0, i, view))
      return status;
    char text[512];
    const bool fits = view.size < sizeof text && !memchr(view.data, 0, view.size);
    const uint64_t size = view.size < sizeof text ? view.size : sizeof text - 1;
    memcpy(text, view.data, size);
    text[size] = 0;
    if (!fits || !readNumber(call->result.type, text, call->result.data, i))
      return fail(*call->message, TENON_ERROR_USER, "element %lld, '%.100s', is no %s", static_cast<long long>(i), text,
                  nameOf(call->result.type));
  }
  return TENON_OK;
}
