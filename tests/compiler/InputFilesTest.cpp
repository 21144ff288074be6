//===- InputFilesTest.cpp - Rules of what a model was made of -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/InputFiles.h"
#include <catch2/catch.hpp>

using namespace tenon::compiler;

using Files = std::vector<std::string>;

TEST_CASE("files are noted once") {
  noteInputFile("b");
  noteInputFile("a");
  noteInputFile("b");
  CHECK(inputFiles() == Files{"a", "b"});
}

TEST_CASE("files that are missing or the system's are noted apart") {
  noteMissingFile("c");
  noteSystemFile("d");
  for (const std::string &file : inputFiles())
    CHECK((file != "c" && file != "d"));
  CHECK(missingInputFiles() == Files{"c"});
  CHECK(systemInputFiles() == Files{"d"});
}

TEST_CASE("a rule names each file, and has an empty rule for it") {
  CHECK(dependencyRule("net.o", Files{"net.cpp", "a b#$.h"}) ==
        "net.o: \\\n  net.cpp \\\n  a\\ b\\#$$.h\n\nnet.cpp:\n\na\\ b\\#$$.h:\n");
  CHECK(dependencyRule("net.o", Files{}) == "net.o:\n");
}

TEST_CASE("rules of compilers are read, however they break lines") {
  CHECK(parseDependencyRule("net.so: net.cpp /usr/a.h \\\n  b.h\n") == Files{"net.cpp", "/usr/a.h", "b.h"});
  CHECK(parseDependencyRule("net.so: \\\n  net.cpp \\\n  a\\ b\\#$$.h \\\n") == Files{"net.cpp", "a b#$.h"});
  CHECK(parseDependencyRule("net.so: C\\D.h\n") == Files{"C\\D.h"});
  CHECK(parseDependencyRule("net.so:\n").empty());
  CHECK(parseDependencyRule("").empty());
}
