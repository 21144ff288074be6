//===- Uniques.cpp - Different elements, and elements repeated ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The number of results depends on values: which elements begin a run of equal
// ones is read, and the results of that size are made at once.

#include "frontend/tensor/Indices.h"
#include "frontend/tensor/Lines.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <numeric>

namespace tenon {

using namespace frontend;

using Uniques = std::tuple<Tensor, Tensor, Tensor>;

namespace {

constexpr const char *insteadOfUnique = "sort, and compare neighbours";

Tensor none(SourceLocation here) { return empty({0}, kLong, here); }

/// Whether each slice of dim 0 differs from the one before.
NodePtr differsFromPrevious(const NodePtr &node, SourceLocation here) {
  NodePtr number = iota(0, {node->sizes[0]}, kLong, here), zero = filled(0, number->sizes, kLong, here);
  NodePtr before = elementwise("graph.sub", {number, filled(1, number->sizes, kLong, here)}, kLong, here);
  before = elementwise("graph.max", {before, zero}, kLong, here);
  NodePtr differs =
      frontend::compare(graph::Predicate::ne, node, frontend::gather(node, before, 0, here), here);
  auto axes = llvm::to_vector(llvm::seq<int64_t>(1, node->sizes.size()));
  if (!axes.empty())
    differs = frontend::reduce(graph::ReductionKind::any, differs, axes, kBool, here);
  NodePtr isFirst = frontend::compare(graph::Predicate::eq, number, zero, here);
  return elementwise("graph.or", {differs, isFirst}, kBool, here);
}

/// For each slice the number of the run of equal ones that it is in.
NodePtr numbersOfRuns(const NodePtr &isNew, SourceLocation here) {
  NodePtr numbers = frontend::scan(graph::ScanKind::sum, cast(isNew, kLong, here), 0, here);
  return elementwise("graph.sub", {numbers, filled(1, numbers->sizes, kLong, here)}, kLong, here);
}

/// Of slices along dim 0 of `node`, which `order` puts in order, where it is given.
Uniques uniqueSlices(const NodePtr &node, const NodePtr &order, bool inverse, bool counts, SourceLocation here) {
  NodePtr sorted = order ? frontend::gather(node, order, 0, here) : node;
  NodePtr isNew = differsFromPrevious(sorted, here);
  std::vector<int64_t> begins = numbersOf(makeTensor(isNew), here);
  Uniques result{makeTensor(gatherNow(sorted, begins, 0, here)), none(here), none(here)};
  if (inverse) {
    NodePtr numbers = numbersOfRuns(isNew, here);
    if (order)
      numbers = frontend::scatter(graph::ScatterKind::replace, filled(0, numbers->sizes, kLong, here), order, numbers, 0,
                                  here);
    std::get<1>(result) = makeTensor(numbers);
  }
  if (counts) {
    begins.push_back(*graph::constantSize(node->sizes[0]));
    for (size_t i = 0; i + 1 < begins.size(); ++i)
      begins[i] = begins[i + 1] - begins[i];
    std::get<2>(result) = makeTensor(vectorOf(llvm::ArrayRef(begins).drop_back(), here));
  }
  return result;
}

/// Of all elements in row-major order; the inverse has the sizes of `self`.
Uniques uniqueElements(const Tensor &self, bool isSorted, bool inverse, bool counts, SourceLocation here) {
  NodePtr own = nodeOf(self, here), node = nodeOf(reshape(self, {-1}, here), here);
  if (own->elementCount() == 0)
    return {makeTensor(node), inverse ? empty(self.sizes(here), kLong, here) : none(here), none(here)};
  NodePtr order = isSorted ? nullptr : frontend::sort(node, 0, false, here).indices;
  auto [values, numbers, lengths] = uniqueSlices(node, order, inverse, counts, here);
  return {values, inverse ? reshape(numbers, self.sizes(here), here) : numbers, lengths};
}

/// The order of the slices of dim 0 by their elements. Reads the values.
NodePtr orderOfSlices(const NodePtr &node, SourceLocation here) {
  auto sorted = [&](auto type) {
    using T = decltype(type);
    Tensor wide = makeTensor(cast(node, CppTypeToScalarType<T>::value, here));
    const T *data = wide.const_data_ptr<T>(here);
    int64_t count = *graph::constantSize(node->sizes[0]), length = count ? node->elementCount() / count : 0;
    std::vector<int64_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
      const T *first = data + a * length, *second = data + b * length;
      auto [x, y] = std::mismatch(first, first + length, second);
      return x == first + length ? a < b : *x < *y;
    });
    return vectorOf(order, here);
  };
  return isFloatingType(node->dtype) ? sorted(double()) : node->dtype == kUInt64 ? sorted(uint64_t()) : sorted(int64_t());
}

