//===- Unicode.cpp - What an uncased model reads of a text ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Unicode.h"
#include <algorithm>
#include <cstdint>
#include <iterator>

namespace minilm {

namespace {

enum MappingKind : uint8_t { Remove, Space, Shift, Pair };

/// What becomes of the code points first..last. `value` is what Shift adds, or
/// Pair's two code points in its halves.
struct Mapping {
  char32_t first, last;
  MappingKind kind;
  int32_t value;
};

struct Range {
  char32_t first, last;
};

#include "UnicodeTable.inc"

/// The blocks that the reference calls Chinese.
constexpr Range ideographs[] = {
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xF900, 0xFAFF},   {0x20000, 0x2A6DF},
    {0x2A700, 0x2B73F}, {0x2B740, 0x2B81F}, {0x2B920, 0x2CEAF}, {0x2F800, 0x2FA1F},
};

/// The entry of a sorted table that `point` lies in, or null.
template <typename Entry, size_t size> const Entry *findIn(const Entry (&table)[size], char32_t point) {
  const Entry *entry = std::lower_bound(std::begin(table), std::end(table), point,
                                        [](const Entry &entry, char32_t point) { return entry.last < point; });
  return entry != std::end(table) && entry->first <= point ? entry : nullptr;
}

/// Hangul syllables are laid out so that their letters follow by arithmetic.
void appendHangul(char32_t point, std::u32string &result) {
  constexpr char32_t vowels = 21, trailing = 28;
  char32_t index = point - 0xAC00;
  result += char32_t(0x1100 + index / (vowels * trailing));
  result += char32_t(0x1161 + index / trailing % vowels);
  if (char32_t last = index % trailing)
    result += char32_t(0x11A7 + last);
}

/// Reads one code point at `position` and moves past it; U+FFFD and past the
/// longest start of a valid sequence where the bytes are not UTF-8.
char32_t decodeNext(std::string_view bytes, size_t &position) {
  auto byteAt = [&](size_t index) { return index < bytes.size() ? uint8_t(bytes[index]) : uint8_t(0); };
  uint8_t lead = byteAt(position++);
  if (lead < 0x80)
    return lead;
  if (lead < 0xC2 || lead > 0xF4)
    return 0xFFFD;
  unsigned more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  // The second byte's range excludes overlong forms, surrogates and what lies beyond U+10FFFF.
  uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  char32_t point = lead & (0x3F >> more);
  for (unsigned i = 0; i < more; ++i) {
    uint8_t byte = byteAt(position);
    if (byte < low || byte > high)
      return 0xFFFD;
    point = point << 6 | (byte & 0x3F);
    low = 0x80, high = 0xBF;
    ++position;
  }
  return point;
}

} // namespace

std::u32string decode(std::string_view bytes) {
  std::u32string result;
  result.reserve(bytes.size());
  for (size_t position = 0; position < bytes.size();)
    result += decodeNext(bytes, position);
  return result;
}

void appendEncoded(char32_t point, std::string &bytes) {
  if (point < 0x80) {
    bytes += char(point);
    return;
  }
  unsigned more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  bytes += char((0xFF00 >> (more + 1) & 0xFF) | point >> 6 * more);
  while (more--)
    bytes += char(0x80 | (point >> 6 * more & 0x3F));
}

std::u32string normalize(std::u32string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (char32_t point : text) {
    if (point >= 0xAC00 && point <= 0xD7A3) {
      appendHangul(point, result);
      continue;
    }
    const Mapping *mapping = findIn(mappings, point);
    if (!mapping) {
      result += point;
      continue;
    }
    switch (mapping->kind) {
    case Remove:
      break;
    case Space:
      result += U' ';
      break;
    case Shift:
      result += char32_t(int32_t(point) + mapping->value);
      break;
    case Pair:
      result += {char32_t(mapping->value >> 16), char32_t(mapping->value & 0xFFFF)};
      break;
    }
  }
  return result;
}

bool standsAlone(char32_t point) { return findIn(punctuation, point) || findIn(ideographs, point); }

} // namespace minilm
