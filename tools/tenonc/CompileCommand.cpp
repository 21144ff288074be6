//===- CompileCommand.cpp - tenonc compile --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CachedCompile.h"
#include "Commands.h"
#include "LoadModel.h"
#include "Progress.h"
#include "compiler/Artefact.h"
#include "compiler/Compile.h"
#include "compiler/Diagnostics.h"
#include "compiler/InputFiles.h"
#include "compiler/SavedGraph.h"
#include "compiler/TemporaryFiles.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

namespace {

struct CompileArguments {
  std::string output;
  std::string emit;
  std::string weights;
  std::string depfile;
  int tuneSeconds = 0;
  std::string tuningOutput; // the file that a search writes
};

constexpr int mostTuneSeconds = 1000000;

constexpr char examples[] = R"(Examples:
  tenonc compile net.cpp -o net                    a program for every CPU from x86-64-v2 on
  tenonc compile net.cpp:encoder -o encoder.so     one of several models, as a library with encoder.h
  tenonc compile net.cpp -o net.o --name net       an object with net.h, for your own program
  tenonc compile net.cpp -o net.mlir               the graph as text, its weights beside it
  tenonc compile net.cpp -o net --shape x=1x784 --cpu native
  tenonc compile net.cpp -o net --tune 60 --tuning net.tuning    time the kernels here, keep the best ways
  tenonc compile net.cpp -o net --tuning net.tuning              the same program again, without a search)";

Error readOutputOptions(const CompileArguments &arguments, CommandLine &line) {
  if (Error error = checkOutputPath(arguments.output))
    return error;
  Options &options = line.options;
  std::optional<EmitKind> kind =
      arguments.emit.empty() ? emitKindOfPath(arguments.output) : parseEmitKind(arguments.emit);
  if (!kind && arguments.emit.empty())
    return userError("the suffix of " + arguments.output +
                     " stands for no kind of output: use none for a program, .so, .o, .mlir, .ll or .s, or say --emit");
  if (!kind)
    return userError("--emit " + arguments.emit + " is unknown: give exe, shared, object, graph, llvm or asm");
  options.emit = *kind;
  if (options.staticLink && options.emit == EmitKind::SharedLibrary)
    return userError("--static is for programs: a library uses the C library of the process that loads it, and " +
                     arguments.output + " depends on nothing else");
  if (options.staticLink && options.emit != EmitKind::Program)
    return userError("--static is for programs: " + arguments.output + " is linked by whoever uses it");
  StringRef weights = arguments.weights;
  const bool isSeed = weights.consume_front("seed:") && !weights.getAsInteger(10, options.weightsSeed);
  auto placement = StringSwitch<std::optional<WeightsPlacement>>(arguments.weights)
                       .Case("", WeightsPlacement::Automatic)
                       .Case("embed", WeightsPlacement::Embed)
                       .Case("file", WeightsPlacement::File)
                       .Default(std::nullopt);
  if (isSeed)
    placement = WeightsPlacement::Seed;
  if (!placement)
    return userError("--weights " + arguments.weights + " is unknown: give embed, file, or seed:N with a number");
  options.weights = *placement;
  options.weightsFile = sys::path::filename(arguments.output).str() + ".weights";
  return Error::success();
}

/// What the search found, to its file and in a line.
Error writeTuning(const TuneResult &tuning, const std::string &path, bool isQuiet) {
  if (Error error = writeFile(path, formatTuning(tuning, hostCpuVersion())))
    return error;
  if (!isQuiet)
    outs() << formatv("tuned: {0} ways tried, {1} products cut in another way, {2:f2} times as fast; kept in {3}\n",
                      tuning.tried, tuning.tiles.size(), tuning.gain, path);
  return Error::success();
}

