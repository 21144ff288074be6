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

/// Bytes of a constant as kernels read them.
SmallVector<char> bytesOf(DenseElementsAttr value) {
  SmallVector<char> bytes;
  Type element = value.getElementType();
  if (element.isInteger(1)) {
    for (bool bit : value.getValues<bool>())
      bytes.push_back(bit);
    return bytes;
  }
  size_t count = value.getNumElements(), width = element.getIntOrFloatBitWidth() / 8;
  ArrayRef<char> raw = value.getRawData();
  for (size_t i = 0; i < count; ++i) {
    ArrayRef<char> one = value.isSplat() ? raw.take_front(width) : raw.slice(i * width, width);
    bytes.append(one.begin(), one.end());
  }
  return bytes;
}

/// Appends every weight and constant that kernels read to the blob. Constants
/// become weights, since kernels read memory.
llvm::Error placeWeights(ModuleOp module, const graph::WeightStore &weights, WeightBlob &blob, llvm::StringMap<uint64_t> &offsets) {
  llvm::Error error = llvm::Error::success();
  auto place = [&](StringRef name, ArrayRef<char> bytes) {
    llvm::Expected<uint64_t> offset = blob.append(bytes);
    if (offset)
      offsets[name] = *offset;
    else
      error = llvm::joinErrors(std::move(error), offset.takeError());
  };
  module.walk([&](graph::WeightOp op) {
    if (offsets.contains(op.getName()))
      return;
    if (const graph::WeightData *data = weights.find(op.getName()))
      place(op.getName(), data->bytes);
    else
      error = llvm::joinErrors(std::move(error), userError("weight `" + op.getName() + "` has no values: load the model's parameters first"));
  });
  unsigned count = 0;
  module.walk([&](graph::ConstantOp op) {
    std::string name = "constant_" + std::to_string(count++);
    place(name, bytesOf(cast<DenseElementsAttr>(op.getValue())));
    OpBuilder builder(op);
    op.replaceAllUsesWith(graph::WeightOp::create(builder, op.getLoc(), op.getType(), name).getResult());
    op.erase();
  });
  return error;
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
                           CompiledModel &result, llvm::StringMap<uint64_t> offsets) {
  if (llvm::Error error = runKernelPipeline(module, options))
    return error;
  if (llvm::Error error = placeWeights(module, weights, result.weights, offsets))
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
  auto code = codegen::generateCode(module, generation, [&](StringRef name) { return offsets.lookup(name); });
  if (!code)
    return diagnostics.takeDefect(llvm::toString(code.takeError()));

  code->tables.weightsBytes = result.weights.size();
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
