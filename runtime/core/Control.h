//===- Control.h - Branches and loops of a program ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A step may call other functions of the model. A callee is a function like
// those that a context runs: its symbols are read from the sizes of what it is
// given, its plan comes from its own cache, and its buffers lie in an arena of
// their own, one for each depth of calls, which only ever grows. No function is
// called while it runs.

#ifndef TENON_RUNTIME_CORE_CONTROL_H
#define TENON_RUNTIME_CORE_CONTROL_H

#include "runtime/core/Array.h"
#include "runtime/core/ModelFormat.h"

namespace tenon::runtime {

/// Calls are nested no deeper.
constexpr uint64_t maximumDepth = 64;

/// The values of the callee's symbols, from the sizes of what the step passes;
/// 1 for those that its own steps define.
void bindCallee(const TenonFunction &callee, const TenonControl &control, const int64_t *sizes,
                Array<int64_t> &symbols);

/// Where in the memory that a loop keeps between iterations each carried value
/// lies, and after the last one how much that is. False for lack of memory, and
/// where a value has no size that memory has.
bool placeCarried(const TenonControl &control, const int64_t *sizes, Array<uint64_t> &offsets);

} // namespace tenon::runtime

#endif