Error writeOutput(Model model, const CompileArguments &arguments, const Options &options, Progress &progress,
                  OutputsObserver finished) {
  if (options.emit == EmitKind::Graph) {
    progress.step("Writing " + arguments.output);
    return writeSavedGraph(model, arguments.output, finished);
  }
  progress.step("Compiling " + model.name);
  TuneRequest tune{static_cast<double>(arguments.tuneSeconds), options.threads, options.seed,
                   [&](const Twine &what) { progress.step(what); }};
  Expected<CompiledModel> compiled = compileModel(std::move(model), options, arguments.tuneSeconds ? &tune : nullptr);
  if (!compiled)
    return compiled.takeError();
  if (compiled->tuning) {
    progress.finish();
    if (Error error = writeTuning(*compiled->tuning, arguments.tuningOutput, options.quiet))
      return error;
  }
  progress.step("Writing " + arguments.output);
  return writeArtefact(*compiled, options, arguments.output, finished);
}

/// A search is made anew each time, and begins with what an earlier one found.
void readTuneOptions(CompileArguments &arguments, Options &options) {
  arguments.tuningOutput = options.tuningFile.empty() ? arguments.output + ".tuning" : options.tuningFile;
  options.tuningFile = sys::fs::exists(arguments.tuningOutput) ? arguments.tuningOutput : "";
}

/// Leaves the outputs of the cache in their places, or compiles.
Error findOrMake(const CompileArguments &arguments, CommandLine &line) {
  CachedCompile cached(line.options, line.model, arguments.output, /*mayUse=*/!arguments.tuneSeconds);
  Expected<bool> found = cached.find();
  if (!found)
    return found.takeError();
  if (*found)
    return Error::success();
  Progress progress(line.options);
  Expected<ModelSource> source = loadModel(line.model, line.options, progress);
  if (!source)
    return source.takeError();
  return writeOutput(std::move(source->model), arguments, line.options, progress,
                     [&](ArrayRef<FinishedOutput> outputs) { cached.keep(outputs, source->origin); });
}

Expected<int> compile(CompileArguments &arguments, CommandLine &line) {
  if (Error error = finishOptions(line, "all"))
    return std::move(error);
  if (Error error = readOutputOptions(arguments, line))
    return std::move(error);
  if (arguments.tuneSeconds && line.options.emit == EmitKind::Graph)
    return userError("--tune times kernels, and " + arguments.output + " is a graph: give it where the graph is compiled");
  if (arguments.tuneSeconds)
    readTuneOptions(arguments, line.options);
  if (!arguments.depfile.empty())
    if (Error error = checkOutputPath(arguments.depfile))
      return std::move(error);
  if (Error error = findOrMake(arguments, line))
    return std::move(error);
  if (!arguments.depfile.empty())
    if (Error error = writeFile(arguments.depfile, dependencyRule(arguments.output, inputFiles())))
      return std::move(error);
  return exitDone;
}

} // namespace

void addCompileCommand(CommandParser &parser, CommandLine &line) {
  Command command = parser.add("compile", "Make a program, a library or an object of a model", examples);
  auto arguments = std::make_shared<CompileArguments>();
  addModelOptions(command, line, "The model");
  command.required("-o,--output", arguments->output,
                   "The output; its suffix says what: none a program, .so, .o, .mlir, .ll, .s", "OUT");
  command.option("--emit", arguments->emit, "The kind of output: exe, shared, object, graph, llvm or asm", "KIND");
  command.option("--cpu", line.cpu, "CPU versions: all (default), native, x86-64-v2, v3, v4, or several with commas",
                 "VERSIONS");
  command.option("--name", line.options.name, "Prefix of the C functions", "NAME");
  command.option("--weights", arguments->weights,
                 "embed; file: beside the output (default above 1 GB); seed:N: made at load, for benchmarks", "WHERE");
  command.number("--tune", arguments->tuneSeconds, 1, mostTuneSeconds,
                 "Time the kernels on this machine, cut in other ways, so long; what was found is kept in --tuning's file "
                 "(default OUT.tuning)",
                 "SECONDS");
  addThreadsOption(command, line);
  command.option("--depfile", arguments->depfile, "Also write what OUT is made of, as a rule for make and ninja",
                 "FILE");
  command.flag("--static", line.options.staticLink, "Link a program that depends on no library of the system");
  command.onChosen([arguments, &line] { line.action = [arguments, &line] { return compile(*arguments, line); }; });
}

} // namespace tenon::tools
