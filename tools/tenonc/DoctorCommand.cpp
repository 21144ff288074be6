//===- DoctorCommand.cpp - tenonc doctor ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "compiler/Diagnostics.h"
#include "compiler/Toolchain.h"
#include "frontend/onnx/ReadModel.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Host.h"
#include <sched.h>

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

namespace {

void printLine(StringRef what, const Twine &found) { outs() << format("%-18s", what.str().c_str()) << found << '\n'; }

/// Prints what was found, or what is missing and how to get it.
bool printFinding(StringRef what, Expected<std::string> found) {
  if (found) {
    printLine(what, *found);
    return true;
  }
  printLine(what, "missing: " + toString(found.takeError()));
  return false;
}

std::string toolWithVersion(const std::string &path) {
  Expected<ToolResult> result = runTool({path, "--version"});
  if (!result) {
    consumeError(result.takeError());
    return path;
  }
  return path + " (" + StringRef(result->output).split('\n').first.trim().str() + ")";
}

bool printTool(StringRef what, Tool tool) {
  Expected<std::string> path = findTool(tool);
  return printFinding(what, path ? Expected<std::string>(toolWithVersion(*path)) : path.takeError());
}

/// The features that choose between versions, and those of later versions.
std::string cpuFeatures() {
  const StringMap<bool> features = sys::getHostCPUFeatures();
  SmallVector<StringRef> present;
  for (StringRef name : {"sse4.2", "avx2", "fma", "f16c", "bmi2", "avx512f", "avx512bw", "avx512dq", "avx512vl",
                         "avx512vnni", "avx512bf16", "avx512fp16", "amx-tile", "amx-bf16", "amx-int8"})
    if (features.lookup(name))
      present.push_back(name);
  return join(present, " ");
}

int usableCores() {
  cpu_set_t cores;
  return sched_getaffinity(0, sizeof(cores), &cores) == 0 ? CPU_COUNT(&cores) : 1;
}

/// The operators of ONNX files: domain, name, the first version that is read.
int listOperators() {
  for (const onnx::SupportedOperator &entry : onnx::supportedOperators())
    outs() << (entry.domain.empty() ? "ai.onnx" : entry.domain) << ' ' << entry.name << ' ' << entry.since << '\n';
  return exitDone;
}

Expected<int> diagnose() {
  StringRef version = hostCpuVersion();
  printLine("Tenon", TENON_VERSION);
  printLine("LLVM", LLVM_VERSION_STRING);
  printLine("CPU version", version.empty() ? "below x86-64-v2: Tenon needs SSE4.2" : version);
  printLine("CPU features", cpuFeatures());
  printLine("usable cores", Twine(usableCores()));
  bool whole = !version.empty();
  whole &= printTool("program linker", Tool::CompilerDriver);
  whole &= printTool("object linker", Tool::RelocatableLinker);
  whole &= printTool("object copier", Tool::ObjectCopier);
  whole &= printTool("C++ compiler", Tool::CppCompiler);
  whole &= printFinding("runtime", findRuntimeArchive());
  whole &= printFinding("front end", findFrontendLibrary());
  whole &= printFinding("headers", findFrontendHeaders());
  for (const char *variable : {"TENON_THREADS", "TENON_CPU", "TENON_CACHE", "CXX"})
    if (const char *value = std::getenv(variable))
      printLine(variable, value);
  outs() << (whole ? "Everything is there.\n" : "Something is missing; see above.\n");
  return whole ? exitDone : exitUserError;
}

} // namespace

void addDoctorCommand(CommandParser &parser, CommandLine &line) {
  Command command = parser.add("doctor", "Say what this machine has and what is missing", R"(Examples:
  tenonc doctor
  tenonc doctor --operators        the operators of ONNX files that are read, each with its first version)");
  command.flag("--operators", line.operators, "List the operators of ONNX files that are read");
  command.onChosen([&line] {
    line.action = [&line]() -> Expected<int> { return line.operators ? listOperators() : diagnose(); };
  });
}

} // namespace tenon::tools
