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
#include <algorithm>
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
  CHECK_THAT(text, !Catch::Contains("State of a context"));
}

TEST_CASE_METHOD(HeaderFixture, "The comment lists state with what it takes, and which functions use it") {
  compiled.states = {
      {"layer.0.cache", graph::tensorType({builder.getAffineConstantExpr(1024), builder.getAffineConstantExpr(64)},
                                          builder.getF16Type())},
      {"length", graph::tensorType({}, builder.getI64Type())}};
  compiled.functions[0].reads = {"layer.0.cache", "length"};
  compiled.functions[0].writes = {"length"};
  std::string text = headerText(compiled);
  INFO(text);
  CHECK_THAT(text, Catch::Contains("reads   layer.0.cache, length"));
  CHECK_THAT(text, Catch::Contains("updates length"));
  CHECK_THAT(text, Catch::Contains("layer.0.cache  float16 [1024, 64], 131072 bytes"));
  CHECK_THAT(text, Catch::Contains("length  int64 [], 8 bytes"));
}

TEST_CASE_METHOD(HeaderFixture, "Headers are C99 and C++, and go with DLPack's and each other's in any order") {
  compiled.states = {{"cache", graph::tensorType({builder.getAffineConstantExpr(4)}, builder.getF32Type())}};
  std::string first = headerText(compiled);
  compiled.name = "other";
  std::string second = headerText(compiled);
  // What DLPack declares and Tenon does not use is there in any order too.
  std::string use = "int use(net *a, other *b, DLTensor *t, DLManagedTensor *m, DLManagedTensorVersioned *v);\n"
                    "int use(net *a, other *b, DLTensor *t, DLManagedTensor *m, DLManagedTensorVersioned *v) {\n"
                    "  return net_run(a, t, 1, t, 1) + other_main(b, &m->dl_tensor, 1, t, 1) + net_state(a, \"cache\", t) +\n"
                    "         (v->flags & DLPACK_FLAG_BITMASK_READ_ONLY ? kDLCUDAManaged : kDLCPU) +\n"
                    "         (int)v->version.major - DLPACK_MAJOR_VERSION;\n"
                    "}\n";
  std::string dlpack = "#include \"" TENON_SOURCE_DIR "/tests/compiler/Inputs/dlpack.h\"\n";
  std::string own = "#include \"" TENON_SOURCE_DIR "/runtime/include/tenon/dlpack.h\"\n";
  std::vector<std::string> parts = {first, second, dlpack};
  std::vector<std::string> codes = {first + first + second + use, own + dlpack + first + second + use};
  std::sort(parts.begin(), parts.end());
  do
    codes.push_back(parts[0] + parts[1] + parts[2] + use);
  while (std::next_permutation(parts.begin(), parts.end()));
  for (const std::string &code : codes) {
    checkCompiles(code, {"-std=c99", "-xc"});
    checkCompiles(code, {"-std=c11", "-xc"});
    for (const char *standard : {"-std=c++11", "-std=c++14", "-std=c++17", "-std=c++20"})
      checkCompiles(code, {standard, "-xc++"});
  }
}

TEST_CASE_METHOD(HeaderFixture, "A function whose C name is taken is refused") {
  CHECK_FALSE(errorToBool(checkFunctionNames(compiled)));
  for (const char *taken : {"reset", "save", "load", "copy", "state", "run", "options"}) {
    compiled.functions[0].name = taken;
    CHECK(toString(checkFunctionNames(compiled)) == "the model's function '" + std::string(taken) +
                                                        "' cannot become the C function net_" + taken +
                                                        ", which every artefact has; rename it");
  }
}

TEST_CASE("Names become identifiers") {
  CHECK(identifierOf("mini-LM.v2") == "mini_LM_v2");
  CHECK(identifierOf("784net") == "model_784net");
  CHECK(identifierOf("int") == "model_int");
  CHECK(identifierOf("") == "model_");
}
