//===- CompileKeyTest.cpp - What changes a key ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/cache/CompileKey.h"
#include "TemporaryFolder.h"
#include "compiler/cache/Fingerprint.h"
#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

using namespace llvm;
using namespace tenon::compiler;
using namespace tenon::compiler::cache;

TEST_CASE("each option that changes the artefact changes the key, others do not") {
  TemporaryFolder folder;
  const std::string model = folder.write("net.mlir", "text");
  auto keyWith = [&](auto change) {
    Options options;
    change(options);
    auto key = baseKeyOf({options, model, model, "out"});
    REQUIRE(key);
    return *key;
  };
  std::set<std::string> keys;
  auto isNew = [&](auto change) { return keys.insert(keyWith(change)).second; };
  CHECK(isNew([](Options &) {}));
  CHECK(isNew([](Options &options) { options.cpuVersions = {"x86-64-v3"}; }));
  CHECK(isNew([](Options &options) { options.emit = EmitKind::Object; }));
  CHECK(isNew([](Options &options) { options.name = "other"; }));
  CHECK(isNew([](Options &options) { options.shapes = {*parseShapeOption("x=1x2")}; }));
  CHECK(isNew([](Options &options) { options.shapes = {*parseShapeOption("x=1x?")}; }));
  CHECK(isNew([](Options &options) { options.states = {*parseStateOption("a=b")}; }));
  CHECK(isNew([](Options &options) { options.states = {*parseStateOption("a=b:axis=2,capacity=9")}; }));
  CHECK(isNew([](Options &options) { options.weights = WeightsPlacement::Embed; }));
  CHECK(isNew([](Options &options) { options.weightsFile = "w"; }));
  CHECK(isNew([](Options &options) { options.weightsSeed = 3; }));
  CHECK(isNew([](Options &options) { options.weightsFrom = "w"; }));
  CHECK(isNew([](Options &options) { options.staticLink = true; }));
  CHECK_FALSE(isNew([](Options &options) { options.verbose = true; }));
  CHECK_FALSE(isNew([](Options &options) { options.threads = 3; }));
  folder.write("net.mlir", "next");
  CHECK(isNew([](Options &) {}));
  setenv("TENON_CPU", "x86-64-v2", 1);
  CHECK(isNew([](Options &) {}));
  unsetenv("TENON_CPU");
  CHECK_FALSE(isNew([](Options &) {}));
  CHECK_FALSE(baseKeyOf({Options(), "absent", folder.at("absent"), "out"}));
}

TEST_CASE("small files are their contents, large ones their identity") {
  TemporaryFolder folder;
  auto keyOf = [&](StringRef name) {
    KeyBuilder builder;
    CHECK(builder.addFile(folder.at(name)));
    return builder.finish();
  };
  const std::string absent = keyOf("small");
  folder.write("small", "text");
  const std::string before = keyOf("small");
  CHECK(before != absent);
  folder.write("small", "text");
  CHECK(keyOf("small") == before);
  folder.write("small", "tent");
  CHECK(keyOf("small") != before);

  folder.write("large", std::string(contentLimit + 1, 'a'));
  const std::string first = keyOf("large");
  CHECK(keyOf("large") == first);
  folder.write("large", std::string(contentLimit + 1, 'a'));
  CHECK(keyOf("large") != first);
  KeyBuilder builder;
  CHECK_FALSE(builder.addFile(folder.path));
}

TEST_CASE("the environment counts for who asks it") {
  ModelRecord record;
  auto key = artefactKeyOf("base", record);
  setenv("TENON_TEST_VARIABLE", "1", 1);
  CHECK(artefactKeyOf("base", record) == key);
  record.asksEnvironment = true;
  key = artefactKeyOf("base", record);
  setenv("TENON_TEST_VARIABLE", "2", 1);
  CHECK(artefactKeyOf("base", record) != key);
  unsetenv("TENON_TEST_VARIABLE");
}
