//===- InputFiles.h - The files that a model was made of ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Build systems and the cache ask what an artefact must be made again for. Weights are read
// wherever a definition asks for them, so those who read files say so here.

#ifndef TENON_COMPILER_INPUTFILES_H
#define TENON_COMPILER_INPUTFILES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace tenon::compiler {

/// Notes that a model of this process depends on the file. Any thread may.
void noteInputFile(llvm::StringRef path);

/// Notes a file that would have been read, had it been there.
void noteMissingFile(llvm::StringRef path);

/// Notes a file that came with the system, which no rule lists.
void noteSystemFile(llvm::StringRef path);

/// What was noted, each file once, by name.
std::vector<std::string> inputFiles();
std::vector<std::string> missingInputFiles();
std::vector<std::string> systemInputFiles();

/// The rule `target: file file ...` as make and ninja read it, with an empty
/// rule for each file, so that one that is no longer there is no error.
std::string dependencyRule(llvm::StringRef target, llvm::ArrayRef<std::string> files);

/// The files of the rule that a C++ compiler wrote with -MD.
std::vector<std::string> parseDependencyRule(llvm::StringRef text);

} // namespace tenon::compiler

#endif
