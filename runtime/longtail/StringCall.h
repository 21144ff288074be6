//===- StringCall.h - The strings that a call reads and writes ------------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_LONGTAIL_STRINGCALL_H
#define TENON_RUNTIME_LONGTAIL_STRINGCALL_H

#include "runtime/core/RuntimeCall.h"
#include "runtime/longtail/StringTable.h"

namespace tenon::runtime {

/// What returns an int returns a status.
class StringCall {
public:
  explicit StringCall(const TenonRuntimeCall &call) : call(call), table(*static_cast<StringTable *>(call.strings)) {}

  int64_t count() const { return call.result.count; }
  int64_t handle(int32_t argument, int64_t i) const { return numbers(argument)[i]; }
  const int64_t *numbers(int32_t argument) const { return static_cast<const int64_t *>(call.arguments[argument].data); }
  int64_t *results() const { return static_cast<int64_t *>(call.result.data); }

  int read(int32_t argument, int64_t i, TextView &text) const {
    if (table.find(handle(argument, i), text))
      return TENON_OK;
    return fail(*call.message, TENON_ERROR_USER, "element %lld of operand %d is %lld, which is no handle of a string",
                static_cast<long long>(i), argument, static_cast<long long>(handle(argument, i)));
  }

  int write(int64_t i, TextView text) const {
    if (table.intern(text, results()[i]))
      return TENON_OK;
    if (text.size > largestString)
      return failLength(text.size);
    return fail(*call.message, TENON_ERROR_USER, "out of memory for its strings");
  }

  int failLength(uint64_t size) const {
    return fail(*call.message, TENON_ERROR_USER, "a string would have %llu bytes, and none has more than %llu",
                static_cast<unsigned long long>(size), static_cast<unsigned long long>(largestString));
  }
  int failMemory() const { return fail(*call.message, TENON_ERROR_USER, "out of memory for its strings"); }

private:
  const TenonRuntimeCall &call;
  StringTable &table;
};

} // namespace tenon::runtime

#endif
