//===- CompiledProgram.cpp - A graph compiled and run in this process -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tenon-fuzz/CompiledProgram.h"
#include <algorithm>

using namespace llvm;
using tenon::reference::ReferenceTensor;

namespace tenon::fuzz {

static DLDataType dataType(mlir::Type type) {
  if (type.isInteger(1))
    return {kDLBool, 8, 1};
  uint8_t code = type.isBF16()                  ? kDLBfloat
                 : isa<mlir::FloatType>(type)   ? kDLFloat
                 : type.isUnsignedInteger()     ? kDLUInt
                                                : kDLInt;
  return {code, static_cast<uint8_t>(type.getIntOrFloatBitWidth()), 1};
}

Expected<std::unique_ptr<CompiledProgram>> CompiledProgram::make(mlir::ModuleOp module,
                                                                 const graph::WeightStore &weights,
                                                                 StringRef cpuVersion) {
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

Expected<std::vector<CompiledProgram::Output>> CompiledProgram::runIn(TenonContext *context,
                                                                      ArrayRef<ReferenceTensor> inputs,
                                                                      std::vector<Bytes> &inputBytes) {
  const compiler::FunctionDescription &function = loaded->compiled().functions.front();
  std::vector<DLTensor> inputViews, outputViews;
  for (auto [input, bytes] : zip_equal(inputs, inputBytes)) {
    DLTensor view = {};
    view.data = bytes.data();
    view.device = {kDLCPU, 0};
    view.ndim = input.rank();
    view.dtype = dataType(input.elementType);
    view.shape = const_cast<int64_t *>(input.sizes.data());
    inputViews.push_back(view);
  }
  for (const compiler::TensorDescription &output : function.outputs) {
    DLTensor view = {};
    view.device = {kDLCPU, 0};
    view.ndim = output.type.getRank();
    view.dtype = dataType(output.type.getElementType());
    outputViews.push_back(view);
  }
  if (tenonRun(context, 0, inputViews.data(), inputViews.size(), outputViews.data(), outputViews.size()))
    return createStringError(StringRef(tenonLastError(context)));
  std::vector<Output> outputs;
  for (auto [view, output] : zip_equal(outputViews, function.outputs)) {
    SmallVector<int64_t> sizes(view.shape, view.shape + view.ndim);
    int64_t count = reference::productOf(sizes) * reference::elementBytes(output.type.getElementType());
    const char *data = static_cast<const char *>(view.data) + view.byte_offset;
    outputs.push_back({sizes, Bytes(data, data + count)});
  }
  return outputs;
}

Expected<std::vector<ReferenceTensor>> CompiledProgram::run(ArrayRef<ReferenceTensor> inputs) {
  std::vector<Bytes> inputBytes;
  for (const ReferenceTensor &input : inputs)
    inputBytes.push_back(input.toBytes());
  const std::vector<Bytes> before = inputBytes;
  std::vector<Output> first;
  for (TenonContext *context : contexts) {
    Expected<std::vector<Output>> outputs = runIn(context, inputs, inputBytes);
    if (!outputs)
      return outputs.takeError();
    if (inputBytes != before)
      return createStringError("the program wrote into its inputs");
    if (first.empty())
      first = std::move(*outputs);
    else
      for (auto [i, output] : enumerate(*outputs))
        if (output.bytes != first[i].bytes)
          return createStringError("output " + std::to_string(i) + " has other bits with two threads than with one");
  }
  std::vector<ReferenceTensor> results;
  for (auto [output, description] : zip_equal(first, loaded->compiled().functions.front().outputs)) {
    auto tensor = ReferenceTensor::fromBytes(description.type.getElementType(), output.sizes, output.bytes);
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
