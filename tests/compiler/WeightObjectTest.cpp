//===- WeightObjectTest.cpp - Weights as an object that linkers take ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/WeightObject.h"
#include "compiler/TemporaryFiles.h"
#include "compiler/Toolchain.h"
#include "llvm/Object/ELFObjectFile.h"
#include <catch2/catch.hpp>

using namespace tenon::compiler;
using namespace llvm;

namespace {

std::string contents(size_t size) {
  std::string text;
  for (size_t i = 0; i < size; ++i)
    text += static_cast<char>('a' + i % 26);
  return text;
}

} // namespace

// Sizes: one byte, just below and above a page, and of no alignment at all.
TEST_CASE("A file of weights becomes an object with one symbol") {
  size_t size = GENERATE(1, 4095, 4097, 100003);
  TemporaryFile source = cantFail(TemporaryFile::create("weights"));
  TemporaryFile target = cantFail(TemporaryFile::create("o"));
  cantFail(source.write(contents(size)));
  cantFail(writeWeightObject(target.path(), "net_weights", source.path(), size));

  auto file = cantFail(object::ObjectFile::createObjectFile(target.path()));
  unsigned count = 0;
  for (const object::ELFSymbolRef symbol : file.getBinary()->symbols()) {
    ++count;
    CHECK(cantFail(symbol.getName()) == "net_weights");
    CHECK(symbol.getSize() == size);
    object::SectionRef section = *cantFail(symbol.getSection());
    CHECK(cantFail(section.getContents()) == contents(size));
    CHECK(section.getAlignment() == Align(4096));
  }
  CHECK(count == 1);
}

TEST_CASE("A linked program reads the weights where the symbol says") {
  constexpr size_t size = 10007;
  TemporaryFile source = cantFail(TemporaryFile::create("weights"));
  TemporaryFile object = cantFail(TemporaryFile::create("o"));
  TemporaryFile program = cantFail(TemporaryFile::create("exe"));
  TemporaryFile code = cantFail(TemporaryFile::create("c"));
  cantFail(source.write(contents(size)));
  cantFail(writeWeightObject(object.path(), "net_weights", source.path(), size));
  cantFail(code.write("extern const char net_weights[];\n"
                      "int main(void) {\n"
                      "  for (int i = 0; i < 10007; ++i)\n"
                      "    if (net_weights[i] != 'a' + i % 26) return 1;\n"
                      "  return 0;\n"
                      "}\n"));
  std::string compiler = cantFail(findTool(Tool::CompilerDriver));
  // PIE and not, since relocations differ.
  for (const char *kind : {"-pie", "-static"}) {
    ToolResult link =
        cantFail(runTool({compiler, "-fPIC", "-O1", kind, code.path(), object.path(), "-o", program.path()}));
    INFO(link.output);
    REQUIRE(link.status == 0);
    CHECK(cantFail(runTool({program.path()})).status == 0);
  }
}

TEST_CASE("A source shorter than said is an error") {
  TemporaryFile source = cantFail(TemporaryFile::create("weights"));
  TemporaryFile target = cantFail(TemporaryFile::create("o"));
  cantFail(source.write("short"));
  CHECK(errorToBool(writeWeightObject(target.path(), "w", source.path(), 100)));
}
