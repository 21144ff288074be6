//===- CachedCompile.h - One compilation and the cache --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_TENONC_CACHEDCOMPILE_H
#define TENON_TOOLS_TENONC_CACHEDCOMPILE_H

#include "LoadModel.h"
#include "compiler/cache/CompileCache.h"

namespace tenon::tools {

/// What TENON_CACHE says, by default the folder `tenon` among the user's caches;
/// none where it says `off` or there is no such folder.
std::optional<std::string> cacheFolder();

/// Asks the cache before a compilation and tells it afterwards. What the cache
/// itself cannot do is said with --verbose and is no error.
class CachedCompile {
public:
  /// `model` and `output` as the command line has them; they and `options` outlive this. The cache stays aside unless
  /// it may be used.
  CachedCompile(const compiler::Options &options, llvm::StringRef model, llvm::StringRef output, bool mayUse);

  /// Whether the outputs stand in their places, as compiling would leave them.
  llvm::Expected<bool> find();

  /// Keeps what compiling the model made.
  void keep(llvm::ArrayRef<compiler::FinishedOutput> outputs, const ModelOrigin &origin);

private:
  std::optional<std::string> keyOfKnownModel();
  void say(const llvm::Twine &what);

  const compiler::Options &options;
  llvm::StringRef model, output;
  std::string modelFile;
  std::optional<compiler::cache::CompileCache> cache;
  uint64_t start;
  std::optional<std::string> baseKey;
  compiler::cache::ModelRecord record;
};

} // namespace tenon::tools

#endif
