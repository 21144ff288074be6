//===- Convolutions.cpp - Convolutions, and windows as columns ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Windows.h"
#include "llvm/ADT/STLExtras.h"
#include "tenon/Tensor.h"

namespace tenon {

using namespace frontend;

namespace {

/// The numbers of a convolution, one for each spatial dim.
struct Numbers {
  llvm::SmallVector<int64_t> stride, padding, dilation, outputPadding;
};

void checkOperands(const char *op, const NodePtr &input, const NodePtr &weight, size_t dims, SourceLocation here) {
  needSameType(op, input, weight, here);
  if (input->dtype == kBool)
    fail(op, "needs numbers, got " + input->describe(), here);
  if (weight->sizes.size() != dims + 2)
    fail(op, "needs a weight of " + std::to_string(dims + 2) + " dims, got " + weight->describe(), here);
}

NodePtr addBias(const char *op, const NodePtr &sums, const OptionalTensor &bias, SourceLocation here) {
  if (!bias)
    return sums;
  const NodePtr &vector = nodeOf(*bias, here);
  needSameType(op, sums, vector, here);
  if (vector->sizes.size() != 1 || !graph::sameSize(vector->sizes[0], sums->sizes[1]))
    fail(op, "bias " + vector->describe() + " does not fit the " + toText(sums->sizes[1]) + " channels of the result",
         here);
  return elementwise("graph.add", {sums, perChannel(vector, sums->sizes, here)}, sums->dtype, here);
}

Tensor convolveDirect(const char *op, size_t dims, const Tensor &input, const Tensor &weight,
                      const OptionalTensor &bias, const IntArrayRef &stride,
                      llvm::ArrayRef<graph::WindowAxis> paddings, const IntArrayRef &dilation, int64_t groups,
                      SourceLocation here) {
  Batch x = toBatch(op, input, dims, here);
  const NodePtr &w = nodeOf(weight, here);
  checkOperands(op, x.node, w, dims, here);
  auto strides = perDim(op, "stride", stride, dims, 1, here), dilations = perDim(op, "dilation", dilation, dims, 1, here);
  llvm::SmallVector<graph::WindowAxis> axes(paddings);
  for (auto [axis, step, distance] : llvm::zip_equal(axes, strides, dilations)) {
    axis.stride = step;
    axis.dilation = distance;
  }
  return x.finish(addBias(op, convolve(op, x.node, w, axes, groups, here), bias, here), here);
}

Tensor convolvePadded(const char *op, size_t dims, const Tensor &input, const Tensor &weight,
                      const OptionalTensor &bias, const IntArrayRef &stride, const IntArrayRef &padding,
                      const IntArrayRef &dilation, int64_t groups, SourceLocation here) {
  llvm::SmallVector<graph::WindowAxis> axes(dims);
  for (auto [axis, elements] : llvm::zip_equal(axes, perDim(op, "padding", padding, dims, 0, here)))
    axis.low = axis.high = elements;
  return convolveDirect(op, dims, input, weight, bias, stride, axes, dilation, groups, here);
}

Tensor convolveNamed(const char *op, size_t dims, const Tensor &input, const Tensor &weight,
                     const OptionalTensor &bias, const IntArrayRef &stride, const PaddingName &padding,
                     const IntArrayRef &dilation, int64_t groups, SourceLocation here) {
  llvm::SmallVector<graph::WindowAxis> axes(dims);
  const NodePtr &w = nodeOf(weight, here);
  if (padding.name != "valid" && padding.name != "same")
    fail(op, "the padding is '" + padding.name + "', expected numbers, 'valid' or 'same'", here);
  if (padding.name == "same" && w->sizes.size() == dims + 2) {
    for (int64_t step : stride)
      if (step != 1)
        fail(op, "padding 'same' needs strides of 1, got " + std::to_string(step), here);
    auto dilations = perDim(op, "dilation", dilation, dims, 1, here);
    for (size_t i = 0; i < dims; ++i) {
      std::optional<int64_t> size = graph::constantSize(w->sizes[i + 2]);
      if (!size)
        fail(op, "padding 'same' needs a window of known sizes, got " + w->describe(), here);
      int64_t all = dilations[i] * (*size - 1);
      axes[i].low = all / 2;
      axes[i].high = all - all / 2;
    }
  }
  return convolveDirect(op, dims, input, weight, bias, stride, axes, dilation, groups, here);
}

/// A weight [C, O / groups, k...] as [O, C / groups, k...], reversed: what a convolution takes to do the transposed one.
NodePtr transposedWeight(const NodePtr &weight, int64_t groups, SourceLocation here) {
  graph::Shape sizes = weight->sizes, starts(sizes.size(), constantExpression(0));
  size_t rank = sizes.size();
  llvm::SmallVector<int64_t> steps(rank, 1);
  for (size_t i = 2; i < rank; ++i) {
    starts[i] = graph::normalizeSize(sizes[i] - 1);
    steps[i] = -1;
  }
  NodePtr reversed = frontend::slice(weight, starts, steps, sizes, here);
  mlir::AffineExpr inputs = graph::normalizeSize(sizes[0].floorDiv(groups));
  graph::Shape parted{constantExpression(groups), inputs};
  llvm::append_range(parted, graph::ShapeRef(sizes).drop_front());
  auto permutation = llvm::to_vector(llvm::seq<int64_t>(0, rank + 1));
  std::swap(permutation[1], permutation[2]);
  graph::Shape joined{graph::normalizeSize(sizes[1] * groups), inputs};
  llvm::append_range(joined, graph::ShapeRef(sizes).drop_front(2));
  return frontend::reshape(frontend::transpose(frontend::reshape(reversed, parted, here), permutation, here), joined,
                           here);
}

Tensor convolveTransposed(const char *op, size_t dims, const Tensor &input, const Tensor &weight,
                          const OptionalTensor &bias, const IntArrayRef &stride, const IntArrayRef &padding,
                          const IntArrayRef &outputPadding, int64_t groups, const IntArrayRef &dilation,
                          SourceLocation here) {
  Batch x = toBatch(op, input, dims, here);
  const NodePtr &w = nodeOf(weight, here);
  checkOperands(op, x.node, w, dims, here);
  auto strides = perDim(op, "stride", stride, dims, 1, here), paddings = perDim(op, "padding", padding, dims, 0, here);
  auto more = perDim(op, "output_padding", outputPadding, dims, 0, here);
  auto dilations = perDim(op, "dilation", dilation, dims, 1, here);
  if (groups < 1 || !graph::sameSize(x.node->sizes[1], w->sizes[0]) ||
      graph::constantSize(graph::normalizeSize(w->sizes[0] % groups)) != 0)
    fail(op, "input " + x.node->describe() + " does not fit the weight " + w->describe() + " of " +
                 std::to_string(groups) + " groups: its channels must be the weight's first size, a multiple of groups",
         here);
  llvm::SmallVector<graph::WindowAxis> axes;
  for (size_t i = 0; i < dims; ++i) {
    if (more[i] >= std::max(strides[i], dilations[i]))
      fail(op, "output_padding must be smaller than stride or dilation, got " + std::to_string(more[i]), here);
    std::optional<int64_t> size = graph::constantSize(w->sizes[i + 2]);
    if (!size)
      fail(op, "needs a window of known sizes, got " + w->describe(), here);
    int64_t reach = dilations[i] * (*size - 1) - paddings[i];
    axes.push_back({1, reach, reach + more[i], dilations[i], strides[i]});
  }
  NodePtr sums = convolve(op, x.node, transposedWeight(w, groups, here), axes, groups, here);
  return x.finish(addBias(op, sums, bias, here), here);
}

} // namespace

#define TENON_CONVOLUTION(dims, name, transposed)                                                                      \
  Tensor name(const Tensor &input, const Tensor &weight, const OptionalTensor &bias, const IntArrayRef &stride,        \
              const IntArrayRef &padding, const IntArrayRef &dilation, int64_t groups, SourceLocation here) {          \
    return convolvePadded(#name, dims, input, weight, bias, stride, padding, dilation, groups, here);                  \
  }                                                                                                                    \
  Tensor name(const Tensor &input, const Tensor &weight, const OptionalTensor &bias, const IntArrayRef &stride,        \
              const PaddingName &padding, const IntArrayRef &dilation, int64_t groups, SourceLocation here) {          \
    return convolveNamed(#name, dims, input, weight, bias, stride, padding, dilation, groups, here);                   \
  }                                                                                                                    \
  Tensor transposed(const Tensor &input, const Tensor &weight, const OptionalTensor &bias, const IntArrayRef &stride,  \
                    const IntArrayRef &padding, const IntArrayRef &output_padding, int64_t groups,                     \
                    const IntArrayRef &dilation, SourceLocation here) {                                                \
    return convolveTransposed(#transposed, dims, input, weight, bias, stride, padding, output_padding, groups,         \
                              dilation, here);                                                                         \
  }
TENON_CONVOLUTION(1, conv1d, conv_transpose1d)
TENON_CONVOLUTION(2, conv2d, conv_transpose2d)
TENON_CONVOLUTION(3, conv3d, conv_transpose3d)
#undef TENON_CONVOLUTION

Tensor convolution(const Tensor &input, const Tensor &weight, const OptionalTensor &bias, const IntArrayRef &stride,
                   const IntArrayRef &padding, const IntArrayRef &dilation, bool transposed,
                   const IntArrayRef &output_padding, int64_t groups, SourceLocation here) {
  size_t rank = nodeOf(input, here)->sizes.size();
  if (rank < 3)
    fail("convolution", "needs an input [N, C, ..] with spatial dims, got " + nodeOf(input, here)->describe(), here);
  if (transposed)
    return convolveTransposed("convolution", rank - 2, input, weight, bias, stride, padding, output_padding, groups,
                              dilation, here);
  return convolvePadded("convolution", rank - 2, input, weight, bias, stride, padding, dilation, groups, here);
}

//===----------------------------------------------------------------------===//
// Windows as columns
//===----------------------------------------------------------------------===//

namespace {

/// The axes of im2col and col2im.
llvm::SmallVector<graph::WindowAxis> columnAxes(const char *op, const IntArrayRef &dilation, const IntArrayRef &padding,
                                                const IntArrayRef &stride, SourceLocation here) {
  llvm::SmallVector<graph::WindowAxis> axes;
  for (auto [distance, elements, step] :
       llvm::zip_equal(perDim(op, "dilation", dilation, 2, 1, here), perDim(op, "padding", padding, 2, 0, here),
                       perDim(op, "stride", stride, 2, 1, here)))
    axes.push_back({step, elements, elements, distance});
  return axes;
}

/// The kernel of a convolution that takes element k of the window for output k: [count, 1, kh, kw], ones where the
/// window's element has the output's number.
NodePtr selectingKernel(llvm::ArrayRef<int64_t> kernel, mlir::AffineExpr channels, ScalarType dtype,
                        SourceLocation here) {
  mlir::AffineExpr rows = constantExpression(kernel[0]), columns = constantExpression(kernel[1]);
  mlir::AffineExpr count = constantExpression(kernel[0] * kernel[1]), one = constantExpression(1);
  graph::Shape square{count, count};
  NodePtr same = frontend::compare(graph::Predicate::eq, iota(0, square, kLong, here), iota(1, square, kLong, here), here);
  NodePtr kernels = frontend::reshape(cast(same, dtype, here), {one, count, one, rows, columns}, here);
  NodePtr all = broadcast(kernels, {channels, count, one, rows, columns}, here);
  return frontend::reshape(all, {graph::multiplySizes(channels, count), one, rows, columns}, here);
}

} // namespace

Tensor im2col(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &dilation,
              const IntArrayRef &padding, const IntArrayRef &stride, SourceLocation here) {
  const char *op = "im2col";
  Batch x = toBatch(op, self, 2, here);
  auto kernel = perDim(op, "kernel_size", kernel_size, 2, 1, here);
  auto axes = columnAxes(op, dilation, padding, stride, here);
  // Rows and columns of windows by index: [N, C, H, W] -> [N, C, kh, oh, W] -> [N, C, kh, oh, kw, ow].
  NodePtr node = x.node;
  llvm::SmallVector<int64_t> pads;
  for (size_t i = 2; i-- > 0;)
    pads.append({axes[i].low, axes[i].high});
  node = nodeOf(constant_pad_nd(makeTensor(node), IntArrayRef(std::vector<int64_t>(pads.begin(), pads.end())), 0, here),
                here);
  graph::Shape counts;
  for (size_t i = 0; i < 2; ++i) {
    std::string error;
    auto count = graph::windowCount(x.node->sizes[i + 2], constantExpression(kernel[i]), axes[i], error);
    if (failed(count))
      fail(op, error, here);
    counts.push_back(*count);
    graph::Shape sizes{constantExpression(kernel[i]), *count};
    NodePtr element = apply("graph.mul", iota(0, sizes, kLong, here), makeNumber(axes[i].dilation, kLong, here), here);
    NodePtr window = apply("graph.mul", iota(1, sizes, kLong, here), makeNumber(axes[i].stride, kLong, here), here);
    node = frontend::gather(node, elementwise("graph.add", {element, window}, kLong, here), 2 + 2 * i, here);
  }
  node = frontend::transpose(node, {0, 1, 2, 4, 3, 5}, here);
  mlir::AffineExpr elements = constantExpression(kernel[0] * kernel[1]);
  graph::Shape sizes{x.node->sizes[0], graph::multiplySizes(x.node->sizes[1], elements),
                     graph::multiplySizes(counts[0], counts[1])};
  return x.finish(frontend::reshape(node, sizes, here), here);
}

Tensor col2im(const Tensor &self, const SizeList &output_size, const IntArrayRef &kernel_size,
              const IntArrayRef &dilation, const IntArrayRef &padding, const IntArrayRef &stride, SourceLocation here) {
  const char *op = "col2im";
  Batch x = toBatch(op, self, 1, here);
  auto kernel = perDim(op, "kernel_size", kernel_size, 2, 1, here);
  auto axes = columnAxes(op, dilation, padding, stride, here);
  if (output_size.size() != 2)
    fail(op, "needs an output_size of 2 numbers, got " + std::to_string(output_size.size()), here);
  mlir::AffineExpr elements = constantExpression(kernel[0] * kernel[1]), rows = x.node->sizes[1];
  graph::Shape counts, output = toShape(output_size);
  for (size_t i = 0; i < 2; ++i) {
    std::string error;
    auto count = graph::windowCount(output[i], constantExpression(kernel[i]), axes[i], error);
    if (failed(count))
      fail(op, error, here);
    counts.push_back(*count);
  }
  if (!graph::sameSize(graph::multiplySizes(counts[0], counts[1]), x.node->sizes[2]) ||
      graph::constantSize(graph::normalizeSize(rows % elements)) != 0)
    fail(op, x.node->describe() + " does not hold columns of " + toText(elements) + " elements for each of " +
                 toText(graph::multiplySizes(counts[0], counts[1])) + " windows",
         here);
  mlir::AffineExpr channels = graph::normalizeSize(rows.floorDiv(elements));
  std::optional<int64_t> groups = graph::constantSize(channels);
  if (!groups)
    fail(op, "needs a known number of channels, got " + x.node->describe(), here);
  // Each channel is the sum of its columns, each set down where it comes from: a transposed convolution by kernels of
  // a single 1.
  NodePtr windows = frontend::reshape(x.node, {x.node->sizes[0], rows, counts[0], counts[1]}, here);
  NodePtr weight = transposedWeight(selectingKernel(kernel, channels, windows->dtype, here), *groups, here);
  llvm::SmallVector<graph::WindowAxis> transposed;
  for (size_t i = 0; i < 2; ++i) {
    int64_t reach = axes[i].dilation * (kernel[i] - 1) - axes[i].low;
    // What the last window leaves over of the output.
    auto rest = graph::constantSize(graph::normalizeSize(output[i] - (counts[i] - 1) * axes[i].stride - 1 - 2 * reach +
                                                         axes[i].dilation * (kernel[i] - 1)));
    if (!rest)
      fail(op, "needs a known output_size where strides are not 1, got " + toText(output), here);
    transposed.push_back({1, reach, reach + *rest, axes[i].dilation, axes[i].stride});
  }
  return x.finish(convolve(op, windows, weight, transposed, *groups, here), here);
}

} // namespace tenon
