//===- FuseConvolutions.cpp - Groups around convolutions ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A convolution computes each of its elements once, in an inner loop: what is
// computed from them element by element (bias, batch norm, activation,
// residual) joins behind that loop. Each element of an operand is read many
// times: views of operands join where reading through them is as fast as
// reading memory, else they are copied first, padding where it needs masks is
// one more such copy, and nothing is computed there.

#include "dialects/graph/Windows.h"
#include "passes/Passes.h"
#include "passes/fusion/Epilogue.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace tenon::passes {
#define GEN_PASS_DEF_FUSECONVOLUTIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// Whether the operand's offset in memory is linear in every coordinate; of the
/// input, whose last axis is read by vectors, that axis must be next to next.
bool canReadInPlace(Value operand, bool isInput) {
  Operation *source = operand.getDefiningOp();
  while (source && isView(source))
    source = source->getOperand(0).getDefiningOp();
  if (source && isGenerated(source))
    return true;
  Shape shape = shapeOf(operand);
  AffineExpr offset = accessOf(operand, identityPoint(operand.getContext(), shape.size()), shape).offset;
  for (size_t dim = 0; dim < shape.size(); ++dim)
    if (!coefficientOf(offset, dim))
      return false;
  return !isInput || constantSize(shape.back()) == 1 || constantSize(coefficientOf(offset, shape.size() - 1)) == 1;
}

/// Writes a padded copy of the input where many outputs read it: their loads
/// then need no masks, which costs them more than one copy. The axes of an
/// input with gaps need masks anyway.
void padInput(ConvolutionOp op) {
  constexpr int64_t manyOutputs = 8;
  SmallVector<WindowAxis> axes = windowAxesOf(op);
  bool isPadded = llvm::any_of(axes, [](const WindowAxis &axis) { return axis.low > 0 || axis.high > 0; });
  bool hasGaps = llvm::any_of(axes, [](const WindowAxis &axis) { return axis.inputDilation > 1; });
  std::optional<int64_t> outputs = constantSize(shapeOf(op.getWeight()).front());
  if (!isPadded || hasGaps || (outputs && *outputs < manyOutputs * static_cast<int64_t>(op.getGroups())))
    return;
  Shape shape = shapeOf(op.getInput());
  SmallVector<int64_t> padding(2, 0), low, high;
  for (auto [size, axis] : llvm::zip_equal(MutableArrayRef(shape).drop_front(2), axes)) {
    padding.push_back(std::max<int64_t>(axis.low, 0));
    size = normalizeSize(size + (padding.back() + std::max<int64_t>(axis.high, 0)));
    low.push_back(std::min<int64_t>(axis.low, 0));
    high.push_back(std::min<int64_t>(axis.high, 0));
  }
  OpBuilder builder(op);
  Type element = getElementTypeOrSelf(op.getInput().getType());
  auto scalar = RankedTensorType::get({}, element);
  auto zero = ConstantOp::create(builder, op.getLoc(), scalar, DenseElementsAttr::get(scalar, builder.getZeroAttr(element)));
  auto padded = PadOp::create(builder, op.getLoc(), tensorType(shape, element), op.getInput(), zero, padding);
  op.getInputMutable().assign(padded);
  op.setLow(low);
  op.setHigh(high);
}

void fuseConvolution(ConvolutionOp op) {
  padInput(op);
  GroupBuilder group(op);
  for (Value operand : {op.getInput(), op.getWeight()})
    group.shareViewsIf(canReadInPlace(operand, /*isInput=*/operand == op.getInput()), operand,
                       "the convolution cannot read its elements in place");
  Shape space = shapeOf(op.getResult());
  Epilogue epilogue(group, op.getResult(), identityPoint(op.getContext(), space.size()), space);
  epilogue.grow();
  group.finish();
}

struct FuseConvolutionsPass : impl::FuseConvolutionsBase<FuseConvolutionsPass> {
  using Base::Base;

  void runOnOperation() override {
    SmallVector<ConvolutionOp> convolutions(getOperation().getOps<ConvolutionOp>());
    for (ConvolutionOp op : convolutions)
      fuseConvolution(op);
  }
};

} // namespace

} // namespace tenon::passes
