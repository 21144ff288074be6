//===- StringSplit.cpp - Strings cut at delimiters ------------------------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Utf8.h"
#include "runtime/longtail/RuntimeFunctions.h"
#include "runtime/longtail/StringCall.h"

using namespace tenon::runtime;

namespace {

/// The white space of Unicode, and the separators of ASCII.
bool isSpace(uint32_t code) {
  return (code >= 9 && code <= 13) || (code >= 0x1c && code <= 0x20) || code == 0x85 || code == 0xa0 ||
         code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 || code == 0x202f ||
         code == 0x205f || code == 0x3000;
}

/// The parts of a string, one after the other. Without a delimiter it is cut
/// at white space, of which none begins a part.
class Splitter {
public:
  Splitter(TextView text, TextView delimiter, int64_t mostCuts)
      : position(text.data), end(text.data + text.size), delimiter(delimiter), cutsLeft(mostCuts) {}

  bool next(TextView &part) {
    if (!delimiter.size)
      skipSpaces();
    if (isDone || (!delimiter.size && position == end))
      return false;
    const char *cut = findCut();
    if (!cut) {
      const char *last = delimiter.size || cutsLeft ? end : lastAfterSpaces();
      part = {position, static_cast<uint64_t>(last - position)};
      isDone = true;
      return true;
    }
    part = {position, static_cast<uint64_t>(cut - position)};
    position = delimiter.size ? cut + delimiter.size : cut;
    cutsLeft -= cutsLeft > 0;
    return true;
  }

private:
  void skipSpaces() {
    while (position != end) {
      const Utf8Character character = readCharacter(position, end);
      if (!isSpace(character.code))
        return;
      position += character.bytes;
    }
  }

  /// The end of what is left without the spaces there.
  const char *lastAfterSpaces() const {
    const char *last = position;
    for (const char *c = position; c != end;) {
      const Utf8Character character = readCharacter(c, end);
      c += character.bytes;
      if (!isSpace(character.code))
        last = c;
    }
    return last;
  }

  /// Where the next part ends, or null where all of the rest is one. Negative
  /// `cutsLeft`: as many as there are.
  const char *findCut() const {
    if (!cutsLeft)
      return nullptr;
    if (delimiter.size)
      return static_cast<const char *>(
          memmem(position, static_cast<uint64_t>(end - position), delimiter.data, delimiter.size));
    for (const char *c = position; c != end;) {
      const Utf8Character character = readCharacter(c, end);
      if (isSpace(character.code))
        return c;
      c += character.bytes;
    }
    return nullptr;
  }

  const char *position, *end;
  TextView delimiter;
  int64_t cutsLeft;
  bool isDone = false;
};

/// Calls `take` with the number of each string and its parts. Returns a status.
template <typename Take> int splitAll(const StringCall &strings, int64_t count, Take take) {
  TextView delimiter;
  if (int status = strings.read(1, 0, delimiter))
    return status;
  const int64_t mostCuts = strings.numbers(2)[0];
  for (int64_t i = 0; i < count; ++i) {
    TextView text;
    if (int status = strings.read(0, i, text))
      return status;
    if (int status = take(i, Splitter(text, delimiter, mostCuts)))
      return status;
  }
  return TENON_OK;
}

} // namespace

extern "C" int tenon_string_count_parts(const TenonRuntimeCall *call) {
  const StringCall strings(*call);
  return splitAll(strings, strings.count(), [&](int64_t i, Splitter parts) {
    TextView part;
    int64_t &count = strings.results()[i] = 0;
    while (parts.next(part))
      ++count;
    return TENON_OK;
  });
}

extern "C" int tenon_string_split(const TenonRuntimeCall *call) {
  const StringCall strings(*call);
  const int64_t width = call->result.lastSize;
  return splitAll(strings, call->arguments[0].count, [&](int64_t i, Splitter parts) {
    TextView part;
    int64_t at = i * width;
    for (const int64_t end = at + width; at < end; ++at) {
      if (!parts.next(part))
        part = {"", 0};
      if (int status = strings.write(at, part))
        return status;
    }
    return static_cast<int>(TENON_OK);
  });
}
