//===- Text.h - Strings that grow ---------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_TEXT_H
#define TENON_RUNTIME_CORE_TEXT_H

#include "runtime/core/Array.h"

namespace tenon::runtime {

/// Text or bytes. For lack of memory it stays as it is, and says so.
class Text {
public:
  __attribute__((format(printf, 2, 3))) void append(const char *format, ...);
  void appendBytes(const void *bytes, uint64_t size);
  void appendByte(uint8_t byte) { appendBytes(&byte, 1); }

  uint64_t size() const { return bytes.size(); }
  const char *data() const { return bytes.data(); }

  /// Ends with a zero byte.
  const char *string();

  bool isComplete() const { return !isTruncated; }

private:
  Array<char> bytes;
  bool isTruncated = false;
};

} // namespace tenon::runtime

#endif
