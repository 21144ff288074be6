//===- Artefact.h - Compiled models on disk -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_ARTEFACT_H
#define TENON_COMPILER_ARTEFACT_H

#include "compiler/Compile.h"
#include "compiler/TemporaryFiles.h"

namespace tenon::compiler {

/// Refuses an output path early, before the work: no such folder, not
/// writable, a folder itself.
llvm::Error checkOutputPath(llvm::StringRef path);

/// Writes the program, library or object at `path`, with the header (OUT.h)
/// and the file of weights (options.weightsFile) that belong to it; or the
/// text of `--emit llvm` and `asm`. All or nothing. The file at `path` comes first
/// of those that `finished` sees.
llvm::Error writeArtefact(const CompiledModel &compiled, const Options &options, llvm::StringRef path,
                          OutputsObserver finished = nullptr);

} // namespace tenon::compiler

#endif
