//===- Npy.h - NumPy's file of one array --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Versions 1 to 3 of the format, little-endian and row-major. bfloat16, which
// NumPy has not, is stored as two untyped bytes an element, as others do, and
// floats and integers of eight bits and fewer that it has not as one.

#ifndef TENON_RUNTIME_PROGRAM_NPY_H
#define TENON_RUNTIME_PROGRAM_NPY_H

#include "runtime/program/HostTensor.h"
#include "runtime/core/Text.h"

namespace tenon::runtime {

/// What readers of a file take for the type that they expect.
inline constexpr ElementType untypedByte = {kDLOpaqueHandle, 8};

/// Reads the bytes of a file that messages call `file`. Returns a status.
int parseNpy(const void *bytes, uint64_t size, const char *file, HostTensor &tensor, Message &message);

/// A whole file of strings, of NumPy's type `<U`: as many characters as the
/// longest has for each, so that a string cannot end with zeros. Returns a status.
int appendNpyStrings(TenonContext *context, const char *name, const DLTensor &tensor, Text &text, Message &message);

/// Everything before the elements.
void appendNpyHeader(ElementType type, const int64_t *shape, int32_t rank, Text &text);

} // namespace tenon::runtime

#endif
