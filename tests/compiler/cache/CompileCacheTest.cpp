//===- CompileCacheTest.cpp - What the cache gives back -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/cache/CompileCache.h"
#include "TemporaryFolder.h"
#include "compiler/cache/Fingerprint.h"
#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>

using namespace llvm;
using namespace tenon::compiler;
using namespace tenon::compiler::cache;

namespace {

std::string keyOf(StringRef text) {
  KeyBuilder builder;
  builder.add(text);
  return builder.finish();
}

/// As a compilation that writes OUT and OUT.h: a file each, which is then renamed.
Expected<bool> compileTo(const CompileCache &cache, const TemporaryFolder &folder, StringRef key, StringRef text) {
  std::vector<FinishedOutput> outputs;
  for (StringRef name : {"out", "out.h"}) {
    const std::string target = folder.at(name);
    outputs.push_back({folder.write((name + ".tmp").str(), (text + name).str()), target});
  }
  Expected<bool> isKept = cache.keep(key, outputs, "a warning");
  for (const FinishedOutput &output : outputs)
    sys::fs::rename(output.temporary, output.target);
  return isKept;
}

Found restored(const CompileCache &cache, const TemporaryFolder &folder, StringRef key) {
  std::string messages;
  return cantFail(cache.restore(key, folder.at("out"), messages));
}

void setUsed(const std::string &path, time_t seconds) {
  timespec times[] = {{seconds, 0}, {seconds, 0}};
  REQUIRE(utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
}

} // namespace

TEST_CASE("outputs come back as they were, with what was said") {
  TemporaryFolder folder;
  CompileCache cache(folder.at("cache"));
  const std::string key = keyOf("a");
  CHECK(restored(cache, folder, key) == Found::Nothing);
  cantFail(compileTo(cache, folder, key, "text"));
  CHECK(restored(cache, folder, key) == Found::AsItWas);
  sys::fs::remove(folder.at("out.h"));
  std::string messages;
  CHECK(cantFail(cache.restore(key, folder.at("out"), messages)) == Found::Restored);
  CHECK(messages == "a warning");
  CHECK(folder.read("out") == "textout");
  CHECK(folder.read("out.h") == "textout.h");
  CHECK(restored(cache, folder, key) == Found::AsItWas);
  CHECK(cache.statistics().artefacts == 1);
}

TEST_CASE("outputs that another key or hand wrote are written again") {
  TemporaryFolder folder;
  CompileCache cache(folder.at("cache"));
  cantFail(compileTo(cache, folder, keyOf("a"), "first"));
  cantFail(compileTo(cache, folder, keyOf("b"), "other"));
  CHECK(restored(cache, folder, keyOf("a")) == Found::Restored);
  CHECK(folder.read("out") == "firstout");
  folder.write("out", "by hand!");
  CHECK(restored(cache, folder, keyOf("a")) == Found::Restored);
  CHECK(folder.read("out") == "firstout");
}

TEST_CASE("an entry with any other byte, or cut anywhere, is none and goes") {
  TemporaryFolder folder;
  CompileCache cache(folder.at("cache"));
  const std::string key = keyOf("a"), path = folder.at("cache/artefacts/" + key);
  cantFail(compileTo(cache, folder, key, "text"));
  const std::string whole = folder.read("cache/artefacts/" + key);
  folder.write("out", "before");
  auto isRefused = [&](StringRef bytes) {
    cantFail(writeFile(path, bytes));
    return restored(cache, folder, key) == Found::Damaged && !sys::fs::exists(path) && folder.read("out") == "before";
  };
  for (size_t size = 0; size < whole.size(); size += size < 400 ? 1 : 997)
    CHECK(isRefused(StringRef(whole).take_front(size)));
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
    // Between the files nothing is read.
    if (whole[i])
      CHECK(isRefused(damaged));
  }
  cantFail(writeFile(path, whole));
  CHECK(restored(cache, folder, keyOf("b")) == Found::Nothing);
  CHECK(restored(cache, folder, key) == Found::Restored);
}

TEST_CASE("records that are damaged are none") {
  TemporaryFolder folder;
  CompileCache cache(folder.at("cache"));
  const std::string key = keyOf("a"), record = "cache/models/" + key;
  cantFail(cache.keepModel(key, {{"w.bin", "x.h"}, {"gone"}, {"stdio.h"}, true}));
  auto found = cache.findModel(key);
  REQUIRE(found);
  CHECK(found->files == std::vector<std::string>{"w.bin", "x.h"});
  CHECK(found->missing == std::vector<std::string>{"gone"});
  CHECK(found->system == std::vector<std::string>{"stdio.h"});
  CHECK(found->asksEnvironment);
  std::string bytes = folder.read(record);
  bytes.back() ^= 1;
  folder.write(record, bytes);
  CHECK_FALSE(cache.findModel(key));
  sys::fs::remove(folder.at(record));
  REQUIRE(mkfifo(folder.at(record).c_str(), 0600) == 0);
  CHECK_FALSE(cache.findModel(key));
}

TEST_CASE("what was used longest ago goes when there is too much") {
  TemporaryFolder folder;
  CompileCache cache(folder.at("cache"), 40000);
  for (const char *name : {"a", "b", "c"}) {
    cantFail(compileTo(cache, folder, keyOf(name), std::string(3000, *name)));
    setUsed(folder.at("cache/artefacts/" + keyOf(name)), 1000 + *name);
  }
  sys::fs::remove(folder.at("out"));
  CHECK(restored(cache, folder, keyOf("a")) == Found::Restored); // and is used again
  cantFail(compileTo(cache, folder, keyOf("d"), std::string(3000, 'd')));
  CHECK(cache.statistics().bytes <= 40000);
  CHECK(restored(cache, folder, keyOf("b")) == Found::Nothing);
  CHECK(restored(cache, folder, keyOf("a")) == Found::Restored);
}

TEST_CASE("a large artefact is not kept, but stays as it is") {
  TemporaryFolder folder;
  CompileCache cache(folder.at("cache"), 1000);
  CHECK_FALSE(cantFail(compileTo(cache, folder, keyOf("a"), std::string(600, 'a'))));
  CHECK(cache.statistics().artefacts == 0);
  CHECK(restored(cache, folder, keyOf("a")) == Found::AsItWas);
  sys::fs::remove(folder.at("out"));
  CHECK(restored(cache, folder, keyOf("a")) == Found::Nothing);
}

TEST_CASE("clearing leaves what is not the cache's") {
  TemporaryFolder folder;
  CompileCache cache(folder.at("cache"));
  cantFail(compileTo(cache, folder, keyOf("a"), "text"));
  folder.write("cache/artefacts/notes.txt", "mine");
  folder.write("cache/notes.txt", "mine");
  cantFail(cache.clear());
  CHECK(cache.statistics().bytes == 0);
  CHECK(restored(cache, folder, keyOf("a")) == Found::Nothing);
  CHECK(folder.read("cache/artefacts/notes.txt") == "mine");
  CHECK(folder.read("cache/notes.txt") == "mine");
}

TEST_CASE("a cache that cannot be written says why, and finds nothing") {
  TemporaryFolder folder;
  folder.write("file", "");
  CompileCache cache(folder.at("file"));
  CHECK_FALSE(toString(compileTo(cache, folder, keyOf("a"), "text").takeError()).empty());
  CHECK(restored(cache, folder, keyOf("a")) == Found::Nothing);
  CHECK(cache.statistics().bytes == 0);
  cantFail(cache.clear());
}
