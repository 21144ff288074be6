//===- WinogradConvolutions.cpp - Fewer products for 3 x 3 windows ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A tile of m x m outputs of a 3 x 3 window that moves by 1 reads t x t inputs,
// t = m + 2. Winograd's algorithm F(m x m, 3 x 3) transforms the inputs and the
// weight to t x t numbers each, multiplies these one by one, and transforms
// back, which takes t^2 products where there were 9 m^2: for m = 4 a quarter.
// For all channels and tiles the products are t^2 products of matrices:
//
//   [N, C, H, W] -> tiles [t, t, N, H/m, W/m, C] -> B' x B [t t, tiles, C]
//   [O, C, 3, 3] -> G w G' [t t, C, O], once, before the first run
//   [t t, tiles, O] -> A' y A [m, m, N, H/m, W/m, O] -> [N, O, H, W]
//
// The transforms are those of A. Lavin and S. Gray, "Fast Algorithms for
// Convolutional Neural Networks", 2015, for the points 0, 1, -1, (2, -2,) and
// infinity. It is sound since graph.convolution does not say how it sums; the
// rounding of f32 grows by about ten for m = 4 and stays below 1e-5 of the
// largest element.

#include "dialects/graph/GraphBuilder.h"
#include "dialects/graph/Windows.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/layout/ChannelOrder.h"

namespace tenon::passes {
#define GEN_PASS_DEF_WINOGRADCONVOLUTIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// F(m x m, 3 x 3): the matrices B', G and A', row by row.
struct Algorithm {
  int64_t outputs; // m
  ArrayRef<double> input, weight, output;

