//===- StringCase.cpp - Small and capital letters ------------------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// One character for each: of those that Unicode makes several of, such as the
// capital form of a sharp s, nothing is changed.

#include "runtime/core/Text.h"
#include "runtime/core/Utf8.h"
#include "runtime/longtail/RuntimeFunctions.h"
#include "runtime/longtail/StringCall.h"
#include <algorithm>
#include <iterator>

using namespace tenon::runtime;

namespace {

/// Every `step`-th character from `first` to `last` moves by `distance`.
struct CaseRange {
  uint32_t first, last, step;
  int32_t distance;
};

// Made by tools/dev/make-case-table of the Unicode database.
#include "runtime/longtail/CaseTable.inc"

template <size_t count> uint32_t changeCase(const CaseRange (&ranges)[count], uint32_t code) {
  const CaseRange *range = std::lower_bound(std::begin(ranges), std::end(ranges), code,
                                            [](const CaseRange &entry, uint32_t wanted) { return entry.last < wanted; });
  const bool isIn = range != std::end(ranges) && code >= range->first && (code - range->first) % range->step == 0;
  return isIn ? static_cast<uint32_t>(static_cast<int32_t>(code) + range->distance) : code;
}

template <size_t count> int changeAll(const TenonRuntimeCall &call, const CaseRange (&ranges)[count]) {
  const StringCall strings(call);
  for (int64_t i = 0; i < strings.count(); ++i) {
    TextView text;
    if (int status = strings.read(0, i, text))
      return status;
    Text changed;
    for (const char *c = text.data, *end = c + text.size; c != end;) {
      const Utf8Character character = readCharacter(c, end);
      char bytes[4] = {*c};
      // What is no UTF-8 stays as it is.
      const uint32_t size = character.isValid ? writeCharacter(changeCase(ranges, character.code), bytes) : 1;
      changed.appendBytes(bytes, size);
      c += character.bytes;
    }
    if (!changed.isComplete())
      return strings.failMemory();
    if (int status = strings.write(i, {changed.data(), changed.size()}))
      return status;
  }
  return TENON_OK;
}

} // namespace

extern "C" int tenon_string_lower(const TenonRuntimeCall *call) { return changeAll(*call, toSmall); }

extern "C" int tenon_string_upper(const TenonRuntimeCall *call) { return changeAll(*call, toCapital); }
