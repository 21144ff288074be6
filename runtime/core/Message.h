//===- Message.h - Errors of the runtime --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_MESSAGE_H
#define TENON_RUNTIME_CORE_MESSAGE_H

#include "runtime/include/tenon/runtime.h"

namespace tenon::runtime {

/// What tenonLastError returns: one line.
struct Message {
  char text[1024];
};

/// Fills in the message and returns `status`. Names come from the model and
/// are not trusted: control characters become '?'.
__attribute__((format(printf, 3, 4))) int fail(Message &message, int status, const char *format, ...);

} // namespace tenon::runtime

#endif
