//===- Types.cpp - Element types and their promotion -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Types.h"
#include <ostream>

namespace tenon {

namespace {

struct TypeName {
  const char *name;
  int64_t bytes;
};

/// In the order of ScalarType.
constexpr TypeName typeNames[] = {{"Byte", 1}, {"Char", 1},   {"Short", 2},    {"Int", 4},    {"Long", 8},
                                  {"Half", 2}, {"Float", 4},  {"Double", 8},   {"Bool", 1},   {"BFloat16", 2},
                                  {"UInt16", 2}, {"UInt32", 4}, {"UInt64", 8}};

bool isWideUnsigned(ScalarType type) { return type == kUInt16 || type == kUInt32 || type == kUInt64; }

} // namespace

const char *toString(ScalarType type) { return typeNames[static_cast<size_t>(type)].name; }
int64_t elementSize(ScalarType type) { return typeNames[static_cast<size_t>(type)].bytes; }
std::ostream &operator<<(std::ostream &stream, ScalarType type) { return stream << toString(type); }

ScalarType promote_types(ScalarType a, ScalarType b, SourceLocation here) {
  if (a == b)
    return a;
  if (isFloatingType(a) || isFloatingType(b)) {
    if (!isFloatingType(b))
      return a;
    if (!isFloatingType(a))
      return b;
    if (a == kDouble || b == kDouble)
      return kDouble;
    return kFloat; // also of the two 16-bit types, neither of which holds the other
  }
  if (isWideUnsigned(a) || isWideUnsigned(b))
    throw Error(std::string("uint16, uint32 and uint64 are not promoted: convert one of ") + toString(a) + " and " +
                    toString(b) + " with to()",
                here);
  if (a == kBool)
    return b;
  if (b == kBool)
    return a;
  if (a == kByte || b == kByte) {
    ScalarType other = a == kByte ? b : a;
    return other == kChar ? kShort : other;
  }
  return elementSize(a) > elementSize(b) ? a : b;
}

} // namespace tenon
