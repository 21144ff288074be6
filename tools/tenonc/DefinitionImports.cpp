//===- DefinitionImports.cpp - What a built definition may ask for --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DefinitionImports.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Object/ELFObjectFile.h"

using namespace llvm;

namespace tenon::tools {

namespace {

constexpr StringLiteral environmentFunctions[] = {"getenv", "secure_getenv", "environ", "__environ"};

/// Files, the clock, chance, the machine, other programs, and what is seen of the definition.
constexpr StringLiteral systemFunctions[] = {
    "open",     "open64",       "openat",        "fopen",  "fopen64", "freopen",    "opendir",       "stat",
    "access",   "mmap",         "dlopen",        "system", "popen",   "fork",       "execve",        "socket",
    "time",     "clock",        "clock_gettime", "rand",   "random",  "arc4random", "gettimeofday",  "getrandom",
    "getpid",   "gethostname",  "sysconf",       "stdin",  "scanf",   "getchar",    "get_nprocs",    "syscall",
    "printf",   "fprintf",      "vprintf",       "puts",   "fputs",   "putchar",    "fwrite",        "write",
    "__printf_chk", "__fprintf_chk", "pthread_create", "sched_getaffinity"};

constexpr StringLiteral systemClasses[] = {"basic_filebuf<",   "basic_ifstream<", "basic_ofstream<",
                                           "basic_fstream<",   "filesystem::",    "random_device::",
                                           "chrono::_V2::",    "::cin",           "::cout",
                                           "::cerr",           "::clog",          "thread::hardware_concurrency"};

void addImport(StringRef name, DefinitionImports &imports) {
  if (is_contained(environmentFunctions, name))
    imports.asksEnvironment = true;
  std::string readable = demangle(name);
  bool isClass = name.starts_with("_Z") &&
                 any_of(systemClasses, [&](StringRef part) { return StringRef(readable).contains(part); });
  if (isClass || is_contained(systemFunctions, name))
    imports.reachesOut = std::move(readable);
}

} // namespace

Expected<DefinitionImports> importsOf(StringRef path) {
  Expected<object::OwningBinary<object::ObjectFile>> file = object::ObjectFile::createObjectFile(path);
  if (!file)
    return file.takeError();
  DefinitionImports imports;
  const auto *object = dyn_cast<object::ELFObjectFileBase>(file->getBinary());
  if (!object)
    return imports;
  for (const object::SymbolRef &symbol : object->getDynamicSymbolIterators()) {
    Expected<uint32_t> flags = symbol.getFlags();
    Expected<StringRef> name = symbol.getName();
    if (!flags || !name)
      return joinErrors(flags.takeError(), name.takeError());
    if (*flags & object::SymbolRef::SF_Undefined)
      addImport(*name, imports);
  }
  return imports;
}

} // namespace tenon::tools
