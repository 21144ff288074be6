//===- SpecializeShapes.cpp - Symbols that the user fixes to numbers ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/SpecializeShapes.h"
#include "compiler/Diagnostics.h"
#include "compiler/Signature.h"
#include "dialects/graph/Graph.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/Verifier.h"
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
    auto given = map_range(option.sizes, [](int64_t size) { return std::to_string(size); });
    return userError("--shape " + option.input + "=" + join(given, "x") +
                     " does not fit: " + describeInput(function, input) + reason);
  };
  if (shape.size() != option.sizes.size())
    return refuse(", which has " + Twine(shape.size()) + " dimensions");
  for (auto [i, expected, given] : enumerate(shape, option.sizes)) {
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

/// Rewrites every size of a function.
class Specializer {
public:
  Specializer(func::FuncOp function, const Binding &binding) : function(function), context(function.getContext()) {
    unsigned left = 0;
    for (std::optional<int64_t> value : binding)
      replacements.push_back(value ? getAffineConstantExpr(*value, context) : getAffineSymbolExpr(left++, context));
    symbolsLeft = left;
  }

  void run() {
    // `skip`: what a replacement contains is renumbered already.
    AttrTypeReplacer replacer;
    replacer.addReplacement([&](graph::SizesAttr sizes) -> std::pair<Attribute, WalkResult> {
      return {graph::SizesAttr::get(context, replace(sizes.getSizes())), WalkResult::skip()};
    });
    replacer.addReplacement([&](RankedTensorType type) -> std::pair<Type, WalkResult> {
      return {graph::tensorType(replace(graph::shapeOf(type)), type.getElementType()), WalkResult::skip()};
    });
    replacer.addReplacement([&](AffineMapAttr map) -> std::pair<Attribute, WalkResult> {
      return {AffineMapAttr::get(replace(map.getValue())), WalkResult::skip()};
    });
    replacer.recursivelyReplaceElementsIn(function, /*replaceAttrs=*/true, /*replaceLocs=*/false,
                                          /*replaceTypes=*/true);
    updateSymbolNames();
  }

private:
  SmallVector<AffineExpr> replace(ArrayRef<AffineExpr> sizes) {
    return map_to_vector(sizes,
                         [&](AffineExpr size) { return graph::normalizeSize(size.replaceSymbols(replacements)); });
  }

  AffineMap replace(AffineMap map) {
    if (map.getNumSymbols() == 0)
      return map;
    return map.replaceDimsAndSymbols({}, replacements, map.getNumDims(), symbolsLeft);
  }

  void updateSymbolNames() {
    auto names = function->getAttrOfType<ArrayAttr>(graph::symbolsAttributeName);
    SmallVector<Attribute> left;
    for (auto [name, replacement] : zip(names, replacements))
      if (isa<AffineSymbolExpr>(replacement))
        left.push_back(name);
    function->setAttr(graph::symbolsAttributeName, ArrayAttr::get(context, left));
  }

  func::FuncOp function;
  MLIRContext *context;
  SmallVector<AffineExpr> replacements;
  unsigned symbolsLeft = 0;
};

} // namespace

llvm::Error specializeShapes(ModuleOp module, ArrayRef<ShapeOption> shapes) {
  std::vector<bool> used(shapes.size());
  std::string inputs;
  for (func::FuncOp function : module.getOps<func::FuncOp>()) {
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
    if (any_of(binding, [](auto value) { return value.has_value(); }))
      Specializer(function, binding).run();
  }
  for (auto [option, isUsed] : zip(shapes, used))
    if (!isUsed)
      return userError("--shape names the input '" + option.input + "', but the model's inputs are: " + inputs);
  DiagnosticCollector diagnostics(module.getContext());
  if (!shapes.empty() && failed(verify(module)))
    return diagnostics.takeUserError("the model does not allow these sizes");
  return llvm::Error::success();
}

} // namespace tenon::compiler
