//===- Verify.cpp - A compiled model against the reference interpreter ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Verify.h"
#include "codegen/cpu/ModelTables.h"
#include "codegen/reference/StringPool.h"
#include "codegen/reference/Verification.h"
#include "compiler/Diagnostics.h"
#include "compiler/LoadedModel.h"
#include "compiler/Signature.h"
#include "dialects/graph/States.h"
#include "dialects/graph/Strings.h"
#include "runtime/include/tenon/runtime.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"

using namespace llvm;
using tenon::reference::ReferenceTensor;

namespace tenon::compiler {

namespace {

DLTensor makeView(mlir::Type type, int32_t rank) {
  DLTensor view = {};
  view.device = {kDLCPU, 0};
  view.ndim = rank;
  view.dtype = codegen::dlpackType(type);
  return view;
}

Expected<ReferenceTensor> readView(const DLTensor &view, mlir::Type type) {
  ArrayRef<int64_t> sizes(view.shape, view.ndim);
  ArrayRef<char> data(static_cast<const char *>(view.data) + view.byte_offset,
                      reference::productOf(sizes) * reference::elementBytes(type));
  return ReferenceTensor::fromBytes(type, sizes, data);
}

/// What a state of the context is now.
Expected<ReferenceTensor> readState(TenonContext *context, StringRef name, mlir::Type type) {
  DLTensor view;
  if (tenonState(context, name.str().c_str(), &view))
    return defect("reading the state failed: " + Twine(tenonLastError(context)));
  return readView(view, mlir::getElementTypeOrSelf(type));
}

/// Runs one function of a context on tensors of the reference.
class FunctionRunner {
public:
  FunctionRunner(TenonContext *context, int32_t index, const FunctionDescription &description,
                 mlir::func::FuncOp function, reference::StringPool &strings)
      : context(context), index(index), description(description), function(function), strings(strings) {}

  /// Puts the context's state in the places of the arguments that are states.
  Error findStates(std::vector<ReferenceTensor> &arguments) const {
    for (auto [i, argument] : enumerate(arguments))
      if (mlir::StringAttr state = graph::stateOfArgument(function, i)) {
        Expected<ReferenceTensor> tensor = readState(context, state, argument.elementType);
        if (!tensor)
          return tensor.takeError();
        argument = std::move(*tensor);
      }
    return Error::success();
  }

  /// All results for all arguments, of which the context holds the states.
  Expected<std::vector<ReferenceTensor>> operator()(ArrayRef<ReferenceTensor> arguments) const {
    std::vector<std::vector<char>> bytes;
    std::vector<SmallVector<int64_t>> shapes;
    std::vector<DLTensor> inputViews, outputViews;
    SmallVector<unsigned> inputs = graph::inputsOf(function);
    for (unsigned input : inputs) {
      bytes.push_back(arguments[input].toBytes());
      shapes.push_back(arguments[input].sizes);
    }
    for (auto [input, data, shape] : zip(inputs, bytes, shapes)) {
      inputViews.push_back(makeView(arguments[input].elementType, shape.size()));
      inputViews.back().data = data.data();
      inputViews.back().shape = shape.data();
    }
    for (const TensorDescription &output : description.outputs)
      outputViews.push_back(makeView(output.type.getElementType(), output.type.getRank()));
    if (int status = tenonRun(context, index, inputViews.data(), inputViews.size(), outputViews.data(), outputViews.size())) {
      std::string failure = "running " + description.name + " failed: " + tenonLastError(context);
      return status == TENON_ERROR_USER ? userError(failure) : defect(failure);
    }
    return readResults(outputViews);
  }

private:
  Expected<std::vector<ReferenceTensor>> readResults(ArrayRef<DLTensor> outputs) const {
    std::vector<ReferenceTensor> results;
    mlir::FunctionType signature = mlir::func::FuncOp(function).getFunctionType();
    for (auto [i, type] : enumerate(signature.getResults())) {
      mlir::StringAttr state = graph::stateOfResult(function, i);
      Expected<ReferenceTensor> tensor = state ? readState(context, state, type)
                                               : readView(outputs.front(), mlir::getElementTypeOrSelf(type));
      if (!state)
        outputs = outputs.drop_front();
      if (!tensor)
        return tensor.takeError();
      if (graph::isString(tensor->elementType))
        if (Error error = translate(*tensor))
          return std::move(error);
      results.push_back(std::move(*tensor));
    }
    return results;
  }

