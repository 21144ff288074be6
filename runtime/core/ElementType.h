//===- ElementType.h - Element types of tensors -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_ELEMENTTYPE_H
#define TENON_RUNTIME_CORE_ELEMENTTYPE_H

#include "runtime/include/tenon/dlpack.h"

namespace tenon::runtime {

/// As DLPack's code and bits.
struct ElementType {
  uint8_t code;
  uint8_t bits;

  /// In memory, where an element of less than eight bits takes a byte: a float
  /// its code in the low bits, an integer its value.
  int64_t bytes() const { return bits < 8 ? 1 : bits / 8; }
  bool operator==(const ElementType &other) const { return code == other.code && bits == other.bits; }
};

/// A string: a handle of 64 bits of the context's table.
constexpr ElementType stringType = {kDLOpaqueHandle, 64};

/// `float32`, `bfloat16`, `bool`; "unknown" for what no tensor of a model has.
const char *nameOf(ElementType type);

/// Whether models have tensors of this type.
bool isKnown(ElementType type);

} // namespace tenon::runtime

#endif
