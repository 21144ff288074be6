//===- SavedGraphFuzzer.cpp - Any bytes as a saved graph ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Whatever the text is, it is refused with a reason or it is a model.

#include "compiler/Diagnostics.h"
#include "compiler/SavedGraph.h"
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static std::unique_ptr<mlir::MLIRContext> context;
  static int uses = 0;
  if (!context || ++uses % 200 == 0)
    context = tenon::compiler::makeContext();
  const int file = memfd_create("graph", MFD_CLOEXEC);
  if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size))
    abort();
  auto model = tenon::compiler::readSavedGraph("/proc/self/fd/" + std::to_string(file), *context);
  close(file);
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
