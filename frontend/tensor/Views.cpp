//===- Views.cpp - Functions whose results share elements with their operand ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeFunctions.h"
#include "frontend/tensor/Build.h"
#include "frontend/tensor/Strides.h"
#include "frontend/tensor/ViewParts.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;

namespace {

/// Shares the elements where strides allow it, as in PyTorch; else copies, or throws where `mustShare`.
Tensor reshapeView(const Tensor &self, graph::Shape sizes, SourceLocation here, bool mustShare = false) {
  const NodePtr &node = nodeOf(self, here);
  graph::Shape before = node->sizes;
  if (self.implementation()->base && !reshapedStrides(before, stridesOf(*self.implementation()), sizes)) {
    if (mustShare)
      fail("view", node->describe() + " is a view whose elements do not lie in the order of " + toText(sizes) +
                       ": use reshape, which copies",
           here);
    return makeTensor(frontend::reshape(node, sizes, here));
  }
  return makeView(
      self, [sizes, here](const NodePtr &base) { return frontend::reshape(base, sizes, here); },
      [before, here](const NodePtr &, const NodePtr &value) { return frontend::reshape(value, before, here); },
      [before, sizes](const graph::Shape &strides) { return *reshapedStrides(before, strides, sizes); }, here);
}

Tensor transposeView(const Tensor &self, llvm::SmallVector<int64_t> permutation, SourceLocation here) {
  llvm::SmallVector<int64_t> inverse(permutation.size());
  for (auto [to, from] : llvm::enumerate(permutation))
    inverse[from] = to;
  return makeView(
      self, [permutation, here](const NodePtr &base) { return frontend::transpose(base, permutation, here); },
      [inverse, here](const NodePtr &, const NodePtr &value) { return frontend::transpose(value, inverse, here); },
      [permutation](const graph::Shape &strides) {
        return graph::Shape(llvm::map_range(permutation, [&](int64_t axis) { return strides[axis]; }));
      },
      here);
}

Tensor sliceView(const Tensor &self, int64_t axis, mlir::AffineExpr start, int64_t step, mlir::AffineExpr count,
                 SourceLocation here) {
  if (graph::constantSize(graph::normalizeSize(count)) == 0)
    return makeView(
        self, [=](const NodePtr &base) { return sliceAxis(base, axis, constantExpression(0), 1, count, here); },
        [](const NodePtr &base, const NodePtr &) { return base; }, [](const graph::Shape &strides) { return strides; },
        here);
  return makeView(
      self, [=](const NodePtr &base) { return sliceAxis(base, axis, start, step, count, here); },
      [=](const NodePtr &base, const NodePtr &value) {
        return replaceAxis(base, value, axis, start, step, count, here);
      },
      [axis, step](graph::Shape strides) {
        strides[axis] = graph::multiplySizes(strides[axis], constantExpression(step));
        return strides;
      },
      here);
}

graph::Shape withoutAxes(graph::ShapeRef sizes, llvm::ArrayRef<int64_t> axes) {
  graph::Shape result;
  for (auto [axis, size] : llvm::enumerate(sizes))
    if (!llvm::is_contained(axes, static_cast<int64_t>(axis)))
      result.push_back(size);
  return result;
}

} // namespace

namespace {

Tensor reshaped(const char *op, const Tensor &self, const SizeList &shape, bool mustShare, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  std::string error;
  for (const Size &size : shape)
    if (!size.is_symbolic() && size.expect_int() < -1)
      fail(op, "the size " + size.str() + " is negative", here);
  auto sizes = graph::reshapeShape(node->sizes, toShape(shape), error);
  if (failed(sizes))
    fail(op, node->describe() + " cannot be seen as " + toText(toShape(shape)) + ": the numbers of elements differ",
         here);
  return reshapeView(self, *sizes, here, mustShare);
}

} // namespace

Tensor reshape(const Tensor &self, const SizeList &shape, SourceLocation here) {
  return reshaped("reshape", self, shape, false, here);
}
Tensor Tensor::view(const SizeList &size, SourceLocation here) const {
  return reshaped("view", *this, size, true, here);
}

Tensor Tensor::view(ScalarType dtype, SourceLocation here) const {
  ScalarType before = this->dtype(here);
  if (elementSize(before) != elementSize(dtype) || (before == kBool) != (dtype == kBool))
    fail("view",
         nodeOf(*this, here)->describe() + " cannot be seen as " + tenon::toString(dtype) +
             ": the elements must be of one width",
         here);
  auto bitcast = [here](const NodePtr &node, ScalarType type) {
    return node->dtype == type ? node : elementwise("graph.bitcast", {node}, type, here);
  };
  return makeView(
      *this, [=](const NodePtr &base) { return bitcast(base, dtype); },
      [=](const NodePtr &, const NodePtr &value) { return bitcast(value, before); },
      [](const graph::Shape &strides) { return strides; }, here);
}

