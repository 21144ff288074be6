//===- tenon-fuzz.cpp - Random graphs against the reference ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Compile.h"
#include "tools/tenon-fuzz/Checks.h"
#include "tools/tenon-fuzz/CompiledProgram.h"
#include "tools/tenon-fuzz/GraphGenerator.h"
#include "tools/tenon-fuzz/Shrinking.h"
#include "llvm/Support/raw_ostream.h"
#include <CLI/CLI.hpp>

using namespace tenon;
using namespace tenon::fuzz;

namespace {

struct Arguments {
  uint64_t seed = 0;
  uint64_t count = 100;
  unsigned ops = 12;
  std::string cpu = "all";
  bool passesOnly = false;
  bool print = false;
  bool noShrink = false;
  bool quiet = false;
};

std::string printModule(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream(text) << module;
  return text;
}

/// Sizes by which a graph of two symbols is run: one of each kind.
std::vector<reference::SymbolSizes> sizesFor(mlir::ModuleOp module, uint64_t seed) {
  reference::Random random(seed);
  constexpr int64_t choices[] = {1, 2, 3, 5, 8, 16, 17, 31, 33};
  auto names = reference::symbolNames(*module.getOps<mlir::func::FuncOp>().begin());
  std::vector<reference::SymbolSizes> runs(names.empty() ? 1 : 2);
  for (reference::SymbolSizes &sizes : runs)
    for (llvm::StringRef name : names)
      sizes[name] = choices[random.below(std::size(choices))];
  return runs;
}

/// Checks the graph of one seed; whether it holds.
bool runSeed(uint64_t seed, const Arguments &arguments, const std::vector<std::string> &versions) {
  std::unique_ptr<mlir::MLIRContext> context = compiler::makeContext();
  context->disableMultithreading();
  unsigned ops = 1 + seed % arguments.ops;
  mlir::OwningOpRef<mlir::ModuleOp> module = GraphGenerator(*context, seed).generate(ops);
  std::string text = printModule(*module);
  if (arguments.print)
    llvm::outs() << text;
  CheckSettings settings;
  settings.seed = seed;
  settings.sizes = sizesFor(*module, seed);
  if (!arguments.passesOnly)
    settings.cpuVersions = versions;
  CheckResult result = checkInChild(text, settings);
  if (result.outcome == Outcome::Holds)
    return true;
  llvm::outs() << "seed " << seed << " fails: " << result.message << "\n";
  if (result.outcome == Outcome::Fails && !arguments.noShrink) {
    text = shrink(*context, text, [&](const std::string &smaller) {
      CheckResult again = checkInChild(smaller, settings);
      if (again.outcome == Outcome::Fails)
        result = again;
      return again.outcome == Outcome::Fails;
    });
    llvm::outs() << "smallest module that fails: " << result.message << "\n";
  }
  for (const reference::SymbolSizes &sizes : settings.sizes) {
    llvm::outs() << "// sizes:";
    for (const auto &entry : sizes)
      llvm::outs() << " " << entry.getKey() << "=" << entry.getValue();
    llvm::outs() << "\n";
  }
  llvm::outs() << text << "\n";
  llvm::outs().flush();
  return false;
}

} // namespace

int main(int argc, char **argv) {
  Arguments arguments;
  CLI::App app("Random graphs, compiled and compared with the reference after each pass and as programs");
  app.footer("tenon-fuzz --count 1000 --seed 1\ntenon-fuzz --seed 77 --count 1 --print   # one graph again");
  app.add_option("--seed", arguments.seed, "First seed");
  app.add_option("--count", arguments.count, "How many seeds from there on");
  app.add_option("--ops", arguments.ops, "Steps of a graph at most")->check(CLI::PositiveNumber);
  app.add_option("--cpu", arguments.cpu, "CPU versions: all, native, v2, v3, v4");
  app.add_flag("--passes-only", arguments.passesOnly, "Interpret after each pass, compile nothing");
  app.add_flag("--print", arguments.print, "Print each graph");
  app.add_flag("--no-shrink", arguments.noShrink, "Print failing graphs as they were made");
  app.add_flag("--quiet", arguments.quiet, "Print failures only");
  CLI11_PARSE(app, argc, argv);

  llvm::Expected<std::vector<std::string>> versions = runnableVersions(arguments.cpu);
  if (!versions) {
    llvm::errs() << "error: " << llvm::toString(versions.takeError()) << "\n";
    return 1;
  }
  uint64_t failures = 0;
  for (uint64_t i = 0; i < arguments.count; ++i)
    failures += !runSeed(arguments.seed + i, arguments, *versions);
  if (!arguments.quiet || failures > 0)
    llvm::outs() << "seeds " << arguments.seed << " to " << arguments.seed + arguments.count - 1 << ": " << failures
                 << " fail\n";
  return failures == 0 ? 0 : 2;
}
