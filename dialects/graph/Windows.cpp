//===- Windows.cpp - Where the windows of an op lie -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Windows.h"

using namespace mlir;

namespace tenon::graph {

static LogicalResult fail(std::string &error, std::string message) {
  error = std::move(message);
  return failure();
}

FailureOr<AffineExpr> windowCount(AffineExpr size, AffineExpr window, const WindowAxis &axis, std::string &error) {
  if (axis.stride < 1 || axis.dilation < 1 || axis.inputDilation < 1)
    return fail(error, "strides and dilations must be 1 or more, got a stride of " + std::to_string(axis.stride) +
                           ", a dilation of " + std::to_string(axis.dilation) + " and one of the input of " +
                           std::to_string(axis.inputDilation));
  if (std::optional<int64_t> number = constantSize(window); number && *number < 1)
    return fail(error, "a window must have a size of 1 or more, got " + std::to_string(*number));
  AffineExpr padded = normalizeSize((size - 1) * axis.inputDilation + (1 + axis.low + axis.high));
  AffineExpr span = normalizeSize((window - 1) * axis.dilation + 1);
  AffineExpr room = normalizeSize(padded - span);
  if (std::optional<int64_t> number = constantSize(room); number && *number < 0)
    return fail(error, "windows that span " + toString({span}) + " elements do not fit into " + toString({padded}) +
                           ", the size with padding");
  return normalizeSize(room.floorDiv(axis.stride) + 1);
}

FailureOr<Shape> convolutionShape(ShapeRef input, ShapeRef weight, ArrayRef<WindowAxis> axes, int64_t groups,
                                  std::string &error) {
  std::string shapes = toString(input) + " and " + toString(weight);
  if (input.size() < 3 || input.size() != weight.size())
    return fail(error, "input and weight " + shapes + " need one rank of at least 3");
  if (axes.size() + 2 != input.size())
    return fail(error, "needs one number for each of the " + std::to_string(input.size() - 2) + " spatial axes");
  if (groups < 1)
    return fail(error, "needs 1 group or more, got " + std::to_string(groups));
  if (!sameSize(input[1], weight[1] * groups))
    return fail(error, "input and weight " + shapes + " do not fit: the input's channels are not " +
                           std::to_string(groups) + " times the weight's");
  if (constantSize(normalizeSize(weight[0] % groups)) != 0)
    return fail(error, "the weight's first size in " + shapes + " is no multiple of " + std::to_string(groups) +
                           " groups");
  Shape result{input[0], weight[0]};
  for (auto [size, window, axis] : llvm::zip_equal(input.drop_front(2), weight.drop_front(2), axes)) {
    FailureOr<AffineExpr> count = windowCount(size, window, axis, error);
    if (failed(count))
      return failure();
    result.push_back(*count);
  }
  return result;
}

FailureOr<Shape> windowShape(ShapeRef shape, ArrayRef<int64_t> window, ArrayRef<WindowAxis> axes, std::string &error) {
  if (window.size() != shape.size() || axes.size() != shape.size())
    return fail(error, "needs one number for each axis of " + toString(shape));
  Shape result;
  for (auto [size, elements, axis] : llvm::zip_equal(shape, window, axes)) {
    FailureOr<AffineExpr> count =
        windowCount(size, getAffineConstantExpr(elements, size.getContext()), axis, error);
    if (failed(count))
      return failure();
    result.push_back(*count);
  }
  return result;
}

FailureOr<Shape> unfoldShape(ShapeRef shape, int64_t axis, int64_t size, int64_t step, int64_t dilation,
                             std::string &error) {
  if (axis < 0 || axis >= static_cast<int64_t>(shape.size()))
    return fail(error, "has no axis " + std::to_string(axis) + " in " + toString(shape));
  AffineExpr window = getAffineConstantExpr(size, shape[axis].getContext());
  FailureOr<AffineExpr> count = windowCount(shape[axis], window, {step, 0, 0, dilation}, error);
  if (failed(count))
    return failure();
  Shape result(shape);
  result[axis] = *count;
  result.push_back(window);
  return result;
}

/// Empty where the attributes do not have one length.
static SmallVector<WindowAxis> makeAxes(ArrayRef<int64_t> strides, ArrayRef<int64_t> low, ArrayRef<int64_t> high,
                                        ArrayRef<int64_t> dilations) {
  if (low.size() != strides.size() || high.size() != strides.size() || dilations.size() != strides.size())
    return {};
  SmallVector<WindowAxis> axes;
  for (auto [stride, before, after, dilation] : llvm::zip_equal(strides, low, high, dilations))
    axes.push_back({stride, before, after, dilation});
  return axes;
}

SmallVector<WindowAxis> windowAxesOf(ConvolutionOp op) {
  SmallVector<WindowAxis> axes = makeAxes(op.getStrides(), op.getLow(), op.getHigh(), op.getDilations());
  if (op.getInputDilations().size() != axes.size())
    return {};
  for (auto [axis, dilation] : llvm::zip_equal(axes, op.getInputDilations()))
    axis.inputDilation = dilation;
  return axes;
}
SmallVector<WindowAxis> windowAxesOf(WindowReduceOp op) {
  return makeAxes(op.getStrides(), op.getLow(), op.getHigh(), op.getDilations());
}
SmallVector<WindowAxis> windowAxesOf(WindowArgReduceOp op) {
  return makeAxes(op.getStrides(), op.getLow(), op.getHigh(), op.getDilations());
}

} // namespace tenon::graph
