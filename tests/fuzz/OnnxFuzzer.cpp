//===- OnnxFuzzer.cpp - Any bytes as an ONNX model ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Whatever the bytes are, the importer says what is wrong or makes a graph
// that is valid.

#include "compiler/Diagnostics.h"
#include "frontend/onnx/Importer.h"
#include "frontend/onnx/ModelFile.h"
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // A context keeps every type and attribute that it has seen.
  static std::unique_ptr<mlir::MLIRContext> context;
  static int uses = 0;
  if (!context || ++uses % 200 == 0)
    context = tenon::compiler::makeContext();
  auto bytes = llvm::ArrayRef(reinterpret_cast<const char *>(data), size);
  auto file = tenon::onnx::parseModel(bytes, "model.onnx", "/nonexistent");
  if (!file) {
    llvm::consumeError(file.takeError());
    return 0;
  }
  auto model = tenon::onnx::Importer(*file, *context).run();
  if (model)
    return 0;
  llvm::handleAllErrors(
      model.takeError(), [](const tenon::compiler::UserError &) {},
      [](const llvm::ErrorInfoBase &defect) {
        fprintf(stderr, "%s\n", defect.message().c_str());
        abort();
      });
  return 0;
}
