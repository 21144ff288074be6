//===- CompiledPrograms.h - How much was compiled for evaluation -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_TRACE_COMPILEDPROGRAMS_H
#define TENON_FRONTEND_TRACE_COMPILEDPROGRAMS_H

#include "tenon/Error.h"
#include <cstddef>

namespace tenon::frontend {

/// How many programs were compiled so far to read values of tensors.
TENON_API size_t compiledPrograms();

} // namespace tenon::frontend

#endif
