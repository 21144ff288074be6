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
#include "compiler/Signature.h"
#include "runtime/core/ArenaPlan.h"
#include "runtime/core/Layout.h"
#include "runtime/core/Control.h"
#include "runtime/core/ModelFormat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Object/ObjectFile.h"
#include <set>

using namespace llvm;

namespace tenon::compiler {

namespace {

/// The steps of a function by kernel, for these sizes.
std::vector<KernelUse> readKernels(const TenonFunction &function, ArrayRef<int64_t> sizes) {
  std::vector<KernelUse> kernels;
  StringMap<size_t> indices;
  StringMap<StringSet<>> origins;
  for (const TenonStep &step : ArrayRef(function.steps, function.stepCount)) {
    auto [entry, isNew] = indices.try_emplace(step.name, kernels.size());
    std::string origin = step.origin;
    if (*step.place)
      origin += (origin.empty() ? "" : ", ") + std::string(step.place);
    if (isNew) {
      kernels.emplace_back().name = step.name;
      kernels.back().origin = origin;
    }
    KernelUse &use = kernels[entry->second];
    ++use.count;
    use.flops += sizes[step.flops];
    use.bytes += sizes[step.bytes];
    origins[step.name].insert(origin);
    use.origins = origins[step.name].size();
  }
  return kernels;
}

/// What the runtime plans for these sizes, in all segments together.
struct PlannedMemory {
  uint64_t bytes = 0, lowerBound = 0;
};

Expected<PlannedMemory> readPlan(const TenonFunction &function, ArrayRef<int64_t> sizes) {
  runtime::Layout layout;
  if (!runtime::makeLayout(function, layout))
    return userError("out of memory");
  PlannedMemory memory;
  for (int32_t segment = 0; segment < layout.segmentCount(); ++segment) {
    runtime::Array<runtime::BufferLifetime> buffers;
    runtime::ArenaPlan plan;
    bool isMade = true;
    for (int32_t i = 0; i < function.bufferCount; ++i) {
      const TenonBuffer &buffer = function.buffers[i];
      if (layout.bufferSegments[i] == segment)
        isMade &= buffers.push({static_cast<uint64_t>(sizes[buffer.bytes]), buffer.first, buffer.last});
    }
    if (!isMade || !runtime::planArena(buffers, plan))
      return userError("out of memory");
    memory.bytes += plan.bytes;
    memory.lowerBound += plan.lowerBound;
  }
  return memory;
}

/// Reads a function and all that it calls, with the sizes that they have then.
class CallReader {
public:
  CallReader(const TenonModel &model, FunctionInspection &result) : model(model), result(result) {}

  Error read(int32_t index, ArrayRef<int64_t> symbols) {
    if (Error error = visit(index, std::vector<int64_t>(symbols), 0, 0))
      return error;
    for (const Frame &frame : frames) {
      result.arenaBytes += frame.bytes;
      result.arenaLowerBound += frame.lowerBound;
    }
    return Error::success();
  }

private:
  /// The most memory of calls at one depth.
  struct Frame {
    int64_t bytes = 0, lowerBound = 0;
  };

  Error visit(int32_t index, std::vector<int64_t> symbols, uint64_t depth, uint64_t carriedBytes) {
    if (depth > runtime::maximumDepth || !seen.insert({depth, index, symbols}).second)
      return Error::success();
    const TenonFunction &function = model.functions[index];
    std::vector<int64_t> sizes(function.sizeCount);
    function.sizes(symbols.data(), sizes.data());
    Expected<PlannedMemory> plan = readPlan(function, sizes);
    if (!plan)
      return plan.takeError();
    if (frames.size() <= depth)
      frames.resize(depth + 1);
    Frame &frame = frames[depth];
    frame.bytes = std::max<int64_t>(frame.bytes, plan->bytes + carriedBytes);
    frame.lowerBound = std::max<int64_t>(frame.lowerBound, plan->lowerBound + carriedBytes);
    std::vector<KernelUse> kernels = readKernels(function, sizes);
    if (depth == 0) {
      result.kernels = std::move(kernels);
      result.stepCount = function.stepCount;
    } else if (none_of(result.callees, [&](const CalleeInspection &other) { return other.name == function.name; })) {
      result.callees.push_back({function.name, std::move(kernels), function.stepCount});
    }
    for (const TenonStep &step : ArrayRef(function.steps, function.stepCount))
      if (step.control)
        if (Error error = visitCallees(*step.control, sizes, depth))
          return error;
    return Error::success();
  }

  Error visitCallees(const TenonControl &control, ArrayRef<int64_t> sizes, uint64_t depth) {
    runtime::Array<uint64_t> offsets;
    uint64_t carriedBytes = 0;
    if (control.kind == TENON_CONTROL_LOOP && runtime::placeCarried(control, sizes.data(), offsets))
      carriedBytes = offsets[control.carriedCount];
    for (int32_t callee : {control.function, control.otherwise}) {
      if (callee < 0)
        continue;
      runtime::Array<int64_t> symbols;
      if (!symbols.resize(model.functions[callee].symbolCount))
        return userError("out of memory");
      runtime::bindCallee(model.functions[callee], control, sizes.data(), symbols);
      if (Error error = visit(callee, std::vector<int64_t>(symbols.begin(), symbols.end()), depth + 1, carriedBytes))
        return error;
    }
    return Error::success();
  }

  const TenonModel &model;
  FunctionInspection &result;
  std::vector<Frame> frames;
  std::set<std::tuple<uint64_t, int32_t, std::vector<int64_t>>> seen;
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
  for (auto [index, description] : enumerate((*loaded)->compiled().functions)) {
    FunctionInspection &inspection = result.functions.emplace_back();
    inspection.description = description;
    inspection.symbols = (*symbols)[description.name];
    inspection.ops = ops[description.name];
    if (Error error = CallReader(table, inspection).read(index, inspection.symbols))
      return std::move(error);
  }
  return result;
}

/// The contents of the section that carries the description.
static Expected<std::string> readInfoSection(StringRef path) {
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

Expected<json::Value> readArtefactInfo(StringRef path) {
  Expected<std::string> text = readInfoSection(path);
  if (!text)
    return text.takeError();
  Expected<json::Value> info = json::parse(*text);
  if (!info)
    return userError(path + " is damaged: its description cannot be read: " + toString(info.takeError()));
  const json::Object *object = info->getAsObject();
  // Descriptions of the first form did not say so.
  std::optional<int64_t> version = object ? object->getInteger("format") : std::nullopt;
  if (version && *version > infoVersion)
    return userError(path + " has a description of format " + Twine(*version) + " (made by Tenon " +
                     object->getString("tenon").value_or("?") + "), and this Tenon (" + TENON_VERSION +
                     ") reads formats up to " + Twine(infoVersion) + "; use a newer Tenon");
  return info;
}

} // namespace tenon::compiler
