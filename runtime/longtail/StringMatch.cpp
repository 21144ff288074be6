//===- StringMatch.cpp - Strings against a pattern ------------------------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/longtail/RegexProgram.h"
#include "runtime/longtail/RuntimeFunctions.h"
#include "runtime/longtail/StringCall.h"

using namespace tenon::runtime;

extern "C" int tenon_string_match(const TenonRuntimeCall *call) {
  const StringCall strings(*call);
  RegexMatcher matcher;
  const CallTensor &program = call->arguments[1];
  if (!RegexMatcher::isValid(static_cast<const int32_t *>(program.data), program.count))
    return fail(*call->message, TENON_ERROR_USER, "its pattern is none that this version of Tenon has made");
  if (!matcher.open(static_cast<const int32_t *>(program.data)))
    return strings.failMemory();
  for (int64_t i = 0; i < strings.count(); ++i) {
    TextView text;
    if (int status = strings.read(0, i, text))
      return status;
    static_cast<uint8_t *>(call->result.data)[i] = matcher.matches(text.data, text.size);
  }
  return TENON_OK;
}
