//===- WindowSteps.cpp - Random well-typed graphs: convolutions and windows ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tenon-fuzz/GraphGenerator.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::fuzz {

/// Products and combinations of one op: the reference runs after every pass.
static constexpr int64_t mostWork = 200000;

WindowAxis GraphGenerator::pickWindows(AffineExpr size, int64_t window, bool dilatesInput) {
  WindowAxis axis;
  axis.stride = chance(60) ? 1 : 1 + random.below(3);
  axis.dilation = chance(70) ? 1 : 2;
  axis.inputDilation = dilatesInput ? 1 + random.below(3) : 1;
  axis.low = chance(50) ? random.below(3) : 0;
  axis.high = chance(50) ? random.below(3) : 0;
  // A symbol may be 1.
  int64_t elements = (constantSize(size).value_or(1) - 1) * axis.inputDilation + 1;
  int64_t span = (window - 1) * axis.dilation + 1;
  if (elements + axis.low >= span + 2 && chance(20))
    axis.high = -1;
  if (elements + axis.high >= span + 2 && chance(20))
    axis.low = -1;
  axis.high = std::max(axis.high, span - elements - axis.low);
  return axis;
}

bool GraphGenerator::addConvolution() {
  GraphValue x = limited(pickValue(), 4);
  Shape shape = shapeOf(x.value.getType());
  Type type = getElementTypeOrSelf(x.value.getType());
  if (type.isInteger(1) || shape.empty())
    return false;
  if (shape.size() < 3) {
    shape.insert(shape.begin(), 3 - shape.size(), constant(1));
    x = reshaped(x, shape);
  }
  std::optional<int64_t> channels = constantSize(shape[1]);
  int64_t groups = 1;
  if (channels && chance(40))
    for (int64_t divisor : {*channels, int64_t(4), int64_t(3), int64_t(2)})
      if (*channels % divisor == 0 && chance(50))
        groups = divisor;
  Shape weightShape{constant(groups * (1 + random.below(4))),
                    groups == 1 ? shape[1] : constant(*channels / groups)};
  bool dilatesInput = chance(25);
  SmallVector<WindowAxis> axes;
  SmallVector<int64_t> strides, low, high, dilations, inputDilations;
  for (AffineExpr size : ArrayRef(shape).drop_front(2)) {
    int64_t window = 1 + random.below(4);
    WindowAxis axis = pickWindows(size, window, dilatesInput);
    weightShape.push_back(constant(window));
    axes.push_back(axis);
    strides.push_back(axis.stride);
    low.push_back(axis.low);
    high.push_back(axis.high);
    dilations.push_back(axis.dilation);
    inputDilations.push_back(axis.inputDilation);
  }
  std::string error;
  FailureOr<Shape> result = convolutionShape(shape, weightShape, axes, groups, error);
  int64_t products = largestCount(ArrayRef(weightShape).drop_front());
  if (failed(result) || largestCount(*result) > largestTensor || largestCount(*result) * products > mostWork)
    return false;
  bool isReal = isa<FloatType>(type), isWeight = isReal && channels && chance(60);
  GraphValue weight = isWeight ? addWeight(weightShape, type) : addInput(weightShape, type);
  // Weights are at most sqrt(3 / products).
  double bound = x.bound * (isWeight ? std::sqrt(3.0 * static_cast<double>(products)) : weight.bound * static_cast<double>(products));
  if (isReal && bound > 30000)
    return false;
  Value sums = make<ConvolutionOp>(tensorType(*result, type), x.value, weight.value, strides, low, high, dilations,
                                   inputDilations, groups);
  remember({sums, !isReal && x.exact, isReal ? bound : INFINITY});
  return true;
}

bool GraphGenerator::addWindowReduce() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  Type type = getElementTypeOrSelf(x.value.getType());
  if (shape.empty() || type.isInteger(1))
    return false;
  bool isReal = isa<FloatType>(type), finds = x.exact && chance(30);
  auto kind = static_cast<ReductionKind>(finds ? 2 + random.below(2) : random.below(4));
  int64_t axis = random.below(shape.size());
  SmallVector<WindowAxis> axes;
  SmallVector<int64_t> window, strides, low, high, dilations;
  for (auto [i, size] : llvm::enumerate(shape)) {
    bool isOne = static_cast<int64_t>(i) < axis || chance(40);
    window.push_back(isOne ? 1 : 1 + random.below(4));
    axes.push_back(isOne ? WindowAxis() : pickWindows(size, window.back(), /*dilatesInput=*/false));
    strides.push_back(axes.back().stride);
    low.push_back(axes.back().low);
    high.push_back(axes.back().high);
    dilations.push_back(axes.back().dilation);
  }
  std::string error;
  FailureOr<Shape> result = windowShape(shape, window, axes, error);
  int64_t count = 1;
  for (int64_t size : window)
    count *= size;
  if (failed(result) || largestCount(*result) > largestTensor || largestCount(*result) * count > mostWork)
    return false;
  if (finds) {
    remember({make<WindowArgReduceOp>(tensorType(*result, builder.getI64Type()), kind, x.value, axis, window, strides,
                                      low, high, dilations),
              true, 100});
    return true;
  }
  bool selects = kind == ReductionKind::max || kind == ReductionKind::min;
  // A window beside the tensor gives an infinity, which later steps are not made for.
  for (auto [size, axis] : llvm::zip_equal(window, axes))
    if (selects && isReal && (axis.low > 0 || axis.high > 0) &&
        (axis.dilation > 1 || axis.low >= size || axis.high >= size))
      return false;
  if (kind == ReductionKind::product && isReal) {
    // A factor near 0 that rounding is a large part of makes the product so.
    if (!x.exact)
      return false;
    x = limited(x, 1);
  }
  double bound = kind == ReductionKind::sum ? x.bound * static_cast<double>(count) : x.bound;
  if (isReal && bound > 30000)
    return false;
  remember({make<WindowReduceOp>(tensorType(*result, type), kind, x.value, window, strides, low, high, dilations),
            x.exact && (selects || !isReal), isReal || selects ? std::max(bound, 1.0) : INFINITY});
  return true;
}

} // namespace tenon::fuzz