Uniques uniqueAlong(const char *op, const Tensor &self, int64_t dim, bool isSorted, bool inverse, bool counts,
                    SourceLocation here) {
  const NodePtr &own = nodeOf(self, here);
  int64_t axis = wrapDim(dim, own->sizes.size(), op, here);
  if (own->sizes.empty() || own->elementCount() == 0)
    fail(op, "there are no slices along dim " + std::to_string(dim) + " of " + own->describe(), here);
  NodePtr node = nodeOf(transpose(self, 0, axis, here), here);
  NodePtr order = isSorted ? nullptr : orderOfSlices(node, here);
  auto [values, numbers, lengths] = uniqueSlices(node, order, inverse, counts, here);
  return {makeTensor(nodeOf(transpose(values, 0, axis, here), here)), numbers, lengths};
}

} // namespace

Uniques _unique2(const Tensor &self, bool, bool return_inverse, bool return_counts, SourceLocation here) {
  requireValues("unique", self, insteadOfUnique, here);
  return uniqueElements(self, /*isSorted=*/false, return_inverse, return_counts, here);
}
TensorPair _unique(const Tensor &self, bool sorted, bool return_inverse, SourceLocation here) {
  auto [values, inverse, counts] = _unique2(self, sorted, return_inverse, false, here);
  return {values, inverse};
}
Uniques unique_consecutive(const Tensor &self, bool return_inverse, bool return_counts, std::optional<int64_t> dim,
                           SourceLocation here) {
  requireValues("unique_consecutive", self, insteadOfUnique, here);
  if (dim)
    return uniqueAlong("unique_consecutive", self, *dim, /*isSorted=*/true, return_inverse, return_counts, here);
  return uniqueElements(self, /*isSorted=*/true, return_inverse, return_counts, here);
}
Uniques unique_dim(const Tensor &self, int64_t dim, bool, bool return_inverse, bool return_counts,
                   SourceLocation here) {
  requireValues("unique_dim", self, insteadOfUnique, here);
  return uniqueAlong("unique_dim", self, dim, /*isSorted=*/false, return_inverse, return_counts, here);
}

//===----------------------------------------------------------------------===//
// Repeated elements
//===----------------------------------------------------------------------===//

/// For each result the index of what it repeats.
static std::vector<int64_t> repeatedIndices(const Tensor &repeats, std::optional<int64_t> outputSize,
                                            SourceLocation here) {
  requireValues("repeat_interleave", repeats, "repeat by a number, or mask what is too much", here);
  NodePtr node = indicesOf("repeat_interleave", repeats, here);
  if (node->sizes.size() != 1)
    fail("repeat_interleave", "repeats must be a vector, got " + node->describe(), here);
  Tensor numbers = makeTensor(node);
  const int64_t *counts = numbers.const_data_ptr<int64_t>(here);
  std::vector<int64_t> result;
  for (int64_t i = 0, size = node->elementCount(); i < size; ++i) {
    if (counts[i] < 0)
      fail("repeat_interleave", "an element cannot be repeated " + std::to_string(counts[i]) + " times", here);
    result.insert(result.end(), counts[i], i);
  }
  if (outputSize && *outputSize != static_cast<int64_t>(result.size()))
    fail("repeat_interleave", "the repeats add up to " + std::to_string(result.size()) + ", not to output_size " +
                                  std::to_string(*outputSize),
         here);
  return result;
}

Tensor repeat_interleave(const Tensor &repeats, std::optional<int64_t> output_size, SourceLocation here) {
  return makeTensor(vectorOf(repeatedIndices(repeats, output_size, here), here));
}

Tensor repeat_interleave(const Tensor &self, const Tensor &repeats, std::optional<int64_t> dim,
                         std::optional<int64_t> output_size, SourceLocation here) {
  Tensor input = dim ? self : reshape(self, {-1}, here);
  int64_t axis = wrapDim(dim.value_or(0), input.dim(here), "repeat_interleave", here);
  Size size = input.dim(here) ? input.size(axis, here) : Size(1);
  Tensor each = repeats;
  if (nodeOf(repeats, here)->sizes.empty() || repeats.size(0, here) == 1)
    each = expand(reshape(repeats, {1}, here), {size}, here);
  else if (repeats.dim(here) != 1 || repeats.size(0, here) != size)
    fail("repeat_interleave", "repeats must be one number, or one for each of " + size.str() + " slices, got " +
                                  nodeOf(repeats, here)->describe(),
         here);
  std::vector<int64_t> indices = repeatedIndices(each, output_size, here);
  NodePtr node = atLeastVector(nodeOf(input, here), here);
  return makeTensor(gatherNow(node, indices, axis, here));
}

} // namespace tenon
