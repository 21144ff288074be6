//===- AdaptivePooling.cpp - Pools with a given number of windows ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Window i of n on an axis of d elements begins at floor(i * d / n) and ends
// before ceil((i + 1) * d / n). Where n divides d these are the pieces of a
// reshape, which may be symbolic. Else windows differ in length by one and
// overlap: each dim is gathered to [n, longest], with the last element
// repeated where a window is shorter, and reduced along the new dim.

#include "frontend/tensor/Windows.h"
#include "llvm/ADT/STLExtras.h"
#include "tenon/Tensor.h"

namespace tenon {

using namespace frontend;
using Kind = graph::ReductionKind;

namespace {

/// The windows along one axis.
class Pieces {
public:
  Pieces(mlir::AffineExpr size, mlir::AffineExpr count, SourceLocation here) : size(size), count(count), here(here) {
    std::optional<int64_t> elements = graph::constantSize(size), windows = graph::constantSize(count);
    length = graph::normalizeSize(size.ceilDiv(count) + 1);
    if (!elements || !windows)
      return;
    int64_t longest = 0;
    for (int64_t i = 0; i < *windows; ++i)
      longest = std::max(longest, ((i + 1) * *elements + *windows - 1) / *windows - i * *elements / *windows);
    length = constantExpression(longest);
  }

  /// Whether all windows are as long, one after the other.
  bool divide() const { return graph::constantSize(graph::normalizeSize(size % count)) == 0; }
  mlir::AffineExpr pieceSize() const { return graph::normalizeSize(size.floorDiv(count)); }

  /// Begin, and end, of the windows counted along `axis` of a tensor of `sizes`.
  NodePtr begin(int64_t axis, graph::ShapeRef sizes) const {
    return op("graph.floor_div", op("graph.mul", iota(axis, sizes, kLong, here), size), count);
  }
  NodePtr end(int64_t axis, graph::ShapeRef sizes) const {
    NodePtr product = op("graph.mul", op("graph.add", iota(axis, sizes, kLong, here), constantExpression(1)), size);
    return op("graph.floor_div", op("graph.add", product, graph::normalizeSize(count - 1)), count);
  }

  /// Where element j of window i lies: [count, length].
  NodePtr indices() const {
    graph::Shape sizes{count, length};
    NodePtr place = elementwise("graph.add", {begin(0, sizes), iota(1, sizes, kLong, here)}, kLong, here);
    return elementwise("graph.min", {place, op("graph.sub", end(0, sizes), constantExpression(1))}, kLong, here);
  }

  /// The axis of `node` as [count, length].
  NodePtr gather(const NodePtr &node, int64_t axis) const { return frontend::gather(node, indices(), axis, here); }

  mlir::AffineExpr size, count, length;

private:
  NodePtr op(llvm::StringRef name, const NodePtr &node, mlir::AffineExpr operand) const {
    return elementwise(name, {node, broadcast(sizeNode(operand, kLong, here), node->sizes, here)}, kLong, here);
  }

