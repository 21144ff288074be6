//===- WireFormat.h - Messages of Protocol Buffers, byte by byte -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_WIREFORMAT_H
#define TENON_RUNTIME_PROGRAM_WIREFORMAT_H

#include "runtime/core/Text.h"
#include <cstdint>
#include <cstring>

namespace tenon::runtime {

enum WireType { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

/// A part of the message. Every read is checked against its end.
struct WireReader {
  const uint8_t *position;
  const uint8_t *end;

  bool isAtEnd() const { return position == end; }
  uint64_t left() const { return static_cast<uint64_t>(end - position); }

  bool readVarint(uint64_t &value) {
    value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (isAtEnd())
        return false;
      const uint8_t byte = *position++;
      if (shift < 64)
        value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (!(byte & 0x80))
        return true;
    }
    return false;
  }

  bool readFixed(unsigned bytes, uint64_t &value) {
    if (left() < bytes)
      return false;
    value = 0;
    memcpy(&value, position, bytes);
    position += bytes;
    return true;
  }

  bool readBytes(WireReader &part) {
    uint64_t size;
    if (!readVarint(size) || size > left())
      return false;
    part = {position, position + size};
    position += size;
    return true;
  }
};

/// Bytes of a field of a fixed size; 0 for the other wire types.
inline unsigned fixedBytes(int wire) { return wire == Fixed64 ? 8 : wire == Fixed32 ? 4 : 0; }

/// The next part of bytes with this number; false at the end. `isWhole` turns
/// false where the message is none.
bool nextPart(WireReader &reader, uint64_t number, WireReader &part, bool &isWhole);

void appendVarint(Text &text, uint64_t value);

} // namespace tenon::runtime

#endif
