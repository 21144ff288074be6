//===- Resampling.cpp - Enlarging and shrinking images -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Every interpolation is separable: along one axis after the other, an element
// of the result is a weighted sum of a few elements of the input, whose
// indices and weights depend on its place only. Both are computed in the graph,
// so that sizes may be symbolic.

#include "frontend/tensor/Resampling.h"
#include "frontend/tensor/Windows.h"
#include "llvm/ADT/STLExtras.h"
#include "tenon/Tensor.h"

namespace tenon {

using namespace frontend;

namespace {

/// One axis of the input and of the result.
class Axis {
public:
  Axis(mlir::AffineExpr from, mlir::AffineExpr to, bool alignsCorners, std::optional<double> scale, ScalarType type,
       SourceLocation here)
      : from(from), to(to), alignsCorners(alignsCorners), scale(scale), type(type == kDouble ? kDouble : kFloat),
        here(here) {}

  NodePtr nearest(const NodePtr &node, int64_t axis, bool isExact) const {
    if (std::optional<int64_t> factor = wholeFactor())
      return repeat(node, axis, *factor);
    NodePtr place = number(0);
    if (isExact)
      place = add(place, 0.5);
    NodePtr index = op("graph.floor", op("graph.mul", place, ratio(/*aligned=*/false)));
    return frontend::gather(node, cast(op("graph.min", index, sizeNode(last(), type, here)), kLong, here), axis, here);
  }

  /// Sums of elements at several places, by weights that add up to 1.
  NodePtr linear(const NodePtr &node, int64_t axis) const {
    NodePtr place = op("graph.max", source(), makeNumber(0, type, here));
    auto [index, rest] = split(place);
    NodePtr first = weigh(node, axis, index, add(op("graph.neg", rest), 1));
    return elementwise("graph.add", {first, weigh(node, axis, add(index, 1), rest)}, node->dtype, here);
  }

  NodePtr cubic(const NodePtr &node, int64_t axis) const {
    auto [index, rest] = split(source());
    NodePtr other = add(op("graph.neg", rest), 1), sum;
    NodePtr weights[] = {outer(add(rest, 1)), inner(rest), inner(other), outer(add(other, 1))};
    for (auto [i, weight] : llvm::enumerate(weights)) {
      NodePtr term = weigh(node, axis, add(index, static_cast<double>(i) - 1), weight);
      sum = sum ? elementwise("graph.add", {sum, term}, node->dtype, here) : term;
    }
    return sum;
  }

private:
  NodePtr op(llvm::StringRef name, const NodePtr &node) const { return elementwise(name, {node}, type, here); }
  NodePtr op(llvm::StringRef name, const NodePtr &node, const NodePtr &operand) const {
    return elementwise(name, {node, broadcast(operand, node->sizes, here)}, type, here);
  }
  NodePtr add(const NodePtr &node, double value) const { return op("graph.add", node, makeNumber(value, type, here)); }
  NodePtr multiply(const NodePtr &node, double value) const {
    return op("graph.mul", node, makeNumber(value, type, here));
  }
  /// The places of the result, and an offset.
  NodePtr number(double offset) const {
    NodePtr place = iota(0, {to}, type, here);
    return offset == 0 ? place : add(place, offset);
  }
  mlir::AffineExpr last() const { return graph::normalizeSize(from - 1); }

  /// By how much a step in the result is one in the input.
  NodePtr ratio(bool aligned) const {
    if (aligned && graph::constantSize(to) == 1)
      return makeNumber(0, type, here);
    if (!aligned && scale)
      return makeNumber(1 / *scale, type, here);
    int64_t less = aligned ? 1 : 0;
    return op("graph.div", sizeNode(graph::normalizeSize(from - less), type, here),
              sizeNode(graph::normalizeSize(to - less), type, here));
  }

  /// Where the elements of the result lie in the input.
  NodePtr source() const {
    if (alignsCorners)
      return op("graph.mul", number(0), ratio(/*aligned=*/true));
    return add(op("graph.mul", number(0.5), ratio(/*aligned=*/false)), -0.5);
  }

  /// An index and how far behind it a place lies.
  std::pair<NodePtr, NodePtr> split(const NodePtr &place) const {
    if (graph::sameSize(from, to) && (!scale || alignsCorners))
      return {place, filled(0, {to}, type, here)};
    NodePtr index = op("graph.min", op("graph.floor", place), sizeNode(last(), type, here));
    NodePtr rest = op("graph.sub", place, index);
    rest = op("graph.min", op("graph.max", rest, makeNumber(0, type, here)), makeNumber(1, type, here));
    return {index, rest};
  }

  // Keys' cubic convolution at distances up to 1, and from 1 to 2.
  NodePtr inner(const NodePtr &x) const {
    NodePtr sum = add(multiply(x, cubicFactor + 2), -(cubicFactor + 3));
    return add(op("graph.mul", op("graph.mul", sum, x), x), 1);
  }
  NodePtr outer(const NodePtr &x) const {
    NodePtr sum = add(multiply(x, cubicFactor), -5 * cubicFactor);
    sum = add(op("graph.mul", sum, x), 8 * cubicFactor);
    return add(op("graph.mul", sum, x), -4 * cubicFactor);
  }

