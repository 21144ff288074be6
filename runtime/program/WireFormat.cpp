//===- WireFormat.cpp - Messages of Protocol Buffers, byte by byte ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/WireFormat.h"

namespace tenon::runtime {

bool nextPart(WireReader &reader, uint64_t number, WireReader &part, bool &isWhole) {
  while (!reader.isAtEnd()) {
    uint64_t tag, value;
    if (!(isWhole = reader.readVarint(tag)))
      return false;
    const int wire = static_cast<int>(tag & 7);
    if (wire == Bytes) {
      if (!(isWhole = reader.readBytes(part)))
        return false;
      if (tag >> 3 == number)
        return true;
    } else if (!(isWhole = wire == Varint ? reader.readVarint(value)
                                          : fixedBytes(wire) && reader.readFixed(fixedBytes(wire), value))) {
      return false;
    }
  }
  return false;
}

void appendVarint(Text &text, uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    text.appendByte(static_cast<uint8_t>(value | 0x80));
  text.appendByte(static_cast<uint8_t>(value));
}

} // namespace tenon::runtime
