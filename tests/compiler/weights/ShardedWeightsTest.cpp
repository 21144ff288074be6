//===- ShardedWeightsTest.cpp - Weights in several files --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/weights/ShardedWeights.h"
#include "compiler/TemporaryFiles.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <catch2/catch.hpp>

using namespace llvm;
using namespace tenon;
using namespace tenon::compiler;

namespace {

mlir::MLIRContext &context() {
  static mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  return context;
}

/// A folder that is removed with this object.
struct Folder {
  Folder() { cantFail(errorCodeToError(sys::fs::createUniqueDirectory("tenon-shards", path))); }
  ~Folder() { sys::fs::remove_directories(path); }

  std::string at(StringRef name) const {
    SmallString<128> file(path);
    sys::path::append(file, name);
    return file.str().str();
  }
  /// A safetensors file with a tensor of one float for each name: its number.
  void shard(StringRef name, std::initializer_list<std::pair<StringRef, float>> tensors) const {
    graph::WeightStore store;
    auto type = mlir::RankedTensorType::get({1}, mlir::Builder(&context()).getF32Type());
    for (const auto &[tensor, number] : tensors)
      store.add(tensor, {type, ArrayRef<char>(reinterpret_cast<const char *>(&number), sizeof(float)), nullptr});
    cantFail(writeSafetensors(store, at(name)));
  }
  void index(StringRef text) const { cantFail(writeFile(at("model.safetensors.index.json"), text)); }

  /// What reading the folder complains about, after the path of the index.
  std::string complaint() const {
    auto store = readWeights(path, &context());
    if (store)
      return "";
    std::string text = toString(store.takeError());
    std::string before = at("model.safetensors.index.json") + ": ";
    return StringRef(text).starts_with(before) ? text.substr(before.size()) : text;
  }

  SmallString<128> path;
};

float numberOf(const graph::WeightStore &store, StringRef name) {
  REQUIRE(store.find(name));
  return *reinterpret_cast<const float *>(store.find(name)->bytes.data());
}

} // namespace

TEST_CASE("A folder of shards is read as one file") {
  Folder folder;
  folder.shard("model-00001-of-00002.safetensors", {{"a", 1.0f}, {"b", 2.0f}});
  folder.shard("model-00002-of-00002.safetensors", {{"c", 3.0f}, {"extra", 4.0f}});
  folder.index(R"({"metadata": {"total_size": 12}, "weight_map": {
    "a": "model-00001-of-00002.safetensors", "b": "model-00001-of-00002.safetensors",
    "c": "model-00002-of-00002.safetensors"}})");
  for (const std::string &path : {folder.path.str().str(), folder.at("model.safetensors.index.json")}) {
    graph::WeightStore store = cantFail(readWeights(path, &context()));
    CHECK(store.size() == 4);
    CHECK(numberOf(store, "a") == 1);
    CHECK(numberOf(store, "c") == 3);
    CHECK(numberOf(store, "extra") == 4);
  }
  // A single file counts more than an index.
  folder.shard("model.safetensors", {{"whole", 5.0f}});
  CHECK(cantFail(readWeights(folder.path, &context())).size() == 1);
}

TEST_CASE("A wrong index is refused with a reason") {
  Folder folder;
  CHECK(folder.complaint() == folder.path.str().str() + ": the folder has no model.safetensors and no "
                                                        "model.safetensors.index.json");
  folder.index("{");
  CHECK(folder.complaint().find("is no JSON: ") == 0);
  folder.index(std::string(1'000'000, '['));
  CHECK(folder.complaint() == "is no JSON: brackets are nested more than 16 deep");
  for (StringRef text : {"[]", "{}", R"({"weight_map": 3})"}) {
    folder.index(text);
    CHECK(folder.complaint() == "has no \"weight_map\" that names the file of each tensor");
  }
  folder.index(R"({"weight_map": {}})");
  CHECK(folder.complaint() == "names no tensor");
  folder.index(R"({"weight_map": {"a": 3}})");
  CHECK(folder.complaint() == "the file of tensor 'a' is no text");
}

TEST_CASE("Only files of the folder are read") {
  Folder folder, other;
  other.shard("outside.safetensors", {{"a", 1.0f}});
  for (StringRef name : {"../outside.safetensors", "/etc/passwd", "sub/x.safetensors", "sub\\\\x", "..", ".", "", "a\\u0000b"}) {
    folder.index(("{\"weight_map\": {\"a\": \"" + name + "\"}}").str());
    CHECK(folder.complaint().find(", expected the name of a file in the same folder") != std::string::npos);
  }
  cantFail(errorCodeToError(sys::fs::create_link(other.at("outside.safetensors"), folder.at("link.safetensors"))));
  folder.index(R"({"weight_map": {"a": "link.safetensors"}})");
  CHECK(folder.complaint().find("the file 'link.safetensors' is a link out of the folder, to ") == 0);
  // A link within the folder is as good as a file, and so is a folder that is reached by a link.
  folder.shard("inside.safetensors", {{"a", 1.0f}});
  cantFail(errorCodeToError(sys::fs::create_link(folder.at("inside.safetensors"), folder.at("near.safetensors"))));
  folder.index(R"({"weight_map": {"a": "near.safetensors"}})");
  CHECK(folder.complaint() == "");
  std::string alias = other.at("alias");
  cantFail(errorCodeToError(sys::fs::create_link(folder.path, alias)));
  CHECK(cantFail(readWeights(alias, &context())).size() == 1);
}

TEST_CASE("Shards that are missing, and tensors that are not where the index says, are reported at once") {
  Folder folder;
  folder.shard("one.safetensors", {{"a", 1.0f}, {"b", 1.0f}, {"d", 1.0f}});
  folder.index(R"({"weight_map": {"a": "one.safetensors", "b": "two.safetensors", "c": "three.safetensors"}})");
  CHECK(folder.complaint() == "names 2 of 3 files that are not there: 'three.safetensors', 'two.safetensors'");
  folder.shard("three.safetensors", {{"d", 1.0f}});
  folder.shard("two.safetensors", {{"x", 1.0f}});
  CHECK(folder.complaint() == "does not fit its files: 'd' is in 'one.safetensors' and in 'three.safetensors', "
                              "'c' is not in 'three.safetensors', "
                              "'b' is not in 'two.safetensors' but in 'one.safetensors'");
  cantFail(writeFile(folder.at("two.safetensors"), "short"));
  CHECK(folder.complaint() ==
        folder.at("two.safetensors") + ": has 5 bytes, a safetensors file starts with a length of 8 bytes");
  std::string many = R"({"weight_map": {"a": "one.safetensors")";
  for (int i = 0; i < 15; ++i)
    many += ", \"t" + std::to_string(100 + i) + "\": \"one.safetensors\"";
  folder.index(many + "}}");
  std::string complaint = folder.complaint();
  CHECK(complaint.find("'t109' is not in 'one.safetensors', and 5 more") != std::string::npos);
}