  int64_t inputs() const { return outputs + 2; }
};

constexpr double input2[] = {1, 0, -1, 0, 0, 1, 1, 0, 0, -1, 1, 0, 0, 1, 0, -1};
constexpr double weight2[] = {1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1};
constexpr double output2[] = {1, 1, 1, 0, 0, 1, -1, -1};
constexpr double input4[] = {4, 0, -5, 0,  1, 0, 0, -4, -4, 1, 1, 0, 0, 4, -4, -1, 1, 0,
                             0, -2, -1, 2, 1, 0, 0, 2,  -1, -2, 1, 0, 0, 4, 0, -5, 0, 1};
constexpr double weight4[] = {1.0 / 4,  0,        0,       -1.0 / 6, -1.0 / 6, -1.0 / 6, -1.0 / 6, 1.0 / 6, -1.0 / 6,
                              1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 24, -1.0 / 12, 1.0 / 6, 0,        0,       1};
constexpr double output4[] = {1, 1, 1, 1, 1, 0, 0, 1, -1, 2, -2, 0, 0, 1, 1, 4, 4, 0, 0, 1, -1, 8, -8, 1};

const Algorithm algorithms[] = {{2, input2, weight2, output2}, {4, input4, weight4, output4}};

/// Windows of 3 x 3 that move by 1 over the whole of two axes of known sizes.
bool isLegal(ConvolutionOp op) {
  if (!elementOf(op.getResult()).isF32() || op.getGroups() != 1 || rankOf(op.getInput()) != 4)
    return false;
  Shape input = shapeOf(op.getInput()), weight = shapeOf(op.getWeight());
  for (auto [i, axis] : llvm::enumerate(windowAxesOf(op)))
    if (axis.stride != 1 || axis.dilation != 1 || axis.inputDilation != 1 || constantSize(weight[i + 2]) != 3 ||
        !constantSize(input[i + 2]))
      return false;
  return constantSize(weight[0]) && constantSize(weight[1]);
}

//===----------------------------------------------------------------------===//
// What it costs, in products at the speed of the kernels of products
//===----------------------------------------------------------------------===//

/// An element of a transform: the arithmetic, and the ways to the cache and back.
constexpr int64_t costOfTransform = 25;
/// An element of a weight: the way from memory.
constexpr int64_t costOfWeight = 5;
/// Kernels of products take so many rows at once.
constexpr int64_t rowsAtOnce = 6;
/// More memory for weights and rounding have to be worth it.
constexpr double leastGain = 1.3;

struct Sizes {
  int64_t batch, height, width, channels, outputs; // of the result
};

Sizes sizesOf(ConvolutionOp op) {
  Shape result = shapeOf(op.getResult()), weight = shapeOf(op.getWeight());
  return {constantSize(result[0]).value_or(1), *constantSize(result[2]), *constantSize(result[3]),
          *constantSize(weight[1]), *constantSize(weight[0])};
}

int64_t costOfProduct(int64_t count, int64_t rows, const Sizes &sizes) {
  return count * sizes.channels * sizes.outputs * (llvm::alignTo(rows, rowsAtOnce) + costOfWeight);
}

int64_t directCost(const Sizes &sizes) { return costOfProduct(9, sizes.batch * sizes.height * sizes.width, sizes); }

int64_t costOf(const Algorithm &algorithm, const Sizes &sizes) {
  int64_t tiles = sizes.batch * llvm::divideCeil(sizes.height, algorithm.outputs) * llvm::divideCeil(sizes.width, algorithm.outputs);
  int64_t count = algorithm.inputs() * algorithm.inputs();
  return costOfProduct(count, tiles, sizes) + count * tiles * (sizes.channels + sizes.outputs) * costOfTransform;
}

/// The fastest algorithm; null where none is fast enough.
const Algorithm *chooseAlgorithm(ConvolutionOp op) {
  Sizes sizes = sizesOf(op);
  const Algorithm *best = nullptr;
  double leastCost = directCost(sizes) / leastGain;
  for (const Algorithm &algorithm : algorithms)
    if (double cost = costOf(algorithm, sizes); cost < leastCost) {
      best = &algorithm;
      leastCost = cost;
    }
  return best;
}

//===----------------------------------------------------------------------===//
// The rewrite
//===----------------------------------------------------------------------===//

/// [t, t, N, tiles..., C] of the input.
Value inputTiles(GraphBuilder &build, ConvolutionOp op, const Algorithm &algorithm, ArrayRef<int64_t> tiles) {
  Value input = build.transpose(op.getInput(), channelsLast(4));
  Shape sizes = shapeOf(input);
  SmallVector<int64_t> low(4, 0), high(4, 0);
  for (auto [i, axis] : llvm::enumerate(windowAxesOf(op))) {
    low[i + 1] = axis.low;
    high[i + 1] = tiles[i] * algorithm.outputs + 2 - *constantSize(sizes[i + 1]) - axis.low;
  }
  input = build.pad(input, build.fill(0, {}, elementOf(input)), low, high);
  for (int64_t axis : {1, 2})
    input = build.unfold(input, axis, algorithm.inputs(), algorithm.outputs, 1);
  return build.transpose(input, {4, 5, 0, 1, 2, 3});
}

void transformConvolution(ConvolutionOp op, const Algorithm &algorithm) {
  GraphBuilder build(op.getLoc(), op.getOperation());
  Shape result = shapeOf(op.getResult());
  SmallVector<int64_t> tiles;
  for (AffineExpr size : ShapeRef(result).drop_front(2))
    tiles.push_back(llvm::divideCeil(*constantSize(size), algorithm.outputs));
  AffineExpr batch = result[0], outputs = result[1], channels = shapeOf(op.getInput())[1];
  AffineExpr count = build.constant(algorithm.inputs() * algorithm.inputs());
  AffineExpr rows = normalizeSize(batch * (tiles[0] * tiles[1]));

  Value input = build.tileTransform(inputTiles(build, op, algorithm, tiles), algorithm.inputs(), algorithm.input);
  Value weight = build.tileTransform(build.transpose(op.getWeight(), {2, 3, 1, 0}), algorithm.inputs(), algorithm.weight);
  Shape apart = shapeOf(input);
  apart.back() = outputs;
  Value product = build.matmul(build.reshape(input, {count, rows, channels}), build.reshape(weight, {count, channels, outputs}));
  product = build.tileTransform(build.reshape(product, apart), algorithm.outputs, algorithm.output);
  // [m, m, N, tiles..., O]: the tiles side by side, without what lies beyond the ends.
  product = build.transpose(product, {2, 3, 0, 4, 1, 5});
  Shape whole{batch, build.constant(tiles[0] * algorithm.outputs), build.constant(tiles[1] * algorithm.outputs), outputs};
  product = build.slice(build.reshape(product, whole), SmallVector<AffineExpr>(4, build.constant(0)),
                        SmallVector<int64_t>(4, 1), {batch, result[2], result[3], outputs});
  op.replaceAllUsesWith(build.transpose(product, channelsFirst(4)));
  op.erase();
}

struct WinogradConvolutionsPass : impl::WinogradConvolutionsBase<WinogradConvolutionsPass> {
  using Base::Base;

  void runOnOperation() override {
    for (ConvolutionOp op : llvm::make_early_inc_range(getOperation().getOps<ConvolutionOp>()))
      if (isLegal(op))
        if (const Algorithm *algorithm = chooseAlgorithm(op))
          transformConvolution(op, *algorithm);
  }
};

} // namespace

} // namespace tenon::passes
