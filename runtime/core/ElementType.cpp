//===- ElementType.cpp - Element types of tensors -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/ElementType.h"

namespace tenon::runtime {

namespace {

struct NamedType {
  ElementType type;
  const char *name;
};

constexpr NamedType names[] = {
    {{kDLFloat, 64}, "float64"},   {{kDLFloat, 32}, "float32"}, {{kDLFloat, 16}, "float16"},
    {{kDLBfloat, 16}, "bfloat16"}, {{kDLInt, 8}, "int8"},       {{kDLInt, 16}, "int16"},
    {{kDLInt, 32}, "int32"},       {{kDLInt, 64}, "int64"},     {{kDLUInt, 8}, "uint8"},
    {{kDLUInt, 16}, "uint16"},     {{kDLUInt, 32}, "uint32"},   {{kDLUInt, 64}, "uint64"},
    {{kDLBool, 8}, "bool"},
    {{kDLFloat8_e4m3fn, 8}, "float8e4m3fn"},
    {{kDLFloat8_e4m3fnuz, 8}, "float8e4m3fnuz"},
    {{kDLFloat8_e5m2, 8}, "float8e5m2"},
    {{kDLFloat8_e5m2fnuz, 8}, "float8e5m2fnuz"},
    {{kDLFloat8_e8m0fnu, 8}, "float8e8m0fnu"},
    {{kDLFloat4_e2m1fn, 4}, "float4e2m1fn"},
    {{kDLInt, 4}, "int4"},         {{kDLInt, 2}, "int2"},       {{kDLUInt, 4}, "uint4"},
    {{kDLUInt, 2}, "uint2"},       {stringType, "string"},
};

} // namespace

const char *nameOf(ElementType type) {
  for (const NamedType &entry : names)
    if (entry.type == type)
      return entry.name;
  return "unknown";
}

bool isKnown(ElementType type) {
  for (const NamedType &entry : names)
    if (entry.type == type)
      return true;
  return false;
}

} // namespace tenon::runtime
