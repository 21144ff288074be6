//===- UnfoldConvolutions.cpp - Convolutions as products --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// With the channels last, the channels of each element of a window follow one
// another: a convolution is the product of the unfolded windows by the weight.
// The windows are views, nothing is copied but the padded input, and the
// kernels of products read them in place:
//
//   [N, C, H, W] -> [N, H, W, C] -> [N, H', W', KH, KW, C] -> [N H' W', KH KW C]
//
// A depthwise convolution has one product a channel, too few for a matrix: it
// is a sum over the window of whole vectors of channels.
//
// It is sound since graph.convolution does not say in which order it sums. The
// transposes around it are taken out by sink-transposes where operators follow
// one another.

#include "dialects/graph/GraphBuilder.h"
#include "dialects/graph/Windows.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/layout/ChannelOrder.h"

namespace tenon::passes {
#define GEN_PASS_DEF_UNFOLDCONVOLUTIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// Fewer columns than this leave most lanes of the kernels of products empty.
constexpr int64_t leastOutputs = 8;

/// Products of fewer channels spend their time between the taps.
constexpr int64_t leastChannels = 4;

bool isDepthwise(ConvolutionOp op) {
  Shape weight = shapeOf(op.getWeight());
  int64_t groups = op.getGroups();
  return groups > 1 && constantSize(weight[0]) == groups && constantSize(weight[1]) == 1;
}

/// The types that kernels of products take, windows of known sizes, no gaps in the input.
bool isLegal(ConvolutionOp op) {
  Type element = elementOf(op.getResult());
  bool hasGaps = llvm::any_of(op.getInputDilations(), [](int64_t dilation) { return dilation != 1; });
  Shape weight = shapeOf(op.getWeight());
  bool isKnown = llvm::all_of(ShapeRef(weight).drop_front(2), [](AffineExpr size) { return constantSize(size); });
  return (element.isF32() || element.isF64()) && !hasGaps && isKnown;
}

bool isProfitable(ConvolutionOp op) {
  int64_t groups = op.getGroups();
  Shape weight = shapeOf(op.getWeight());
  std::optional<int64_t> outputs = constantSize(weight[0]), channels = constantSize(weight[1]);
  if (isDepthwise(op))
    return groups >= leastOutputs;
  return (!outputs || *outputs >= leastOutputs * groups) && (groups == 1 || !channels || *channels >= leastChannels);
}

/// The windows, [N, e..., C, k...]; axes of which windows do not move stay as they are.
struct Windows {
  Value value;
  SmallVector<int64_t> sizes; // k...
};

Windows unfoldInput(GraphBuilder &build, ConvolutionOp op) {
  int64_t rank = rankOf(op.getInput());
  SmallVector<WindowAxis> axes = windowAxesOf(op);
  SmallVector<int64_t> low(rank, 0), high(rank, 0);
  for (auto [i, axis] : llvm::enumerate(axes)) {
    low[i + 1] = axis.low;
    high[i + 1] = axis.high;
  }
  Value input = build.transpose(op.getInput(), channelsLast(rank));
  Windows windows{build.pad(input, build.fill(0, {}, elementOf(input)), low, high), {}};
  Shape weight = shapeOf(op.getWeight());
  for (auto [i, axis] : llvm::enumerate(axes)) {
    int64_t size = *constantSize(weight[i + 2]);
    if (size == 1 && axis.stride == 1)
      continue;
    windows.value = build.unfold(windows.value, i + 1, size, axis.stride, axis.dilation);
    windows.sizes.push_back(size);
  }
  return windows;
}

/// The order that puts the axes of the window, the last `count` of `rank`, before those from `first` on.
SmallVector<int64_t> windowBefore(int64_t first, int64_t rank, int64_t count) {
  auto order = llvm::to_vector(llvm::seq<int64_t>(0, first));
  llvm::append_range(order, llvm::seq(rank - count, rank));
  llvm::append_range(order, llvm::seq(first, rank - count));
  return order;
}

/// A product [G, M, K] by [G, K, N] for G groups, without G for one.
Value productOf(GraphBuilder &build, ConvolutionOp op) {
  int64_t rank = rankOf(op.getInput()), groups = op.getGroups();
  AffineExpr group = build.constant(groups);
  auto [value, window] = unfoldInput(build, op);
  int64_t count = window.size();
  // [N, e..., k..., C]
  value = build.transpose(value, windowBefore(rank - 1, rank + count, count));
  Shape sizes = shapeOf(value), weight = shapeOf(op.getWeight()), result = shapeOf(op.getResult());
  AffineExpr rows = elementCount(build.getContext(), ShapeRef(sizes).take_front(rank - 1));
  AffineExpr depth = elementCount(build.getContext(), ShapeRef(weight).drop_front());
  AffineExpr columns = normalizeSize(weight[0].floorDiv(groups));
  Shape left{rows, depth}, right{depth, columns}, spatial{result[0]};
  llvm::append_range(spatial, ShapeRef(result).drop_front(2));
  Value matrix = op.getWeight();
  if (groups > 1) {
    sizes.back() = group;
    sizes.push_back(weight[1]);
    value = build.reshape(value, sizes);
    SmallVector<int64_t> order{static_cast<int64_t>(sizes.size()) - 2};
    for (int64_t i = 0, end = sizes.size(); i < end; ++i)
      if (i != order.front())
        order.push_back(i);
    value = build.transpose(value, order);
    weight[0] = columns;
    weight.insert(weight.begin(), group);
    matrix = build.reshape(matrix, weight);
    left.insert(left.begin(), group);
    right.insert(right.begin(), group);
  }
  // [O, C, k...] to [k..., C, O].
  int64_t outputs = groups > 1;
  auto order = llvm::to_vector(llvm::seq<int64_t>(0, outputs));
  llvm::append_range(order, llvm::seq<int64_t>(outputs + 2, rankOf(matrix)));
  order.append({outputs + 1, outputs});
  matrix = build.reshape(build.transpose(matrix, order), right);
  Value product = build.matmul(build.reshape(value, left), matrix);
  if (groups > 1) {
    Shape apart{group};
    llvm::append_range(apart, spatial);
    apart.push_back(columns);
    product = build.reshape(product, apart);
    auto groupsLast = llvm::to_vector(llvm::seq<int64_t>(1, apart.size() - 1));
    groupsLast.append({0, static_cast<int64_t>(apart.size()) - 1});
    product = build.transpose(product, groupsLast);
  }
  spatial.push_back(result[1]);
  return build.reshape(product, spatial);
}

/// The sum over the window, [k..., N, e..., C] times [k..., C].
Value depthwiseSum(GraphBuilder &build, ConvolutionOp op) {
  int64_t rank = rankOf(op.getInput());
  auto [value, window] = unfoldInput(build, op);
  int64_t count = window.size();
  value = build.transpose(value, windowBefore(0, rank + count, count));
  Shape sizes = shapeOf(value), factors(ShapeRef(sizes).take_front(count));
  factors.push_back(sizes.back());
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, count)), order = axes;
  Value weight = op.getWeight();
  // [C, 1, k...] to [k..., C].
  auto moved = llvm::to_vector(llvm::seq<int64_t>(2, rank));
  moved.append({0, 1});
  weight = build.reshape(build.transpose(weight, moved), factors);
  order.push_back(rank + count - 1);
  Value products = build.elementwise<MulOp>(value, build.broadcast(weight, sizes, order));
  return build.reduce(ReductionKind::sum, products, axes);
}

void unfoldConvolution(ConvolutionOp op) {
  GraphBuilder build(op.getLoc(), op.getOperation());
  Value result = isDepthwise(op) ? depthwiseSum(build, op) : productOf(build, op);
  op.replaceAllUsesWith(build.transpose(result, channelsFirst(rankOf(result))));
  op.erase();
}

struct UnfoldConvolutionsPass : impl::UnfoldConvolutionsBase<UnfoldConvolutionsPass> {
  using Base::Base;

  void runOnOperation() override {
    for (ConvolutionOp op : llvm::make_early_inc_range(getOperation().getOps<ConvolutionOp>()))
      if (isLegal(op) && isProfitable(op))
        unfoldConvolution(op);
  }
};

} // namespace

} // namespace tenon::passes
