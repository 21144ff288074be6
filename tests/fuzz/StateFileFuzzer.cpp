//===- StateFileFuzzer.cpp - Any bytes as a file of states -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A file that is refused changes nothing; one that is read can be saved.

#include "runtime/core/ModelFormat.h"
#include "tests/fuzz/MemoryFile.h"
#include "tests/runtime/TestModel.h"
#include <cstdio>

namespace {

[[noreturn]] void report(const char *what) {
  fprintf(stderr, "%s\n", what);
  abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const tenon::runtime::test::TestModel test;
  TenonContext *context = nullptr;
  if (tenonCreate(&test.model, nullptr, &context) != TENON_OK)
    report("the model cannot be opened");
  const tenon::fuzz::MemoryFile file(data, size);
  if (tenonLoad(context, file.path().c_str()) != TENON_OK && !*tenonLastError(context))
    report("refused without a reason");
  tenonDestroy(context);
  return 0;
}
