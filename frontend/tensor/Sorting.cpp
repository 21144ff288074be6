//===- Sorting.cpp - Functions of the order of elements -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Lines.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;

namespace {

/// Along a dim, of which a scalar tensor has one with one element.
struct Line {
  NodePtr node;
  int64_t axis;
  bool isScalar;

  Line(const char *op, const Tensor &self, int64_t dim, SourceLocation here) {
    const NodePtr &own = nodeOf(self, here);
    axis = wrapDim(dim, own->sizes.size(), op, here);
    isScalar = own->sizes.empty();
    node = atLeastVector(own, here);
  }

  mlir::AffineExpr size() const { return node->sizes[axis]; }
  graph::Shape sizesWith(mlir::AffineExpr size) const {
    graph::Shape sizes = node->sizes;
    sizes[axis] = size;
    return sizes;
  }
  /// A tensor of one element on the axis, which the result lacks unless `keepdim`.
  Tensor reduced(const NodePtr &result, bool keepdim, SourceLocation here) const {
    graph::Shape sizes = result->sizes;
    if (isScalar || !keepdim)
      sizes.erase(sizes.begin() + axis);
    return makeTensor(frontend::reshape(result, sizes, here));
  }
  Tensor whole(const NodePtr &result, SourceLocation here) const {
    return makeTensor(isScalar ? frontend::reshape(result, {}, here) : result);
  }
};

/// The first `count` elements from `start` on.
NodePtr part(const NodePtr &node, int64_t axis, mlir::AffineExpr start, int64_t count, SourceLocation here) {
  graph::Shape starts(node->sizes.size(), constantExpression(0)), sizes = node->sizes;
  starts[axis] = graph::normalizeSize(start);
  sizes[axis] = constantExpression(count);
  return frontend::slice(node, starts, llvm::SmallVector<int64_t>(sizes.size(), 1), sizes, here);
}

NodePtr apply(const char *name, const NodePtr &a, const NodePtr &b, SourceLocation here) {
  return elementwise(name, {a, b}, a->dtype, here);
}
NodePtr like(const NodePtr &node, const Scalar &number, SourceLocation here) {
  return filled(number, node->sizes, node->dtype, here);
}

/// Reduced along the axis, which stays with size 1.
NodePtr reduceLine(graph::ReductionKind kind, const NodePtr &node, int64_t axis, ScalarType dtype, SourceLocation here) {
  graph::Shape sizes = node->sizes;
  sizes[axis] = constantExpression(1);
  return frontend::reshape(frontend::reduce(kind, node, {axis}, dtype, here), sizes, here);
}

NodePtr isNan(const NodePtr &node, SourceLocation here) {
  if (!isFloatingType(node->dtype))
    return filled(false, node->sizes, kBool, here);
  return elementwise("graph.is_nan", {node}, kBool, here);
}

/// How many elements of each line are numbers, int64.
NodePtr countNumbers(const Line &line, SourceLocation here) {
  NodePtr numbers = elementwise("graph.not", {isNan(line.node, here)}, kBool, here);
  return reduceLine(graph::ReductionKind::sum, cast(numbers, kLong, here), line.axis, kLong, here);
}

void refuseEmpty(const char *op, const Line &line, SourceLocation here) {
  if (graph::constantSize(line.size()) == 0)
    fail(op, "there is no element to choose in " + line.node->describe(), here);
}

} // namespace

//===----------------------------------------------------------------------===//
// All of a line
//===----------------------------------------------------------------------===//

TensorPair sort(const Tensor &self, int64_t dim, bool descending, SourceLocation here) {
  Line line("sort", self, dim, here);
  SortedNodes sorted = frontend::sort(line.node, line.axis, descending, here);
  return {line.whole(sorted.values, here), line.whole(sorted.indices, here)};
}
TensorPair sort(const Tensor &self, std::optional<bool>, int64_t dim, bool descending, SourceLocation here) {
  return sort(self, dim, descending, here);
}
Tensor argsort(const Tensor &self, int64_t dim, bool descending, SourceLocation here) {
  return std::get<1>(sort(self, dim, descending, here));
}
Tensor argsort(const Tensor &self, Stable, int64_t dim, bool descending, SourceLocation here) {
  return argsort(self, dim, descending, here);
}
Tensor msort(const Tensor &self, SourceLocation here) { return std::get<0>(sort(self, 0, false, here)); }

