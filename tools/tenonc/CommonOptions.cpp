//===- CommonOptions.cpp - Options that several commands have -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "compiler/Diagnostics.h"
#include "llvm/BinaryFormat/Magic.h"

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

void addModelOptions(Command &command, CommandLine &line, const char *what) {
  std::string help =
      std::string(what) + ": NET.cpp or NET.cpp:name (built and executed here), or a saved graph (.mlir)";
  command.required("model", line.model, help.c_str(), "MODEL");
  command.repeatable("--shape", line.shapes, "Fix an input's sizes: --shape image=1x3x224x224; ? leaves one open", "INPUT=SIZES");
  command.repeatable("--state", line.states,
                     "Keep an output for the input of the next call: --state past=present:axis=2,capacity=1024 grows along an "
                     "axis; one * in each name stands for the same text",
                     "INPUT=OUTPUT");
  command.option("--weights-from", line.options.weightsFrom, "Take the weights from a safetensors file or a folder of them, by name", "FILE");
  command.option("--tuning", line.options.tuningFile, "Cut matrix products as --tune found it best", "FILE");
  command.option("--dump-ir", line.options.dumpDirectory, "Write one readable file per pass that changed something",
                 "DIR");
  command.flag("--quiet", line.options.quiet, "No progress");
  command.flag("--verbose", line.options.verbose, "A line for each step, with its time");
  command.exclusive("--quiet", "--verbose");
}

void addHostCpuOption(Command &command, CommandLine &line) {
  command.option("--cpu", line.cpu, "CPU version to run: native (default), x86-64-v2, v3 or v4", "VERSION");
}

void addThreadsOption(Command &command, CommandLine &line) {
  command.number("--threads", line.options.threads, 1, maxThreads, "Threads (default: TENON_THREADS, else the cores)",
                 "N");
}

void addProgramOptions(Command &command, CommandLine &line) {
  command.list("--inputs", line.inputs, "A folder with the inputs, or NAME=FILE for each", "DIR|NAME=FILE...");
  command.option("--function", line.function, "The function to call (default: the first)", "NAME");
  addThreadsOption(command, line);
  command.option("--load-state", line.loadState, "Begin with the state that a run or NAME_save wrote", "FILE");
  command.option("--seconds", line.seconds, "How long to measure", "S");
  command.option("--json", line.json, "Write the measured numbers to a file", "FILE");
}

Error finishOptions(CommandLine &line, StringRef defaultCpu) {
  line.options.shapes.clear();
  for (const std::string &text : line.shapes) {
    std::optional<ShapeOption> shape = parseShapeOption(text);
    if (!shape)
      return userError("--shape " + text + " is not of the form INPUT=1x3x224x224");
    line.options.shapes.push_back(std::move(*shape));
  }
  line.options.states.clear();
  for (const std::string &text : line.states) {
    std::optional<StateOption> state = parseStateOption(text);
    if (!state)
      return userError("--state " + text + " is not of the form INPUT=OUTPUT or INPUT=OUTPUT:axis=2,capacity=1024");
    line.options.states.push_back(std::move(*state));
  }
  StringRef cpu = line.cpu.empty() ? defaultCpu : StringRef(line.cpu);
  if (cpu.contains("native") && hostCpuVersion().empty())
    return userError("this machine's CPU is below x86-64-v2 (SSE4.2), which Tenon needs");
  std::optional<std::vector<std::string>> versions = parseCpuVersions(cpu);
  if (!versions)
    return userError("--cpu " + cpu + " is unknown: give all, native, x86-64-v2, x86-64-v3 or x86-64-v4");
  line.options.cpuVersions = std::move(*versions);
  return Error::success();
}

bool isProgram(StringRef path) {
  file_magic magic;
  if (identify_magic(path, magic))
    return false;
  return magic.is_object();
}

std::vector<std::string> programArguments(const CommandLine &line) {
  std::vector<std::string> arguments;
  auto add = [&](StringRef name, const std::string &value) {
    arguments.push_back(name.str());
    arguments.push_back(value);
  };
  if (!line.inputs.empty()) {
    arguments.push_back("--inputs");
    arguments.insert(arguments.end(), line.inputs.begin(), line.inputs.end());
  }
  if (!line.outputs.empty())
    add("--outputs", line.outputs);
  if (!line.function.empty())
    add("--function", line.function);
  if (!line.loadState.empty())
    add("--load-state", line.loadState);
  if (!line.saveState.empty())
    add("--save-state", line.saveState);
  if (line.options.threads)
    add("--threads", std::to_string(line.options.threads));
  if (!line.repeat.empty())
    add("--repeat", line.repeat);
  if (!line.seconds.empty())
    add("--seconds", line.seconds);
  if (!line.json.empty())
    add("--json", line.json);
  if (line.isExplained)
    arguments.push_back("--explain");
  return arguments;
}

} // namespace tenon::tools
