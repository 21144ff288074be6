//===- StringTensors.h - Strings of tensors and their handles ------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_STRINGTENSORS_H
#define TENON_RUNTIME_PROGRAM_STRINGTENSORS_H

#include "runtime/core/Text.h"
#include "runtime/program/HostTensor.h"

namespace tenon::runtime {

/// Puts handles of the context into a tensor of strings, for the next run.
/// Returns a status.
int internStrings(TenonContext *context, HostTensor &tensor, Message &message);

/// The number of elements of a tensor that a run gave.
int64_t elementCount(const DLTensor &tensor);

/// The text of an element, not ended by a zero. Returns a status.
int readString(TenonContext *context, const DLTensor &tensor, int64_t i, const char *&text, uint64_t &size,
               Message &message);

/// An element for people: in quotes, cut where it is long.
int appendShown(TenonContext *context, const DLTensor &tensor, int64_t i, Text &text, Message &message);

} // namespace tenon::runtime

#endif
