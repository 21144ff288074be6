//===- ArtefactEntry.h - The outputs of one compilation in one file -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A record (Record.h) that lists the files with their checksums, then the files,
// each from a block of the file system on, so that blocks can be shared.

#ifndef TENON_COMPILER_CACHE_ARTEFACTENTRY_H
#define TENON_COMPILER_CACHE_ARTEFACTENTRY_H

#include "compiler/TemporaryFiles.h"

namespace tenon::compiler::cache {

/// What the cache did about a key.
enum class Found {
  Nothing,
  Damaged,  ///< an entry that is not what was written, which is nothing
  AsItWas,  ///< the outputs stand there already
  Restored, ///< the outputs were copied from the entry
};

/// Writes the outputs to the file at `path`, which is there. They all belong into
/// one folder.
llvm::Error writeEntry(llvm::StringRef path, llvm::StringRef key, llvm::ArrayRef<FinishedOutput> outputs,
                       llvm::StringRef messages);

/// Copies the outputs of the entry at `path` into the folder of `output`: all of
/// them or, where a byte is not what it was, none. Errors are about the outputs.
llvm::Expected<Found> restoreEntry(llvm::StringRef path, llvm::StringRef key, llvm::StringRef output,
                                   std::string &messages, OutputsObserver finished);

/// Whether `name` is one, without a folder.
bool isFileName(llvm::StringRef name);

/// The file beside `output`.
std::string pathBeside(llvm::StringRef output, llvm::StringRef name);

} // namespace tenon::compiler::cache

#endif
