//===- Toolchain.cpp - The tools and files that compilation calls ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Toolchain.h"
#include "compiler/Diagnostics.h"
#include "compiler/TemporaryFiles.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include <cstdlib>
#include <dlfcn.h>

using namespace llvm;

namespace tenon::compiler {

namespace {

struct ToolCandidates {
  StringLiteral purpose;
  StringLiteral package;
  SmallVector<StringLiteral, 4> names;
};

ToolCandidates candidatesOf(Tool tool) {
  switch (tool) {
  case Tool::CompilerDriver:
    return {"linking", "clang-22", {"clang-22", "clang", "cc", "gcc"}};
  case Tool::RelocatableLinker:
    return {"joining objects", "lld-22", {"ld.lld-22", "ld.lld", "ld"}};
  case Tool::ObjectCopier:
    return {"hiding symbols", "llvm-22", {"llvm-objcopy-22", "llvm-objcopy", "objcopy"}};
  case Tool::CppCompiler:
    return {"building model definitions", "clang-22", {"clang++-22", "clang++", "g++"}};
  }
  llvm_unreachable("all tools have candidates");
}

/// The folder above bin/ or lib/ that this code was loaded from.
std::string installationRoot() {
  Dl_info info;
  SmallString<128> path;
  if (!dladdr(reinterpret_cast<const void *>(&installationRoot), &info) || !info.dli_fname ||
      sys::fs::real_path(info.dli_fname, path))
    path = sys::fs::getMainExecutable(nullptr, nullptr);
  return sys::path::parent_path(sys::path::parent_path(path)).str();
}

Expected<std::string> findOwnFile(StringRef relative, StringRef description) {
  SmallString<128> path(installationRoot());
  sys::path::append(path, relative);
  if (sys::fs::exists(path))
    return path.str().str();
  return userError(description + " is missing: expected it at " + path + "; build or install Tenon as a whole");
}

Expected<std::string> findCandidate(Tool tool) {
  ToolCandidates candidates = candidatesOf(tool);
  for (StringRef name : candidates.names)
    if (ErrorOr<std::string> path = sys::findProgramByName(name))
      return *path;
  return userError("no program for " + candidates.purpose + " in PATH: looked for " + join(candidates.names, ", ") +
                   "; install the package " + candidates.package);
}

} // namespace

Expected<std::string> findTool(Tool tool) {
  if (tool == Tool::CppCompiler) {
    Expected<std::vector<std::string>> command = findCppCompiler();
    if (!command)
      return command.takeError();
    return command->front();
  }
  return findCandidate(tool);
}

Expected<std::vector<std::string>> findCppCompiler() {
  const char *chosen = std::getenv("CXX");
  if (!chosen || StringRef(chosen).trim().empty()) {
    Expected<std::string> path = findCandidate(Tool::CppCompiler);
    if (!path)
      return path.takeError();
    return std::vector<std::string>{*path};
  }
  // A path may hold spaces; else they separate arguments, as for make.
  SmallVector<StringRef> words = {chosen};
  if (!sys::fs::exists(chosen)) {
    words.clear();
    StringRef(chosen).split(words, ' ', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  }
  ErrorOr<std::string> path = sys::findProgramByName(words.front());
  if (!path)
    return userError("CXX names '" + words.front() + "', which is not found in PATH");
  std::vector<std::string> command(words.begin(), words.end());
  command.front() = *path;
  return command;
}

bool hasLld() { return static_cast<bool>(sys::findProgramByName("ld.lld")); }

Expected<std::string> findRuntimeArchive() { return findOwnFile("lib/libtenon_runtime.a", "the runtime library"); }
Expected<std::string> findFrontendLibrary() { return findOwnFile("lib/libtenon.so", "the front-end library"); }

Expected<std::string> findFrontendHeaders() {
  Expected<std::string> header = findOwnFile("include/tenon/tenon.h", "the front end's header");
  if (!header)
    return header.takeError();
  return sys::path::parent_path(sys::path::parent_path(*header)).str();
}

Expected<ToolResult> runTool(ArrayRef<std::string> command) {
  Expected<TemporaryFile> log = TemporaryFile::create("log");
  if (!log)
    return log.takeError();
  SmallVector<StringRef> arguments(command.begin(), command.end());
  std::optional<StringRef> redirects[] = {StringRef(), StringRef(log->path()), StringRef(log->path())};
  std::string message;
  bool failedToStart = false;
  int status = sys::ExecuteAndWait(command[0], arguments, std::nullopt, redirects, /*SecondsToWait=*/0,
                                   /*MemoryLimit=*/0, &message, &failedToStart);
  if (failedToStart)
    return userError("cannot run " + command[0] + ": " + message);
  ErrorOr<std::unique_ptr<MemoryBuffer>> output = MemoryBuffer::getFile(log->path(), /*IsText=*/true);
  return ToolResult{status, output ? (*output)->getBuffer().str() : message};
}

} // namespace tenon::compiler
