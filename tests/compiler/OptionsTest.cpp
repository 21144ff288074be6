//===- OptionsTest.cpp - Options from text --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Options.h"
#include <catch2/catch.hpp>

using namespace tenon::compiler;
using Names = std::vector<std::string>;

TEST_CASE("CPU versions come best first, whatever the order given") {
  CHECK(parseCpuVersions("all") == Names{"x86-64-v4", "x86-64-v3", "x86-64-v2"});
  CHECK(parseCpuVersions("v2,x86-64-v4") == Names{"x86-64-v4", "x86-64-v2"});
  CHECK(parseCpuVersions("v3,v3") == Names{"x86-64-v3"});
  CHECK(parseCpuVersions("native") == Names{hostCpuVersion().str()});
  CHECK_FALSE(parseCpuVersions("skylake"));
  CHECK_FALSE(parseCpuVersions(""));
  CHECK_FALSE(parseCpuVersions("v3,"));
}

TEST_CASE("Shape options name an input and its sizes") {
  auto shape = parseShapeOption("image=1x3x224x224");
  REQUIRE(shape);
  CHECK(shape->input == "image");
  CHECK(shape->sizes == std::vector<int64_t>{1, 3, 224, 224});
  CHECK(parseShapeOption("a=b=2")->input == "a=b"); // names come from models and may hold anything
  CHECK(parseShapeOption("scalar=")->sizes.empty());
  for (const char *wrong : {"image", "=1x2", "x=1x", "x=1x-2", "x=axb", "x=99999999999999999999"})
    CHECK_FALSE(parseShapeOption(wrong));
}

TEST_CASE("The kind of output follows the suffix") {
  CHECK(emitKindOfPath("out/net") == EmitKind::Program);
  CHECK(emitKindOfPath("out.d/net") == EmitKind::Program);
  CHECK(emitKindOfPath("net.so") == EmitKind::SharedLibrary);
  CHECK(emitKindOfPath("net.o") == EmitKind::Object);
  CHECK_FALSE(emitKindOfPath("net.txt"));
}

TEST_CASE("Weights are embedded up to 1 GB unless told otherwise") {
  constexpr uint64_t gigabyte = uint64_t(1) << 30;
  Options options;
  CHECK(options.embedsWeights(gigabyte));
  CHECK_FALSE(options.embedsWeights(gigabyte + 1));
  options.weights = WeightsPlacement::File;
  CHECK_FALSE(options.embedsWeights(1));
  options.weights = WeightsPlacement::Embed;
  CHECK(options.embedsWeights(gigabyte + 1));
}
