//===- TensorFileFuzzer.cpp - Any bytes as a file of a tensor ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Both formats that programs read: what is read has the shape and bytes that
// it says.

#include "runtime/program/Npy.h"
#include "runtime/program/TensorProto.h"
#include <cstdint>
#include <cstdlib>

using namespace tenon::runtime;

namespace {

template <typename Parse> void read(Parse parse, const uint8_t *data, size_t size) {
  HostTensor tensor;
  Message message = {};
  if (parse(data, size, "FILE", tensor, message) != TENON_OK) {
    if (!message.text[0])
      abort(); // refused without a reason
    return;
  }
  uint64_t bytes = 0;
  if (!measureShape(tensor.type, tensor.shape, tensor.rank, bytes) || bytes != tensor.bytes)
    abort();
  // Sanitizers see what lies outside.
  volatile uint8_t sum = 0;
  for (uint64_t i = 0; i < tensor.bytes; ++i)
    sum = sum + static_cast<const uint8_t *>(tensor.data)[i];
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  read(parseNpy, data, size);
  read(parseTensorProto, data, size);
  return 0;
}
