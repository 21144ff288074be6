//===- Searching.cpp - Elements found among others, and counted -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Indices.h"
#include "frontend/tensor/Lines.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"

namespace tenon {

using namespace frontend;

namespace {

NodePtr apply(const char *name, const NodePtr &a, const NodePtr &b, SourceLocation here) {
  return elementwise(name, {a, b}, a->dtype, here);
}
NodePtr like(const NodePtr &node, const Scalar &number, SourceLocation here) {
  return filled(number, node->sizes, node->dtype, here);
}

/// How many elements of the `size` last ones that `elementAt` reads come before each value, in log2(size) steps. The
/// answer grows by powers of two, as long as the element before the next answer comes before the value, too.
NodePtr countBefore(int64_t size, const NodePtr &values, bool right,
                    llvm::function_ref<NodePtr(const NodePtr &place)> elementAt, SourceLocation here) {
  NodePtr answer = filled(0, values->sizes, kLong, here);
  for (uint64_t step = llvm::bit_floor<uint64_t>(size); step > 0; step /= 2) {
    NodePtr next = apply("graph.add", answer, like(answer, static_cast<int64_t>(step), here), here);
    NodePtr last = apply("graph.min", next, like(answer, size, here), here);
    NodePtr element = elementAt(apply("graph.sub", last, like(answer, 1, here), here));
    // Not the opposite comparison: NaN comes behind all.
    NodePtr isBehind =
        frontend::compare(right ? graph::Predicate::gt : graph::Predicate::ge, element, values, here);
    NodePtr comesBefore = elementwise("graph.not", {isBehind}, kBool, here);
    NodePtr exists = frontend::compare(graph::Predicate::le, next, like(answer, size, here), here);
    answer = frontend::select(elementwise("graph.and", {comesBefore, exists}, kBool, here), next, answer, here);
  }
  return answer;
}

Tensor search(const char *op, const Tensor &sequence, const Tensor &self, bool outInt32, bool right,
              const std::optional<std::string> &side, const OptionalTensor &sorter, SourceLocation here) {
  if (side && *side != "left" && *side != "right")
    fail(op, "the side is left or right, not '" + *side + "'", here);
  if (side && *side == "left" && right)
    fail(op, "right contradicts the side left", here);
  right |= side && *side == "right";
  NodePtr sorted = nodeOf(sequence, here), values = nodeOf(self, here);
  size_t rank = sorted->sizes.size();
  bool isVector = rank == 1;
  graph::ShapeRef sizes = sorted->sizes, own = values->sizes;
  if (rank == 0 || (!isVector && (own.size() != rank || !sameSizes(sizes.drop_back(), own.drop_back()))))
    fail(op, "the sequence must be a vector, or have the dims of the values but for the last, got " +
                 sorted->describe() + " and " + values->describe(),
         here);
  auto size = graph::constantSize(sizes.back());
  if (!size)
    fail(op, "the last size of the sequence " + sorted->describe() + " must be known", here);
  int64_t axis = rank - 1;
  if (sorter)
    sorted = takeAlong(sorted, indicesOf(op, *sorter, here), axis, here);
  ScalarType type = promote_types(sorted->dtype, values->dtype, here);
  sorted = cast(sorted, type, here);
  values = cast(values, type, here);
  NodePtr found = countBefore(
      *size, values, right,
      [&](const NodePtr &place) {
        return isVector ? frontend::gather(sorted, place, 0, here) : takeAlong(sorted, place, axis, here);
      },
      here);
  return makeTensor(cast(found, outInt32 ? kInt : kLong, here));
}

Tensor numberLike(const Tensor &tensor, const Scalar &number, SourceLocation here) {
  bool isFloat = number.isFloatingPoint() && !isFloatingType(tensor.dtype(here));
  return full({}, number, isFloat ? kFloat : tensor.dtype(here), here);
}

} // namespace

Tensor searchsorted(const Tensor &sorted_sequence, const Tensor &self, bool out_int32, bool right,
                    const std::optional<std::string> &side, const OptionalTensor &sorter, SourceLocation here) {
  return search("searchsorted", sorted_sequence, self, out_int32, right, side, sorter, here);
}
Tensor searchsorted(const Tensor &sorted_sequence, const Scalar &self, bool out_int32, bool right,
                    const std::optional<std::string> &side, const OptionalTensor &sorter, SourceLocation here) {
  return search("searchsorted", sorted_sequence, numberLike(sorted_sequence, self, here), out_int32, right, side,
                sorter, here);
}
Tensor bucketize(const Tensor &self, const Tensor &boundaries, bool out_int32, bool right, SourceLocation here) {
  if (boundaries.dim(here) != 1)
    fail("bucketize", "the boundaries must be a vector, got " + nodeOf(boundaries, here)->describe(), here);
  return search("bucketize", boundaries, self, out_int32, right, std::nullopt, {}, here);
}
Tensor bucketize(const Scalar &self, const Tensor &boundaries, bool out_int32, bool right, SourceLocation here) {
  return bucketize(numberLike(boundaries, self, here), boundaries, out_int32, right, here);
}

Tensor isin(const Tensor &elements, const Tensor &test_elements, bool, bool invert, SourceLocation here) {
  NodePtr node = nodeOf(elements, here);
  NodePtr tests = nodeOf(reshape(test_elements, {-1}, here), here);
  ScalarType type = promote_types(node->dtype, tests->dtype, here);
  // Bools are compared as numbers.
  type = type == kBool ? kByte : type;
  node = cast(node, type, here);
  tests = cast(tests, type, here);
  constexpr int64_t few = 16;
  auto count = graph::constantSize(tests->sizes[0]);
  NodePtr found;
  if (count && *count > few) {
    NodePtr sorted = frontend::sort(tests, 0, false, here).values;
    NodePtr place = nodeOf(search("isin", makeTensor(sorted), makeTensor(node), false, false, {}, {}, here), here);
    found = frontend::compare(graph::Predicate::eq, frontend::gather(sorted, place, 0, here), node, here);
  } else {
    graph::Shape sizes = node->sizes;
    int64_t last = sizes.size();
    sizes.push_back(tests->sizes[0]);
    auto axes = llvm::to_vector(llvm::seq<int64_t>(0, last));
    NodePtr same = frontend::compare(graph::Predicate::eq, broadcast(node, sizes, axes, here),
                                     broadcast(tests, sizes, {last}, here), here);
    found = frontend::reduce(graph::ReductionKind::any, same, {last}, kBool, here);
  }
  return makeTensor(invert ? elementwise("graph.not", {found}, kBool, here) : found);
}
Tensor isin(const Tensor &elements, const Scalar &test_element, bool assume_unique, bool invert,
            SourceLocation here) {
  return isin(elements, numberLike(elements, test_element, here), assume_unique, invert, here);
}
Tensor isin(const Scalar &element, const Tensor &test_elements, bool assume_unique, bool invert,
            SourceLocation here) {
  return isin(numberLike(test_elements, element, here), test_elements, assume_unique, invert, here);
}

//===----------------------------------------------------------------------===//
// Counting
//===----------------------------------------------------------------------===//

Tensor histc(const Tensor &self, int64_t bins, const Scalar &min, const Scalar &max, SourceLocation here) {
  NodePtr values = nodeOf(reshape(self, {-1}, here), here);
  if (bins < 1 || !isFloatingType(values->dtype))
    fail("histc", "needs floats and at least one bin, got " + values->describe() + " and " + std::to_string(bins), here);
  double first = min.toDouble(), last = max.toDouble();
  if (!(first <= last))
    fail("histc", "min must not be more than max", here);
  ScalarType type = values->dtype;
  NodePtr low = makeNumber(first, type, here), high = makeNumber(last, type, here);
  if (first == last && graph::constantSize(values->sizes[0]) != 0) {
    low = frontend::reduce(graph::ReductionKind::min, values, {0}, type, here);
    high = frontend::reduce(graph::ReductionKind::max, values, {0}, type, here);
    // A single value lies in the middle.
    NodePtr isPoint = frontend::compare(graph::Predicate::eq, low, high, here), one = like(low, 1, here);
    NodePtr below = apply("graph.sub", low, one, here), above = apply("graph.add", high, one, here);
    low = frontend::select(isPoint, below, low, here);
    high = frontend::select(isPoint, above, high, here);
  }
  auto everywhere = [&](const NodePtr &number) { return broadcast(number, values->sizes, here); };
  NodePtr width = apply("graph.sub", high, low, here);
  NodePtr place = apply("graph.sub", values, everywhere(low), here);
  place = apply("graph.div", apply("graph.mul", place, like(place, bins, here), here), everywhere(width), here);
  NodePtr isInside = elementwise("graph.and",
                                 {frontend::compare(graph::Predicate::ge, values, everywhere(low), here),
                                  frontend::compare(graph::Predicate::le, values, everywhere(high), here)},
                                 kBool, here);
  // The largest value belongs to the last bin; one outside of all to none.
  place = frontend::select(isInside, place, like(place, 0, here), here);
  NodePtr bin = cast(place, kLong, here);
  bin = apply("graph.min", bin, like(bin, bins - 1, here), here);
  bin = frontend::select(isInside, bin, like(bin, bins, here), here);
  NodePtr counts = filled(0, {constantExpression(bins)}, type, here);
  return makeTensor(
      frontend::scatter(graph::ScatterKind::sum, counts, bin, filled(1, values->sizes, type, here), 0, here));
}

Tensor bincount(const Tensor &self, const OptionalTensor &weights, int64_t minlength, SourceLocation here) {
  requireValues("bincount", self, "add into a tensor of a known size, zeros({n}).index_add_(0, self, weights)", here);
  NodePtr node = nodeOf(self, here);
  if (node->sizes.size() != 1 || isFloatingType(node->dtype) || node->dtype == kBool || minlength < 0)
    fail("bincount", "needs a vector of integers, and a minlength of at least 0, got " + node->describe(), here);
  bool isEmpty = node->elementCount() == 0;
  int64_t count = minlength;
  if (!isEmpty) {
    if (min(self, here).item(here).toLong() < 0)
      fail("bincount", "numbers below 0 cannot be counted", here);
    count = std::max(count, max(self, here).item(here).toLong() + 1);
  }
  NodePtr updates = filled(1, node->sizes, kLong, here);
  if (weights) {
    updates = nodeOf(*weights, here);
    if (!sameSizes(updates->sizes, node->sizes))
      fail("bincount", "there must be one weight for each element, got " + updates->describe() + " for " +
                           node->describe(),
           here);
    updates = cast(updates, updates->dtype == kFloat ? kFloat : kDouble, here);
  }
  NodePtr sums = filled(0, {constantExpression(count)}, updates->dtype, here);
  if (isEmpty)
    return makeTensor(sums);
  return makeTensor(
      frontend::scatter(graph::ScatterKind::sum, sums, cast(node, kLong, here), updates, 0, here));
}

} // namespace tenon