  /// The elements at the indices, which are cut to the axis, times a weight for each.
  NodePtr weigh(const NodePtr &node, int64_t axis, const NodePtr &index, const NodePtr &weight) const {
    NodePtr within = op("graph.min", op("graph.max", index, makeNumber(0, type, here)), sizeNode(last(), type, here));
    NodePtr elements = frontend::gather(node, cast(within, kLong, here), axis, here);
    return elementwise("graph.mul", {elements, broadcast(cast(weight, node->dtype, here), elements->sizes, {axis}, here)},
                       node->dtype, here);
  }

  /// The number of times that each element stands in the result, where that is the same for all.
  std::optional<int64_t> wholeFactor() const {
    auto factor = graph::constantSize(graph::normalizeSize(to.floorDiv(from)));
    if (!factor || !graph::sameSize(from * *factor, to) || (scale && *scale != static_cast<double>(*factor)))
      return std::nullopt;
    return factor;
  }
  NodePtr repeat(const NodePtr &node, int64_t axis, int64_t factor) const {
    graph::Shape parted = node->sizes, repeated = node->sizes, joined = node->sizes;
    parted.insert(parted.begin() + axis + 1, constantExpression(1));
    repeated.insert(repeated.begin() + axis + 1, constantExpression(factor));
    joined[axis] = to;
    return frontend::reshape(broadcast(frontend::reshape(node, parted, here), repeated, here), joined, here);
  }

  static constexpr double cubicFactor = -0.75;

