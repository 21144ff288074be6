//===- Compile.cpp - From a graph to object code ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Compile.h"
#include "codegen/cpu/LowerToLLVM.h"
#include "compiler/Diagnostics.h"
#include "compiler/DumpPasses.h"
#include "compiler/KernelCompilation.h"
#include "compiler/Pipelines.h"
#include "compiler/Prepare.h"
#include "compiler/SavedGraph.h"
#include "compiler/Signature.h"
#include "dialects/graph/Calls.h"
#include "dialects/graph/Graph.h"
#include "dialects/graph/States.h"
#include "dialects/graph/Strings.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;

namespace tenon::compiler {

std::unique_ptr<MLIRContext> makeContext() {
  DialectRegistry registry;
  registry.insert<graph::GraphDialect>();
  codegen::registerCodegenDialects(registry);
  auto context = std::make_unique<MLIRContext>(registry);
  context->loadAllAvailableDialects();
  return context;
}

namespace {

codegen::EmissionKind emissionOf(EmitKind kind) {
  switch (kind) {
  case EmitKind::LLVM:
    return codegen::EmissionKind::LLVMIR;
  case EmitKind::Assembly:
    return codegen::EmissionKind::Assembly;
  default:
    return codegen::EmissionKind::Object;
  }
}

/// Passes may rely on it that functions do not call themselves, and that strings are no numbers.
llvm::Error checkGraph(ModuleOp module) {
  DiagnosticCollector diagnostics(module.getContext());
  if (failed(graph::verifyCallGraph(module)))
    return diagnostics.takeUserError("functions call themselves");
  if (failed(graph::verifyStringUses(module)))
    return diagnostics.takeUserError("strings are computed with");
  return llvm::Error::success();
}

llvm::Error runGraphPipeline(ModuleOp module, const Options &options) {
  PassManager manager(module.getContext());
  if (!options.dumpDirectory.empty())
    dumpPasses(manager, module, options.dumpDirectory + "/graph");
  buildGraphPipeline(manager);
  DiagnosticCollector diagnostics(module.getContext());
  if (failed(manager.run(module)))
    return diagnostics.takeDefect("the graph could not be simplified");
  return llvm::Error::success();
}

/// The states that the functions share, where they agree about them.
llvm::Error describeStates(ModuleOp module, CompiledModel &result) {
  DiagnosticCollector diagnostics(module.getContext());
  if (failed(graph::verifyStates(module)))
    return diagnostics.takeUserError("the functions of the model disagree about its state");
  for (const graph::StateDeclaration &state : graph::statesOf(module))
    result.states.push_back({state.name.str(), state.type});
  return llvm::Error::success();
}

} // namespace

llvm::Expected<CompiledModel> compileModel(Model model, const Options &options, const TuneRequest *tune) {
  ModuleOp module = *model.module;
  if (llvm::Error error = checkGraph(module))
    return std::move(error);
  if (!options.dumpDirectory.empty())
    if (llvm::Error error = prepareDump(model, options.dumpDirectory + "/graph"))
      return std::move(error);
  CompiledModel result;
  if (llvm::Error error = describeStates(module, result))
    return std::move(error);
  for (func::FuncOp function : module.getOps<func::FuncOp>())
    if (!function.isPrivate())
      result.functions.push_back(describeFunction(function));
  if (result.functions.empty())
    return userError("the model has no function to compile");
  if (llvm::Error error = runGraphPipeline(module, options))
    return std::move(error);
  result.hasStrings = module->hasAttr(graph::stringsAttributeName);
  llvm::Expected<PreparedWeights> prepared = runPrepareFunctions(module, model.weights, options, result.weights);
  if (!prepared)
    return prepared.takeError();

  KernelCompilation compilation;
  compilation.name = identifierOf(options.name.empty() ? model.name : options.name);
  compilation.emission = emissionOf(options.emit);
  for (const std::string &version : options.cpuVersions)
    compilation.cpuVersions.push_back(version == "native" ? hostCpuVersion().str() : version);
  if (!options.dumpDirectory.empty())
    compilation.dumpDirectory = options.dumpDirectory + "/kernels";
  if (!options.tuningFile.empty()) {
    llvm::Expected<codegen::TileTable> tiles = readTuning(options.tuningFile);
    if (!tiles)
      return tiles.takeError();
    compilation.tiles = std::move(*tiles);
  }
  compilation.tune = tune;
  if (options.weights == WeightsPlacement::Seed)
    compilation.weightsSeed = options.weightsSeed;
  compilation.chooseWeightsFile = [&](uint64_t bytes) -> std::string {
    if (options.embedsWeights(bytes))
      return "";
    return options.weightsFile.empty() ? compilation.name + ".weights" : options.weightsFile;
  };
  if (llvm::Error error = compileKernels(module, model.weights, compilation, result, std::move(*prepared)))
    return std::move(error);
  return std::move(result);
}

} // namespace tenon::compiler
