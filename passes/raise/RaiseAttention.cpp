//===- RaiseAttention.cpp - Finds attention in its parts ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Exporters write attention as what it computes:
//
//   scores = matmul(Q, K^T)         numbers can be multiplied into Q, K^T and
//   scores = scores * number        scores, by mul or div
//   scores = scores + mask          or select(mask, scores, -infinity)
//   result = matmul(softmax(scores), V)
//
// Here it becomes graph.attention, whose kernel never writes the scores to
// memory. That is sound where nothing else reads a value in between. The factors
// are multiplied in another order, which rounding alone tells apart. A mask that
// replaces scores by a number so low that nothing is left of them beside it
// counts as one that is added.

#include "dialects/graph/GraphBuilder.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/analysis/ElementAccess.h"
#include "passes/simplify/EraseDead.h"
#include <cmath>

namespace tenon::passes {
#define GEN_PASS_DEF_RAISEATTENTION
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// Beyond this the tiles of the kernel leave the caches.
constexpr int64_t mostFeatures = 256;

/// A score of f32 beside this is rounded away.
constexpr double lowest = -1e30;

/// What attention is made of.
struct Parts {
  Value query, keyTransposed, value;
  Value mask; // to add, or null
  double scale = 1;
};

/// The number that all elements are.
std::optional<double> numberOf(Value value) {
  auto number = dyn_cast_or_null<FloatAttr>(splatOf(value));
  return number ? std::optional(number.getValueAsDouble()) : std::nullopt;
}

/// Where `value` is something times a number and nothing else reads it: that something.
Value withoutFactor(Value value, double &scale) {
  Operation *op = value.getDefiningOp();
  if (!isa_and_nonnull<MulOp, DivOp>(op) || !value.hasOneUse())
    return {};
  for (unsigned side : {1, 0}) {
    std::optional<double> number = numberOf(op->getOperand(side));
    if (!number || (isa<DivOp>(op) && side == 0))
      continue;
    scale = isa<DivOp>(op) ? scale / *number : scale * *number;
    return op->getOperand(1 - side);
  }
  return {};
}

/// Takes all factors off.
Value withoutFactors(Value value, double &scale) {
  while (Value inner = withoutFactor(value, scale))
    value = inner;
  return value;
}

/// The same mask without axes along which it is repeated, for attention to repeat.
Value shrinkMask(GraphBuilder &build, Value mask) {
  auto broadcast = mask.getDefiningOp<BroadcastOp>();
  if (!broadcast)
    return mask;
  Shape source = shapeOf(broadcast.getOperand()), sizes(rankOf(mask), build.constant(1));
  for (auto [axis, size] : llvm::zip_equal(broadcast.getAxes(), source))
    sizes[axis] = size;
  return build.reshape(broadcast.getOperand(), sizes);
}

/// Where `value` is a choice between scores and a number that hides: the scores, and what is added to them instead.
Value withoutChoice(Value value, GraphBuilder &build, Value &mask) {
  auto select = value.getDefiningOp<SelectOp>();
  if (!select || !value.hasOneUse())
    return {};
  for (bool hidesTrue : {true, false}) {
    Value hidden = hidesTrue ? select.getTrueValue() : select.getFalseValue();
    std::optional<double> number = numberOf(hidden);
    if (!number || !(*number <= lowest))
      continue;
    Value condition = shrinkMask(build, select.getCondition());
    Shape sizes = shapeOf(condition);
    Value low = build.fill(*number, sizes, elementOf(value)), zero = build.fill(0, sizes, elementOf(value));
    mask = hidesTrue ? build.select(condition, low, zero) : build.select(condition, zero, low);
    return hidesTrue ? select.getFalseValue() : select.getTrueValue();
  }
  return {};
}

/// The product that scores are made of, below factors; null where something else reads a value on the way.
MatmulOp productBelow(Value scores, double &scale) {
  auto product = withoutFactors(scores, scale).getDefiningOp<MatmulOp>();
  return product && product.getResult().hasOneUse() ? product : MatmulOp();
}

/// Follows the operand of softmax down to the product of queries and keys.
MatmulOp matchScores(Value scores, GraphBuilder &build, Parts &parts) {
  if (MatmulOp product = productBelow(scores, parts.scale))
    return product;
  parts.scale = 1;
  if (auto sum = scores.getDefiningOp<AddOp>(); sum && scores.hasOneUse())
    for (unsigned side : {0, 1}) {
      if (MatmulOp product = productBelow(sum->getOperand(side), parts.scale)) {
        parts.mask = shrinkMask(build, sum->getOperand(1 - side));
        return product;
      }
      parts.scale = 1;
    }
  Value chosen = withoutChoice(scores, build, parts.mask);
  return chosen ? productBelow(chosen, parts.scale) : MatmulOp();
}

/// The kernel works in the precision of the queries, with softmax along the keys.
bool isLegal(SoftmaxOp softmax, MatmulOp result) {
  return !softmax.getLog() && static_cast<int64_t>(softmax.getAxis()) == rankOf(softmax.getResult()) - 1 &&
         elementOf(softmax.getResult()).isF32() && result.getLhs() == softmax.getResult();
}

bool isProfitable(const Parts &parts) {
  std::optional<int64_t> head = constantSize(shapeOf(parts.query).back()), columns = constantSize(shapeOf(parts.value).back());
  return head && columns && *head <= mostFeatures && *columns <= mostFeatures;
}

void raise(SoftmaxOp softmax) {
  if (!softmax.getResult().hasOneUse())
    return;
  auto result = dyn_cast<MatmulOp>(*softmax->user_begin());
  if (!result || !isLegal(softmax, result))
    return;
  GraphBuilder build(result.getLoc(), result.getOperation());
  Parts parts;
  MatmulOp product = matchScores(softmax.getOperand(), build, parts);
  if (!product)
    return;
  parts.query = withoutFactors(product.getLhs(), parts.scale);
  parts.keyTransposed = withoutFactors(product.getRhs(), parts.scale);
  parts.value = result.getRhs();
  if (!std::isfinite(parts.scale) || !isProfitable(parts))
    return;
  int64_t rank = rankOf(parts.keyTransposed);
  auto order = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  std::swap(order[rank - 2], order[rank - 1]);
  Value key = build.transpose(parts.keyTransposed, order);
  result.replaceAllUsesWith(build.create<AttentionOp>(result.getType(), parts.query, key, parts.value, parts.mask,
                                                      llvm::APFloat(parts.scale), /*causal=*/false)
                                .getResult());
}

struct RaiseAttentionPass : impl::RaiseAttentionBase<RaiseAttentionPass> {
  using Base::Base;

  void runOnOperation() override {
    for (SoftmaxOp softmax : llvm::make_early_inc_range(getOperation().getOps<SoftmaxOp>()))
      raise(softmax);
    eraseDead(getOperation().front());
  }
};

} // namespace

} // namespace tenon::passes