Tensor Tensor::unfold(int64_t dimension, int64_t size, int64_t step, SourceLocation here) const {
  const NodePtr &node = nodeOf(*this, here);
  int64_t axis = wrapDim(dimension, node->sizes.size(), "unfold", here);
  if (node->sizes.empty())
    fail("unfold", "a scalar tensor has no windows", here);
  int64_t all = this->size(dimension, here);
  if (size < 0 || size > all || step < 1)
    fail("unfold",
         "windows of " + std::to_string(size) + ", " + std::to_string(step) + " apart, do not fit dim " +
             std::to_string(dimension) + " of " + node->describe(),
         here);
  int64_t count = (all - size) / step + 1;
  graph::Shape windows = {constantExpression(count), constantExpression(size)};
  // The windows overlap: their elements are taken, and a write into one has no place.
  auto order = llvm::to_vector(llvm::seq<int64_t>(0, node->sizes.size() + 1));
  order.erase(order.begin() + axis + 1);
  order.push_back(axis + 1);
  return makeView(
      *this,
      [=](const NodePtr &base) {
        NodePtr first =
            elementwise("graph.mul", {iota(0, windows, kLong, here), filled(step, windows, kLong, here)}, kLong, here);
        NodePtr indices = elementwise("graph.add", {first, iota(1, windows, kLong, here)}, kLong, here);
        return frontend::transpose(frontend::gather(base, indices, axis, here), order, here);
      },
      nullptr,
      [axis, step](graph::Shape strides) {
        strides.push_back(strides[axis]);
        strides[axis] = graph::multiplySizes(strides[axis], constantExpression(step));
        return strides;
      },
      here);
}

Tensor &Tensor::become(const Tensor &view, SourceLocation here) {
  nodeOf(*this, here);
  if (!view.is_same(*this))
    replaceByView(*impl, *view.impl);
  return *this;
}

bool Tensor::is_contiguous(SourceLocation here) const {
  const NodePtr &node = nodeOf(*this, here);
  return !impl->base || isContiguous(node->sizes, stridesOf(*impl));
}
Tensor Tensor::contiguous(SourceLocation here) const { return is_contiguous(here) ? *this : clone(here); }
std::vector<Size> Tensor::strides(SourceLocation here) const {
  nodeOf(*this, here);
  SizeList sizes = toSizes(stridesOf(*impl), here);
  return std::vector<Size>(sizes.begin(), sizes.end());
}

Tensor flatten(const Tensor &self, int64_t start_dim, int64_t end_dim, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  int64_t rank = node->sizes.size();
  int64_t start = wrapDim(start_dim, rank, "flatten", here), end = wrapDim(end_dim, rank, "flatten", here);
  if (start > end)
    fail("flatten", "start_dim " + std::to_string(start_dim) + " comes after end_dim " + std::to_string(end_dim), here);
  if (rank == 0)
    return reshapeView(self, {constantExpression(1)}, here);
  graph::ShapeRef sizes = node->sizes;
  graph::Shape joined(sizes.take_front(start));
  joined.push_back(graph::elementCount(&context(), sizes.slice(start, end - start + 1)));
  llvm::append_range(joined, sizes.drop_front(end + 1));
  return reshapeView(self, joined, here);
}

Tensor unflatten(const Tensor &self, int64_t dim, const SizeList &sizes, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  int64_t axis = wrapDim(dim, node->sizes.size(), "unflatten", here);
  if (node->sizes.empty())
    fail("unflatten", "a scalar tensor has no dim to part", here);
  std::string error;
  auto parts = graph::reshapeShape({node->sizes[axis]}, toShape(sizes), error);
  if (failed(parts))
    fail("unflatten", "the size " + toText(node->sizes[axis]) + " of dim " + std::to_string(dim) +
                          " is not the product of " + toText(toShape(sizes)),
         here);
  graph::ShapeRef all = node->sizes;
  graph::Shape parted(all.take_front(axis));
  llvm::append_range(parted, *parts);
  llvm::append_range(parted, all.drop_front(axis + 1));
  return reshapeView(self, parted, here);
}

Tensor squeeze(const Tensor &self, SourceLocation here) {
  graph::Shape sizes;
  for (mlir::AffineExpr size : nodeOf(self, here)->sizes)
    if (graph::constantSize(size) != 1)
      sizes.push_back(size);
  return reshapeView(self, sizes, here);
}

Tensor squeeze(const Tensor &self, const IntArrayRef &dim, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  llvm::SmallVector<int64_t> dropped;
  if (!dim.empty())
    for (int64_t axis : wrapDims(dim, node->sizes.size(), "squeeze", here))
      if (graph::constantSize(node->sizes[axis]) == 1)
        dropped.push_back(axis);
  return reshapeView(self, withoutAxes(node->sizes, dropped), here);
}

