//===- Prepare.cpp - What is computed before the first run ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The functions are compiled like a model of their own and run in process, so
// that packing weights uses the same code generation as everything else. One
// result at a time is in memory.

#include "compiler/Prepare.h"
#include "codegen/cpu/ModelTables.h"
#include "compiler/Diagnostics.h"
#include "compiler/KernelCompilation.h"
#include "compiler/LoadedModel.h"
#include "compiler/Signature.h"
#include "dialects/graph/NarrowTypes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "runtime/include/tenon/runtime.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace tenon::compiler {

namespace {

constexpr llvm::StringLiteral prefix = "prepare_";

/// A dense tensor of the graph as DLPack describes it; `sizes` outlives it.
DLTensor describeTensor(RankedTensorType type, const void *data, SmallVectorImpl<int64_t> &sizes) {
  sizes.assign(type.getShape().begin(), type.getShape().end());
  DLTensor tensor{};
  tensor.data = const_cast<void *>(data);
  tensor.device = {kDLCPU, 0};
  tensor.ndim = static_cast<int32_t>(sizes.size());
  tensor.shape = sizes.data();
  // Functions read narrow types as the bytes that hold them.
  tensor.dtype = codegen::dlpackType(graph::storageElement(type.getElementType()));
  return tensor;
}


struct Job {
  std::string name;
  RankedTensorType result;
  SmallVector<std::string> arguments; // names of weights, or of jobs before this one
  bool isRead = false;                // by a job after it
};

/// The jobs of the functions, which stand in an order in which they can run.
llvm::Expected<std::vector<Job>> findJobs(ModuleOp functions, const graph::WeightStore &weights) {
  std::vector<Job> jobs;
  for (func::FuncOp function : functions.getOps<func::FuncOp>()) {
    Job job{function.getName().str(), cast<RankedTensorType>(function.getResultTypes().front()), {}};
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      auto name = function.getArgAttrOfType<StringAttr>(i, "graph.weight");
      auto earlier = llvm::find_if(jobs, [&](const Job &other) { return name && name.getValue() == other.name; });
      if (earlier != jobs.end())
        earlier->isRead = true;
      else if (!name || !weights.find(name.getValue()))
        return defect("function " + function.getName() + " needs a weight that is not there" + (name ? ": " + name.getValue() : ""));
      job.arguments.push_back(name.str());
    }
    jobs.push_back(std::move(job));
  }
  return jobs;
}

/// Moves the functions into a module of their own.
OwningOpRef<ModuleOp> takeFunctions(ModuleOp module) {
  OwningOpRef<ModuleOp> own = ModuleOp::create(module.getLoc());
  for (func::FuncOp function : llvm::make_early_inc_range(module.getOps<func::FuncOp>()))
    if (function.getName().starts_with(prefix)) {
      function->remove();
      function.setPublic();
      own->push_back(function);
    }
  return own;
}

/// Removes the functions whose results are made at load, with their scales:
/// those of numbers of float types that no other function reads.
void dropMadeFunctions(ModuleOp functions, PreparedWeights &prepared) {
  llvm::StringSet<> read;
  SmallVector<func::FuncOp> all(functions.getOps<func::FuncOp>());
  // Readers stand after what they read.
  for (func::FuncOp function : llvm::reverse(all)) {
    auto type = cast<RankedTensorType>(function.getResultTypes().front());
    bool isMade = isa<FloatType>(type.getElementType()) && !read.contains(function.getName());
    double scale = 1;
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      scale = std::min(scale, weightScale(cast<RankedTensorType>(function.getArgumentTypes()[i])));
      if (auto name = function.getArgAttrOfType<StringAttr>(i, "graph.weight"); name && !isMade)
        read.insert(name.getValue());
    }
    if (!isMade)
      continue;
    prepared.scales[function.getName()] = scale;
    function.erase();
  }
}

/// Runs one function. What a later one reads is added to `results`.
llvm::Error runJob(TenonContext *context, int32_t number, const Job &job, const graph::WeightStore &weights,
                   graph::WeightStore &results, WeightBlob &blob, PreparedWeights &prepared) {
  std::vector<SmallVector<int64_t>> sizes(job.arguments.size() + 1);
  SmallVector<DLTensor> inputs;
  for (auto [name, size] : llvm::zip_first(job.arguments, sizes)) {
    const graph::WeightData *result = results.find(name), *data = result ? result : weights.find(name);
    inputs.push_back(describeTensor(data->type, data->bytes.data(), size));
  }
  std::vector<char> memory(byteCount(job.result));
  DLTensor output = describeTensor(job.result, memory.data(), sizes.back());
  if (tenonRun(context, number, inputs.data(), inputs.size(), &output, 1) != TENON_OK)
    return defect(llvm::Twine("preparing weights failed: ") + tenonLastError(context));
  llvm::Expected<uint64_t> offset = blob.append(memory);
  if (!offset)
    return offset.takeError();
  prepared.offsets[job.name] = *offset;
  if (job.isRead) {
    auto kept = std::make_shared<std::vector<char>>(std::move(memory));
    results.add(job.name, {job.result, llvm::ArrayRef(*kept), kept});
  }
  return llvm::Error::success();
}

} // namespace

llvm::Expected<PreparedWeights> runPrepareFunctions(ModuleOp module, const graph::WeightStore &weights,
                                                    const Options &options, WeightBlob &blob) {
  PreparedWeights prepared;
  OwningOpRef<ModuleOp> own = takeFunctions(module);
  if (options.weights == WeightsPlacement::Seed)
    dropMadeFunctions(*own, prepared);
  llvm::Expected<std::vector<Job>> jobs = findJobs(*own, weights);
  if (!jobs)
    return jobs.takeError();
  if (jobs->empty())
    return prepared;

  KernelCompilation compilation;
  compilation.name = "prepare";
  compilation.cpuVersions = {hostCpuVersion().str()};
  if (!options.dumpDirectory.empty())
    compilation.dumpDirectory = options.dumpDirectory + "/prepare";
  CompiledModel compiled;
  if (llvm::Error error = compileKernels(*own, graph::WeightStore(), compilation, compiled, {}))
    return std::move(error);
  auto loaded = LoadedModel::load(std::move(compiled));
  if (!loaded)
    return loaded.takeError();
  TenonOptions settings{};
  TenonContext *context = nullptr;
  if (tenonCreate((*loaded)->model(), &settings, &context) != TENON_OK)
    return defect(llvm::Twine("preparing weights failed: ") + tenonLastError(nullptr));
  llvm::Error error = llvm::Error::success();
  graph::WeightStore results;
  for (size_t i = 0; i < jobs->size() && !error; ++i)
    error = runJob(context, static_cast<int32_t>(i), (*jobs)[i], weights, results, blob, prepared);
  tenonDestroy(context);
  if (error)
    return std::move(error);
  return prepared;
}

} // namespace tenon::compiler
