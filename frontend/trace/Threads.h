//===- Threads.h - The threads that compute tensors -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRACE_THREADS_H
#define TENON_TRACE_THREADS_H

#include "runtime/include/tenon/runtime.h"

namespace tenon::frontend {

/// The options of a context that computes values of tensors. All of them share the threads of the process, whose number
/// may change while they live.
TenonOptions sharedThreads();

} // namespace tenon::frontend

#endif
