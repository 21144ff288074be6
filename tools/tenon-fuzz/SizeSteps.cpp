//===- SizeSteps.cpp - Random well-typed graphs: sizes that depend on data ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A function's own symbols, which its data define, are numbered behind those
// that its inputs bind. They are at least 1, as those are. What has such a size
// is neither passed to a callee nor returned by one.

#include "tools/tenon-fuzz/GraphGenerator.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::fuzz {

/// Of one function.
static constexpr size_t mostDefined = 3;

AffineExpr GraphGenerator::addSymbol(int64_t largest) {
  definedBounds.push_back(largest);
  return getAffineSymbolExpr(symbolCount + definedBounds.size() - 1, &context);
}

bool GraphGenerator::hasDefinedSize(ArrayRef<AffineExpr> shape) const {
  bool isDefined = false;
  for (AffineExpr size : shape)
    size.walk([&](AffineExpr part) {
      if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
        isDefined |= symbol.getPosition() >= symbolCount;
    });
  return isDefined;
}

GraphValue &GraphGenerator::pickShared() {
  SmallVector<GraphValue *> shared;
  for (GraphValue &value : values)
    if (!hasDefinedSize(shapeOf(value.value.getType())))
      shared.push_back(&value);
  // The parameter that binds the symbols is always one of them.
  return *pick(shared);
}

GraphValue GraphGenerator::addInputToBroadcast(ArrayRef<AffineExpr> shape, Type type) {
  Shape known;
  SmallVector<int64_t> axes;
  for (auto [axis, size] : llvm::enumerate(shape)) {
    if (hasDefinedSize(size))
      continue;
    known.push_back(size);
    axes.push_back(axis);
  }
  GraphValue input = addInput(known, type);
  return {make<BroadcastOp>(tensorType(shape, type), input.value, axes), true, input.bound};
}

void GraphGenerator::addSymbolNames(func::FuncOp changed) {
  SmallVector<Attribute> names(changed->getAttrOfType<ArrayAttr>(symbolsAttributeName).getValue());
  for (size_t i = 0; i < definedBounds.size(); ++i)
    names.push_back(builder.getStringAttr("d" + std::to_string(i)));
  changed->setAttr(symbolsAttributeName, builder.getArrayAttr(names));
}

/// As many elements as are above 0, the largest or those at random places.
bool GraphGenerator::addSelection() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  if (shape.empty() || !x.exact || definedBounds.size() >= mostDefined)
    return false;
  Shape all{elementCount(&context, shape)};
  int64_t most = largestCount(all);
  // At least one is taken, which an empty tensor has not.
  if (most == 0)
    return false;
  Type element = getElementTypeOrSelf(x.value.getType()), integer = builder.getI64Type();
  GraphValue flat = reshaped(x, all);
  Value flags = flat.value;
  if (!element.isInteger(1))
    flags = make<CompareOp>(tensorType(all, builder.getI1Type()), Predicate::gt, flags, filled(flat, 0).value);
  Value ones = make<CastOp>(tensorType(all, integer), flags);
  Value count = make<ReduceOp>(RankedTensorType::get({}, integer), ReductionKind::sum, ones, SmallVector<int64_t>{0});
  count = make<MaxOp>(count.getType(), count, scalar(integer, 1).value);
  AffineExpr size = addSymbol(most);
  DefineSizeOp::create(builder, builder.getUnknownLoc(), count, cast<AffineSymbolExpr>(size).getPosition());
  auto sort = SortOp::create(builder, builder.getUnknownLoc(), flat.value.getType(), tensorType(all, integer), flat.value,
                             /*axis=*/0, /*descending=*/true);
  auto firstOf = [&](Value value) {
    Type type = tensorType({size}, getElementTypeOrSelf(value.getType()));
    return make<SliceOp>(type, value, SizesAttr::get(&context, {constant(0)}), SmallVector<int64_t>{1});
  };
  remember({firstOf(sort.getValues()), true, x.bound});
  // Whole slices, by their numbers.
  SmallVector<GraphValue> sources;
  for (GraphValue &value : values)
    if (cast<RankedTensorType>(value.value.getType()).getRank() > 0)
      sources.push_back(value);
  GraphValue source = pick(sources);
  Shape sizes = shapeOf(source.value.getType());
  AffineExpr length = std::exchange(sizes.front(), size);
  if (largestCount(sizes) > largestTensor || !chance(70))
    return true;
  Value positions = firstOf(sort.getIndices());
  Value lengths = make<BroadcastOp>(positions.getType(), make<SizeOp>(RankedTensorType::get({}, integer), SizesAttr::get(&context, {length})),
                                    SmallVector<int64_t>{});
  positions = make<RemainderOp>(positions.getType(), positions, lengths);
  remember({make<GatherOp>(tensorType(sizes, getElementTypeOrSelf(source.value.getType())), source.value, positions, 0),
            source.exact, source.bound});
  return true;
}

} // namespace tenon::fuzz