TensorPair topk(const Tensor &self, int64_t k, int64_t dim, bool largest, bool, SourceLocation here) {
  Line line("topk", self, dim, here);
  auto size = graph::constantSize(line.size());
  if (k < 0 || (size && k > *size))
    fail("topk", "there are not " + std::to_string(k) + " elements in dim " + std::to_string(dim) + " of " +
                     nodeOf(self, here)->describe(),
         here);
  SortedNodes sorted = frontend::sort(line.node, line.axis, largest, here);
  mlir::AffineExpr first = constantExpression(0);
  return {line.whole(part(sorted.values, line.axis, first, k, here), here),
          line.whole(part(sorted.indices, line.axis, first, k, here), here)};
}

//===----------------------------------------------------------------------===//
// One element
//===----------------------------------------------------------------------===//

TensorPair kthvalue(const Tensor &self, int64_t k, int64_t dim, bool keepdim, SourceLocation here) {
  Line line("kthvalue", self, dim, here);
  auto size = graph::constantSize(line.size());
  if (k < 1 || (size && k > *size))
    fail("kthvalue", "there is no element number " + std::to_string(k) + " in dim " + std::to_string(dim) + " of " +
                         nodeOf(self, here)->describe(),
         here);
  SortedNodes sorted = frontend::sort(line.node, line.axis, false, here);
  mlir::AffineExpr place = constantExpression(k - 1);
  return {line.reduced(part(sorted.values, line.axis, place, 1, here), keepdim, here),
          line.reduced(part(sorted.indices, line.axis, place, 1, here), keepdim, here)};
}

namespace {

/// With `ignoreNan` the middle of the numbers, else the first NaN where there is one.
TensorPair middle(const char *op, const Tensor &self, int64_t dim, bool keepdim, bool ignoreNan, SourceLocation here) {
  Line line(op, self, dim, here);
  refuseEmpty(op, line, here);
  SortedNodes sorted = frontend::sort(line.node, line.axis, false, here);
  graph::Shape one = line.sizesWith(constantExpression(1));
  NodePtr all = broadcast(sizeNode(line.size(), kLong, here), one, here), numbers = countNumbers(line, here);
  NodePtr count = ignoreNan ? numbers : all;
  NodePtr place = apply("graph.sub", count, like(count, 1, here), here);
  place = apply("graph.max", apply("graph.shift_right", place, like(place, 1, here), here), like(place, 0, here), here);
  if (!ignoreNan) {
    // NaN come behind the numbers, the first one first.
    NodePtr hasNan = frontend::compare(graph::Predicate::lt, numbers, all, here);
    place = frontend::select(hasNan, numbers, place, here);
  }
  return {line.reduced(takeAlong(sorted.values, place, line.axis, here), keepdim, here),
          line.reduced(takeAlong(sorted.indices, place, line.axis, here), keepdim, here)};
}

} // namespace

Tensor median(const Tensor &self, SourceLocation here) {
  return std::get<0>(middle("median", reshape(self, {-1}, here), 0, false, false, here));
}
TensorPair median(const Tensor &self, int64_t dim, bool keepdim, SourceLocation here) {
  return middle("median", self, dim, keepdim, false, here);
}
Tensor nanmedian(const Tensor &self, SourceLocation here) {
  return std::get<0>(middle("nanmedian", reshape(self, {-1}, here), 0, false, true, here));
}
TensorPair nanmedian(const Tensor &self, int64_t dim, bool keepdim, SourceLocation here) {
  return middle("nanmedian", self, dim, keepdim, true, here);
}

