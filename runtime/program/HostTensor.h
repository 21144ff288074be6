//===- HostTensor.h - A tensor with its memory --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_HOSTTENSOR_H
#define TENON_RUNTIME_PROGRAM_HOSTTENSOR_H

#include "runtime/core/Message.h"
#include "runtime/core/Signature.h"
#include "runtime/core/Text.h"

namespace tenon::runtime {

/// Dense, row-major, in memory aligned to 64 bytes that it owns.
class HostTensor {
public:
  HostTensor() = default;
  HostTensor(const HostTensor &) = delete;
  HostTensor &operator=(const HostTensor &) = delete;
  ~HostTensor();

  /// Sets type and shape and gets zeroed memory. `subject` names the tensor's
  /// file in messages. Returns a status.
  int allocate(ElementType elementType, const int64_t *sizes, int32_t rank, const char *subject, Message &message);

  /// Adds the next element of a tensor of strings. False for lack of memory.
  bool addString(const void *bytes, uint64_t size);

  /// Makes every byte of a bool 0 or 1, as kernels expect.
  void normalizeBools();

  /// Valid as long as this tensor.
  DLTensor view();

  ElementType type = {kDLFloat, 32};
  int32_t rank = 0;
  int64_t shape[maximumRank] = {};
  void *data = nullptr;
  uint64_t bytes = 0;

  // The elements of a tensor of strings, one behind the other; `data` has room
  // for their handles (StringTensors.h).
  Text text;
  Array<uint64_t> ends;
};

/// Bytes of a tensor of these sizes; false where they are negative or the
/// product overflows.
bool measureShape(ElementType type, const int64_t *sizes, int32_t rank, uint64_t &bytes);

} // namespace tenon::runtime

#endif
