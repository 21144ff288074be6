//===- StateFile.h - A context's state on disk --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A safetensors file: the length of a JSON header in eight bytes, the header,
// the tensors. Every library that reads such files can read the states. The
// header's metadata say that Tenon wrote it, which version of the form it has,
// of which model it is, and the checksum of the values.

#ifndef TENON_RUNTIME_CORE_STATEFILE_H
#define TENON_RUNTIME_CORE_STATEFILE_H

#include "runtime/core/States.h"

namespace tenon::runtime {

/// Raised when yesterday's reader could not read what is written today.
inline constexpr int stateFileVersion = 1;

/// Writes all states; the file appears whole or not at all. Returns a status.
int saveStates(const States &states, const char *path, Message &message);

/// Reads what saveStates wrote for a model with the same states. Returns a
/// status; on failure nothing has changed.
int loadStates(States &states, const char *path, Message &message);

} // namespace tenon::runtime

#endif
