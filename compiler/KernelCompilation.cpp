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

} // namespace

llvm::Error compileKernels(ModuleOp module, const graph::WeightStore &weights, const KernelCompilation &options,
                           CompiledModel &result, PreparedWeights prepared) {
  if (llvm::Error error = runKernelPipeline(module, options))
    return error;
  WeightPlacement placement(weights, result.weights, std::move(prepared), options.weightsSeed.has_value());
  if (llvm::Error error = placement.place(module))
    return error;

  codegen::GenerationOptions generation;
  generation.name = options.name;
  generation.kind = options.emission;
  generation.threads = 2;
  for (const std::string &version : options.cpuVersions) {
    const codegen::CpuTarget *target = codegen::findCpuTarget(version);
    if (!target)
      return userError("there is no CPU version " + version);
    generation.targets.push_back(*target);
  }
  DiagnosticCollector diagnostics(module.getContext());
  auto code = codegen::generateCode(
      module, generation, [&](StringRef name) { return placement.weightOffset(name); },
      [&](StringRef name) { return placement.stateOffset(name); });
  if (!code)
    return diagnostics.takeDefect(llvm::toString(code.takeError()));

  code->tables.weightsBytes = result.weightsBytes = placement.bytes();
  code->tables.storedBytes = result.weights.size();
  code->tables.weightsSeed = options.weightsSeed.value_or(0);
  code->tables.madeWeights = placement.made();
  if (options.chooseWeightsFile)
    code->tables.weightsFile = options.chooseWeightsFile(result.weights.size());
  if (!code->tables.weightsFile.empty()) {
    llvm::Expected<uint64_t> sum = checksum(result.weights);
    if (!sum)
      return sum.takeError();
    code->tables.weightsChecksum = *sum;
  }
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> tables = codegen::buildModelTables(context, code->tables);
  auto file = codegen::emitModule(*tables, codegen::allCpuTargets().back(), options.emission);
  if (!file)
    return defect(llvm::toString(file.takeError()));
  result.objects = std::move(code->files);
  result.objects.push_back(std::move(*file));
  result.name = options.name;
  return llvm::Error::success();
}

} // namespace tenon::compiler
