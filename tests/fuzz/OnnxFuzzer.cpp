//===- OnnxFuzzer.cpp - Any bytes as an ONNX model ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Whatever the bytes are, the importer says what is wrong or makes a graph
// that is valid.

#include "frontend/onnx/Importer.h"
#include "frontend/onnx/ModelFile.h"
#include "tests/fuzz/Fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  auto bytes = llvm::ArrayRef(reinterpret_cast<const char *>(data), size);
  auto file = tenon::onnx::parseModel(bytes, "model.onnx", "/nonexistent");
  if (!file) {
    llvm::consumeError(file.takeError());
    return 0;
  }
  tenon::onnx::Importer importer(*file, tenon::fuzz::contextFor(200), /*shapes=*/{});
  tenon::fuzz::expectUserError(importer.run());
  return 0;
}
