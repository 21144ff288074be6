//===- CompileKey.h - What an artefact depends on -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two keys, because a model must be read to know which files it is made of. The
// base key covers the command line, Tenon, the tools it calls and the model's
// own file; with it the cache finds the names of the other files. The key of
// the artefact covers these, too.

#ifndef TENON_COMPILER_CACHE_COMPILEKEY_H
#define TENON_COMPILER_CACHE_COMPILEKEY_H

#include "compiler/Options.h"
#include <optional>
#include <string>
#include <vector>

namespace tenon::compiler::cache {

/// Hexadecimal.
inline constexpr size_t keyLetters = 40;

struct CompileRequest {
  const Options &options;
  llvm::StringRef model;     ///< as it was given
  llvm::StringRef modelFile; ///< the file of it
  llvm::StringRef output;
};

/// What a model turned out to be made of.
struct ModelRecord {
  std::vector<std::string> files;
  /// Files that would have been read, had they been there.
  std::vector<std::string> missing;
  /// Files that came with the system.
  std::vector<std::string> system;
  /// Whether it reads variables of the environment that nobody else knows of.
  bool asksEnvironment = false;
};

/// None where the model's file or this program's own cannot be read.
std::optional<std::string> baseKeyOf(const CompileRequest &request);

/// None where one of the files cannot be read.
std::optional<std::string> artefactKeyOf(llvm::StringRef baseKey, const ModelRecord &record);

} // namespace tenon::compiler::cache

#endif
