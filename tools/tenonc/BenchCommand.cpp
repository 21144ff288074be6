//===- BenchCommand.cpp - tenonc bench ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "compiler/Diagnostics.h"
#include "llvm/Support/FileSystem.h"
#include <cerrno>
#include <cstring>
#include <unistd.h>

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

namespace {

/// A compiled program has its own `--bench`, which this becomes.
Expected<int> benchProgram(CommandLine &line, std::vector<std::string> arguments) {
  if (!sys::fs::can_execute(line.model))
    return userError(line.model + " is no program that can be started; bench takes a model or a compiled program");
  if (!line.states.empty())
    return userError("--state ties inputs and outputs while compiling, and " + line.model + " is compiled: give it to compile");
  SmallString<128> path(line.model);
  sys::fs::make_absolute(path);
  arguments.insert(arguments.begin(), line.model);
  for (const std::string &shape : line.shapes) {
    arguments.push_back("--shape");
    arguments.push_back(shape);
  }
  std::vector<char *> pointers;
  for (std::string &argument : arguments)
    pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  execv(path.c_str(), pointers.data());
  return userError("cannot start " + line.model + ": " + std::strerror(errno));
}

Expected<int> bench(CommandLine &line) {
  std::vector<std::string> arguments = programArguments(line);
  arguments.insert(arguments.begin(), "--bench");
  arguments.push_back("--seed");
  arguments.push_back(std::to_string(line.options.seed));
  return isProgram(line.model) ? benchProgram(line, std::move(arguments)) : runInProcess(line, std::move(arguments));
}

} // namespace

void addBenchCommand(CommandParser &parser, CommandLine &line) {
  Command command = parser.add("bench", "Time a model or a compiled program", R"(Examples:
  tenonc bench net.cpp --seconds 2 --threads 1         on inputs made from a printed seed
  tenonc bench ./net --inputs x=x.npy --json net.json  a compiled program on given inputs
  tenonc bench net.onnx --explain --threads 1          where the time goes, kernel by kernel)");
  addModelOptions(command, line, "A model or a compiled program");
  addHostCpuOption(command, line);
  addProgramOptions(command, line);
  command.number("--seed", line.options.seed, "Seed of inputs that are made up", "N");
  command.flag("--explain", line.isExplained, "Also the time of each kernel, and what this CPU could do at best");
  command.onChosen([&line] { line.action = [&line] { return bench(line); }; });
}

} // namespace tenon::tools
