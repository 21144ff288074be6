//===- Indexing.cpp - Indices in brackets ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Numbers, slices, None and Ellipsis make a view. What tensors of indices select
// of it is a gather along one axis, to which the dims that they speak of are
// joined, and a write a scatter. The dims of the indices take the place of those
// dims, or come first where other dims lie between them.

#include "frontend/tensor/Indices.h"
#include "frontend/tensor/Lines.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;
using indexing::TensorIndex;

namespace {

/// A tensor among the indices, and the first dim that it speaks of.
struct DimIndex {
  int64_t dim;
  Tensor tensor;
  bool isMask = false;
};

/// A view, of which `indices` select elements.
struct Selection {
  Tensor part;
  llvm::SmallVector<DimIndex> indices;
};

//===----------------------------------------------------------------------===//
// Views
//===----------------------------------------------------------------------===//

/// How many dims of the tensor an index speaks of.
int64_t dimsOf(const TensorIndex &index, SourceLocation here) {
  switch (index.kind) {
  case TensorIndex::Kind::Ellipsis:
  case TensorIndex::Kind::None:
  case TensorIndex::Kind::Boolean:
    return 0;
  case TensorIndex::Kind::Tensor:
    return index.tensor->dtype(here) == kBool ? index.tensor->dim(here) : 1;
  default:
    return 1;
  }
}

/// A mask of no dims is like a bool: a new dim of one element, or of none.
int64_t addedDims(const TensorIndex &index, SourceLocation here) {
  bool isBool = index.kind == TensorIndex::Kind::Boolean;
  bool isScalarMask = index.kind == TensorIndex::Kind::Tensor && index.tensor->dtype(here) == kBool &&
                      index.tensor->dim(here) == 0;
  return isBool || isScalarMask || index.kind == TensorIndex::Kind::None ? 1 : 0;
}

void checkMask(const char *op, const Tensor &part, const Tensor &mask, int64_t dim, SourceLocation here) {
  graph::ShapeRef sizes = nodeOf(part, here)->sizes, masked = nodeOf(mask, here)->sizes;
  if (!sameSizes(sizes.slice(dim, masked.size()), masked))
    fail(op, "the mask " + nodeOf(mask, here)->describe() + " has not the sizes of " + nodeOf(part, here)->describe() +
                 " from dim " + std::to_string(dim) + " on",
         here);
}

Selection select(const char *op, const Tensor &self, const std::vector<TensorIndex> &indices, SourceLocation here) {
  int64_t named = 0, rank = self.dim(here);
  for (const TensorIndex &index : indices)
    named += dimsOf(index, here);
  if (named > rank)
    fail(op, "there are " + std::to_string(named) + " indices for " + nodeOf(self, here)->describe(), here);
  Selection result{self, {}};
  int64_t axis = 0;
  for (const TensorIndex &index : indices) {
    if (addedDims(index, here))
      result.part = unsqueeze(result.part, axis, here);
    switch (index.kind) {
    case TensorIndex::Kind::Number:
      result.part = tenon::select(result.part, axis, index.number, here);
      break;
    case TensorIndex::Kind::Slice:
      result.part = slice(result.part, axis, index.slice.start, index.slice.stop, index.slice.step, here);
      ++axis;
      break;
    case TensorIndex::Kind::Ellipsis:
      axis += rank - named;
      break;
    case TensorIndex::Kind::None:
      ++axis;
      break;
    case TensorIndex::Kind::Boolean:
      result.indices.push_back({axis++, full({1}, index.number.expect_int() != 0, kBool, here), true});
      break;
    case TensorIndex::Kind::Tensor: {
      bool isMask = index.tensor->dtype(here) == kBool;
      Tensor tensor = isMask && index.tensor->dim(here) == 0 ? index.tensor->reshape({1}, here) : *index.tensor;
      if (isMask)
        checkMask(op, result.part, tensor, axis, here);
      result.indices.push_back({axis, tensor, isMask});
      axis += isMask ? tensor.dim(here) : 1;
      break;
    }
    }
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Tensors of indices as one index along one axis
//===----------------------------------------------------------------------===//

/// The dims that tensors speak of moved beside each other and joined.
struct Joined {
  llvm::SmallVector<int64_t> order; ///< of the dims when moved
  graph::Shape moved, joined;
  NodePtr index;
  int64_t axis = 0;
};

constexpr const char *insteadOfMask = "choose with where, write with masked_fill_, or use a tensor of indices";

using NodeOnDim = std::pair<int64_t, NodePtr>;

/// One vector of indices for each dim of a mask.
llvm::SmallVector<NodeOnDim> withoutMasks(const char *op, const Selection &selection, SourceLocation here) {
  llvm::SmallVector<NodeOnDim> result;
  for (const DimIndex &index : selection.indices) {
    if (!index.isMask) {
      result.push_back({index.dim, indicesOf(op, index.tensor, here)});
      continue;
    }
    requireValues(op, index.tensor, insteadOfMask, here);
    for (auto [i, positions] : llvm::enumerate(positionsOf(index.tensor, here)))
      result.push_back({index.dim + static_cast<int64_t>(i), positions});
  }
  return result;
}

/// The place of the indices' dims among those that are left. An index without dims takes its dim away before that.
int64_t placeOf(llvm::ArrayRef<NodeOnDim> indices) {
  int64_t first = -1, last = -1, taken = 0;
  for (auto &[dim, node] : indices) {
    if (node->sizes.empty())
      continue;
    if (first < 0)
      first = dim;
    last = dim;
  }
  if (first < 0)
    return indices.front().first;
  for (auto &[dim, node] : indices)
    taken += dim >= first && dim <= last;
  if (taken != last - first + 1)
    return 0;
  return first - llvm::count_if(indices, [&](const NodeOnDim &index) { return index.first < first; });
}

/// The number of an element of the joined dims. With `mayMiss` it's their count where an index is out of range, else
/// such an index is clamped.
NodePtr joinIndices(graph::ShapeRef sizes, llvm::ArrayRef<NodeOnDim> indices, bool mayMiss, const char *op,
                    SourceLocation here) {
  if (indices.size() == 1)
    return indices.front().second;
  graph::Shape common;
  for (auto &[dim, node] : indices)
    common = broadcastSizes(common, node->sizes, op, here);
  auto number = [&](mlir::AffineExpr size) { return broadcast(sizeNode(size, kLong, here), common, here); };
  auto apply = [&](const char *name, const NodePtr &a, const NodePtr &b) {
    return elementwise(name, {a, b}, kLong, here);
  };
  NodePtr zero = filled(0, common, kLong, here), joined, isInside;
  mlir::AffineExpr count = constantExpression(1);
  for (auto &[dim, node] : indices) {
    NodePtr index = broadcast(node, common, here), size = number(sizes[dim]);
    NodePtr isNegative = frontend::compare(graph::Predicate::lt, index, zero, here);
    index = frontend::select(isNegative, apply("graph.add", index, size), index, here);
    if (mayMiss) {
      NodePtr fits = elementwise("graph.and",
                                 {frontend::compare(graph::Predicate::ge, index, zero, here),
                                  frontend::compare(graph::Predicate::lt, index, size, here)},
                                 kBool, here);
      isInside = isInside ? elementwise("graph.and", {isInside, fits}, kBool, here) : fits;
    } else {
      index = apply("graph.max", apply("graph.min", index, number(sizes[dim] - 1)), zero);
    }
    joined = joined ? apply("graph.add", apply("graph.mul", joined, size), index) : index;
    count = graph::multiplySizes(count, sizes[dim]);
  }
  return mayMiss ? frontend::select(isInside, joined, number(count), here) : joined;
}

Joined join(const char *op, const NodePtr &part, llvm::ArrayRef<NodeOnDim> indices, bool mayMiss, SourceLocation here) {
  Joined result;
  for (auto &[dim, node] : indices)
    checkIndices(op, node, part->sizes[dim], here);
  result.axis = placeOf(indices);
  for (int64_t dim = 0, rank = part->sizes.size(); dim < rank; ++dim)
    if (llvm::none_of(indices, [&](const NodeOnDim &index) { return index.first == dim; }))
      result.order.push_back(dim);
  auto dims = llvm::map_range(indices, [](const NodeOnDim &index) { return index.first; });
  result.order.insert(result.order.begin() + result.axis, dims.begin(), dims.end());
  for (int64_t dim : result.order)
    result.moved.push_back(part->sizes[dim]);
  graph::ShapeRef moved = result.moved;
  result.joined.append(moved.begin(), moved.begin() + result.axis);
  result.joined.push_back(graph::elementCount(&context(), moved.slice(result.axis, indices.size())));
  llvm::append_range(result.joined, moved.drop_front(result.axis + indices.size()));
  result.index = joinIndices(part->sizes, indices, mayMiss, op, here);
  return result;
}

/// The sizes of what is selected.
graph::Shape sizesOf(const Joined &joined) {
  graph::ShapeRef sizes = joined.joined;
  graph::Shape result(sizes.take_front(joined.axis));
  llvm::append_range(result, joined.index->sizes);
  llvm::append_range(result, sizes.drop_front(joined.axis + 1));
  return result;
}

/// What a single mask selects: its dims joined, the elements where it holds.
NodePtr readMasked(const Selection &selection, SourceLocation here) {
  const DimIndex &mask = selection.indices[0];
  requireValues("index", mask.tensor, insteadOfMask, here);
  int64_t last = mask.dim + mask.tensor.dim(here) - 1;
  NodePtr joined = nodeOf(flatten(selection.part, mask.dim, last, here), here);
  return gatherNow(joined, numbersOf(mask.tensor, here), mask.dim, here);
}

/// Not changed by later writes.
Selection withValuesOfNow(Selection selection, SourceLocation here) {
  selection.part = makeTensor(nodeOf(selection.part, here));
  for (DimIndex &index : selection.indices)
    index.tensor = makeTensor(nodeOf(index.tensor, here));
  return selection;
}

NodePtr read(const Selection &selection, SourceLocation here) {
  if (selection.indices.size() == 1 && selection.indices[0].isMask)
    return readMasked(selection, here);
  NodePtr part = nodeOf(selection.part, here);
  Joined joined = join("index", part, withoutMasks("index", selection, here), /*mayMiss=*/false, here);
  NodePtr moved = frontend::reshape(frontend::transpose(part, joined.order, here), joined.joined, here);
  return frontend::gather(moved, joined.index, joined.axis, here);
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

/// `value` broadcast to `sizes`; first dims of size 1 that are too many do not count.
NodePtr valueFor(const Operand &value, graph::ShapeRef sizes, ScalarType dtype, SourceLocation here) {
  NodePtr node = toNode(value, dtype, here);
  graph::ShapeRef own = node->sizes;
  while (own.size() > sizes.size() && graph::constantSize(own.front()) == 1)
    own = own.drop_front();
  node = frontend::reshape(node, graph::Shape(own), here);
  if (own.size() > sizes.size() || !sameSizes(broadcastSizes(own, sizes, "index_put_", here), sizes))
    fail("index_put_", node->describe() + " does not broadcast to " + toText(sizes), here);
  return broadcast(node, sizes, here);
}

/// Whether the only tensor is a mask, and the value is the same wherever it holds: then its values need not be known.
bool isMaskedFill(const Selection &selection, const Operand &value, SourceLocation here) {
  if (selection.indices.size() != 1 || !selection.indices[0].isMask)
    return false;
  const DimIndex &mask = selection.indices[0];
  size_t behind = selection.part.dim(here) - mask.dim - mask.tensor.dim(here);
  if (!value.tensor)
    return true;
  graph::ShapeRef sizes = nodeOf(*value.tensor, here)->sizes;
  return sizes.size() <= behind || (sizes.size() == behind + 1 && graph::constantSize(sizes.front()) == 1);
}

void fillMasked(const Selection &selection, const Operand &value, bool accumulate, SourceLocation here) {
  const DimIndex &index = selection.indices[0];
  NodePtr part = nodeOf(selection.part, here), mask = nodeOf(index.tensor, here);
  auto axes = llvm::to_vector(llvm::seq<int64_t>(index.dim, index.dim + mask->sizes.size()));
  NodePtr filling = valueFor(value, part->sizes, part->dtype, here);
  if (accumulate)
    filling = elementwise(part->dtype == kBool ? "graph.or" : "graph.add", {part, filling}, part->dtype, here);
  setNode(selection.part, frontend::select(broadcast(mask, part->sizes, axes, here), filling, part, here), here);
}

void write(const Selection &selection, const Operand &value, bool accumulate, SourceLocation here) {
  if (!selection.indices.empty() && isMaskedFill(selection, value, here))
    return fillMasked(selection, value, accumulate, here);
  NodePtr part = nodeOf(selection.part, here);
  if (selection.indices.empty()) {
    NodePtr next = valueFor(value, part->sizes, part->dtype, here);
    if (accumulate)
      next = elementwise(part->dtype == kBool ? "graph.or" : "graph.add", {part, next}, part->dtype, here);
    return setNode(selection.part, next, here);
  }
  Joined joined = join("index_put_", part, withoutMasks("index_put_", selection, here), /*mayMiss=*/true, here);
  llvm::SmallVector<int64_t> inverse(joined.order.size());
  for (auto [to, from] : llvm::enumerate(joined.order))
    inverse[from] = to;
  NodePtr moved = frontend::reshape(frontend::transpose(part, joined.order, here), joined.joined, here);
  NodePtr updates = valueFor(value, sizesOf(joined), part->dtype, here);
  NodePtr changed = frontend::scatter(accumulate ? graph::ScatterKind::sum : graph::ScatterKind::replace, moved,
                                      joined.index, updates, joined.axis, here);
  setNode(selection.part, frontend::transpose(frontend::reshape(changed, joined.moved, here), inverse, here), here);
}

/// What is assigned to `self.index(indices)` goes into `self`: as long as that expression lasts, all of it is there.
std::function<bool(const Operand &)> assignmentTo(const Tensor &self, const std::vector<TensorIndex> &indices) {
  std::vector<std::weak_ptr<TensorImpl>> tensors;
  for (const TensorIndex &index : indices)
    tensors.push_back(index.tensor ? index.tensor->implementation() : nullptr);
  std::weak_ptr<TensorImpl> target = self.implementation();
  return [target, tensors, indices](const Operand &value) {
    Tensor self(target.lock());
    std::vector<Tensor> held;
    for (const std::weak_ptr<TensorImpl> &tensor : tensors)
      held.emplace_back(tensor.lock());
    std::vector<TensorIndex> again = indices;
    for (auto [index, tensor] : llvm::zip_equal(again, held)) {
      if (!self.defined() || (index.tensor && !tensor.defined()))
        return false;
      index.tensor = index.tensor ? &tensor : nullptr;
    }
    self.index_put_(again, value, false, value.here);
    return true;
  };
}

} // namespace

Tensor index(const Tensor &self, const std::vector<TensorIndex> &indices, SourceLocation here) {
  Selection selection = select("index", self, indices, here);
  if (selection.indices.empty())
    return selection.part;
  // What a mask selects depends on values, which a write may not need: they are read where this is.
  bool hasMask = llvm::any_of(selection.indices, [](const DimIndex &index) { return index.isMask; });
  Tensor result = hasMask ? makeDeferred([held = withValuesOfNow(selection, here), here] { return read(held, here); })
                          : makeTensor(read(selection, here));
  result.implementation()->assigned = assignmentTo(self, indices);
  return result;
}

Tensor index_put(const Tensor &self, const std::vector<TensorIndex> &indices, const Operand &value, bool accumulate,
                 SourceLocation here) {
  Tensor result = self.clone(here);
  write(select("index_put_", result, indices, here), value, accumulate, here);
  return result;
}

} // namespace tenon