Tensor unsqueeze(const Tensor &self, int64_t dim, SourceLocation here) {
  graph::Shape sizes = nodeOf(self, here)->sizes;
  int64_t axis = wrapDim(dim, sizes.size() + 1, "unsqueeze", here);
  sizes.insert(sizes.begin() + axis, constantExpression(1));
  return reshapeView(self, sizes, here);
}

Tensor permute(const Tensor &self, const IntArrayRef &dims, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  int64_t rank = node->sizes.size();
  llvm::SmallVector<int64_t> permutation;
  for (int64_t dim : dims)
    permutation.push_back(wrapDim(dim, rank, "permute", here));
  llvm::SmallVector<int64_t> sorted(permutation);
  llvm::sort(sorted);
  if (!llvm::equal(sorted, llvm::seq<int64_t>(0, rank)))
    fail("permute", "the dims must name each dim of " + node->describe() + " once", here);
  return transposeView(self, permutation, here);
}

Tensor transpose(const Tensor &self, int64_t dim0, int64_t dim1, SourceLocation here) {
  int64_t rank = nodeOf(self, here)->sizes.size();
  auto permutation = llvm::to_vector<6>(llvm::seq<int64_t>(0, rank));
  int64_t a = wrapDim(dim0, rank, "transpose", here), b = wrapDim(dim1, rank, "transpose", here);
  if (rank)
    std::swap(permutation[a], permutation[b]);
  return transposeView(self, llvm::SmallVector<int64_t>(permutation), here);
}

Tensor t(const Tensor &self, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  if (node->sizes.size() > 2)
    fail("t", "needs at most 2 dims, got " + node->describe() + ": use transpose", here);
  return node->sizes.size() < 2 ? self : transpose(self, 0, 1, here);
}

Tensor expand(const Tensor &self, const SizeList &size, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  graph::Shape sizes = toShape(size);
  if (sizes.size() < node->sizes.size())
    fail("expand", node->describe() + " has more dims than " + toText(sizes), here);
  size_t offset = sizes.size() - node->sizes.size();
  for (size_t i = 0; i < sizes.size(); ++i) {
    bool kept = graph::constantSize(sizes[i]) == -1;
    if (kept && i < offset)
      fail("expand", "-1 stands for a new dim in " + toText(sizes), here);
    if (kept)
      sizes[i] = node->sizes[i - offset];
    else if (i >= offset && graph::constantSize(node->sizes[i - offset]) != 1 &&
             !graph::sameSize(node->sizes[i - offset], sizes[i]))
      fail("expand", node->describe() + " cannot be repeated to " + toText(toShape(size)) +
                         ": only sizes of 1 can",
           here);
  }
  graph::Shape before = node->sizes;
  auto strides = [before, sizes, offset](const graph::Shape &strides) {
    graph::Shape result(sizes.size(), constantExpression(0));
    for (size_t i = offset; i < sizes.size(); ++i)
      if (graph::sameSize(before[i - offset], sizes[i]))
        result[i] = strides[i - offset];
    return result;
  };
  return makeView(
      self, [sizes, here](const NodePtr &base) { return broadcast(base, sizes, here); }, nullptr, strides, here);
}

Tensor broadcast_to(const Tensor &self, const SizeList &size, SourceLocation here) { return expand(self, size, here); }

Tensor select(const Tensor &self, int64_t dim, const Size &index, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  if (node->sizes.empty())
    fail("select", "a scalar tensor has no elements to choose from: use item()", here);
  int64_t axis = wrapDim(dim, node->sizes.size(), "select", here);
  std::optional<int64_t> size = graph::constantSize(node->sizes[axis]);
  mlir::AffineExpr start = toExpression(index);
  if (std::optional<int64_t> number = graph::constantSize(start)) {
    if (size && (*number >= *size || *number < -*size))
      fail("select", "index " + std::to_string(*number) + " is out of range for dim " + std::to_string(dim) + " of " +
                         node->describe(),
           here);
    if (*number < 0)
      start = graph::normalizeSize(node->sizes[axis] + start);
  }
  graph::Shape sizes = withoutAxes(node->sizes, {axis}), sliced = node->sizes;
  sliced[axis] = constantExpression(1);
  mlir::AffineExpr one = constantExpression(1);
  return makeView(
      self,
      [=](const NodePtr &base) { return frontend::reshape(sliceAxis(base, axis, start, 1, one, here), sizes, here); },
      [=](const NodePtr &base, const NodePtr &value) {
        return replaceAxis(base, frontend::reshape(value, sliced, here), axis, start, 1, one, here);
      },
      [axis](const graph::Shape &strides) { return withoutAxes(strides, {axis}); }, here);
}

