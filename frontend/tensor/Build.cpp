//===- Build.cpp - How operations are put together from graph ops ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Build.h"
#include "dialects/graph/ShapeFunctions.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace tenon::frontend {

NamedAttribute attribute(llvm::StringRef name, Attribute value) {
  return NamedAttribute(StringAttr::get(&context(), name), value);
}
NamedAttribute attribute(llvm::StringRef name, int64_t value) {
  return attribute(name, Builder(&context()).getI64IntegerAttr(value));
}
NamedAttribute attribute(llvm::StringRef name, ArrayRef<int64_t> values) {
  return attribute(name, DenseI64ArrayAttr::get(&context(), values));
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

namespace {

/// The types of one class of operands, combined; none yet where empty.
using MaybeType = std::optional<ScalarType>;

MaybeType promote(MaybeType a, MaybeType b, SourceLocation here) {
  if (!a || !b)
    return a ? a : b;
  return promote_types(*a, *b, here);
}

/// A lower class counts only where it is of a higher kind.
MaybeType combine(MaybeType higher, MaybeType lower, SourceLocation here) {
  if (!higher || isFloatingType(*higher))
    return higher ? higher : lower;
  if (higher == kBool || (lower && isFloatingType(*lower)))
    return promote(higher, lower, here);
  return higher;
}

} // namespace

ScalarType resultType(ArrayRef<const Operand *> operands, SourceLocation here) {
  MaybeType dimensioned, scalars, numbers;
  for (const Operand *operand : operands) {
    if (operand->tensor) {
      const NodePtr &node = nodeOf(*operand->tensor, here);
      MaybeType &group = node->sizes.empty() ? scalars : dimensioned;
      group = promote(group, node->dtype, here);
    } else {
      ScalarType type = operand->isSize ? kLong : operand->scalar.type();
      numbers = promote(numbers, type == kDouble ? kFloat : type, here);
    }
  }
  return *combine(dimensioned, combine(scalars, numbers, here), here);
}

NodePtr toNode(const Operand &operand, ScalarType dtype, SourceLocation here) {
  if (operand.tensor)
    return cast(nodeOf(*operand.tensor, here), dtype, here);
  if (operand.isSize)
    return sizeNode(toExpression(operand.size), dtype, here);
  return makeNumber(operand.scalar, dtype, here);
}

ScalarType typeOf(const TensorOptions &options, ScalarType otherwise, SourceLocation here) {
  if (!options.device().is_cpu())
    throw Error("device " + options.device().str() + " is not there: this version of Tenon has the CPU only, "
                                                     "tenon::cuda::is_available() is false",
                here);
  return options.has_dtype() ? options.dtype() : otherwise;
}

double largestNumber(ScalarType type) {
  switch (type) {
  case kHalf:
    return 65504;
  case kBFloat16:
    return 0x1.fep127;
  case kFloat:
    return std::numeric_limits<float>::max();
  default:
    return std::numeric_limits<double>::max();
  }
}

int64_t wrapDim(int64_t dim, int64_t rank, const char *op, SourceLocation here) {
  int64_t dims = std::max<int64_t>(rank, 1);
  if (dim < -dims || dim >= dims)
    fail(op, "dim " + std::to_string(dim) + " is out of range for a tensor of " + std::to_string(rank) + " dims: [" +
                 std::to_string(-dims) + ", " + std::to_string(dims - 1) + "]",
         here);
  return dim < 0 ? dim + dims : dim;
}

llvm::SmallVector<int64_t> wrapDims(const IntArrayRef &dims, int64_t rank, const char *op, SourceLocation here) {
  llvm::SmallVector<int64_t> result;
  if (dims.empty())
    return llvm::to_vector(llvm::seq<int64_t>(0, rank));
  for (int64_t dim : dims) {
    int64_t wrapped = wrapDim(dim, rank, op, here);
    if (llvm::is_contained(result, wrapped))
      fail(op, "dim " + std::to_string(dim) + " is named twice", here);
    if (rank)
      result.push_back(wrapped);
  }
  llvm::sort(result);
  return result;
}

graph::Shape broadcastSizes(graph::ShapeRef a, graph::ShapeRef b, const char *op, SourceLocation here) {
  std::string error;
  auto sizes = graph::broadcastShapes(a, b, error);
  if (failed(sizes))
    fail(op, "sizes " + toText(a) + " and " + toText(b) + " do not broadcast to one shape", here);
  return *sizes;
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

NodePtr cast(const NodePtr &node, ScalarType dtype, SourceLocation here) {
  if (node->dtype == dtype)
    return node;
  if (node->kind == Node::Kind::Number) {
    // Through the number's own type, as a tensor would be.
    Scalar value = node->number;
    if (dtype == kBool)
      value = value.to<bool>();
    else if (isIntegralType(dtype, false) && value.isFloatingPoint())
      value = value.to<int64_t>();
    return makeNumber(value, dtype, here);
  }
  return makeOp("graph.cast", {node}, {}, node->sizes, dtype, here);
}

NodePtr broadcast(const NodePtr &node, graph::ShapeRef sizes, ArrayRef<int64_t> axes, SourceLocation here) {
  if (sameSizes(node->sizes, sizes))
    return node;
  return makeOp("graph.broadcast", {node}, {attribute("axes", axes)}, graph::Shape(sizes), node->dtype, here);
}

NodePtr broadcast(const NodePtr &node, graph::ShapeRef sizes, SourceLocation here) {
  int64_t rank = node->sizes.size(), all = sizes.size();
  return broadcast(node, sizes, llvm::to_vector(llvm::seq<int64_t>(all - rank, all)), here);
}

NodePtr reshape(const NodePtr &node, graph::Shape sizes, SourceLocation here) {
  if (sameSizes(node->sizes, sizes))
    return node;
  return makeOp("graph.reshape", {node}, {}, std::move(sizes), node->dtype, here);
}

NodePtr transpose(const NodePtr &node, ArrayRef<int64_t> permutation, SourceLocation here) {
  if (llvm::equal(permutation, llvm::seq<int64_t>(0, permutation.size())))
    return node;
  graph::Shape sizes;
  for (int64_t axis : permutation)
    sizes.push_back(node->sizes[axis]);
  return makeOp("graph.transpose", {node}, {attribute("permutation", permutation)}, sizes, node->dtype, here);
}

NodePtr slice(const NodePtr &node, graph::ShapeRef starts, ArrayRef<int64_t> steps, graph::Shape sizes,
              SourceLocation here) {
  bool whole = sameSizes(node->sizes, sizes) && llvm::all_of(steps, [](int64_t step) { return step == 1; });
  if (whole)
    return node;
  return makeOp("graph.slice", {node},
                {attribute("starts", graph::SizesAttr::get(&context(), starts)), attribute("steps", steps)},
                std::move(sizes), node->dtype, here);
}

NodePtr concat(ArrayRef<NodePtr> nodes, int64_t axis, SourceLocation here) {
  if (nodes.size() == 1)
    return nodes.front();
  graph::Shape sizes = nodes.front()->sizes;
  for (const NodePtr &node : nodes.drop_front())
    sizes[axis] = graph::normalizeSize(sizes[axis] + node->sizes[axis]);
  return makeOp("graph.concat", nodes, {attribute("axis", axis)}, sizes, nodes.front()->dtype, here);
}

NodePtr elementwise(llvm::StringRef name, ArrayRef<NodePtr> operands, ScalarType dtype, SourceLocation here) {
  return makeOp(name, operands, {}, operands.front()->sizes, dtype, here);
}

NodePtr compare(graph::Predicate predicate, const NodePtr &a, const NodePtr &b, SourceLocation here) {
  return makeOp("graph.compare", {a, b}, {attribute("predicate", graph::PredicateAttr::get(&context(), predicate))},
                a->sizes, kBool, here);
}

NodePtr select(const NodePtr &condition, const NodePtr &a, const NodePtr &b, SourceLocation here) {
  return makeOp("graph.select", {condition, a, b}, {}, a->sizes, a->dtype, here);
}

NodePtr iota(int64_t axis, graph::ShapeRef sizes, ScalarType dtype, SourceLocation here) {
  return makeOp("graph.iota", {}, {attribute("axis", axis)}, graph::Shape(sizes), dtype, here);
}

NodePtr filled(const Scalar &value, graph::ShapeRef sizes, ScalarType dtype, SourceLocation here) {
  return broadcast(makeNumber(value, dtype, here), sizes, here);
}

NodePtr sizeNode(AffineExpr size, ScalarType dtype, SourceLocation here) {
  AffineExpr normal = graph::normalizeSize(size);
  if (std::optional<int64_t> number = graph::constantSize(normal))
    return makeNumber(*number, dtype, here);
  NodePtr node = makeOp("graph.size", {}, {attribute("value", graph::SizesAttr::get(&context(), {normal}))}, {}, kLong,
                        here);
  node->traced = true;
  return cast(node, dtype, here);
}

NodePtr reduce(graph::ReductionKind kind, const NodePtr &node, ArrayRef<int64_t> axes, ScalarType dtype,
               SourceLocation here) {
  if (axes.empty())
    return cast(node, dtype, here);
  graph::Shape sizes;
  for (auto [axis, size] : llvm::enumerate(node->sizes))
    if (!llvm::is_contained(axes, static_cast<int64_t>(axis)))
      sizes.push_back(size);
  return makeOp("graph.reduce", {node},
                {attribute("kind", graph::ReductionKindAttr::get(&context(), kind)), attribute("axes", axes)}, sizes,
                dtype, here);
}

NodePtr matmul(const NodePtr &a, const NodePtr &b, SourceLocation here) {
  graph::Shape sizes = a->sizes;
  sizes.back() = b->sizes.back();
  return makeOp("graph.matmul", {a, b}, {}, sizes, a->dtype, here);
}

NodePtr gather(const NodePtr &node, const NodePtr &indices, int64_t axis, SourceLocation here) {
  std::string error;
  auto sizes = graph::gatherShape(node->sizes, indices->sizes, axis, error);
  if (failed(sizes))
    fail("gather", error, here);
  return makeOp("graph.gather", {node, indices}, {attribute("axis", axis)}, *sizes, node->dtype, here);
}

} // namespace tenon::frontend
