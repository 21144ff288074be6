//===- HostTensor.cpp - A tensor with its memory ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/HostTensor.h"
#include <algorithm>

namespace tenon::runtime {

namespace {
constexpr uint64_t alignment = 64;
}

HostTensor::~HostTensor() { free(data); }

bool measureShape(ElementType type, const int64_t *sizes, int32_t rank, uint64_t &bytes) {
  bytes = static_cast<uint64_t>(type.bytes());
  bool isEmpty = false;
  for (int32_t d = 0; d < rank; ++d) {
    if (sizes[d] < 0)
      return false;
    isEmpty |= sizes[d] == 0;
    if (sizes[d] && (__builtin_mul_overflow(bytes, static_cast<uint64_t>(sizes[d]), &bytes) || bytes > UINT64_MAX / 4))
      return false;
  }
  if (isEmpty)
    bytes = 0;
  return true;
}

int HostTensor::allocate(ElementType elementType, const int64_t *sizes, int32_t count, const char *subject,
                         Message &message) {
  char text[256];
  if (count < 0 || count > maximumRank)
    return fail(message, TENON_ERROR_USER, "%s: %d dimensions are more than the %d that tensors may have", subject,
                count, maximumRank);
  uint64_t needed;
  if (!measureShape(elementType, sizes, count, needed))
    return fail(message, TENON_ERROR_USER, "%s: its shape %s has no size that memory has", subject,
                formatShape(sizes, count, text, sizeof text));
  void *memory = aligned_alloc(alignment, (needed / alignment + 1) * alignment);
  if (!memory)
    return fail(message, TENON_ERROR_USER, "%s: out of memory for its shape %s", subject,
                formatShape(sizes, count, text, sizeof text));
  memset(memory, 0, needed);
  free(data);
  data = memory;
  bytes = needed;
  type = elementType;
  rank = count;
  std::copy_n(sizes, count, shape);
  return TENON_OK;
}

bool HostTensor::addString(const void *string, uint64_t size) {
  text.appendBytes(string, size);
  return text.isComplete() && ends.push(text.size());
}

void HostTensor::normalizeBools() {
  if (type.code != kDLBool)
    return;
  auto *elements = static_cast<uint8_t *>(data);
  for (uint64_t i = 0; i < bytes; ++i)
    elements[i] = elements[i] != 0;
}

DLTensor HostTensor::view() { return {data, {kDLCPU, 0}, rank, {type.code, type.bits, 1}, shape, nullptr, 0}; }

} // namespace tenon::runtime
