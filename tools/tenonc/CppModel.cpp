//===- CppModel.cpp - Builds and executes a C++ model definition ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The definition becomes a shared object that is loaded into this process: its
// TENON_MODEL lines register models with the front end in this program, which
// traces the chosen one.

#include "DefinitionImports.h"
#include "LoadModel.h"
#include "Suggestions.h"
#include "compiler/Diagnostics.h"
#include "compiler/InputFiles.h"
#include "compiler/TemporaryFiles.h"
#include "compiler/Toolchain.h"
#include "frontend/Registry.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <dlfcn.h>

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

namespace {

/// Read by the handler of crashes.
const char *volatile executed = nullptr;

/// Whether a header came with the system or a compiler. `ownHeaders` may lie there, too.
bool isSystemHeader(StringRef path, StringRef ownHeaders) {
  return (path.starts_with("/usr/include/") || path.starts_with("/usr/lib/")) && !path.starts_with(ownHeaders);
}

/// Notes the definition and what it includes.
void noteIncludedFiles(StringRef rulePath, StringRef ownHeaders) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> rule = MemoryBuffer::getFile(rulePath, /*IsText=*/true);
  if (!rule)
    return;
  for (const std::string &file : parseDependencyRule((*rule)->getBuffer())) {
    if (isSystemHeader(file, ownHeaders))
      noteSystemFile(file);
    else
      noteInputFile(file);
  }
}

/// The definition as a shared object. What the compiler says goes to `messages`, too.
Expected<TemporaryFile> build(StringRef path, Progress &progress, std::string &messages) {
  Expected<std::vector<std::string>> compiler = findCppCompiler();
  if (!compiler)
    return compiler.takeError();
  const std::string compilerName = sys::path::filename(compiler->front()).str();
  Expected<std::string> headers = findFrontendHeaders();
  if (!headers)
    return headers.takeError();
  Expected<TemporaryFile> object = TemporaryFile::create("so");
  if (!object)
    return object.takeError();
  Expected<TemporaryFile> rule = TemporaryFile::create("d");
  if (!rule)
    return rule.takeError();
  progress.step("Building " + path + " with " + compilerName + ", to execute it");
  // -O0: the file runs once, and what it computes, Tenon computes. The front
  // end is this program's own: linking libtenon would make a second one.
  std::vector<std::string> command = std::move(*compiler);
  append_range(command,
               std::initializer_list<std::string>{"-std=c++20", "-O0", "-fPIC", "-shared", "-I" + *headers, "-MD",
                                                  "-MF", rule->path(), "-o", object->path(), path.str()});
  Expected<ToolResult> result = runTool(command);
  if (!result)
    return result.takeError();
  progress.finish();
  errs() << result->output; // the compiler's own errors and warnings
  if (result->status != 0)
    return userError(path + " does not compile; " + compilerName + " says why above");
  messages = std::move(result->output);
  noteIncludedFiles(rule->path(), *headers + "/tenon/");
  return object;
}

/// Headers of another version declare other functions and classes: loading what was built with them may crash.
llvm::Error checkHeadersVersion(StringRef path, StringRef library) {
  Expected<object::OwningBinary<object::ObjectFile>> file = object::ObjectFile::createObjectFile(library);
  if (!file)
    return file.takeError();
  Expected<std::string> headers = findFrontendHeaders();
  if (!headers)
    return headers.takeError();
  for (const object::SectionRef &section : file->getBinary()->sections()) {
    Expected<StringRef> name = section.getName(), contents = section.getContents();
    if (!name || !contents)
      return joinErrors(name.takeError(), contents.takeError());
    SmallVector<StringRef> versions;
    if (*name == ".tenon.version")
      contents->split(versions, '\0', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
    for (StringRef version : versions)
      if (version != TENON_VERSION)
        return userError(path + " was built with the headers of Tenon " + version +
                         ", and this tenonc is of Tenon " TENON_VERSION ": an include path (in CXX?) comes before " +
                         *headers + "; remove it");
  }
  return llvm::Error::success();
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
  ModelSource source;
  Expected<TemporaryFile> object = build(path, progress, source.origin.messages);
  if (!object)
    return object.takeError();
  if (llvm::Error error = checkHeadersVersion(path, object->path()))
    return std::move(error);
  Expected<DefinitionImports> imports = importsOf(object->path());
  if (!imports)
    return imports.takeError();
  source.origin.asksEnvironment = imports->asksEnvironment;
  source.origin.reachesOut = imports->reachesOut;
  progress.step("Executing " + path);
  const std::string executedPath = path.str();
  executed = executedPath.c_str();
  auto done = scope_exit([] { executed = nullptr; });
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