  SourceLocation here;
};

graph::Shape outputSizes(const char *op, size_t dims, const SizeList &sizes, SourceLocation here) {
  graph::Shape result = toShape(sizes);
  if (result.size() == 1)
    result.resize(dims, result.front());
  if (result.size() != dims)
    fail(op, "has " + std::to_string(sizes.size()) + " numbers as output_size, expected 1 or " + std::to_string(dims),
         here);
  for (mlir::AffineExpr size : result)
    if (std::optional<int64_t> number = graph::constantSize(size); number && *number < 1)
      fail(op, "output_size is " + toText(result) + ", expected numbers of 1 or more", here);
  return result;
}

/// The windows along the spatial dims of `node` [N, C, d...].
std::vector<Pieces> piecesOf(const char *op, const NodePtr &node, graph::ShapeRef counts, SourceLocation here) {
  std::vector<Pieces> pieces;
  for (auto [size, count] : llvm::zip_equal(graph::ShapeRef(node->sizes).drop_front(2), counts)) {
    if (graph::constantSize(size) == 0)
      fail(op, "needs spatial dims with elements, got " + node->describe(), here);
    pieces.emplace_back(size, count, here);
  }
  return pieces;
}

/// All dims at once, where every count divides its size.
NodePtr reducePieces(Kind kind, const NodePtr &node, const std::vector<Pieces> &pieces, SourceLocation here) {
  graph::Shape sizes{node->sizes[0], node->sizes[1]};
  llvm::SmallVector<int64_t> axes;
  for (const Pieces &along : pieces) {
    axes.push_back(static_cast<int64_t>(sizes.size()) + 1);
    sizes.append({along.count, along.pieceSize()});
  }
  return frontend::reduce(kind, frontend::reshape(node, sizes, here), axes, node->dtype, here);
}

/// The sums of windows that differ in length, along one axis.
NodePtr sumUneven(const NodePtr &node, const Pieces &pieces, int64_t axis, SourceLocation here) {
  NodePtr elements = pieces.gather(node, axis);
  NodePtr last = elementwise("graph.sub", {pieces.end(axis, elements->sizes), pieces.begin(axis, elements->sizes)},
                             kLong, here);
  NodePtr isInside =
      frontend::compare(graph::Predicate::lt, iota(axis + 1, elements->sizes, kLong, here), last, here);
  NodePtr kept = frontend::select(isInside, elements, filled(0, elements->sizes, node->dtype, here), here);
  return frontend::reduce(Kind::sum, kept, {axis + 1}, node->dtype, here);
}

Tensor adaptiveMean(const char *op, size_t dims, const Tensor &self, const SizeList &outputSize, SourceLocation here) {
  Batch x = toBatch(op, self, dims, here);
  if (!isFloatingType(x.node->dtype))
    fail(op, "needs floats, got " + x.node->describe(), here);
  std::vector<Pieces> pieces = piecesOf(op, x.node, outputSizes(op, dims, outputSize, here), here);
  ScalarType type = meanType(x.node->dtype);
  NodePtr node = cast(x.node, type, here);
  if (llvm::all_of(pieces, [](const Pieces &along) { return along.divide(); })) {
    NodePtr sums = reducePieces(Kind::sum, node, pieces, here);
    mlir::AffineExpr elements = constantExpression(1);
    for (const Pieces &along : pieces)
      elements = graph::multiplySizes(elements, along.pieceSize());
    node = apply("graph.div", sums, sizeNode(elements, type, here), here);
  } else {
    for (auto [i, along] : llvm::enumerate(pieces)) {
      auto axis = static_cast<int64_t>(i + 2);
      NodePtr sums = sumUneven(node, along, axis, here);
      NodePtr count = elementwise("graph.sub", {along.end(axis, sums->sizes), along.begin(axis, sums->sizes)}, kLong,
                                  here);
      node = elementwise("graph.div", {sums, cast(count, type, here)}, type, here);
    }
  }
  return x.finish(cast(node, x.node->dtype, here), here);
}

NodePtr adaptiveMax(const NodePtr &node, const std::vector<Pieces> &pieces, SourceLocation here) {
  if (llvm::all_of(pieces, [](const Pieces &along) { return along.divide(); }))
    return reducePieces(Kind::max, node, pieces, here);
  NodePtr result = node;
  for (auto [i, along] : llvm::enumerate(pieces)) {
    auto axis = static_cast<int64_t>(i + 2);
    result = frontend::reduce(Kind::max, along.gather(result, axis), {axis + 1}, node->dtype, here);
  }
  return result;
}

/// Where the largest elements lie. Dim by dim from the last: the first of the rows with the largest element, and
/// within it what was found before.
NodePtr adaptiveArgMax(const NodePtr &node, const std::vector<Pieces> &pieces, SourceLocation here) {
  NodePtr values = node, places;
  mlir::AffineExpr stride = constantExpression(1);
  for (size_t i = pieces.size(); i-- > 0;) {
    auto axis = static_cast<int64_t>(i + 2);
    NodePtr elements = pieces[i].gather(values, axis);
    values = frontend::reduce(Kind::max, elements, {axis + 1}, node->dtype, here);
    NodePtr number =
        makeOp("graph.arg_reduce", {elements},
               {attribute("kind", graph::ReductionKindAttr::get(&context(), Kind::max)), attribute("axis", axis + 1)},
               values->sizes, kLong, here);
    // The first of equal elements is none of those that are repeated.
    NodePtr place = elementwise("graph.add", {pieces[i].begin(axis, values->sizes), number}, kLong, here);
    NodePtr offset = apply("graph.mul", place, sizeNode(stride, kLong, here), here);
    if (places)
      places = elementwise(
          "graph.add",
          {offset, makeOp("graph.take_along", {places, place}, {attribute("axis", axis)}, place->sizes, kLong, here)},
          kLong, here);
    else
      places = offset;
    stride = graph::multiplySizes(stride, pieces[i].size);
  }
  return places;
}

::std::tuple<Tensor, Tensor> adaptiveMaxPool(const char *op, size_t dims, const Tensor &self,
                                             const SizeList &outputSize, SourceLocation here) {
  Batch x = toBatch(op, self, dims, here);
  if (x.node->dtype == kBool)
    fail(op, "needs numbers, got " + x.node->describe(), here);
  std::vector<Pieces> pieces = piecesOf(op, x.node, outputSizes(op, dims, outputSize, here), here);
  return {x.finish(adaptiveMax(x.node, pieces, here), here), x.finish(adaptiveArgMax(x.node, pieces, here), here)};
}

} // namespace

#define TENON_ADAPTIVE_POOL(dims)                                                                                      \
  Tensor adaptive_avg_pool##dims##d(const Tensor &self, const SizeList &output_size, SourceLocation here) {            \
    return adaptiveMean("adaptive_avg_pool" #dims "d", dims, self, output_size, here);                                 \
  }                                                                                                                    \
  ::std::tuple<Tensor, Tensor> adaptive_max_pool##dims##d(const Tensor &self, const SizeList &output_size,             \
                                                          SourceLocation here) {                                       \
    return adaptiveMaxPool("adaptive_max_pool" #dims "d", dims, self, output_size, here);                              \
  }
TENON_ADAPTIVE_POOL(1)
TENON_ADAPTIVE_POOL(2)
TENON_ADAPTIVE_POOL(3)
#undef TENON_ADAPTIVE_POOL

} // namespace tenon
