//===- Message.cpp - Errors of the runtime ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Message.h"
#include <stdarg.h>
#include <stdio.h>

namespace tenon::runtime {

int fail(Message &message, int status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message.text, sizeof message.text, format, arguments);
  va_end(arguments);
  for (char *c = message.text; *c; ++c)
    if (static_cast<unsigned char>(*c) < 0x20 || *c == 0x7f)
      *c = '?';
  return status;
}

} // namespace tenon::runtime
