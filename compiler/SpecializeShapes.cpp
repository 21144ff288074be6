//===- SpecializeShapes.cpp - Symbols that the user fixes to numbers ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/SpecializeShapes.h"
#include "compiler/Diagnostics.h"
#include "compiler/Signature.h"
#include "dialects/graph/Calls.h"
#include "dialects/graph/SubstituteSymbols.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mlir;

namespace tenon::compiler {

namespace {

/// The values of a function's symbols, as far as they are fixed.
using Binding = SmallVector<std::optional<int64_t>>;

std::string describeInput(const FunctionDescription &function, const TensorDescription &input) {
  return "input " + input.name + " of " + function.name + " is " + formatType(input.type, function.symbols);
}

llvm::Error bindSizes(const FunctionDescription &function, const TensorDescription &input, const ShapeOption &option,
                      Binding &binding) {
  graph::Shape shape = graph::shapeOf(input.type);
  auto refuse = [&](const Twine &reason) {
    auto given = map_range(option.sizes, [](int64_t size) { return size == ShapeOption::open ? "?" : std::to_string(size); });
    return userError("--shape " + option.input + "=" + join(given, "x") +
                     " does not fit: " + describeInput(function, input) + reason);
  };
  if (shape.size() != option.sizes.size())
    return refuse(", which has " + Twine(shape.size()) + " dimensions");
  for (auto [i, expected, given] : enumerate(shape, option.sizes)) {
    if (given == ShapeOption::open)
      continue;
    if (auto constant = graph::constantSize(expected)) {
      if (*constant != given)
        return refuse(": dimension " + Twine(i) + " is " + Twine(*constant));
      continue;
    }
    auto symbol = dyn_cast<AffineSymbolExpr>(expected);
    if (!symbol)
      return refuse(": dimension " + Twine(i) + " follows from other sizes; give those");
    std::optional<int64_t> &value = binding[symbol.getPosition()];
    if (value && *value != given)
      return refuse(": " + function.symbols[symbol.getPosition()] + " is already " + Twine(*value));
    value = given;
  }
  return llvm::Error::success();
}

bool isFixed(const Binding &binding) {
  return any_of(binding, [](auto value) { return value.has_value(); });
}

/// Functions that are called with the same numbers from everywhere get these,
/// and so do the ones that they call.
void specializeCallees(ModuleOp module) {
  for (bool changed = true; changed;) {
    changed = false;
    MapVector<Operation *, Binding> bindings;
    module.walk([&](graph::ControlOpInterface op) {
      for (FlatSymbolRefAttr name : op.getCallees()) {
        mlir::FunctionOpInterface callee = graph::lookupCallee(op, name);
        std::string error;
        FailureOr<graph::Shape> symbols = graph::bindCallee(callee, graph::passedTypes(op), error);
        if (failed(symbols))
          continue; // reported by the verifier
        Binding values = map_to_vector(*symbols, graph::constantSize);
        auto [entry, isNew] = bindings.try_emplace(callee, values);
        for (auto [known, value] : zip_equal(entry->second, values))
          if (known != value)
            known = std::nullopt;
      }
    });
    for (auto &[callee, binding] : bindings)
      if (isFixed(binding)) {
        graph::fixSymbols(cast<func::FuncOp>(callee), binding);
        changed = true;
      }
  }
}

} // namespace

llvm::Error specializeShapes(ModuleOp module, ArrayRef<ShapeOption> shapes) {
  std::vector<bool> used(shapes.size());
  std::string inputs;
  for (func::FuncOp function : module.getOps<func::FuncOp>()) {
    if (function.isPrivate())
      continue;
    FunctionDescription description = describeFunction(function);
    Binding binding(description.symbols.size());
    for (const TensorDescription &input : description.inputs) {
      inputs += (inputs.empty() ? "" : ", ") + input.name;
      for (auto [i, option] : enumerate(shapes)) {
        if (option.input != input.name)
          continue;
        used[i] = true;
        if (llvm::Error error = bindSizes(description, input, option, binding))
          return error;
      }
    }
    if (isFixed(binding))
      graph::fixSymbols(function, binding);
  }
  for (auto [option, isUsed] : zip(shapes, used))
    // Said to the reader of the model: that a sequence has no tensors.
    if (!isUsed && !StringRef(option.input).ends_with("[]"))
      return userError("--shape names the input '" + option.input + "', but the model's inputs are: " + inputs);
  if (!shapes.empty())
    specializeCallees(module);
  DiagnosticCollector diagnostics(module.getContext());
  if (!shapes.empty() && failed(verify(module)))
    return diagnostics.takeUserError("the model does not allow these sizes");
  return llvm::Error::success();
}

} // namespace tenon::compiler
