//===- RunCommand.cpp - tenonc run ----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "LoadModel.h"
#include "Progress.h"
#include "compiler/LoadedModel.h"
#include "frontend/onnx/ReadModel.h"
#include "runtime/include/tenon/runtime.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

Expected<int> runInProcess(CommandLine &line, std::vector<std::string> arguments) {
  if (Error error = finishOptions(line, "native"))
    return std::move(error);
  // The weights are in memory already: there is no file to look for.
  line.options.weights = WeightsPlacement::Embed;
  // Sequences are compiled for the length that they have in the inputs.
  if (line.inputs.size() == 1 && sys::path::extension(line.model) == ".onnx" && sys::fs::is_directory(line.inputs[0]))
    append_range(line.options.shapes, onnx::sequenceShapes(line.model, line.inputs[0]));
  Progress progress(line.options);
  Expected<ModelSource> source = loadModel(line.model, line.options, progress);
  if (!source)
    return source.takeError();
  progress.step("Compiling " + source->model.name);
  Expected<CompiledModel> compiled = compileModel(std::move(source->model), line.options);
  if (!compiled)
    return compiled.takeError();
  Expected<std::unique_ptr<LoadedModel>> loaded = LoadedModel::load(std::move(*compiled));
  if (!loaded)
    return loaded.takeError();
  progress.finish();
  arguments.insert(arguments.begin(), "tenonc run " + line.model);
  std::vector<char *> pointers;
  for (std::string &argument : arguments)
    pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  return tenonProgramMain((*loaded)->model(), static_cast<int>(arguments.size()), pointers.data());
}

void addRunCommand(CommandParser &parser, CommandLine &line) {
  Command command = parser.add("run", "Compile a model in memory and run it", R"(Examples:
  tenonc run net.cpp                                   says what the model expects
  tenonc run net.cpp --inputs x=x.npy --outputs out    writes out/<output name>.npy
  tenonc run net.cpp --inputs cases/3 --outputs out    a folder of .npy or input_K.pb files)");
  addModelOptions(command, line, "The model");
  addHostCpuOption(command, line);
  addProgramOptions(command, line);
  command.option("--outputs", line.outputs, "The folder to write the outputs to", "DIR");
  command.option("--save-state", line.saveState, "Write the state afterwards", "FILE");
  command.option("--repeat", line.repeat, "Run this often", "N");
  auto isBenchmark = std::make_shared<bool>(false);
  command.flag("--bench", *isBenchmark, "Time it, as `tenonc bench` does");
  command.onChosen([isBenchmark, &line] {
    line.action = [isBenchmark, &line] {
      std::vector<std::string> arguments = programArguments(line);
      if (*isBenchmark)
        arguments.insert(arguments.begin(), "--bench");
      return runInProcess(line, std::move(arguments));
    };
  });
}

} // namespace tenon::tools
