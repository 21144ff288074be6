//===- Scatters.cpp - Functions that write by index -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeFunctions.h"
#include "frontend/tensor/Indices.h"
#include "frontend/tensor/Lines.h"
#include "llvm/ADT/StringSwitch.h"
#include <limits>

namespace tenon {

using namespace frontend;
using graph::ScatterKind;

namespace {

/// Updates as an operation takes them: along an axis element by element, or in slices.
struct Updates {
  const char *op;
  bool along;
  NodePtr dest; ///< at least a vector
  int64_t axis;
  NodePtr indices, values; ///< of the types and sizes that the graph op needs
  graph::Shape sizes;      ///< of the result
  SourceLocation here;

  NodePtr apply(ScatterKind kind, const NodePtr &to, const NodePtr &by) const {
    return along ? scatterAlong(kind, to, indices, by, axis, here) : frontend::scatter(kind, to, indices, by, axis, here);
  }
  Tensor result(const NodePtr &node) const { return makeTensor(frontend::reshape(node, sizes, here)); }
  NodePtr like(const NodePtr &node, const Scalar &number) const {
    return filled(number, node->sizes, node->dtype, here);
  }
};

void requireType(const char *op, const NodePtr &self, const Tensor &source, SourceLocation here) {
  if (nodeOf(source, here)->dtype != self->dtype)
    fail(op, "self and source must be of one type, got " + self->describe() + " and " +
                 nodeOf(source, here)->describe(),
         here);
}

Updates begin(const char *op, const Tensor &self, int64_t dim, const Tensor &index, bool along, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  Updates updates{op,
                  along,
                  atLeastVector(node, here),
                  wrapDim(dim, node->sizes.size(), op, here),
                  atLeastVector(indicesOf(op, index, here), here),
                  nullptr,
                  node->sizes,
                  here};
  checkIndices(op, updates.indices, updates.dest->sizes[updates.axis], here);
  return updates;
}

/// Whether `part` is larger than `whole` in a dim, as far as their sizes are known.
bool exceeds(graph::ShapeRef part, graph::ShapeRef whole, int64_t besides = -1) {
  for (auto [i, a, b] : llvm::enumerate(part, whole)) {
    auto count = graph::constantSize(a), size = graph::constantSize(b);
    if (static_cast<int64_t>(i) != besides && count && size && *count > *size)
      return true;
  }
  return false;
}

/// For updates element by element: as much of `src` as there are indices.
Updates alongUpdates(const char *op, const Tensor &self, int64_t dim, const Tensor &index, const Operand &src,
                     SourceLocation here) {
  Updates updates = begin(op, self, dim, index, /*along=*/true, here);
  size_t rank = updates.dest->sizes.size();
  const graph::Shape &sizes = updates.indices->sizes;
  if (sizes.size() != rank || exceeds(sizes, updates.dest->sizes, updates.axis))
    fail(op, "the index " + updates.indices->describe() + " must have the dims of " + updates.dest->describe() +
                 " and, beside dim " + std::to_string(dim) + ", at most its sizes",
         here);
  if (!src.tensor) {
    updates.values = broadcast(toNode(src, updates.dest->dtype, here), sizes, here);
    return updates;
  }
  requireType(op, updates.dest, *src.tensor, here);
  NodePtr values = atLeastVector(nodeOf(*src.tensor, here), here);
  if (values->sizes.size() != rank || exceeds(sizes, values->sizes))
    fail(op, "src " + values->describe() + " must have the dims of the index " + updates.indices->describe() +
                 " and at least its sizes",
         here);
  graph::Shape starts(rank, constantExpression(0));
  updates.values = frontend::slice(values, starts, llvm::SmallVector<int64_t>(rank, 1), sizes, here);
  return updates;
}

/// For updates in slices; without `source` the values are the caller's.
Updates sliceUpdates(const char *op, const Tensor &self, int64_t dim, const Tensor &index, const Tensor *source,
                     SourceLocation here) {
  Updates updates = begin(op, self, dim, index, /*along=*/false, here);
  if (updates.indices->sizes.size() != 1)
    fail(op, "the index must be a vector, got " + updates.indices->describe(), here);
  graph::Shape sizes = updates.dest->sizes;
  sizes[updates.axis] = updates.indices->sizes[0];
  if (!source) {
    updates.values = filled(0, sizes, updates.dest->dtype, here);
    return updates;
  }
  requireType(op, updates.dest, *source, here);
  updates.values = atLeastVector(nodeOf(*source, here), here);
  if (!sameSizes(updates.values->sizes, sizes))
    fail(op, "source " + updates.values->describe() + " should have the sizes " + toText(sizes) + ": those of " +
                 updates.dest->describe() + " with dim " + std::to_string(dim) + " as the index " +
                 updates.indices->describe() + " has it",
         here);
  return updates;
}

/// The number that leaves others as they are when combined with them.
Scalar neutralNumber(ScatterKind kind, ScalarType type) {
  if (kind == ScatterKind::sum || kind == ScatterKind::product)
    return kind == ScatterKind::product;
  bool largest = kind == ScatterKind::min;
  if (isFloatingType(type))
    return largest ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
  int64_t bits = 8 * elementSize(type);
  bool isUnsigned = type == kByte || type == kUInt16 || type == kUInt32 || type == kUInt64;
  if (type == kBool)
    return largest;
  if (isUnsigned)
    return largest ? static_cast<int64_t>(~uint64_t(0) >> (64 - bits)) : int64_t(0);
  int64_t most = std::numeric_limits<int64_t>::max() >> (64 - bits);
  return largest ? most : -most - 1;
}

Tensor reduceUpdates(const Updates &updates, const std::string &reduce, bool includeSelf, SourceLocation here) {
  auto kind = llvm::StringSwitch<std::optional<ScatterKind>>(reduce)
                  .Cases({"sum", "mean"}, ScatterKind::sum)
                  .Case("prod", ScatterKind::product)
                  .Case("amax", ScatterKind::max)
                  .Case("amin", ScatterKind::min)
                  .Default(std::nullopt);
  if (!kind)
    fail(updates.op, "there is no reduction '" + reduce + "', only sum, prod, mean, amax and amin", here);
  NodePtr dest = updates.dest;
  if (!includeSelf)
    dest = updates.apply(ScatterKind::replace, dest, updates.like(updates.values, neutralNumber(*kind, dest->dtype)));
  NodePtr result = updates.apply(*kind, dest, updates.values);
  if (reduce != "mean")
    return updates.result(result);
  NodePtr counts = updates.like(dest, 1);
  if (!includeSelf)
    counts = updates.apply(ScatterKind::replace, counts, updates.like(updates.values, 0));
  counts = updates.apply(ScatterKind::sum, counts, updates.like(updates.values, 1));
  // Where nothing was added to nothing.
  counts = elementwise("graph.max", {counts, updates.like(dest, 1)}, dest->dtype, here);
  const char *divide = isFloatingType(dest->dtype) ? "graph.div" : "graph.floor_div";
  return updates.result(elementwise(divide, {result, counts}, dest->dtype, here));
}

} // namespace

//===----------------------------------------------------------------------===//
// Element by element
//===----------------------------------------------------------------------===//

Tensor scatter(const Tensor &self, int64_t dim, const Tensor &index, const Operand &src, SourceLocation here) {
  Updates updates = alongUpdates("scatter", self, dim, index, src, here);
  return updates.result(updates.apply(ScatterKind::replace, updates.dest, updates.values));
}

Tensor scatter(const Tensor &self, int64_t dim, const Tensor &index, const Operand &src, const std::string &reduce,
               SourceLocation here) {
  if (reduce != "add" && reduce != "multiply")
    fail("scatter", "there is no reduction '" + reduce + "', only add and multiply", here);
  Updates updates = alongUpdates("scatter", self, dim, index, src, here);
  return updates.result(updates.apply(reduce == "add" ? ScatterKind::sum : ScatterKind::product, updates.dest,
                                      updates.values));
}

Tensor scatter_add(const Tensor &self, int64_t dim, const Tensor &index, const Tensor &src, SourceLocation here) {
  Updates updates = alongUpdates("scatter_add", self, dim, index, src, here);
  return updates.result(updates.apply(ScatterKind::sum, updates.dest, updates.values));
}

Tensor scatter_reduce(const Tensor &self, int64_t dim, const Tensor &index, const Tensor &src,
                      const std::string &reduce, bool include_self, SourceLocation here) {
  return reduceUpdates(alongUpdates("scatter_reduce", self, dim, index, src, here), reduce, include_self, here);
}

//===----------------------------------------------------------------------===//
// In slices
//===----------------------------------------------------------------------===//

Tensor index_add(const Tensor &self, int64_t dim, const Tensor &index, const Tensor &source, const Scalar &alpha,
                 SourceLocation here) {
  Updates updates = sliceUpdates("index_add", self, dim, index, &source, here);
  bool isOne = alpha.isFloatingPoint() ? alpha.toDouble() == 1 : alpha.toLong() == 1;
  if (!isOne && updates.dest->dtype == kBool)
    fail("index_add", "bools are added with an alpha of 1 only", here);
  if (!isOne)
    updates.values = elementwise("graph.mul", {updates.values, updates.like(updates.values, alpha)},
                                 updates.values->dtype, here);
  return updates.result(updates.apply(ScatterKind::sum, updates.dest, updates.values));
}

Tensor index_copy(const Tensor &self, int64_t dim, const Tensor &index, const Tensor &source, SourceLocation here) {
  Updates updates = sliceUpdates("index_copy", self, dim, index, &source, here);
  return updates.result(updates.apply(ScatterKind::replace, updates.dest, updates.values));
}

Tensor index_fill(const Tensor &self, int64_t dim, const Tensor &index, const Operand &value, SourceLocation here) {
  Updates updates = sliceUpdates("index_fill", self, dim, index, nullptr, here);
  NodePtr filling = toNode(value, updates.dest->dtype, here);
  if (!filling->sizes.empty())
    fail("index_fill", "the value must be a number or a scalar tensor, got " + filling->describe(), here);
  NodePtr values = broadcast(filling, updates.values->sizes, here);
  return updates.result(updates.apply(ScatterKind::replace, updates.dest, values));
}

Tensor index_reduce(const Tensor &self, int64_t dim, const Tensor &index, const Tensor &source,
                    const std::string &reduce, bool include_self, SourceLocation here) {
  if (reduce == "sum")
    fail("index_reduce", "there is no reduction 'sum': use index_add", here);
  return reduceUpdates(sliceUpdates("index_reduce", self, dim, index, &source, here), reduce, include_self, here);
}

//===----------------------------------------------------------------------===//
// Among all elements
//===----------------------------------------------------------------------===//

Tensor put(const Tensor &self, const Tensor &index, const Tensor &source, bool accumulate, SourceLocation here) {
  NodePtr node = nodeOf(self, here), indices = indicesOf("put", index, here);
  requireType("put", node, source, here);
  mlir::AffineExpr count = graph::elementCount(&context(), node->sizes);
  checkIndices("put", indices, count, here);
  const NodePtr &values = nodeOf(source, here);
  graph::Shape line{graph::elementCount(&context(), indices->sizes)};
  if (!graph::sameSize(graph::elementCount(&context(), values->sizes), line[0]))
    fail("put", "source " + values->describe() + " must have as many elements as the index " + indices->describe(), here);
  NodePtr changed = frontend::scatter(accumulate ? ScatterKind::sum : ScatterKind::replace,
                                      frontend::reshape(node, {count}, here), frontend::reshape(indices, line, here),
                                      frontend::reshape(values, line, here), 0, here);
  return makeTensor(frontend::reshape(changed, node->sizes, here));
}

Tensor masked_scatter(const Tensor &self, const Tensor &mask, const Tensor &source, SourceLocation here) {
  NodePtr node = nodeOf(self, here), holds = nodeOf(mask, here), values = nodeOf(source, here);
  if (holds->dtype != kBool)
    fail("masked_scatter", "the mask must be bool, got " + holds->describe(), here);
  requireType("masked_scatter", node, source, here);
  if (!sameSizes(broadcastSizes(node->sizes, holds->sizes, "masked_scatter", here), node->sizes))
    fail("masked_scatter", "the mask " + holds->describe() + " does not broadcast to " + node->describe(), here);
  mlir::AffineExpr count = graph::elementCount(&context(), node->sizes);
  mlir::AffineExpr available = graph::elementCount(&context(), values->sizes);
  if (graph::constantSize(available) == 0)
    return makeTensor(node);
  // The number of each place among those where the mask holds.
  holds = frontend::reshape(broadcast(holds, node->sizes, here), {count}, here);
  NodePtr numbers = frontend::scan(graph::ScanKind::sum, cast(holds, kLong, here), 0, here);
  numbers = elementwise("graph.sub", {numbers, filled(1, numbers->sizes, kLong, here)}, kLong, here);
  numbers = elementwise("graph.max", {numbers, filled(0, numbers->sizes, kLong, here)}, kLong, here);
  NodePtr taken = frontend::gather(frontend::reshape(values, {available}, here), numbers, 0, here);
  NodePtr flat = frontend::reshape(node, {count}, here);
  return makeTensor(frontend::reshape(frontend::select(holds, taken, flat, here), node->sizes, here));
}

} // namespace tenon
