//===- ShardedWeights.cpp - Weights in one file or in several ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/weights/ShardedWeights.h"
#include "compiler/Diagnostics.h"
#include "compiler/InputFiles.h"
#include "compiler/weights/Json.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <map>

using namespace llvm;

namespace tenon::compiler {

namespace {

constexpr StringLiteral singleFile = "model.safetensors";
constexpr StringLiteral indexFile = "model.safetensors.index.json";
constexpr uint64_t indexLimit = 100'000'000;

class ShardReader {
public:
  ShardReader(StringRef index, mlir::MLIRContext *context) : index(index), context(context) {
    folder = sys::path::parent_path(index);
    if (folder.empty())
      folder = ".";
  }

  Expected<graph::WeightStore> read() {
    if (Error error = readIndex())
      return std::move(error);
    if (Error error = checkShards())
      return std::move(error);
    for (auto &[shard, names] : shards)
      if (Error error = readShard(shard))
        return std::move(error);
    if (Error error = checkTensors())
      return std::move(error);
    return std::move(store);
  }

private:
  Error fail(const Twine &message) { return userError(index + ": " + message); }

  Error readIndex() {
    noteInputFile(index);
    uint64_t size = 0;
    if (std::error_code code = sys::fs::file_size(index, size))
      return fail("cannot be read: " + code.message());
    if (size > indexLimit)
      return fail("has " + Twine(size) + " bytes, more than any index has");
    ErrorOr<std::unique_ptr<MemoryBuffer>> file = MemoryBuffer::getFile(index);
    if (!file)
      return fail("cannot be read: " + file.getError().message());
    Expected<json::Value> parsed = parseJson((*file)->getBuffer());
    if (!parsed)
      return fail("is no JSON: " + toString(parsed.takeError()));
    const json::Object *object = parsed->getAsObject();
    const json::Object *map = object ? object->getObject("weight_map") : nullptr;
    if (!map)
      return fail("has no \"weight_map\" that names the file of each tensor");
    for (const auto &[name, value] : *map) {
      std::optional<StringRef> shard = value.getAsString();
      if (!shard)
        return fail("the file of tensor " + quoted(name) + " is no text");
      shards[shard->str()].push_back(StringRef(name).str());
    }
    if (shards.empty())
      return fail("names no tensor");
    for (auto &[shard, names] : shards)
      llvm::sort(names);
    return Error::success();
  }

  std::string pathOf(StringRef shard) const {
    SmallString<256> path(folder);
    sys::path::append(path, shard);
    return path.str().str();
  }

  /// Only files of this folder are read, whatever an index or a link says.
  Error checkShards() {
    SmallString<256> realFolder;
    if (std::error_code code = sys::fs::real_path(folder, realFolder))
      return fail("its folder cannot be read: " + code.message());
    std::vector<std::string> missing;
    for (auto &[shard, names] : shards) {
      bool isName = !shard.empty() && shard != "." && shard != ".." &&
                    StringRef(shard).find_first_of(StringRef("/\\\0", 3)) == StringRef::npos;
      if (!isName)
        return fail("names the file " + quoted(shard) + ", expected the name of a file in the same folder");
      SmallString<256> realPath;
      if (sys::fs::real_path(pathOf(shard), realPath)) {
        missing.push_back(quoted(shard));
        continue;
      }
      if (sys::path::parent_path(realPath) != realFolder)
        return fail("the file " + quoted(shard) + " is a link out of the folder, to " + realPath +
                    ": put the file itself there");
    }
    if (!missing.empty())
      return fail("names " + Twine(missing.size()) + " of " + Twine(shards.size()) +
                  (shards.size() == 1 ? " file" : " files") + " that are not there: " + shortList(missing));
    return Error::success();
  }

  Error readShard(StringRef shard) {
    Expected<graph::WeightStore> tensors = readSafetensors(pathOf(shard), context);
    if (!tensors)
      return tensors.takeError();
    for (const auto &[name, data] : *tensors)
      if (store.add(name, data))
        holders[name] = shard.str();
      else
        problems.push_back(quoted(name) + " is in '" + holders[name] + "' and in '" + shard.str() + "'");
    return Error::success();
  }

  Error checkTensors() {
    for (auto &[shard, names] : shards)
      for (const std::string &name : names) {
        auto holder = holders.find(name);
        if (holder == holders.end())
          problems.push_back(quoted(name) + " is not in '" + shard + "'");
        else if (holder->second != shard)
          problems.push_back(quoted(name) + " is not in '" + shard + "' but in '" + holder->second + "'");
      }
    if (!problems.empty())
      return fail("does not fit its files: " + shortList(problems));
    return Error::success();
  }

  StringRef index;
  mlir::MLIRContext *context;
  StringRef folder;
  StringMap<std::string> holders;                         ///< of tensors: the shard that has them
  std::map<std::string, std::vector<std::string>> shards; ///< and the tensors that the index says they have
  std::vector<std::string> problems;
  graph::WeightStore store;
};

} // namespace

Expected<graph::WeightStore> readWeights(StringRef path, mlir::MLIRContext *context) {
  if (path.ends_with(".json"))
    return ShardReader(path, context).read();
  if (!sys::fs::is_directory(path))
    return readSafetensors(path, context);
  SmallString<256> single(path), index(path);
  sys::path::append(single, singleFile);
  sys::path::append(index, indexFile);
  if (sys::fs::exists(single))
    return readSafetensors(single, context);
  noteMissingFile(single);
  if (sys::fs::exists(index))
    return ShardReader(index, context).read();
  return userError(path + ": the folder has no " + singleFile + " and no " + indexFile);
}

} // namespace tenon::compiler
