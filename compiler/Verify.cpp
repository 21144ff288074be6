//===- Verify.cpp - A compiled model against the reference interpreter ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Verify.h"
#include "codegen/reference/Verification.h"
#include "compiler/Diagnostics.h"
#include "compiler/LoadedModel.h"
#include "runtime/include/tenon/runtime.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"

using namespace llvm;
using tenon::reference::ReferenceTensor;

namespace tenon::compiler {

namespace {

DLDataType dataType(mlir::Type type) {
  DLDataType result = {kDLInt, static_cast<uint8_t>(type.getIntOrFloatBitWidth()), 1};
  if (type.isInteger(1))
    return {kDLBool, 8, 1};
  if (type.isBF16())
    result.code = kDLBfloat;
  else if (isa<mlir::FloatType>(type))
    result.code = kDLFloat;
  else if (type.isUnsignedInteger())
    result.code = kDLUInt;
  return result;
}

DLTensor makeView(mlir::Type type, int32_t rank) {
  DLTensor view = {};
  view.device = {kDLCPU, 0};
  view.ndim = rank;
  view.dtype = dataType(type);
  return view;
}

/// Runs one function of a context on tensors of the reference.
class FunctionRunner {
public:
  FunctionRunner(TenonContext *context, int32_t index, const FunctionDescription &description)
      : context(context), index(index), description(description) {}

  Expected<std::vector<ReferenceTensor>> operator()(ArrayRef<ReferenceTensor> inputs) const {
    std::vector<std::vector<char>> bytes;
    std::vector<SmallVector<int64_t>> shapes;
    for (const ReferenceTensor &input : inputs) {
      bytes.push_back(input.toBytes());
      shapes.push_back(input.sizes);
    }
    std::vector<DLTensor> inputViews, outputViews;
    for (auto [input, data, shape] : zip(inputs, bytes, shapes)) {
      inputViews.push_back(makeView(input.elementType, shape.size()));
      inputViews.back().data = data.data();
      inputViews.back().shape = shape.data();
    }
    for (const TensorDescription &output : description.outputs)
      outputViews.push_back(makeView(output.type.getElementType(), output.type.getRank()));
    if (tenonRun(context, index, inputViews.data(), inputViews.size(), outputViews.data(), outputViews.size()))
      return defect("running " + description.name + " failed: " + tenonLastError(context));
    return readOutputs(outputViews);
  }

private:
  Expected<std::vector<ReferenceTensor>> readOutputs(ArrayRef<DLTensor> views) const {
    std::vector<ReferenceTensor> outputs;
    for (auto [view, output] : zip(views, description.outputs)) {
      mlir::Type type = output.type.getElementType();
      ArrayRef<int64_t> sizes(view.shape, view.ndim);
      ArrayRef<char> data(static_cast<const char *>(view.data) + view.byte_offset,
                          reference::productOf(sizes) * reference::elementBytes(type));
      Expected<ReferenceTensor> tensor = ReferenceTensor::fromBytes(type, sizes, data);
      if (!tensor)
        return tensor.takeError();
      outputs.push_back(std::move(*tensor));
    }
    return outputs;
  }

  TenonContext *context;
  int32_t index;
  const FunctionDescription &description;
};

} // namespace

Expected<std::vector<FunctionVerification>> verifyCompiled(Model model, const Options &options) {
  // Compilation consumes the graph, and the reference reads it as it was.
  mlir::OwningOpRef<mlir::ModuleOp> original = model.module->clone();
  graph::WeightStore weights = model.weights;
  Expected<CompiledModel> compiled = compileModel(std::move(model), options);
  if (!compiled)
    return compiled.takeError();
  Expected<std::unique_ptr<LoadedModel>> loaded = LoadedModel::load(std::move(*compiled));
  if (!loaded)
    return loaded.takeError();
  TenonOptions runtimeOptions = {};
  runtimeOptions.threads = options.threads;
  TenonContext *context = nullptr;
  if (tenonCreate((*loaded)->model(), &runtimeOptions, &context))
    return userError(tenonLastError(nullptr));
  auto destroy = scope_exit([&] { tenonDestroy(context); });

  std::vector<FunctionVerification> results;
  for (auto [i, description] : enumerate((*loaded)->compiled().functions)) {
    auto function = original->lookupSymbol<mlir::func::FuncOp>(description.name);
    FunctionRunner runner(context, i, description);
    Expected<reference::VerifyReport> report = reference::verifyModel(function, weights, options.seed, {}, runner);
    if (!report)
      return report.takeError();
    results.push_back({description.name, report->matches, std::move(report->inputs), std::move(report->outputs)});
  }
  return results;
}

} // namespace tenon::compiler
