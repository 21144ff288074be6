//===- Utf8.h - Characters of UTF-8 --------------------------------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_UTF8_H
#define TENON_RUNTIME_CORE_UTF8_H

#include <stdint.h>

namespace tenon::runtime {

/// A character and the bytes that it takes. Where there is none, one byte that
/// stands for itself.
struct Utf8Character {
  uint32_t code; // U+FFFD for a byte that is no part of one
  uint32_t bytes;
  bool isValid;
};

/// The character at `position`, which is before `end`.
inline Utf8Character readCharacter(const char *position, const char *end) {
  const auto *bytes = reinterpret_cast<const unsigned char *>(position);
  const auto left = static_cast<uint64_t>(end - position);
  const Utf8Character none = {0xfffd, 1, false};
  if (bytes[0] < 0x80)
    return {bytes[0], 1, true};
  const uint32_t length = bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : 2;
  if (bytes[0] < 0xc2 || bytes[0] > 0xf4 || left < length)
    return none;
  uint32_t code = bytes[0] & (0x7fu >> length);
  for (uint32_t i = 1; i < length; ++i) {
    if ((bytes[i] & 0xc0) != 0x80)
      return none;
    code = code << 6 | (bytes[i] & 0x3f);
  }
  // Neither longer than it need be, nor half of a pair of UTF-16, nor beyond the last one.
  const bool isShortest = length < 3 || code >= (length == 3 ? 0x800u : 0x10000u);
  if (!isShortest || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff)
    return none;
  return {code, length, true};
}

/// Writes a character; the number of its bytes, at most 4.
inline uint32_t writeCharacter(uint32_t code, char *to) {
  if (code < 0x80) {
    to[0] = static_cast<char>(code);
    return 1;
  }
  const uint32_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (uint32_t i = length; i-- > 1; code >>= 6)
    to[i] = static_cast<char>(0x80 | (code & 0x3f));
  to[0] = static_cast<char>((0xf00 >> length & 0xff) | code);
  return length;
}

} // namespace tenon::runtime

#endif
