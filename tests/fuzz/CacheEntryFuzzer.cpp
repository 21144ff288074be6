//===- CacheEntryFuzzer.cpp - Any bytes as an entry of the compile cache --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The bytes are the fields of a record whose checksum is right, so that what is
// behind it is reached. An entry is refused or gives files of the output's name.

#include "compiler/cache/ArtefactEntry.h"
#include "compiler/cache/Record.h"
#include "tests/fuzz/Fuzzing.h"
#include "tests/fuzz/MemoryFile.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

using namespace llvm;
using namespace tenon::compiler;
using namespace tenon::compiler::cache;

namespace {

std::string recordWith(StringRef fields) {
  std::string record = RecordWriter().finish(RecordKind::Artefact);
  support::endian::write64le(record.data() + 16, fields.size());
  support::endian::write64le(record.data() + 24, xxh3_64bits(fields));
  return record + fields.str();
}

/// Where outputs go, removed at the end.
struct Folder {
  Folder() { cantFail(errorCodeToError(sys::fs::createUniqueDirectory("tenon-fuzz", path))); }
  ~Folder() { sys::fs::remove_directories(path); }

  SmallString<128> path;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const Folder folder;
  SmallString<128> output(folder.path);
  sys::path::append(output, "out");
  const std::string record = recordWith(StringRef(reinterpret_cast<const char *>(data), size));
  tenon::fuzz::MemoryFile file(reinterpret_cast<const uint8_t *>(record.data()), record.size());
  auto check = [&](ArrayRef<FinishedOutput> outputs) {
    for (const FinishedOutput &written : outputs)
      if (!StringRef(written.target).starts_with(output))
        abort();
  };
  std::string messages;
  tenon::fuzz::expectUserError(restoreEntry(file.path(), "key", output, messages, check));
  return 0;
}
