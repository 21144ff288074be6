//===- SavedGraphFuzzer.cpp - Any bytes as a saved graph ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Whatever the text is, it is refused with a reason or it is a model.

#include "compiler/SavedGraph.h"
#include "tests/fuzz/Fuzzing.h"
#include "tests/fuzz/MemoryFile.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  tenon::fuzz::MemoryFile file(data, size);
  tenon::fuzz::expectUserError(tenon::compiler::readSavedGraph(file.path(), tenon::fuzz::contextFor(200)));
  return 0;
}