  mlir::AffineExpr from, to;
  bool alignsCorners;
  std::optional<double> scale;
  ScalarType type;
  SourceLocation here;
};

} // namespace

Tensor frontend::resample(const char *op, const Tensor &input, const SizeList &outputSize, Interpolation interpolation,
                  bool alignsCorners, const std::vector<std::optional<double>> &scales, SourceLocation here) {
  const NodePtr &node = nodeOf(input, here);
  size_t dims = node->sizes.size() < 3 ? 0 : node->sizes.size() - 2;
  if (dims == 0 || outputSize.size() != dims)
    fail(op, "needs an input [N, C, ..] and one size for each spatial dim, got " + node->describe() + " and " +
                 toText(toShape(outputSize)),
         here);
  bool isNearest = interpolation == Interpolation::Nearest || interpolation == Interpolation::NearestExact;
  if (!isNearest && !isFloatingType(node->dtype))
    fail(op, "needs floats, got " + node->describe(), here);
  graph::Shape sizes = toShape(outputSize);
  NodePtr result = isNearest ? node : cast(node, meanType(node->dtype), here);
  for (size_t i = 0; i < dims; ++i) {
    mlir::AffineExpr from = node->sizes[i + 2];
    for (mlir::AffineExpr size : {from, sizes[i]})
      if (std::optional<int64_t> number = graph::constantSize(size); number && *number < 1)
        fail(op, "needs sizes of 1 or more, got " + node->describe() + " and " + toText(sizes), here);
    std::optional<double> scale = i < scales.size() && scales[i] && *scales[i] > 0 ? scales[i] : std::nullopt;
    Axis along(from, sizes[i], alignsCorners, scale, result->dtype, here);
    auto axis = static_cast<int64_t>(i + 2);
    result = isNearest                                 ? along.nearest(result, axis, interpolation == Interpolation::NearestExact)
             : interpolation == Interpolation::Linear ? along.linear(result, axis)
                                                       : along.cubic(result, axis);
  }
  return makeTensor(cast(result, node->dtype, here));
}

Tensor upsample_nearest1d(const Tensor &self, const SizeList &output_size, std::optional<double> scales,
                          SourceLocation here) {
  return resample("upsample_nearest1d", self, output_size, Interpolation::Nearest, false, {scales}, here);
}
Tensor upsample_nearest2d(const Tensor &self, const SizeList &output_size, std::optional<double> scales_h,
                          std::optional<double> scales_w, SourceLocation here) {
  return resample("upsample_nearest2d", self, output_size, Interpolation::Nearest, false, {scales_h, scales_w}, here);
}
Tensor upsample_nearest3d(const Tensor &self, const SizeList &output_size, std::optional<double> scales_d,
                          std::optional<double> scales_h, std::optional<double> scales_w, SourceLocation here) {
  return resample("upsample_nearest3d", self, output_size, Interpolation::Nearest, false,
                    {scales_d, scales_h, scales_w}, here);
}
Tensor upsample_linear1d(const Tensor &self, const SizeList &output_size, bool align_corners,
                         std::optional<double> scales, SourceLocation here) {
  return resample("upsample_linear1d", self, output_size, Interpolation::Linear, align_corners, {scales}, here);
}
Tensor upsample_bilinear2d(const Tensor &self, const SizeList &output_size, bool align_corners,
                           std::optional<double> scales_h, std::optional<double> scales_w, SourceLocation here) {
  return resample("upsample_bilinear2d", self, output_size, Interpolation::Linear, align_corners,
                    {scales_h, scales_w}, here);
}
Tensor upsample_trilinear3d(const Tensor &self, const SizeList &output_size, bool align_corners,
                            std::optional<double> scales_d, std::optional<double> scales_h,
                            std::optional<double> scales_w, SourceLocation here) {
  return resample("upsample_trilinear3d", self, output_size, Interpolation::Linear, align_corners,
                    {scales_d, scales_h, scales_w}, here);
}
Tensor upsample_bicubic2d(const Tensor &self, const SizeList &output_size, bool align_corners,
                          std::optional<double> scales_h, std::optional<double> scales_w, SourceLocation here) {
  return resample("upsample_bicubic2d", self, output_size, Interpolation::Cubic, align_corners,
                    {scales_h, scales_w}, here);
}

//===----------------------------------------------------------------------===//
// Channels to places and back
//===----------------------------------------------------------------------===//

namespace {

const NodePtr &image(const char *op, const Tensor &tensor, SourceLocation here) {
  const NodePtr &node = nodeOf(tensor, here);
  if (node->sizes.size() < 3)
    fail(op, "needs a tensor of 3 dims [.., C, H, W] or more, got " + node->describe(), here);
  return node;
}

void needMultiple(const char *op, const NodePtr &node, mlir::AffineExpr size, int64_t factor, SourceLocation here) {
  if (factor < 1 || graph::constantSize(graph::normalizeSize(size % factor)) != 0)
    fail(op, toText(size) + " of " + node->describe() + " is no multiple of " + std::to_string(factor), here);
}

/// The dims [.., C, H, W] as `parted`, reordered and joined to `joined`; the order is that of the parted dims.
Tensor rearrange(const NodePtr &node, llvm::ArrayRef<mlir::AffineExpr> parted, llvm::ArrayRef<int64_t> order,
                 llvm::ArrayRef<mlir::AffineExpr> joined, SourceLocation here) {
  graph::Shape outer(graph::ShapeRef(node->sizes).drop_back(3)), first(outer), last(outer);
  auto permutation = llvm::to_vector(llvm::seq<int64_t>(0, outer.size()));
  for (int64_t axis : order)
    permutation.push_back(static_cast<int64_t>(outer.size()) + axis);
  llvm::append_range(first, parted);
  llvm::append_range(last, joined);
  return makeTensor(frontend::reshape(frontend::transpose(frontend::reshape(node, first, here), permutation, here), last,
                                      here));
}

} // namespace

Tensor pixel_shuffle(const Tensor &self, int64_t upscale_factor, SourceLocation here) {
  const NodePtr &node = image("pixel_shuffle", self, here);
  graph::ShapeRef sizes = graph::ShapeRef(node->sizes).take_back(3);
  needMultiple("pixel_shuffle", node, sizes[0], upscale_factor * upscale_factor, here);
  mlir::AffineExpr r = constantExpression(upscale_factor);
  mlir::AffineExpr channels = graph::normalizeSize(sizes[0].floorDiv(upscale_factor * upscale_factor));
  return rearrange(node, {channels, r, r, sizes[1], sizes[2]}, {0, 3, 1, 4, 2},
                   {channels, graph::multiplySizes(sizes[1], r), graph::multiplySizes(sizes[2], r)}, here);
}

Tensor pixel_unshuffle(const Tensor &self, int64_t downscale_factor, SourceLocation here) {
  const NodePtr &node = image("pixel_unshuffle", self, here);
  graph::ShapeRef sizes = graph::ShapeRef(node->sizes).take_back(3);
  needMultiple("pixel_unshuffle", node, sizes[1], downscale_factor, here);
  needMultiple("pixel_unshuffle", node, sizes[2], downscale_factor, here);
  mlir::AffineExpr r = constantExpression(downscale_factor);
  mlir::AffineExpr rows = graph::normalizeSize(sizes[1].floorDiv(r)), columns = graph::normalizeSize(sizes[2].floorDiv(r));
  return rearrange(node, {sizes[0], rows, r, columns, r}, {0, 2, 4, 1, 3},
                   {graph::normalizeSize(sizes[0] * (downscale_factor * downscale_factor)), rows, columns}, here);
}

Tensor channel_shuffle(const Tensor &self, int64_t groups, SourceLocation here) {
  const NodePtr &node = image("channel_shuffle", self, here);
  graph::ShapeRef sizes = graph::ShapeRef(node->sizes).take_back(3);
  needMultiple("channel_shuffle", node, sizes[0], groups, here);
  mlir::AffineExpr parts = constantExpression(groups), each = graph::normalizeSize(sizes[0].floorDiv(groups));
  return rearrange(node, {parts, each, sizes[1], sizes[2]}, {1, 0, 2, 3}, sizes, here);
}

} // namespace tenon
