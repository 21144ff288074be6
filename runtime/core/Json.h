//===- Json.h - The little JSON that the runtime reads ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A scanner over text that is not trusted: it stays within the text, keeps
// nothing on the heap but the strings that are asked for, and refuses what is
// nested deeply. The caller knows what it expects and asks for it in order.

#ifndef TENON_RUNTIME_CORE_JSON_H
#define TENON_RUNTIME_CORE_JSON_H

#include "runtime/core/Text.h"

namespace tenon::runtime {

class JsonReader {
public:
  JsonReader(const char *text, uint64_t size) : position(text), end(text + size) {}

  /// Takes this punctuation mark where it is next.
  bool take(char mark);

  /// A string, with its escapes resolved; one with a zero character is refused.
  bool readString(Text &value);

  /// A whole number from 0 to 2^63 - 1.
  bool readNumber(int64_t &value);

  /// Any value.
  bool skipValue(int depth = 0);

  /// Whether only space is left.
  bool isAtEnd();

private:
  void skipSpace();
  bool readEscape(Text &value);
  bool readCodePoint(uint32_t &value);

  const char *position;
  const char *end;
};

/// Appends `text` in quotes, as a JSON string.
void appendJsonString(const char *text, Text &result);

} // namespace tenon::runtime

#endif
