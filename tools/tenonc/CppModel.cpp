//===- CppModel.cpp - Builds and executes a C++ model definition ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The definition becomes a shared object that is loaded into this process: its
// TENON_MODEL lines register models with the front end in this program, which
// traces the chosen one.

#include "LoadModel.h"
#include "Suggestions.h"
#include "compiler/Diagnostics.h"
#include "compiler/TemporaryFiles.h"
#include "compiler/Toolchain.h"
#include "frontend/Registry.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <dlfcn.h>

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

namespace {

/// Read by the handler of crashes.
const char *volatile executed = nullptr;

Expected<TemporaryFile> build(StringRef path, Progress &progress) {
  Expected<std::string> compiler = findTool(Tool::CppCompiler);
  if (!compiler)
    return compiler.takeError();
  Expected<std::string> headers = findFrontendHeaders();
  if (!headers)
    return headers.takeError();
  Expected<TemporaryFile> object = TemporaryFile::create("so");
  if (!object)
    return object.takeError();
  progress.step("Building " + path + " with " + sys::path::filename(*compiler) + ", to execute it");
  // -O0: the file runs once, and what it computes, Tenon computes. The front
  // end is this program's own: linking libtenon would make a second one.
  Expected<ToolResult> result =
      runTool({*compiler, "-std=c++20", "-O0", "-fPIC", "-shared", "-I" + *headers, "-o", object->path(), path.str()});
  if (!result)
    return result.takeError();
  progress.finish();
  errs() << result->output; // the compiler's own errors and warnings
  if (result->status != 0)
    return userError(path + " does not compile; " + sys::path::filename(*compiler) + " says why above");
  return object;
}

/// The loader's words, with the name of an undefined function as it was written.
std::string describeLoadError(StringRef text) {
  auto [before, symbol] = text.rsplit(": ");
  return symbol.starts_with("_Z") ? (before.rsplit(": ").second + " " + demangle(symbol)).str() : text.str();
}

std::string availableModels(ArrayRef<std::string> names) { return "it defines " + join(names, ", "); }

/// The model to trace: the one named, or the only one.
Expected<std::string> chooseModel(StringRef path, StringRef name, ArrayRef<std::string> names) {
  if (names.empty())
    return userError(path + " defines no model: add TENON_MODEL(name, module, {inputs...})");
  if (name.empty() && names.size() > 1)
    return userError(path + " defines several models; choose one as " + path + ":" + names.front() + " (" +
                     availableModels(names) + ")");
  if (name.empty())
    return names.front();
  if (is_contained(names, name))
    return name.str();
  auto near = nearest(name, names);
  return userError(path + " defines no model '" + name + "'" + (near ? "; did you mean " + *near + "? " : "; ") +
                   availableModels(names));
}

} // namespace

const char *executedDefinition() { return executed; }

Expected<ModelSource> loadCppModel(StringRef path, StringRef name, const Options &options, Progress &progress) {
  Expected<TemporaryFile> object = build(path, progress);
  if (!object)
    return object.takeError();
  progress.step("Executing " + path);
  const std::string executedPath = path.str();
  executed = executedPath.c_str();
  auto done = scope_exit([] { executed = nullptr; });
  ModelSource source;
  try {
    void *library = dlopen(object->path().c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library)
      return userError(path + " cannot be loaded: " + describeLoadError(dlerror()));
    source.library = std::shared_ptr<void>(library, dlclose);
    Expected<std::string> chosen = chooseModel(path, name, frontend::registeredModels());
    if (!chosen)
      return chosen.takeError();
    source.model = frontend::traceRegisteredModel(*chosen);
  } catch (const tenon::Error &error) {
    return userError(error.what()); // names the file and line itself
  } catch (const std::exception &error) {
    return userError(path + ": " + error.what());
  }
  return std::move(source);
}

} // namespace tenon::tools
