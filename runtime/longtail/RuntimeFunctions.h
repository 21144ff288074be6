//===- RuntimeFunctions.h - The functions that a graph may call ----------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_LONGTAIL_RUNTIMEFUNCTIONS_H
#define TENON_RUNTIME_LONGTAIL_RUNTIMEFUNCTIONS_H

#include "runtime/core/ModelFormat.h"

/// Calls ACTION(NAME) for each. What they take stands in dialects/graph/Strings.h.
#define TENON_FOR_EACH_RUNTIME_FUNCTION(ACTION)                                                                        \
  ACTION(string_concat)                                                                                                \
  ACTION(string_lower)                                                                                                 \
  ACTION(string_upper)                                                                                                 \
  ACTION(string_count_parts)                                                                                           \
  ACTION(string_split)                                                                                                 \
  ACTION(string_match)                                                                                                 \
  ACTION(string_from_number)                                                                                           \
  ACTION(string_to_number)

#define TENON_DECLARE(NAME) int tenon_##NAME(const TenonRuntimeCall *call);
extern "C" {
TENON_FOR_EACH_RUNTIME_FUNCTION(TENON_DECLARE)
extern const TenonStringOperations tenonStringOperations;
}
#undef TENON_DECLARE

#endif