  /// Handles of the context to those of the reference.
  Error translate(ReferenceTensor &tensor) const {
    for (int64_t &handle : tensor.integers) {
      uint64_t size;
      const char *text = tenonString(context, handle, &size);
      if (!text)
        return defect("an output of " + description.name + " holds no string: " + tenonLastError(context));
      Expected<int64_t> own = strings.intern(StringRef(text, size));
      if (!own)
        return own.takeError();
      handle = *own;
    }
    return Error::success();
  }

  TenonContext *context;
  int32_t index;
  const FunctionDescription &description;
  mlir::func::FuncOp function;
  reference::StringPool &strings;
};

/// Why a call could not be compared. Where both sides refuse the inputs, these are at fault; where only one does, it is
/// a difference.
Error explainFailure(Error failure, const FunctionRunner &runner, ArrayRef<ReferenceTensor> inputs, uint64_t seed) {
  if (failure.isA<UserError>())
    return defect("the reference takes what the compiled model refuses: " + toString(std::move(failure)));
  if (failure.isA<Defect>())
    return failure;
  Expected<std::vector<ReferenceTensor>> results = runner(inputs);
  if (results)
    return defect("the compiled model takes what the reference refuses: " + toString(std::move(failure)));
  Error own = results.takeError();
  if (!own.isA<UserError>())
    return joinErrors(std::move(own), std::move(failure));
  consumeError(std::move(failure));
  return userError("inputs do not fit: made from seed " + Twine(seed) + ", " + toString(std::move(own)) +
                   "; choose other ones by --seed or --shape");
}

/// One call on inputs made from the seed, and the state as it is.
Expected<reference::VerifyReport> verifyCall(mlir::func::FuncOp function, const FunctionRunner &runner,
                                             const graph::WeightStore &weights, uint64_t seed,
                                             reference::StringPool &strings) {
  Expected<reference::MadeInputs> made = reference::makeInputs(function, seed);
  if (!made)
    return made.takeError();
  if (Error error = runner.findStates(made->tensors))
    return std::move(error);
  Expected<reference::VerifyReport> report = reference::verifyOnInputs(function, weights, made->tensors, runner, &strings);
  if (!report)
    return explainFailure(report.takeError(), runner, made->tensors, seed);
  for (unsigned input : graph::inputsOf(function))
    report->inputs.push_back(made->descriptions[input]);
  return report;
}

/// States must begin with the values of the store, to the bit, or with zeros.
Error verifyInitialStates(TenonContext *context, ArrayRef<TensorDescription> states,
                          const graph::WeightStore &weights) {
  for (const TensorDescription &state : states) {
    DLTensor view;
    if (tenonState(context, state.name.c_str(), &view))
      return defect("reading the state failed: " + Twine(tenonLastError(context)));
    const graph::WeightData *data = weights.find(state.name);
    ArrayRef<char> got(static_cast<const char *>(view.data), byteCount(state.type));
    bool isZero = all_of(got, [](char byte) { return byte == 0; });
    if (data ? got != data->bytes : !isZero)
      return defect("the state \"" + state.name + "\" does not begin with the model's values");
  }
  return Error::success();
}

/// Calls of each function where there is state: the first finds it as it
/// begins, the second as the first left it, the third what both made of it.
constexpr int callsWithState = 3;

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

  const CompiledModel &result = (*loaded)->compiled();
  if (Error error = verifyInitialStates(context, result.states, weights))
    return std::move(error);
  // Both begin with the strings of the model, under the same handles.
  reference::StringPool strings(*original);
  std::vector<FunctionVerification> results;
  const int calls = result.states.empty() ? 1 : callsWithState;
  for (int call = 0; call < calls; ++call)
    for (auto [i, description] : enumerate(result.functions)) {
      auto function = original->lookupSymbol<mlir::func::FuncOp>(description.name);
      FunctionRunner runner(context, i, description, function, strings);
      auto report = verifyCall(function, runner, weights, options.seed + call, strings);
      if (!report)
        return report.takeError();
      results.push_back({description.name, calls > 1 ? call + 1 : 0, report->matches, std::move(report->inputs),
                         std::move(report->outputs)});
    }
  return results;
}

} // namespace tenon::compiler
