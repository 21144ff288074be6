//===- RuntimeCall.h - What a function of the runtime is called with ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_RUNTIMECALL_H
#define TENON_RUNTIME_CORE_RUNTIMECALL_H

#include "runtime/core/ElementType.h"
#include "runtime/core/Message.h"

namespace tenon::runtime {

/// An argument or the result: dense, row-major.
struct CallTensor {
  void *data;
  int64_t count;    // of elements
  int64_t lastSize; // of the last axis; 1 for a scalar
  ElementType type;
};

/// A call has no more arguments.
constexpr int32_t maximumArguments = 8;

} // namespace tenon::runtime

struct TenonRuntimeCall {
  void *strings; // the context's table
  const tenon::runtime::CallTensor *arguments;
  tenon::runtime::CallTensor result;
  tenon::runtime::Message *message;
};

#endif
