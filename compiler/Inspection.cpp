//===- Inspection.cpp - What a compiled model consists of -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Inspection.h"
#include "codegen/reference/InputMaker.h"
#include "compiler/CApi.h"
#include "compiler/Diagnostics.h"
#include "compiler/LoadedModel.h"
#include "runtime/core/ArenaPlan.h"
#include "runtime/core/ModelFormat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Object/ObjectFile.h"

using namespace llvm;

namespace tenon::compiler {

namespace {

/// Reads the tables of one function, for given sizes.
class TableReader {
public:
  TableReader(const TenonFunction &function, ArrayRef<int64_t> symbols)
      : function(function), sizes(function.sizeCount) {
    function.sizes(symbols.data(), sizes.data());
  }

  void readKernels(FunctionInspection &result) const {
    StringMap<size_t> indices;
    for (const TenonStep &step : ArrayRef(function.steps, function.stepCount)) {
      auto [entry, isNew] = indices.try_emplace(step.name, result.kernels.size());
      if (isNew)
        result.kernels.push_back({step.name});
      KernelUse &use = result.kernels[entry->second];
      ++use.count;
      use.flops += sizes[step.flops];
      use.bytes += sizes[step.bytes];
    }
    result.stepCount = function.stepCount;
  }

  /// The plan that the runtime makes for these sizes.
  Error readPlan(FunctionInspection &result) const {
    runtime::Array<runtime::BufferLifetime> buffers;
    if (!buffers.resize(function.bufferCount))
      return userError("out of memory");
    for (int32_t i = 0; i < function.bufferCount; ++i) {
      const TenonBuffer &buffer = function.buffers[i];
      buffers[i] = {static_cast<uint64_t>(sizes[buffer.bytes]), buffer.first, buffer.last};
    }
    runtime::ArenaPlan plan;
    if (!runtime::planArena(buffers, plan))
      return userError("out of memory");
    result.arenaBytes = plan.bytes;
    result.arenaLowerBound = plan.lowerBound;
    return Error::success();
  }

private:
  const TenonFunction &function;
  std::vector<int64_t> sizes;
};

/// Ops of each public function by name, before passes change them.
std::map<std::string, std::map<std::string, int64_t>> countOps(mlir::ModuleOp module) {
  std::map<std::string, std::map<std::string, int64_t>> counts;
  for (auto function : module.getOps<mlir::func::FuncOp>())
    if (!function.isPrivate())
      function.walk([&](mlir::Operation *op) {
        if (op != function && !op->hasTrait<mlir::OpTrait::IsTerminator>())
          ++counts[function.getName().str()][op->getName().getStringRef().str()];
      });
  return counts;
}

/// The sizes to give numbers for, of each public function.
Expected<std::map<std::string, SmallVector<int64_t>>> chooseSizes(mlir::ModuleOp module) {
  std::map<std::string, SmallVector<int64_t>> chosen;
  for (auto function : module.getOps<mlir::func::FuncOp>()) {
    if (function.isPrivate())
      continue;
    Expected<SmallVector<int64_t>> symbols = reference::chooseSymbols(function, {});
    if (!symbols)
      return symbols.takeError();
    chosen[function.getName().str()] = std::move(*symbols);
  }
  return chosen;
}

} // namespace

Expected<Inspection> inspectModel(Model model, const Options &options) {
  auto ops = countOps(*model.module);
  auto symbols = chooseSizes(*model.module);
  if (!symbols)
    return symbols.takeError();
  Expected<CompiledModel> compiled = compileModel(std::move(model), options);
  if (!compiled)
    return compiled.takeError();
  Expected<std::unique_ptr<LoadedModel>> loaded = LoadedModel::load(std::move(*compiled));
  if (!loaded)
    return loaded.takeError();
  const auto &table = *static_cast<const TenonModel *>((*loaded)->model());

  Inspection result;
  result.name = table.name;
  result.weightsBytes = table.weightsBytes;
  result.codeBytes = table.codeBytes;
  result.states = (*loaded)->compiled().states;
  for (const TenonCpuVersion &version : ArrayRef(table.versions, table.versionCount))
    result.cpuVersions.push_back(version.name);
  for (auto [function, description] :
       zip(ArrayRef(table.functions, table.functionCount), (*loaded)->compiled().functions)) {
    FunctionInspection &inspection = result.functions.emplace_back();
    inspection.description = description;
    inspection.symbols = (*symbols)[description.name];
    inspection.ops = ops[description.name];
    TableReader reader(function, inspection.symbols);
    reader.readKernels(inspection);
    if (Error error = reader.readPlan(inspection))
      return std::move(error);
  }
  return result;
}

Expected<std::string> readArtefactInfo(StringRef path) {
  Expected<object::OwningBinary<object::ObjectFile>> file = object::ObjectFile::createObjectFile(path);
  if (!file)
    return userError(path + " cannot be read as a program, library or object: " + toString(file.takeError()));
  for (const object::SectionRef &section : file->getBinary()->sections()) {
    Expected<StringRef> name = section.getName();
    if (!name) {
      consumeError(name.takeError());
      continue;
    }
    if (*name != infoSection)
      continue;
    Expected<StringRef> contents = section.getContents();
    if (!contents)
      return userError(path + " is damaged: " + toString(contents.takeError()));
    return contents->take_until([](char c) { return c == '\0'; }).str();
  }
  return userError(path + " was not made by Tenon: it has no section " + infoSection);
}

} // namespace tenon::compiler
