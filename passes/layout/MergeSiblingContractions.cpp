//===- MergeSiblingContractions.cpp - One product for several weights -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Query, key and value are products of one tensor with three weights. As one
// product, with the weights side by side, the tensor is read once, and there
// are three times the columns to share out among threads. The results become
// slices, which attention reads in place.

#include "mlir/Analysis/TopologicalSortUtils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/analysis/ElementAccess.h"
#include "passes/analysis/WeightOnly.h"
#include "passes/simplify/EraseDead.h"
#include "llvm/ADT/MapVector.h"

namespace tenon::passes {
#define GEN_PASS_DEF_MERGESIBLINGCONTRACTIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// A product of the shared left operand, and the bias added to it, if one is.
struct Sibling {
  MatmulOp product;
  AddOp biased;
  Value bias;

  Value result() { return biased ? biased.getResult() : product.getResult(); }
};

/// A bias of one element a column, known before the first run.
Value biasOf(Value repeated, const WeightOnly &weightOnly) {
  auto broadcast = repeated.getDefiningOp<BroadcastOp>();
  if (!broadcast)
    return {};
  Value bias = broadcast.getOperand();
  Shape from = shapeOf(bias), to = shapeOf(repeated);
  if (from.size() != 1 || !weightOnly.contains(bias) || broadcast.getAxes().front() != static_cast<int64_t>(to.size()) - 1 ||
      !sameSize(from.front(), to.back()))
    return {};
  return bias;
}

Sibling describe(MatmulOp product, const WeightOnly &weightOnly) {
  Value value = product.getResult();
  while (value.hasOneUse()) {
    Operation *user = *value.user_begin();
    auto reshape = dyn_cast<ReshapeOp>(user);
    if (reshape && !shapeOf(reshape.getResult()).empty() &&
        sameSize(shapeOf(reshape.getResult()).back(), shapeOf(value).back())) {
      value = reshape.getResult();
      continue;
    }
    if (auto add = dyn_cast<AddOp>(user))
      if (Value bias = biasOf(add.getLhs() == value ? add.getRhs() : add.getLhs(), weightOnly))
        return {product, add, bias};
    break;
  }
  return {product, {}, {}};
}

/// Only two-dimensional products with weights have rows to put side by side.
bool isLegal(MatmulOp product, const WeightOnly &weightOnly) {
  return shapeOf(product.getResult()).size() == 2 && weightOnly.contains(product.getRhs());
}

/// Slices cost nothing where attention reads them through views; other users
/// would lose their place in the product's epilogue.
bool isProfitable(Value result) {
  return !result.use_empty() && llvm::all_of(result.getUsers(), [](Operation *user) {
    return isa<AttentionOp>(user) || (isView(user) && isProfitable(user->getResult(0)));
  });
}

/// The biases side by side, zeros where a product has none; null if none has.
Value mergeBiases(OpBuilder &builder, Location location, MutableArrayRef<Sibling> siblings, Type element) {
  if (llvm::none_of(siblings, [](Sibling &sibling) { return static_cast<bool>(sibling.bias); }))
    return {};
  SmallVector<Value> biases;
  AffineExpr columns = getAffineConstantExpr(0, builder.getContext());
  for (Sibling &sibling : siblings) {
    AffineExpr count = shapeOf(sibling.product.getResult()).back();
    columns = columns + count;
    biases.push_back(sibling.bias ? sibling.bias
                                  : FillOp::create(builder, location, tensorType({count}, element),
                                                   cast<TypedAttr>(builder.getZeroAttr(element)))
                                        .getResult());
  }
  return ConcatOp::create(builder, location, tensorType({columns}, element), biases, 0);
}

/// Replaces the products, and the additions of biases, by slices of one.
void merge(MutableArrayRef<Sibling> siblings) {
  MatmulOp first = siblings.front().product;
  OpBuilder builder(first);
  MLIRContext *context = first.getContext();
  Type element = first.getType().getElementType();
  SmallVector<Value> weights;
  SmallVector<Location> locations;
  AffineExpr columns = getAffineConstantExpr(0, context);
  for (Sibling &sibling : siblings) {
    weights.push_back(sibling.product.getRhs());
    locations.push_back(sibling.product.getLoc());
    columns = columns + shapeOf(sibling.product.getResult()).back();
  }
  Location location = builder.getFusedLoc(locations);
  Shape left = shapeOf(first.getLhs());
  Value weight = ConcatOp::create(builder, location, tensorType({left.back(), columns}, element), weights, 1);
  auto type = tensorType({left.front(), columns}, element);
  Value merged = MatmulOp::create(builder, location, type, first.getLhs(), weight);
  if (Value bias = mergeBiases(builder, location, siblings, element)) {
    Value repeated = BroadcastOp::create(builder, location, type, bias, ArrayRef<int64_t>{1});
    merged = AddOp::create(builder, location, type, merged, repeated);
  }
  AffineExpr zero = getAffineConstantExpr(0, context), start = zero;
  for (Sibling &sibling : siblings) {
    Location own = sibling.product.getLoc();
    auto starts = SizesAttr::get(context, {zero, start});
    Value part = SliceOp::create(builder, own, sibling.product.getType(), merged, starts, ArrayRef<int64_t>{1, 1});
    Value result = sibling.result();
    if (result.getType() != part.getType())
      part = ReshapeOp::create(builder, own, result.getType(), part);
    start = start + shapeOf(sibling.product.getResult()).back();
    result.replaceAllUsesWith(part);
  }
}

struct MergeSiblingContractionsPass : impl::MergeSiblingContractionsBase<MergeSiblingContractionsPass> {
  using Base::Base;

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isDeclaration())
      return;
    WeightOnly weightOnly(function.front());
    llvm::MapVector<Value, SmallVector<Sibling>> families;
    for (MatmulOp product : function.getOps<MatmulOp>()) {
      if (!isLegal(product, weightOnly))
        continue;
      Sibling sibling = describe(product, weightOnly);
      if (isProfitable(sibling.result()))
        families[product.getLhs()].push_back(sibling);
    }
    for (auto &[lhs, siblings] : families)
      if (siblings.size() >= 2)
        merge(siblings);
    eraseDead(function.front());
    // The later products' weights may stand after the merged one.
    sortTopologically(&function.front());
  }
};

} // namespace

} // namespace tenon::passes
