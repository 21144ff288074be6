//===- HeaderTest.cpp - Generated headers are C99 and C++ -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Header.h"
#include "compiler/CApi.h"
#include "compiler/Diagnostics.h"
#include "compiler/Signature.h"
#include "compiler/TemporaryFiles.h"
#include "compiler/Toolchain.h"
#include "dialects/graph/Graph.h"
#include "mlir/IR/Builders.h"
#include "tests/support/Paths.h"
#include <catch2/catch.hpp>

using namespace tenon;
using namespace tenon::compiler;
using namespace llvm;

namespace {

/// A model with one function of two inputs, one of them a hostile name.
class HeaderFixture {
protected:
  HeaderFixture() : builder(&context) {
    context.loadDialect<graph::GraphDialect>();
    compiled.name = "net";
    mlir::AffineExpr batch = builder.getAffineSymbolExpr(0);
    FunctionDescription &function = compiled.functions.emplace_back();
    function.name = "main";
    function.symbols = {"batch"};
    function.inputs = {{"ids", graph::tensorType({batch, builder.getAffineConstantExpr(128)}, builder.getI64Type())},
                       {"end */ \n #error", graph::tensorType({}, builder.getI1Type())}};
    function.outputs = {{"y", graph::tensorType({batch * 2 + 1}, builder.getF32Type())}};
  }

  void checkCompiles(const std::string &code, std::vector<std::string> flags) {
    TemporaryFile file = cantFail(TemporaryFile::create("c"));
    cantFail(file.write(code));
    std::vector<std::string> command = {cantFail(findTool(Tool::CompilerDriver))};
    command.insert(command.end(), flags.begin(), flags.end());
    for (const char *flag : {"-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"})
      command.push_back(flag);
    command.push_back(file.path());
    ToolResult result = cantFail(runTool(command));
    INFO(result.output);
    CHECK(result.status == 0);
  }

  mlir::MLIRContext context;
  mlir::Builder builder;
  CompiledModel compiled;
};

} // namespace

TEST_CASE_METHOD(HeaderFixture, "The comment lists inputs and outputs with symbolic sizes") {
  std::string text = headerText(compiled);
  INFO(text);
  CHECK_THAT(text, Catch::Contains("net_main, also net_run"));
  CHECK_THAT(text, Catch::Contains("inputs  0: ids  int64 [batch, 128]"));
  CHECK_THAT(text, Catch::Contains("outputs 0: y  float32 [2 * batch + 1]"));
  CHECK_THAT(text, Catch::Contains("int net_main(net *context, const DLTensor *inputs"));
}

TEST_CASE_METHOD(HeaderFixture, "Headers are C99 and C++, and go with DLPack's and each other's in any order") {
  std::string first = headerText(compiled);
  compiled.name = "other";
  std::string second = headerText(compiled);
  std::string use =
      "int use(net *a, other *b, DLTensor *t) { return net_run(a, t, 1, t, 1) + other_main(b, t, 1, t, 1); }\n"
      "int use(net *a, other *b, DLTensor *t);\n";
  std::string declared = "int use(net *a, other *b, DLTensor *t);\n" + use;
  std::string dlpack = "#include \"" TENON_SOURCE_DIR "/runtime/include/tenon/dlpack.h\"\n";
  for (const std::string &code : {first + second + declared, dlpack + first + second + first + declared}) {
    checkCompiles(code, {"-std=c99", "-xc"});
    checkCompiles(code, {"-std=c++11", "-xc++"});
  }
}

TEST_CASE_METHOD(HeaderFixture, "A function whose C name is taken is refused") {
  CHECK_FALSE(errorToBool(checkFunctionNames(compiled)));
  compiled.functions[0].name = "reset";
  CHECK(toString(checkFunctionNames(compiled)) ==
        "the model's function 'reset' cannot become the C function net_reset, which every artefact has; rename it");
}

TEST_CASE("Names become identifiers") {
  CHECK(identifierOf("mini-LM.v2") == "mini_LM_v2");
  CHECK(identifierOf("784net") == "model_784net");
  CHECK(identifierOf("int") == "model_int");
  CHECK(identifierOf("") == "model_");
}
