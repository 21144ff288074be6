//===- StringTensors.cpp - Strings of tensors and their handles ----------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/StringTensors.h"

namespace tenon::runtime {

namespace {

/// Bytes shown of a string.
constexpr uint64_t shownBytes = 40;

} // namespace

int internStrings(TenonContext *context, HostTensor &tensor, Message &message) {
  auto *handles = static_cast<int64_t *>(tensor.data);
  uint64_t begin = 0;
  for (uint64_t i = 0; i < tensor.ends.size(); ++i) {
    if (const int status = tenonIntern(context, tensor.text.data() + begin, tensor.ends[i] - begin, handles + i))
      return fail(message, status, "%s", tenonLastError(context));
    begin = tensor.ends[i];
  }
  return TENON_OK;
}

int64_t elementCount(const DLTensor &tensor) {
  int64_t count = 1;
  for (int32_t d = 0; d < tensor.ndim; ++d)
    count *= tensor.shape[d];
  return count;
}

int readString(TenonContext *context, const DLTensor &tensor, int64_t i, const char *&text, uint64_t &size,
               Message &message) {
  text = tenonString(context, static_cast<const int64_t *>(tensor.data)[i], &size);
  return text ? TENON_OK : fail(message, TENON_ERROR_DEFECT, "%s", tenonLastError(context));
}

int appendShown(TenonContext *context, const DLTensor &tensor, int64_t i, Text &text, Message &message) {
  const char *string;
  uint64_t size;
  if (int status = readString(context, tensor, i, string, size, message))
    return status;
  text.appendByte('"');
  for (uint64_t k = 0; k < size && k < shownBytes; ++k) {
    const auto byte = static_cast<unsigned char>(string[k]);
    text.appendByte(byte < 0x20 || byte == 0x7f ? '?' : byte);
  }
  text.append(size > shownBytes ? "...\"" : "\"");
  return TENON_OK;
}

} // namespace tenon::runtime
