//===- VerifyCommand.cpp - tenonc verify ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "LoadModel.h"
#include "Progress.h"
#include "compiler/Diagnostics.h"
#include "compiler/Verify.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

namespace {

Expected<int> verify(CommandLine &line) {
  if (Error error = finishOptions(line, "native"))
    return std::move(error);
  line.options.weights = WeightsPlacement::Embed;
  Progress progress(line.options);
  Expected<ModelSource> source = loadModel(line.model, line.options, progress);
  if (!source)
    return source.takeError();
  progress.step("Comparing " + source->model.name + " with the reference interpreter");
  Expected<std::vector<FunctionVerification>> results = verifyCompiled(std::move(source->model), line.options);
  if (!results)
    return results.takeError();
  progress.finish();
  std::string failed;
  outs() << "inputs made from seed " << line.options.seed << ", CPU version " << line.options.cpuVersions.front()
         << '\n';
  for (const FunctionVerification &result : *results) {
    outs() << result.function << (result.call ? ", call " + std::to_string(result.call) : "") << ": " << (result.matches ? "agrees with the reference" : "differs from the reference")
           << '\n';
    for (const std::string &text : result.inputs)
      outs() << "  input  " << text << '\n';
    for (const std::string &text : result.outputs)
      outs() << "  output " << text << '\n';
    if (!result.matches && !StringRef(failed).contains(result.function))
      failed += (failed.empty() ? "" : ", ") + result.function;
  }
  if (!failed.empty())
    return defect(line.model + ": " + failed + " computes other values than the reference interpreter");
  return exitDone;
}

} // namespace

void addVerifyCommand(CommandParser &parser, CommandLine &line) {
  Command command = parser.add("verify", "Compare the compiled model with the reference interpreter", R"(Examples:
  tenonc verify net.cpp                     on inputs made from a seed; says how close the outputs are
  tenonc verify net.cpp --cpu v2 --seed 7   another CPU version, other inputs)");
  addModelOptions(command, line, "The model");
  addHostCpuOption(command, line);
  command.number("--seed", line.options.seed, "Seed of the inputs", "N");
  addThreadsOption(command, line);
  command.onChosen([&line] { line.action = [&line] { return verify(line); }; });
}

} // namespace tenon::tools
