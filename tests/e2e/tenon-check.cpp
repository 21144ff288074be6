//===- tenon-check.cpp - Graph files, compiled and compared ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Compile.h"
#include "mlir/Parser/Parser.h"
#include "tools/tenon-fuzz/Checks.h"
#include "tools/tenon-fuzz/CompiledProgram.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <CLI/CLI.hpp>

using namespace tenon;
using namespace tenon::fuzz;

namespace {

/// A module of a file that holds several, separated by `// -----`.
struct Part {
  std::string text;
  int line; // where it starts
};

/// Each part keeps its line numbers: what is before it becomes empty lines.
std::vector<Part> splitModules(llvm::StringRef text) {
  std::vector<Part> parts;
  llvm::SmallVector<llvm::StringRef> lines;
  text.split(lines, '\n');
  std::string current;
  int start = 1;
  for (auto [i, line] : llvm::enumerate(lines)) {
    if (line.trim() == "// -----") {
      parts.push_back({current, start});
      current = std::string(i + 1, '\n');
      start = i + 2;
    } else {
      current += line.str() + "\n";
    }
  }
  parts.push_back({current, start});
  return parts;
}

/// Whether what `part` computes is right for all versions and sizes.
bool checkPart(const std::string &file, const Part &part, const CheckSettings &settings, bool verbose, bool inProcess) {
  CheckResult result = inProcess ? checkText(part.text, settings) : checkInChild(part.text, settings);
  if (result.outcome == Outcome::Holds) {
    if (verbose)
      llvm::outs() << file << ":" << part.line << ": " << result.message << "\n";
    return true;
  }
  llvm::outs() << file << ":" << part.line << ": "
               << (result.outcome == Outcome::Invalid ? "the reference cannot run this: " : "") << result.message
               << "\n";
  return false;
}

int fail(const llvm::Twine &message) {
  llvm::errs() << "error: " << message << "\n";
  return 1;
}

} // namespace

int main(int argc, char **argv) {
  std::string file, cpu = "all";
  std::vector<std::string> sizes;
  CheckSettings settings;
  bool verbose = false, noPasses = false, inProcess = false;
  CLI::App app("Compiles the graphs of a file and compares what they compute with the reference");
  app.footer("tenon-check graph.mlir --sizes batch=3,sequence=17 --sizes batch=1,sequence=128");
  app.add_option("file", file, "Graph modules, separated by // -----")->required();
  app.add_option("--cpu", cpu, "CPU versions: all that this machine runs, native, v2, v3, v4");
  app.add_option("--sizes", sizes, "Values of the symbols; repeat for several runs")->allow_extra_args(false);
  app.add_option("--seed", settings.seed, "Of inputs and weights");
  app.add_flag("--static", settings.fixSizes, "Make numbers of the symbols, a program for each --sizes");
  app.add_flag("--no-passes", noPasses, "Do not interpret the graph after each pass");
  app.add_flag("--in-process", inProcess, "Check in this process, for a debugger");
  app.add_flag("--verbose", verbose, "Print how close the outputs are");
  CLI11_PARSE(app, argc, argv);

  llvm::Expected<std::vector<std::string>> versions = runnableVersions(cpu);
  if (!versions)
    return fail(llvm::toString(versions.takeError()));
  settings.cpuVersions = *versions;
  settings.passes = !noPasses;
  if (!sizes.empty())
    settings.sizes.clear();
  for (const std::string &text : sizes) {
    llvm::Expected<reference::SymbolSizes> parsed = reference::parseSymbolSizes(text);
    if (!parsed)
      return fail(llvm::toString(parsed.takeError()));
    settings.sizes.push_back(*parsed);
  }
  auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(file);
  if (!buffer)
    return fail(file + ": " + buffer.getError().message());
  std::vector<Part> parts = splitModules((*buffer)->getBuffer());
  int failures = 0;
  for (const Part &part : parts)
    failures += !checkPart(file, part, settings, verbose, inProcess);
  llvm::outs() << file << ": " << parts.size() - failures << " of " << parts.size()
               << " graphs agree with the reference on " << llvm::join(*versions, ", ") << " (seed " << settings.seed
               << ")\n";
  return failures == 0 ? 0 : 2;
}
