//===- KernelCompilation.cpp - From a graph that is ready to objects ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/KernelCompilation.h"
#include "codegen/cpu/GenerateCode.h"
#include "compiler/Diagnostics.h"
#include "compiler/DumpPasses.h"
#include "compiler/Pipelines.h"
#include "compiler/TuneTiles.h"
#include "dialects/graph/Graph.h"
#include "runtime/core/Checksum.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/IR/LLVMContext.h"

using namespace mlir;

namespace tenon::compiler {

namespace {

llvm::Error runKernelPipeline(ModuleOp module, const KernelCompilation &options) {
  PassManager manager(module.getContext());
  manager.enableVerifier(true);
  if (!options.dumpDirectory.empty())
    dumpPasses(manager, module, options.dumpDirectory);
  buildKernelPipeline(manager);
  DiagnosticCollector diagnostics(module.getContext());
  if (failed(manager.run(module)))
    return diagnostics.takeDefect("the graph could not be made into kernels");
  return llvm::Error::success();
}

/// As the runtime checks it.
llvm::Expected<uint64_t> checksum(WeightBlob &blob) {
  llvm::Expected<const char *> data = blob.map();
  if (!data)
    return data.takeError();
  return tenonChecksum(*data, blob.size());
}

llvm::Expected<codegen::GenerationOptions> generationOptions(const KernelCompilation &options) {
  codegen::GenerationOptions generation;
  generation.name = options.name;
  generation.kind = options.emission;
  generation.threads = 2;
  generation.tiles = options.tiles;
  for (const std::string &version : options.cpuVersions) {
    const codegen::CpuTarget *target = codegen::findCpuTarget(version);
    if (!target)
      return userError("there is no CPU version " + version);
    generation.targets.push_back(*target);
  }
  return generation;
}

/// A planned module whose weights have their places.
struct PlacedModule {
  ModuleOp module;
  const WeightPlacement &placement;
  uint64_t storedBytes;
  uint64_t seed;
  std::string weightsFile; // empty: embedded
  uint64_t checksum;       // of a file
};

/// Fills in the name and the objects of `result`. The products among the kernels.
llvm::Expected<std::vector<codegen::GeneratedProduct>>
generateObjects(const PlacedModule &placed, const codegen::GenerationOptions &generation, CompiledModel &result) {
  DiagnosticCollector diagnostics(placed.module->getContext());
  const WeightPlacement &placement = placed.placement;
  auto code = codegen::generateCode(
      placed.module, generation, [&](StringRef name) { return placement.weightOffset(name); },
      [&](StringRef name) { return placement.stateOffset(name); });
  if (!code)
    return diagnostics.takeDefect(llvm::toString(code.takeError()));
  code->tables.weightsBytes = placement.bytes();
  code->tables.storedBytes = placed.storedBytes;
  code->tables.weightsSeed = placed.seed;
  code->tables.madeWeights = placement.made();
  code->tables.weightsFile = placed.weightsFile;
  code->tables.weightsChecksum = placed.checksum;
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> tables = codegen::buildModelTables(context, code->tables);
  auto file = codegen::emitModule(*tables, codegen::allCpuTargets().back(), generation.kind);
  if (!file)
    return defect(llvm::toString(file.takeError()));
  result.objects = std::move(code->files);
  result.objects.push_back(std::move(*file));
  result.name = generation.name;
  return std::move(code->products);
}

/// Times the module's products here with several tiles, on the weights of `result`.
llvm::Expected<TuneResult> searchTiles(PlacedModule placed, codegen::GenerationOptions generation,
                                       const TuneRequest &request, CompiledModel &result) {
  const codegen::CpuTarget *host = codegen::findCpuTarget(hostCpuVersion());
  if (!host)
    return userError("--tune runs the model, which needs x86-64-v2 (SSE4.2), and this machine's CPU is below that");
  llvm::Expected<const char *> weights = result.weights.map();
  if (!weights)
    return weights.takeError();
  placed.weightsFile = "";
  codegen::TileTable start = std::move(generation.tiles);
  generation.targets = {*host};
  generation.kind = codegen::EmissionKind::Object;
  return tuneTiles(request, *host, std::move(start), [&](const codegen::TileTable &tiles) -> llvm::Expected<TunableModel> {
    generation.tiles = tiles;
    CompiledModel compiled;
    auto products = generateObjects(placed, generation, compiled);
    if (!products)
      return products.takeError();
    llvm::Expected<std::unique_ptr<LoadedModel>> loaded = LoadedModel::load(std::move(compiled), *weights);
    if (!loaded)
      return loaded.takeError();
    return TunableModel{std::move(*loaded), std::move(*products)};
  });
}

} // namespace

llvm::Error compileKernels(ModuleOp module, const graph::WeightStore &weights, const KernelCompilation &options,
                           CompiledModel &result, PreparedWeights prepared) {
  if (llvm::Error error = runKernelPipeline(module, options))
    return error;
  WeightPlacement placement(weights, result.weights, std::move(prepared), options.weightsSeed.has_value());
  if (llvm::Error error = placement.place(module))
    return error;
  llvm::Expected<codegen::GenerationOptions> generation = generationOptions(options);
  if (!generation)
    return generation.takeError();
  PlacedModule placed{module, placement, result.weights.size(), options.weightsSeed.value_or(0), "", 0};
  if (options.chooseWeightsFile)
    placed.weightsFile = options.chooseWeightsFile(placed.storedBytes);
  if (!placed.weightsFile.empty()) {
    llvm::Expected<uint64_t> sum = checksum(result.weights);
    if (!sum)
      return sum.takeError();
    placed.checksum = *sum;
  }
  result.weightsBytes = placement.bytes();
  if (options.tune) {
    llvm::Expected<TuneResult> found = searchTiles(placed, *generation, *options.tune, result);
    if (!found)
      return found.takeError();
    generation->tiles = found->tiles;
    result.tuning = std::move(*found);
  }
  return generateObjects(placed, *generation, result).takeError();
}

} // namespace tenon::compiler
