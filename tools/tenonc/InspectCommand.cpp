//===- InspectCommand.cpp - tenonc inspect --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "LoadModel.h"
#include "Progress.h"
#include "compiler/Diagnostics.h"
#include "compiler/Inspection.h"
#include "compiler/Signature.h"
#include "frontend/onnx/ReadModel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

namespace {

std::string formatBytes(double bytes) {
  const char *unit = "B";
  for (const char *next : {"KB", "MB", "GB"}) {
    if (bytes < 1000)
      break;
    bytes /= 1000;
    unit = next;
  }
  return formatv(bytes < 10 && unit[0] != 'B' ? "{0:F1} {1}" : "{0:F0} {1}", bytes, unit);
}

void printTensors(StringRef kind, ArrayRef<TensorDescription> tensors, ArrayRef<std::string> symbols) {
  for (const TensorDescription &tensor : tensors)
    outs() << "  " << format("%-8s", kind.str().c_str()) << tensor.name << "  " << formatType(tensor.type, symbols)
           << '\n';
}

void printNames(StringRef kind, ArrayRef<std::string> names) {
  if (!names.empty())
    outs() << "  " << format("%-8s", kind.str().c_str()) << join(names, ", ") << '\n';
}

/// What a context keeps from call to call.
void printStates(ArrayRef<TensorDescription> states) {
  uint64_t bytes = 0;
  for (const TensorDescription &state : states)
    bytes += byteCount(state.type);
  if (!states.empty())
    outs() << "\nstate of a context, " << formatBytes(bytes) << '\n';
  for (const TensorDescription &state : states)
    outs() << "  " << state.name << "  " << formatType(state.type, {}) << ", " << formatBytes(byteCount(state.type))
           << '\n';
}

void printKernels(ArrayRef<KernelUse> kernels, int64_t stepCount) {
  size_t width = 6;
  for (const KernelUse &use : kernels)
    width = std::max(width, use.name.size());
  int64_t flops = 0, bytes = 0;
  outs() << "  " << left_justify("kernel", width) << "  uses       MFLOP          MB  comes from\n";
  for (const KernelUse &use : kernels) {
    std::string line = formatv("  {0}{1}", left_justify(use.name, width),
                               formatv("{0,6} {1,11:F2} {2,11:F3}", use.count, use.flops / 1e6, use.bytes / 1e6));
    if (!use.origin.empty())
      line += "  " + use.origin + (use.origins > 1 ? formatv(" and {0} more", use.origins - 1).str() : "");
    outs() << line << '\n';
    flops += use.flops;
    bytes += use.bytes;
  }
  outs() << "  " << left_justify("in all", width)
         << format("%6lld %11.2f %11.3f\n", (long long)stepCount, flops / 1e6, bytes / 1e6);
}

void printFunction(const FunctionInspection &function) {
  const FunctionDescription &description = function.description;
  outs() << "\nfunction " << description.name << '\n';
  printTensors("input", description.inputs, description.symbols);
  printTensors("output", description.outputs, description.symbols);
  printNames("reads", description.reads);
  printNames("updates", description.writes);
  auto ops =
      map_range(function.ops, [](const auto &entry) { return entry.first + " " + std::to_string(entry.second); });
  outs() << "  graph   " << join(ops, ", ") << '\n';
  if (!function.symbols.empty()) {
    SmallVector<std::string> chosen;
    for (auto [name, size] : zip(description.symbols, function.symbols))
      chosen.push_back(name + " = " + std::to_string(size));
    outs() << "  for " << join(chosen, ", ") << ":\n";
  }
  printKernels(function.kernels, function.stepCount);
  for (const CalleeInspection &callee : function.callees) {
    outs() << "  one call of " << callee.name << ":\n";
    printKernels(callee.kernels, callee.stepCount);
  }
  outs() << "  memory plan: " << formatBytes(function.arenaBytes) << ", at least "
         << formatBytes(function.arenaLowerBound) << " for any plan\n";
}

/// Why an ONNX file cannot be compiled, node by node, where nodes are the reason: `error` is what compiling says.
Error listUnsupported(const CommandLine &line, Error error) {
  std::unique_ptr<mlir::MLIRContext> context = makeContext();
  Expected<std::vector<onnx::UnsupportedNode>> found = onnx::findUnsupported(line.model, *context, line.options.shapes);
  if (!found) {
    consumeError(found.takeError());
    return error;
  }
  if (found->empty())
    return error;
  consumeError(std::move(error));
  for (const onnx::UnsupportedNode &node : *found) {
    outs() << "node " << node.name << "  " << node.operatorName << ", " << node.operatorSet << '\n';
    for (const std::string &input : node.inputs)
      outs() << "  input   " << input << '\n';
    outs() << "  " << node.reason << '\n';
  }
  return userError(line.model + ": " + Twine(found->size()) + (found->size() == 1 ? " node is" : " nodes are") + " not supported (listed on stdout)");
}

Expected<int> inspect(CommandLine &line) {
  if (isProgram(line.model)) {
    Expected<json::Value> info = readArtefactInfo(line.model);
    if (!info)
      return info.takeError();
    outs() << formatv("{0:2}\n", *info);
    return exitDone;
  }
  if (Error error = finishOptions(line, "native"))
    return std::move(error);
  line.options.weights = WeightsPlacement::Embed;
  Progress progress(line.options);
  Expected<ModelSource> source = loadModel(line.model, line.options, progress);
  if (!source)
    return StringRef(line.model).ends_with(".onnx") ? listUnsupported(line, source.takeError()) : source.takeError();
  progress.step("Compiling " + source->model.name);
  Expected<Inspection> inspection = inspectModel(std::move(source->model), line.options);
  if (!inspection)
    return inspection.takeError();
  progress.finish();
  outs() << "model " << inspection->name << ", CPU version " << join(inspection->cpuVersions, ", ") << ": weights "
         << formatBytes(inspection->weightsBytes) << ", code " << formatBytes(inspection->codeBytes) << '\n';
  for (const FunctionInspection &function : inspection->functions)
    printFunction(function);
  printStates(inspection->states);
  return exitDone;
}

} // namespace

void addInspectCommand(CommandParser &parser, CommandLine &line) {
  Command command = parser.add("inspect", "Show what a model or an artefact consists of", R"(Examples:
  tenonc inspect net.cpp                     inputs, outputs, ops, kernels with their work, memory plan
  tenonc inspect net.cpp --shape x=8x784     the numbers for these sizes
  tenonc inspect net.onnx                    also what is not supported, all at once
  tenonc inspect ./net                       what a program, library or object says of itself)");
  addModelOptions(command, line, "A model, or a compiled program, library or object");
  addHostCpuOption(command, line);
  command.onChosen([&line] { line.action = [&line] { return inspect(line); }; });
}

} // namespace tenon::tools
