//===- StateFileFuzzer.cpp - Any bytes as a file of states -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A file that is refused changes nothing; one that is read can be saved.

#include "runtime/core/ModelFormat.h"
#include "tests/runtime/TestModel.h"
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

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
  const int file = memfd_create("state", MFD_CLOEXEC);
  if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size))
    report("no memory for a file");
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  if (tenonLoad(context, path.c_str()) != TENON_OK && !*tenonLastError(context))
    report("refused without a reason");
  close(file);
  tenonDestroy(context);
  return 0;
}
