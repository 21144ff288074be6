//===- CompileKey.cpp - What an artefact depends on -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/cache/CompileKey.h"
#include "compiler/Toolchain.h"
#include "compiler/cache/Fingerprint.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include <cstdlib>
#include <gnu/libc-version.h>
#include <link.h>
#include <unistd.h>

using namespace llvm;

namespace tenon::compiler::cache {

namespace {

/// What Tenon and the tools that it calls look at.
constexpr StringLiteral toolVariables[] = {"TENON_CPU",    "CXX",           "CPATH",           "C_INCLUDE_PATH",
                                           "LIBRARY_PATH", "COMPILER_PATH", "GCC_EXEC_PREFIX", "CPLUS_INCLUDE_PATH",
                                           "LD_RUN_PATH"};

/// What shells and make change by themselves, and the cache's own.
constexpr StringLiteral passingVariables[] = {"_",         "SHLVL",  "PWD",       "OLDPWD",
                                              "MAKELEVEL", "MFLAGS", "MAKEFLAGS", "TENON_CACHE"};

/// Naming every member: one that is added must be put in its place here.
void addOptions(KeyBuilder &key, const Options &options) {
  const auto &[cpuVersions, emit, name, shapes, states, weights, weightsFile, weightsSeed, weightsFrom, tuningFile,
               staticLink, seed, threads, dumpDirectory, verbose, quiet] = options;
  key.add(cpuVersions.size());
  for (const std::string &version : cpuVersions)
    key.add(version);
  key.add(static_cast<uint64_t>(emit));
  key.add(name);
  key.add(shapes.size());
  for (const ShapeOption &shape : shapes) {
    key.add(shape.input);
    key.add(shape.sizes.size());
    for (int64_t size : shape.sizes)
      key.add(static_cast<uint64_t>(size));
  }
  key.add(states.size());
  for (const StateOption &state : states)
    key.add(state.text);
  key.add(static_cast<uint64_t>(weights));
  key.add(weightsFile);
  key.add(weightsSeed);
  key.add(weightsFrom);
  key.add(tuningFile);
  key.add(staticLink);
  // These do not change what is written.
  (void)seed, (void)threads, (void)dumpDirectory, (void)verbose, (void)quiet;
}

constexpr StringLiteral ownProgram = "/proc/self/exe";

/// This program and every library in it: Tenon's, LLVM's, the C library.
void addLoadedObjects(KeyBuilder &key) {
  auto add = [](dl_phdr_info *object, size_t, void *data) {
    StringRef name = object->dlpi_name;
    static_cast<KeyBuilder *>(data)->addIdentity(name.empty() ? StringRef(ownProgram) : name);
    return 0;
  };
  dl_iterate_phdr(add, &key);
}

void addPath(KeyBuilder &key, Expected<std::string> path) {
  if (path)
    key.addIdentity(*path);
  else
    key.add(toString(path.takeError()));
}

void addTools(KeyBuilder &key) {
  for (Tool tool : {Tool::CompilerDriver, Tool::RelocatableLinker, Tool::ObjectCopier, Tool::CppCompiler})
    addPath(key, findTool(tool));
  // With the compiler's driver.
  if (ErrorOr<std::string> linker = sys::findProgramByName("ld.lld"))
    key.addIdentity(*linker);
  addPath(key, findRuntimeArchive());
  addPath(key, findFrontendHeaders());
  key.add(gnu_get_libc_version());
  for (StringRef variable : toolVariables) {
    const char *value = std::getenv(variable.data());
    key.add(value ? "set" : "not set");
    key.add(value ? value : "");
  }
}

void addEnvironment(KeyBuilder &key) {
  std::vector<StringRef> variables;
  for (char **variable = environ; *variable; ++variable)
    if (!is_contained(passingVariables, StringRef(*variable).split('=').first))
      variables.push_back(*variable);
  llvm::sort(variables);
  key.add(variables.size());
  for (StringRef variable : variables)
    key.add(variable);
}

} // namespace

std::optional<std::string> baseKeyOf(const CompileRequest &request) {
  KeyBuilder key;
  key.add("tenon cache 1");
  key.add(TENON_VERSION);
  addLoadedObjects(key);
  addTools(key);
  key.add(hostCpuVersion());
  addOptions(key, request.options);
  // Names of files are relative to this folder.
  key.add(absolutePath("."));
  key.add(request.model);
  key.add(sys::path::filename(request.output));
  // Without /proc nobody knows which Tenon this is.
  if (!identityOf(ownProgram) || !sys::fs::exists(request.modelFile) || !key.addFile(request.modelFile))
    return std::nullopt;
  return key.finish();
}

std::optional<std::string> artefactKeyOf(StringRef baseKey, const ModelRecord &record) {
  KeyBuilder key;
  key.add(baseKey);
  for (const std::vector<std::string> *files : {&record.files, &record.missing}) {
    key.add(files->size());
    for (const std::string &file : *files)
      if (!key.addFile(file))
        return std::nullopt;
  }
  key.add(record.system.size());
  for (const std::string &file : record.system)
    key.addIdentity(file);
  if (record.asksEnvironment)
    addEnvironment(key);
  return key.finish();
}

} // namespace tenon::compiler::cache
