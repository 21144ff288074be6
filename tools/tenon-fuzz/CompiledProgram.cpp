//===- CompiledProgram.cpp - A graph compiled and run in this process -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tenon-fuzz/CompiledProgram.h"
#include "codegen/cpu/ModelTables.h"
#include "dialects/graph/Graph.h"
#include "dialects/graph/States.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tools/tenon-fuzz/GuardedMemory.h"
#include <algorithm>

using namespace llvm;
using tenon::reference::ReferenceTensor;

namespace tenon::fuzz {

Expected<std::unique_ptr<CompiledProgram>>
CompiledProgram::make(mlir::ModuleOp module, const graph::WeightStore &weights, StringRef cpuVersion) {
  compiler::Options options;
  options.cpuVersions = {cpuVersion.str()};
  compiler::Model model{module.clone(), weights, "checked"};
  Expected<compiler::CompiledModel> compiled = compiler::compileModel(std::move(model), options);
  if (!compiled)
    return compiled.takeError();
  auto loaded = compiler::LoadedModel::load(std::move(*compiled));
  if (!loaded)
    return loaded.takeError();
  auto program = std::make_unique<CompiledProgram>();
  mlir::func::FuncOp function = *module.getOps<mlir::func::FuncOp>().begin();
  auto nameOf = [](mlir::StringAttr state) { return state ? state.str() : std::string(); };
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    program->argumentStates.push_back(nameOf(graph::stateOfArgument(function, i)));
  for (unsigned i = 0; i < function.getNumResults(); ++i) {
    program->resultStates.push_back(nameOf(graph::stateOfResult(function, i)));
    program->resultTypes.push_back(mlir::getElementTypeOrSelf(function.getResultTypes()[i]));
  }
  program->loaded = std::move(*loaded);
  for (int threads : threadCounts) {
    TenonOptions runtimeOptions = {};
    runtimeOptions.threads = threads;
    TenonContext *context = nullptr;
    if (tenonCreate(program->loaded->model(), &runtimeOptions, &context))
      return createStringError(StringRef(tenonLastError(nullptr)));
    program->contexts.push_back(context);
  }
  return program;
}

CompiledProgram::~CompiledProgram() {
  for (TenonContext *context : contexts)
    tenonDestroy(context);
}

static DLTensor makeView(mlir::Type type, const GuardedMemory &memory, SmallVector<int64_t> &sizes) {
  DLTensor view = {};
  view.data = memory.data();
  view.device = {kDLCPU, 0};
  view.ndim = static_cast<int32_t>(sizes.size());
  view.dtype = codegen::dlpackType(type);
  view.shape = sizes.data();
  return view;
}

/// The sizes of a function's outputs for these inputs; nothing for one that
/// only the run knows.
static std::vector<std::optional<SmallVector<int64_t>>> outputSizes(const compiler::FunctionDescription &function,
                                                                    ArrayRef<ReferenceTensor> inputs) {
  SmallVector<int64_t> symbols(function.symbols.size(), 0);
  SmallVector<bool> isKnown(function.symbols.size(), false);
  for (auto [description, input] : zip_equal(function.inputs, inputs))
    for (auto [expression, size] : zip_equal(graph::shapeOf(description.type), input.sizes))
      if (auto symbol = dyn_cast<mlir::AffineSymbolExpr>(expression)) {
        symbols[symbol.getPosition()] = size;
        isKnown[symbol.getPosition()] = true;
      }
  std::vector<std::optional<SmallVector<int64_t>>> result;
  for (const compiler::TensorDescription &output : function.outputs) {
    graph::Shape shape = graph::shapeOf(output.type);
    bool isDecided = true;
    for (mlir::AffineExpr size : shape)
      size.walk([&](mlir::AffineExpr part) {
        if (auto symbol = dyn_cast<mlir::AffineSymbolExpr>(part))
          isDecided &= isKnown[symbol.getPosition()];
      });
    result.emplace_back();
    if (isDecided)
      result.back() = map_to_vector(shape, [&](mlir::AffineExpr size) { return graph::evaluateSize(size, symbols); });
  }
  return result;
}

Error CompiledProgram::setStates(TenonContext *context, ArrayRef<ReferenceTensor> arguments) {
  for (auto [argument, state] : zip_equal(arguments, argumentStates)) {
    if (state.empty())
      continue;
    DLTensor view;
    if (tenonState(context, state.c_str(), &view))
      return createStringError(StringRef(tenonLastError(context)));
    std::vector<char> bytes = argument.toBytes();
    llvm::copy(bytes, static_cast<char *>(view.data));
  }
  return Error::success();
}

/// What lies in memory of the context.
CompiledProgram::Output CompiledProgram::readView(const DLTensor &view) {
  Output output{SmallVector<int64_t>(view.shape, view.shape + view.ndim), {}};
  const char *data = static_cast<const char *>(view.data);
  output.bytes.assign(data, data + reference::productOf(output.sizes) * view.dtype.bits / 8);
  return output;
}

Expected<CompiledProgram::Output> CompiledProgram::readState(TenonContext *context, StringRef name) {
  DLTensor view;
  if (tenonState(context, name.str().c_str(), &view))
    return createStringError(StringRef(tenonLastError(context)));
  return readView(view);
}

/// Runs on what is no state, between guard pages; states are as the arguments say.
Expected<std::vector<CompiledProgram::Output>> CompiledProgram::runIn(TenonContext *context,
                                                                      ArrayRef<ReferenceTensor> arguments) {
  if (Error error = setStates(context, arguments))
    return std::move(error);
  std::vector<ReferenceTensor> inputs;
  for (auto [argument, state] : zip_equal(arguments, argumentStates))
    if (state.empty())
      inputs.push_back(argument);
  const compiler::FunctionDescription &function = loaded->compiled().functions.front();
  std::vector<std::optional<SmallVector<int64_t>>> sizes = outputSizes(function, inputs);
  std::vector<SmallVector<int64_t>> inputSizes;
  std::vector<GuardedMemory> inputMemory, outputMemory;
  std::vector<std::vector<char>> inputBytes;
  std::vector<DLTensor> inputViews, outputViews;
  for (const ReferenceTensor &input : inputs) {
    inputBytes.push_back(input.toBytes());
    inputSizes.push_back(input.sizes);
  }
  for (auto [input, bytes, shape] : zip_equal(inputs, inputBytes, inputSizes)) {
    inputMemory.emplace_back(bytes);
    inputViews.push_back(makeView(input.elementType, inputMemory.back(), shape));
  }
  for (auto [output, shape] : zip_equal(function.outputs, sizes)) {
    mlir::Type type = output.type.getElementType();
    outputMemory.emplace_back(shape ? reference::productOf(*shape) * reference::elementBytes(type) : 0);
    // The memory of one whose sizes are not known is the context's.
    outputViews.push_back(shape ? makeView(type, outputMemory.back(), *shape) : DLTensor{});
  }
  if (tenonRun(context, 0, inputViews.data(), inputViews.size(), outputViews.data(), outputViews.size()))
    return createStringError(StringRef(tenonLastError(context)));
  for (auto [memory, bytes] : zip_equal(inputMemory, inputBytes))
    if (memory.content() != ArrayRef(bytes))
      return createStringError("the program wrote into its inputs");
  for (const GuardedMemory &memory : llvm::concat<GuardedMemory>(inputMemory, outputMemory))
    if (!memory.isIntact())
      return createStringError("the program wrote before the start of an input or output");
  std::vector<Output> results;
  size_t next = 0;
  for (const std::string &state : resultStates) {
    if (state.empty()) {
      if (sizes[next])
        results.push_back({*sizes[next], outputMemory[next].content().vec()});
      else
        results.push_back(readView(outputViews[next]));
      ++next;
      continue;
    }
    Expected<Output> output = readState(context, state);
    if (!output)
      return output.takeError();
    results.push_back(std::move(*output));
  }
  return results;
}

/// A state that the function has no result for must be as it was.
Error CompiledProgram::checkUnchanged(TenonContext *context, ArrayRef<ReferenceTensor> arguments) {
  for (auto [argument, state] : zip_equal(arguments, argumentStates)) {
    if (state.empty() || is_contained(resultStates, state))
      continue;
    Expected<Output> output = readState(context, state);
    if (!output)
      return output.takeError();
    if (output->bytes != argument.toBytes())
      return createStringError("the program wrote into the state " + state + ", which it only reads");
  }
  return Error::success();
}

Expected<std::vector<ReferenceTensor>> CompiledProgram::run(ArrayRef<ReferenceTensor> inputs) {
  std::vector<Output> first;
  for (TenonContext *context : contexts) {
    Expected<std::vector<Output>> outputs = runIn(context, inputs);
    if (!outputs)
      return outputs.takeError();
    if (Error error = checkUnchanged(context, inputs))
      return std::move(error);
    if (first.empty())
      first = std::move(*outputs);
    else
      for (auto [i, output] : enumerate(*outputs))
        if (output.bytes != first[i].bytes || output.sizes != first[i].sizes)
          return createStringError("output " + std::to_string(i) + " has other bits with two threads than with one");
  }
  std::vector<ReferenceTensor> results;
  for (auto [output, type] : zip_equal(first, resultTypes)) {
    auto tensor = ReferenceTensor::fromBytes(type, output.sizes, output.bytes);
    if (!tensor)
      return tensor.takeError();
    results.push_back(std::move(*tensor));
  }
  return results;
}

Expected<std::vector<std::string>> runnableVersions(StringRef text) {
  std::optional<std::vector<std::string>> versions = compiler::parseCpuVersions(text);
  if (!versions)
    return createStringError("'" + text + "' is no CPU version: all, native, v2, v3, v4");
  StringRef host = compiler::hostCpuVersion();
  std::vector<std::string> runnable;
  for (const std::string &version : *versions) {
    StringRef resolved = version == "native" ? host : StringRef(version);
    // The names sort like what they contain.
    if (resolved <= host && !is_contained(runnable, resolved))
      runnable.push_back(resolved.str());
  }
  if (runnable.empty())
    return createStringError("this machine runs none of the CPU versions " + text);
  return runnable;
}

} // namespace tenon::fuzz
