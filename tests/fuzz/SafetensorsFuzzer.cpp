//===- SafetensorsFuzzer.cpp - Any bytes as a file of weights ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What is read lies within the file.

#include "compiler/weights/Safetensors.h"
#include "tests/fuzz/Fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // A copy, so that sanitizers see the end.
  std::shared_ptr<llvm::MemoryBuffer> file = llvm::MemoryBuffer::getMemBufferCopy(
      llvm::StringRef(reinterpret_cast<const char *>(data), size), "w.safetensors");
  auto store = tenon::compiler::readSafetensors(file, "w.safetensors", &tenon::fuzz::contextFor(1000));
  if (!store) {
    llvm::consumeError(store.takeError());
    return 0;
  }
  volatile char sum = 0;
  for (const auto &[name, weight] : *store)
    for (char byte : weight.bytes)
      sum = static_cast<char>(sum + byte);
  return 0;
}