Tensor narrow(const Tensor &self, int64_t dim, const Size &start, const Size &length, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  int64_t axis = wrapDim(dim, node->sizes.size(), "narrow", here);
  if (node->sizes.empty())
    fail("narrow", "a scalar tensor cannot be narrowed", here);
  mlir::AffineExpr first = toExpression(start), count = toExpression(length);
  auto size = graph::constantSize(node->sizes[axis]), from = graph::constantSize(first),
       taken = graph::constantSize(count);
  if (from && *from < 0) {
    first = graph::normalizeSize(node->sizes[axis] + first);
    from = graph::constantSize(first);
  }
  if ((taken && *taken < 0) || (from && *from < 0) || (size && from && taken && *from + *taken > *size))
    fail("narrow", "start " + start.str() + " and length " + length.str() + " reach beyond dim " +
                       std::to_string(dim) + " of " + node->describe(),
         here);
  return sliceView(self, axis, first, 1, count, here);
}

namespace {

/// A bound of a slice, from the end where negative, and clamped where that can be known.
mlir::AffineExpr boundOf(const std::optional<Size> &bound, mlir::AffineExpr size, int64_t otherwise) {
  if (!bound)
    return otherwise == 0 ? constantExpression(0) : size;
  mlir::AffineExpr value = toExpression(*bound);
  std::optional<int64_t> number = graph::constantSize(value), all = graph::constantSize(size);
  if (!number)
    return value;
  if (*number >= 0)
    return all ? constantExpression(std::min(*number, *all)) : value;
  return all ? constantExpression(std::max<int64_t>(*all + *number, 0)) : graph::normalizeSize(size + value);
}

} // namespace

Tensor slice(const Tensor &self, int64_t dim, const std::optional<Size> &start, const std::optional<Size> &end,
             int64_t step, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  if (node->sizes.empty())
    fail("slice", "a scalar tensor cannot be sliced", here);
  if (step < 1)
    fail("slice", "the step is " + std::to_string(step) + ", expected 1 or more: use flip to go backwards", here);
  int64_t axis = wrapDim(dim, node->sizes.size(), "slice", here);
  mlir::AffineExpr size = node->sizes[axis];
  if (end && !end->is_symbolic() && end->expect_int() >= 0 && !graph::constantSize(size))
    fail("slice", "the end " + end->str() + " may lie beyond the symbolic size " + toText(size) +
                      ": use narrow where it does not",
         here);
  mlir::AffineExpr first = boundOf(start, size, 0), last = boundOf(end, size, 1);
  mlir::AffineExpr count = graph::normalizeSize((last - first + (step - 1)).floorDiv(step));
  if (auto number = graph::constantSize(count); number && *number < 0)
    count = constantExpression(0);
  return sliceView(self, axis, first, step, count, here);
}

TensorList split_with_sizes(const Tensor &self, const SizeList &split_sizes, int64_t dim, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  int64_t axis = wrapDim(dim, node->sizes.size(), "split", here);
  Size total = 0;
  for (const Size &size : split_sizes)
    total += size;
  if (node->sizes.empty() || !graph::sameSize(toExpression(total), node->sizes[axis]))
    fail("split", "the sizes " + toText(toShape(split_sizes)) + " do not add up to dim " + std::to_string(dim) +
                      " of " + node->describe(),
         here);
  TensorList parts;
  Size start = 0;
  for (const Size &size : split_sizes) {
    parts.push_back(narrow(self, axis, start, size, here));
    start += size;
  }
  return parts;
}

TensorList split(const Tensor &self, int64_t split_size, int64_t dim, SourceLocation here) {
  if (split_size < 1)
    fail("split", "the size of a part is " + std::to_string(split_size) + ", expected 1 or more", here);
  int64_t all = self.size(dim, here);
  std::vector<int64_t> sizes;
  for (int64_t start = 0; start < all || sizes.empty(); start += split_size)
    sizes.push_back(std::min(split_size, all - start));
  return split_with_sizes(self, sizes, dim, here);
}

TensorList chunk(const Tensor &self, int64_t chunks, int64_t dim, SourceLocation here) {
  if (chunks < 1)
    fail("chunk", "the number of chunks is " + std::to_string(chunks) + ", expected 1 or more", here);
  Size size = self.size(dim, here);
  if (size.is_symbolic()) // parts of one size, which must add up
    return split_with_sizes(self, std::vector<Size>(chunks, size / chunks), dim, here);
  return split(self, std::max<int64_t>((size.expect_int() + chunks - 1) / chunks, 1), dim, here);
}

TensorList unbind(const Tensor &self, int64_t dim, SourceLocation here) {
  TensorList parts;
  int64_t count = self.size(dim, here);
  for (int64_t i = 0; i < count; ++i)
    parts.push_back(select(self, dim, i, here));
  return parts;
}

} // namespace tenon