TensorPair mode(const Tensor &self, int64_t dim, bool keepdim, SourceLocation here) {
  Line line("mode", self, dim, here);
  refuseEmpty("mode", line, here);
  SortedNodes sorted = frontend::sort(line.node, line.axis, false, here);
  // Where runs of equal elements begin, and from that how long each is up to an element.
  NodePtr number = iota(line.axis, line.node->sizes, kLong, here), zero = like(number, 0, here);
  NodePtr before = apply("graph.max", apply("graph.sub", number, like(number, 1, here), here), zero, here);
  NodePtr previous = takeAlong(sorted.values, before, line.axis, here);
  NodePtr begins = frontend::compare(graph::Predicate::ne, sorted.values, previous, here);
  NodePtr begin = frontend::scan(graph::ScanKind::max, frontend::select(begins, number, zero, here), line.axis, here);
  NodePtr length = apply("graph.sub", number, begin, here);
  graph::Shape without = length->sizes;
  without.erase(without.begin() + line.axis);
  NodePtr longest = makeOp("graph.arg_reduce", {length},
                           {attribute("kind", graph::ReductionKindAttr::get(&context(), graph::ReductionKind::max)),
                            attribute("axis", line.axis)},
                           without, kLong, here);
  longest = frontend::reshape(longest, line.sizesWith(constantExpression(1)), here);
  return {line.reduced(takeAlong(sorted.values, longest, line.axis, here), keepdim, here),
          line.reduced(takeAlong(sorted.indices, longest, line.axis, here), keepdim, here)};
}

//===----------------------------------------------------------------------===//
// Quantiles
//===----------------------------------------------------------------------===//

