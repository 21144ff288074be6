//===- Text.cpp - Strings that grow -------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Text.h"
#include <stdarg.h>
#include <stdio.h>

namespace tenon::runtime {

void Text::append(const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  const int length = vsnprintf(nullptr, 0, format, arguments);
  va_end(arguments);
  const uint64_t before = bytes.size();
  // One more for the zero byte that vsnprintf writes.
  if (length >= 0 && bytes.resize(before + static_cast<uint64_t>(length) + 1)) {
    vsnprintf(bytes.data() + before, static_cast<size_t>(length) + 1, format, again);
    bytes.pop();
  } else {
    isTruncated = true;
  }
  va_end(again);
}

void Text::appendBytes(const void *added, uint64_t size) {
  const uint64_t before = bytes.size();
  const uint64_t needed = before + size;
  // Doubled, so that byte after byte stays linear.
  if (!bytes.reserve(needed > before * 2 ? needed : before * 2) || !bytes.resize(needed)) {
    isTruncated = true;
    return;
  }
  if (size)
    memcpy(bytes.data() + before, added, size);
}

const char *Text::string() {
  if (!bytes.push(0))
    return "";
  bytes.pop();
  return bytes.data();
}

} // namespace tenon::runtime
