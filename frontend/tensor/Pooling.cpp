//===- Pooling.cpp - The largest and the mean of windows ---------------===//
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

struct Pool {
  llvm::SmallVector<int64_t> kernel;
  llvm::SmallVector<graph::WindowAxis> axes;
};

/// The padding behind an axis: as before it, or with `ceilMode` what gives one more window where one begins within the
/// input or the padding before it.
int64_t paddingBehind(int64_t span, int64_t stride, int64_t padding, bool ceilMode) {
  return ceilMode ? std::min(padding + stride, span) - 1 : padding;
}

Pool poolOf(const char *op, size_t dims, const IntArrayRef &kernelSize, const IntArrayRef &stride,
            const IntArrayRef &padding, const IntArrayRef &dilation, bool ceilMode, SourceLocation here) {
  Pool pool;
  pool.kernel = perDim(op, "kernel_size", kernelSize, dims, 1, here);
  auto strides = perDim(op, "stride", stride.empty() ? kernelSize : stride, dims, 1, here);
  auto paddings = perDim(op, "padding", padding, dims, 0, here);
  auto dilations = perDim(op, "dilation", dilation, dims, 1, here);
  for (size_t i = 0; i < dims; ++i) {
    int64_t span = (pool.kernel[i] - 1) * dilations[i] + 1;
    if (paddings[i] > span / 2)
      fail(op, "padding is " + std::to_string(paddings[i]) + ", expected at most half of the window's " +
                   std::to_string(span),
           here);
    pool.axes.push_back(
        {strides[i], paddings[i], paddingBehind(span, strides[i], paddings[i], ceilMode), dilations[i]});
  }
  return pool;
}

void needNumbers(const char *op, const NodePtr &node, SourceLocation here) {
  if (node->dtype == kBool)
    fail(op, "needs numbers, got " + node->describe(), here);
}

Tensor maxPool(const char *op, size_t dims, const Tensor &self, const IntArrayRef &kernelSize,
               const IntArrayRef &stride, const IntArrayRef &padding, const IntArrayRef &dilation, bool ceilMode,
               SourceLocation here) {
  Batch x = toBatch(op, self, dims, here);
  needNumbers(op, x.node, here);
  Pool pool = poolOf(op, dims, kernelSize, stride, padding, dilation, ceilMode, here);
  return x.finish(windowReduce(op, graph::ReductionKind::max, x.node, pool.kernel, pool.axes, here), here);
}

Tensor maxPoolIndices(const char *op, size_t dims, const Tensor &self, const IntArrayRef &kernelSize,
                      const IntArrayRef &stride, const IntArrayRef &padding, const IntArrayRef &dilation,
                      bool ceilMode, SourceLocation here) {
  Batch x = toBatch(op, self, dims, here);
  needNumbers(op, x.node, here);
  Pool pool = poolOf(op, dims, kernelSize, stride, padding, dilation, ceilMode, here);
  return x.finish(windowArgMax(op, x.node, pool.kernel, pool.axes, here), here);
}

//===----------------------------------------------------------------------===//
// Means
//===----------------------------------------------------------------------===//

/// How many elements of each window along an axis count, of the given type; null where that is the kernel's size for
/// all of them.
NodePtr countsOf(mlir::AffineExpr size, mlir::AffineExpr windows, int64_t kernel, const graph::WindowAxis &axis,
                 int64_t padding, bool countsPadding, ScalarType dtype, SourceLocation here) {
  mlir::AffineExpr end = graph::normalizeSize(countsPadding ? size + padding : size);
  // The windows that do not reach beyond the end count whole.
  auto overhang = graph::constantSize(graph::normalizeSize((windows - 1) * axis.stride - axis.low + kernel - end));
  if (overhang && *overhang <= 0 && (countsPadding || axis.low == 0))
    return nullptr;
  auto numbers = [&](int64_t value) { return filled(value, {windows}, kLong, here); };
  NodePtr begin = elementwise("graph.mul", {iota(0, {windows}, kLong, here), numbers(axis.stride)}, kLong, here);
  begin = elementwise("graph.sub", {begin, numbers(axis.low)}, kLong, here);
  NodePtr last = elementwise("graph.add", {begin, numbers(kernel)}, kLong, here);
  last = elementwise("graph.min", {last, broadcast(sizeNode(end, kLong, here), {windows}, here)}, kLong, here);
  if (!countsPadding)
    begin = elementwise("graph.max", {begin, numbers(0)}, kLong, here);
  return cast(elementwise("graph.sub", {last, begin}, kLong, here), dtype, here);
}

