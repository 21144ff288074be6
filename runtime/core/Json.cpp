//===- Json.cpp - The little JSON that the runtime reads ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Json.h"

namespace tenon::runtime {

namespace {

constexpr int deepest = 64;

void appendUtf8(uint32_t code, Text &text) {
  auto byte = [&](uint32_t value) { text.appendByte(static_cast<uint8_t>(value)); };
  if (code < 0x80)
    return byte(code);
  if (code < 0x800)
    byte(0xc0 | code >> 6);
  else if (code < 0x10000)
    byte(0xe0 | code >> 12);
  else
    byte(0xf0 | code >> 18);
  if (code >= 0x10000)
    byte(0x80 | (code >> 12 & 0x3f));
  if (code >= 0x800)
    byte(0x80 | (code >> 6 & 0x3f));
  byte(0x80 | (code & 0x3f));
}

} // namespace

void JsonReader::skipSpace() {
  while (position < end && (*position == ' ' || *position == '\t' || *position == '\n' || *position == '\r'))
    ++position;
}

bool JsonReader::isAtEnd() {
  skipSpace();
  return position == end;
}

bool JsonReader::take(char mark) {
  skipSpace();
  if (position == end || *position != mark)
    return false;
  ++position;
  return true;
}

/// The four digits of \uXXXX.
bool JsonReader::readCodePoint(uint32_t &value) {
  value = 0;
  if (end - position < 4)
    return false;
  for (int i = 0; i < 4; ++i, ++position) {
    const char c = *position, lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9')
      value = value * 16 + static_cast<uint32_t>(c - '0');
    else if (lower >= 'a' && lower <= 'f')
      value = value * 16 + static_cast<uint32_t>(lower - 'a' + 10);
    else
      return false;
  }
  return true;
}

/// What follows a backslash.
bool JsonReader::readEscape(Text &value) {
  static constexpr char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
  if (position == end)
    return false;
  const char kind = *position++;
  for (const char *pair = escapes; *pair; pair += 2)
    if (*pair == kind)
      return value.appendByte(static_cast<uint8_t>(pair[1])), true;
  uint32_t code, low;
  if (kind != 'u' || !readCodePoint(code) || code == 0)
    return false;
  if (code >= 0xd800 && code < 0xdc00) {
    if (end - position < 2 || position[0] != '\\' || position[1] != 'u')
      return false;
    position += 2;
    if (!readCodePoint(low) || low < 0xdc00 || low > 0xdfff)
      return false;
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  }
  appendUtf8(code, value);
  return true;
}

bool JsonReader::readString(Text &value) {
  if (!take('"'))
    return false;
  while (position < end) {
    const char c = *position++;
    if (c == '"')
      return value.isComplete();
    if (static_cast<unsigned char>(c) < 0x20)
      return false;
    if (c != '\\')
      value.appendByte(static_cast<uint8_t>(c));
    else if (!readEscape(value))
      return false;
  }
  return false;
}

bool JsonReader::readNumber(int64_t &value) {
  skipSpace();
  if (position == end || *position < '0' || *position > '9')
    return false;
  for (value = 0; position < end && *position >= '0' && *position <= '9'; ++position)
    if (__builtin_mul_overflow(value, int64_t{10}, &value) ||
        __builtin_add_overflow(value, static_cast<int64_t>(*position - '0'), &value))
      return false;
  return position == end || (*position != '.' && *position != 'e' && *position != 'E');
}

bool JsonReader::skipValue(int depth) {
  if (depth > deepest)
    return false;
  const bool isObject = take('{');
  if (isObject || take('[')) {
    const char close = isObject ? '}' : ']';
    if (take(close))
      return true;
    do {
      Text key;
      if (isObject && (!readString(key) || !take(':')))
        return false;
      if (!skipValue(depth + 1))
        return false;
    } while (take(','));
    return take(close);
  }
  skipSpace();
  if (position < end && *position == '"') {
    Text value;
    return readString(value);
  }
  // A number or a word.
  const char *start = position;
  while (position < end && !strchr(",]} \t\r\n", *position))
    ++position;
  return position != start;
}

void appendJsonString(const char *text, Text &result) {
  result.appendByte('"');
  for (const char *c = text; *c; ++c) {
    if (*c == '"' || *c == '\\')
      result.append("\\%c", *c);
    else if (static_cast<unsigned char>(*c) < 0x20)
      result.append("\\u%04x", static_cast<unsigned>(*c));
    else
      result.appendByte(static_cast<uint8_t>(*c));
  }
  result.appendByte('"');
}

} // namespace tenon::runtime
