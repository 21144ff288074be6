//===- CompileCache.h - A folder of compiled models -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Three kinds of files, each in a folder of its own and named by a key: what a
// model was made of, the artefacts, and what was written to an output last. All
// are written under a temporary name and renamed: any number of processes may
// use one cache, and what one finds is whole or absent.

#ifndef TENON_COMPILER_CACHE_COMPILECACHE_H
#define TENON_COMPILER_CACHE_COMPILECACHE_H

#include "compiler/cache/ArtefactEntry.h"
#include "compiler/cache/CompileKey.h"

namespace tenon::compiler::cache {

struct CacheStatistics {
  uint64_t artefacts = 0;
  /// Of all files.
  uint64_t bytes = 0;
};

class CompileCache {
public:
  static constexpr uint64_t defaultLimit = 4'000'000'000;

  /// Beyond `limit` bytes, what was used longest ago is dropped.
  explicit CompileCache(std::string folder, uint64_t limit = defaultLimit)
      : folder(std::move(folder)), limit(limit) {}

  /// What the model of this base key was made of when it was compiled last.
  std::optional<ModelRecord> findModel(llvm::StringRef baseKey) const;
  llvm::Error keepModel(llvm::StringRef baseKey, const ModelRecord &record) const;

  /// Makes the outputs of `key` stand at and beside `output`. What the compiler
  /// said when they were made goes to `messages`. Errors are about the outputs.
  llvm::Expected<Found> restore(llvm::StringRef key, llvm::StringRef output, std::string &messages) const;

  /// Notes that these are the outputs of `key`, the one that was asked for first,
  /// and keeps a copy, except of what is more than a quarter of the limit. Returns
  /// whether there is a copy; errors are about the cache.
  llvm::Expected<bool> keep(llvm::StringRef key, llvm::ArrayRef<FinishedOutput> outputs,
                            llvm::StringRef messages) const;

  CacheStatistics statistics() const;

  /// Removes what the cache wrote, and nothing else.
  llvm::Error clear() const;

private:
  std::string pathOf(llvm::StringRef kind, llvm::StringRef key) const;
  llvm::Error writeRecord(llvm::StringRef kind, llvm::StringRef key, llvm::StringRef bytes) const;
  llvm::Error keepOutput(llvm::StringRef key, llvm::ArrayRef<FinishedOutput> outputs, llvm::StringRef messages) const;
  bool standsThere(llvm::StringRef key, llvm::StringRef output, std::string &messages) const;
  llvm::Error prepareFolder(llvm::StringRef kind) const;
  void dropOldest() const;

  std::string folder;
  uint64_t limit;
};

} // namespace tenon::compiler::cache

#endif