Tensor avgPool(const char *op, size_t dims, const Tensor &self, const IntArrayRef &kernelSize,
               const IntArrayRef &stride, const IntArrayRef &padding, bool ceilMode, bool countsPadding,
               std::optional<int64_t> divisor, SourceLocation here) {
  Batch x = toBatch(op, self, dims, here);
  if (!isFloatingType(x.node->dtype))
    fail(op, "needs floats, got " + x.node->describe(), here);
  if (divisor == 0)
    fail(op, "divisor_override is 0", here);
  Pool pool = poolOf(op, dims, kernelSize, stride, padding, 1, ceilMode, here);
  auto paddings = perDim(op, "padding", padding, dims, 0, here);
  ScalarType type = meanType(x.node->dtype);
  NodePtr sums = windowReduce(op, graph::ReductionKind::sum, cast(x.node, type, here), pool.kernel, pool.axes, here);
  int64_t whole = 1;
  NodePtr counts;
  for (size_t i = 0; i < dims && !divisor; ++i) {
    NodePtr along = countsOf(x.node->sizes[i + 2], sums->sizes[i + 2], pool.kernel[i], pool.axes[i], paddings[i],
                             countsPadding, type, here);
    if (!along) {
      whole *= pool.kernel[i];
      continue;
    }
    along = broadcast(along, sums->sizes, llvm::ArrayRef<int64_t>(static_cast<int64_t>(i + 2)), here);
    counts = counts ? elementwise("graph.mul", {counts, along}, type, here) : along;
  }
  NodePtr factor = filled(divisor.value_or(whole), sums->sizes, type, here);
  if (counts)
    factor = whole == 1 ? counts : elementwise("graph.mul", {counts, factor}, type, here);
  return x.finish(cast(elementwise("graph.div", {sums, factor}, type, here), x.node->dtype, here), here);
}

} // namespace

#define TENON_MAX_POOL(dims, name)                                                                                     \
  Tensor name(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride,                           \
              const IntArrayRef &padding, const IntArrayRef &dilation, bool ceil_mode, SourceLocation here) {          \
    return maxPool(#name, dims, self, kernel_size, stride, padding, dilation, ceil_mode, here);                        \
  }                                                                                                                    \
  ::std::tuple<Tensor, Tensor> name##_with_indices(const Tensor &self, const IntArrayRef &kernel_size,                 \
                                                   const IntArrayRef &stride, const IntArrayRef &padding,              \
                                                   const IntArrayRef &dilation, bool ceil_mode, SourceLocation here) { \
    return {maxPool(#name, dims, self, kernel_size, stride, padding, dilation, ceil_mode, here),                       \
            maxPoolIndices(#name, dims, self, kernel_size, stride, padding, dilation, ceil_mode, here)};               \
  }
TENON_MAX_POOL(1, max_pool1d)
TENON_MAX_POOL(2, max_pool2d)
TENON_MAX_POOL(3, max_pool3d)
#undef TENON_MAX_POOL

Tensor avg_pool1d(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride,
                  const IntArrayRef &padding, bool ceil_mode, bool count_include_pad, SourceLocation here) {
  return avgPool("avg_pool1d", 1, self, kernel_size, stride, padding, ceil_mode, count_include_pad, ::std::nullopt,
                 here);
}
Tensor avg_pool2d(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride,
                  const IntArrayRef &padding, bool ceil_mode, bool count_include_pad,
                  ::std::optional<int64_t> divisor_override, SourceLocation here) {
  return avgPool("avg_pool2d", 2, self, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override,
                 here);
}
Tensor avg_pool3d(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride,
                  const IntArrayRef &padding, bool ceil_mode, bool count_include_pad,
                  ::std::optional<int64_t> divisor_override, SourceLocation here) {
  return avgPool("avg_pool3d", 3, self, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override,
                 here);
}

} // namespace tenon
