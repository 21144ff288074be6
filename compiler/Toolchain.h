//===- Toolchain.h - The tools and files that compilation calls -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Linkers and compilers are found through PATH, Tenon's own libraries relative
// to this executable or library (build tree and installation look alike:
// bin/, lib/, include/).

#ifndef TENON_COMPILER_TOOLCHAIN_H
#define TENON_COMPILER_TOOLCHAIN_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <string>
#include <vector>

namespace tenon::compiler {

enum class Tool {
  CompilerDriver,    ///< links programs and libraries: clang-22, clang, cc, gcc
  RelocatableLinker, ///< makes one object of many: ld.lld-22, ld.lld, ld
  ObjectCopier,      ///< hides symbols: llvm-objcopy-22, llvm-objcopy, objcopy
  CppCompiler,       ///< builds model definitions: $CXX, clang++-22, clang++, g++
};

/// The path of the first candidate that PATH has, or an error that names the
/// candidates and the package to install.
llvm::Expected<std::string> findTool(Tool tool);

/// The C++ compiler with the arguments that CXX may give it: `ccache g++`.
llvm::Expected<std::vector<std::string>> findCppCompiler();

/// Whether `ld.lld` is there, for `-fuse-ld=lld`.
bool hasLld();

/// libtenon_runtime.a, which artefacts are linked with.
llvm::Expected<std::string> findRuntimeArchive();

/// libtenon.so, which model definitions are linked with.
llvm::Expected<std::string> findFrontendLibrary();

/// The folder that holds tenon/tenon.h.
llvm::Expected<std::string> findFrontendHeaders();

/// What a tool printed and how it ended.
struct ToolResult {
  int status;
  std::string output;
};

/// Runs `command` (a path and its arguments), collecting stdout and stderr.
llvm::Expected<ToolResult> runTool(llvm::ArrayRef<std::string> command);

} // namespace tenon::compiler

#endif
