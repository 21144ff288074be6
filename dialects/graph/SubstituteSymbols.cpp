//===- SubstituteSymbols.cpp - Other sizes for a function's symbols ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/SubstituteSymbols.h"
#include "dialects/graph/Graph.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;

namespace tenon::graph {

Shape substituteSymbols(ShapeRef shape, ShapeRef replacements) {
  return llvm::map_to_vector<6>(shape,
                                [&](AffineExpr size) { return normalizeSize(size.replaceSymbols(replacements)); });
}

static AffineMap substitute(AffineMap map, ShapeRef replacements, unsigned symbols) {
  if (map.getNumSymbols() == 0)
    return map;
  return map.replaceDimsAndSymbols({}, replacements, map.getNumDims(), symbols);
}

void substituteSymbols(Operation *op, ShapeRef replacements, unsigned symbols) {
  MLIRContext *context = op->getContext();
  // `skip`: what a replacement contains is over the new symbols already.
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](SizesAttr sizes) -> std::pair<Attribute, WalkResult> {
    return {SizesAttr::get(context, substituteSymbols(sizes.getSizes(), replacements)), WalkResult::skip()};
  });
  replacer.addReplacement([&](RankedTensorType type) -> std::pair<Type, WalkResult> {
    return {tensorType(substituteSymbols(shapeOf(type), replacements), type.getElementType()), WalkResult::skip()};
  });
  replacer.addReplacement([&](AffineMapAttr map) -> std::pair<Attribute, WalkResult> {
    return {AffineMapAttr::get(substitute(map.getValue(), replacements, symbols)), WalkResult::skip()};
  });
  replacer.recursivelyReplaceElementsIn(op, /*replaceAttrs=*/true, /*replaceLocs=*/false, /*replaceTypes=*/true);
  // What defines a symbol names it by its number.
  auto renumbered = [&](unsigned old) {
    auto symbol = dyn_cast<AffineSymbolExpr>(replacements[old]);
    return symbol ? symbol.getPosition() : old;
  };
  op->walk([&](SizeDefinitionOpInterface define) {
    SmallVector<unsigned> defined = llvm::map_to_vector(define.getDefinedSymbols(), renumbered);
    if (!defined.empty())
      define.setDefinedSymbols(defined);
  });
}

void fixSymbols(FunctionOpInterface function, ArrayRef<std::optional<int64_t>> values) {
  auto all = function->getAttrOfType<ArrayAttr>(symbolsAttributeName);
  if (!all)
    return;
  MLIRContext *context = function.getContext();
  Shape replacements;
  SmallVector<Attribute> names;
  for (auto [name, value] : llvm::zip_equal(all, values)) {
    replacements.push_back(value ? getAffineConstantExpr(*value, context) : getAffineSymbolExpr(names.size(), context));
    if (!value)
      names.push_back(name);
  }
  substituteSymbols(function, replacements, names.size());
  function->setAttr(symbolsAttributeName, ArrayAttr::get(context, names));
}

} // namespace tenon::graph