namespace {

enum class Interpolation { linear, lower, higher, midpoint, nearest };

Interpolation interpolationOf(const char *op, const std::string &name, SourceLocation here) {
  static constexpr llvm::StringLiteral names[] = {"linear", "lower", "higher", "midpoint", "nearest"};
  const auto *found = llvm::find(names, llvm::StringRef(name));
  if (found == std::end(names))
    fail(op, "there is no interpolation '" + name + "', only linear, lower, higher, midpoint and nearest", here);
  return static_cast<Interpolation>(found - std::begin(names));
}

/// The elements of sorted lines at places that need not be whole numbers, both along the last axis.
NodePtr elementsAt(const NodePtr &sorted, NodePtr places, Interpolation interpolation, SourceLocation here) {
  int64_t axis = sorted->sizes.size() - 1;
  auto rounded = [&](const char *name) { return elementwise(name, {places}, places->dtype, here); };
  auto taken = [&](const NodePtr &at) { return takeAlong(sorted, cast(at, kLong, here), axis, here); };
  if (interpolation == Interpolation::lower)
    return taken(rounded("graph.floor"));
  if (interpolation == Interpolation::higher)
    return taken(rounded("graph.ceil"));
  if (interpolation == Interpolation::nearest)
    return taken(rounded("graph.round"));
  NodePtr floor = rounded("graph.floor"), low = taken(floor), high = taken(rounded("graph.ceil"));
  NodePtr weight = interpolation == Interpolation::midpoint ? like(places, 0.5, here)
                                                            : apply("graph.sub", places, floor, here);
  NodePtr step = apply("graph.mul", cast(weight, low->dtype, here), apply("graph.sub", high, low, here), here);
  // Two equal infinities have no difference.
  NodePtr isSame = frontend::compare(graph::Predicate::eq, low, high, here);
  return frontend::select(isSame, low, apply("graph.add", low, step, here), here);
}

Tensor quantiles(const char *op, const Tensor &self, const Tensor &q, std::optional<int64_t> dim, bool keepdim,
                 const std::string &interpolation, bool ignoreNan, SourceLocation here) {
  Interpolation how = interpolationOf(op, interpolation, here);
  NodePtr fractions = nodeOf(q, here);
  ScalarType type = nodeOf(self, here)->dtype;
  if ((type != kFloat && type != kDouble) || fractions->dtype != type || fractions->sizes.size() > 1)
    fail(op, "needs float32 or float64 and a number or vector q of that type, got " + nodeOf(self, here)->describe() +
                 " and " + fractions->describe(),
         here);
  Tensor flat = dim ? self : reshape(self, {-1}, here);
  Line line(op, flat, dim.value_or(0), here);
  refuseEmpty(op, line, here);
  // The line last, then the places of all fractions along it.
  NodePtr moved = nodeOf(transpose(makeTensor(line.node), line.axis, -1, here), here);
  int64_t axis = moved->sizes.size() - 1;
  Line last(op, makeTensor(moved), axis, here);
  NodePtr sorted = frontend::sort(moved, axis, false, here).values, numbers = countNumbers(last, here);
  NodePtr all = broadcast(sizeNode(last.size(), kLong, here), numbers->sizes, here);
  graph::Shape sizes = moved->sizes;
  fractions = atLeastVector(fractions, here);
  sizes[axis] = fractions->sizes[0];
  // A place of float32 would not be exact.
  NodePtr count = cast(ignoreNan ? numbers : all, kDouble, here);
  NodePtr top = apply("graph.max", apply("graph.sub", count, like(count, 1, here), here), like(count, 0, here), here);
  NodePtr places = apply("graph.mul", broadcast(cast(fractions, kDouble, here), sizes, here), broadcast(top, sizes, here), here);
  if (!ignoreNan) {
    // With NaN among the elements the last one is such.
    NodePtr hasNan = broadcast(frontend::compare(graph::Predicate::lt, numbers, all, here), sizes, here);
    NodePtr end = cast(apply("graph.sub", all, like(all, 1, here), here), kDouble, here);
    places = frontend::select(hasNan, broadcast(end, sizes, here), places, here);
  }
  Tensor result = transpose(makeTensor(elementsAt(sorted, places, how, here)), line.axis, -1, here);
  // One result for each q, along a first dim.
  graph::Shape kept = nodeOf(self, here)->sizes;
  for (int64_t i = 0, rank = kept.size(); i < rank; ++i)
    if (!dim || i == line.axis)
      kept[i] = constantExpression(1);
  if (!keepdim) {
    if (!dim)
      kept.clear();
    else if (!kept.empty())
      kept.erase(kept.begin() + line.axis);
  }
  NodePtr node = nodeOf(result, here);
  llvm::SmallVector<int64_t> order{line.axis};
  for (int64_t i = 0, rank = node->sizes.size(); i < rank; ++i)
    if (i != line.axis)
      order.push_back(i);
  node = frontend::transpose(node, order, here);
  if (q.dim(here) == 1)
    kept.insert(kept.begin(), nodeOf(q, here)->sizes[0]);
  return makeTensor(frontend::reshape(node, kept, here));
}

Tensor fraction(const char *op, const Tensor &self, double q, SourceLocation here) {
  if (!(q >= 0 && q <= 1))
    fail(op, "q must be from 0 to 1, got " + std::to_string(q), here);
  return makeTensor(makeNumber(q, nodeOf(self, here)->dtype, here));
}

} // namespace

Tensor quantile(const Tensor &self, double q, std::optional<int64_t> dim, bool keepdim,
                const std::string &interpolation, SourceLocation here) {
  return quantiles("quantile", self, fraction("quantile", self, q, here), dim, keepdim, interpolation, false, here);
}
Tensor quantile(const Tensor &self, const Tensor &q, std::optional<int64_t> dim, bool keepdim,
                const std::string &interpolation, SourceLocation here) {
  return quantiles("quantile", self, q, dim, keepdim, interpolation, false, here);
}
Tensor nanquantile(const Tensor &self, double q, std::optional<int64_t> dim, bool keepdim,
                   const std::string &interpolation, SourceLocation here) {
  return quantiles("nanquantile", self, fraction("nanquantile", self, q, here), dim, keepdim, interpolation, true,
                   here);
}
Tensor nanquantile(const Tensor &self, const Tensor &q, std::optional<int64_t> dim, bool keepdim,
                   const std::string &interpolation, SourceLocation here) {
  return quantiles("nanquantile", self, q, dim, keepdim, interpolation, true, here);
}

} // namespace tenon
