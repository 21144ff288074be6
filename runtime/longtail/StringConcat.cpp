//===- StringConcat.cpp - Two strings as one ------------------------------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/longtail/RuntimeFunctions.h"
#include "runtime/longtail/StringCall.h"

using namespace tenon::runtime;

extern "C" int tenon_string_concat(const TenonRuntimeCall *call) {
  const StringCall strings(*call);
  Array<char> buffer;
  for (int64_t i = 0; i < strings.count(); ++i) {
    TextView first, second;
    if (int status = strings.read(0, i, first))
      return status;
    if (int status = strings.read(1, i, second))
      return status;
    const uint64_t size = first.size + second.size;
    if (size > largestString)
      return strings.failLength(size);
    if (!buffer.reserve(size + 1))
      return strings.failMemory();
    memcpy(buffer.data(), first.data, first.size);
    memcpy(buffer.data() + first.size, second.data, second.size);
    if (int status = strings.write(i, {buffer.data(), size}))
      return status;
  }
  return TENON_OK;
}
