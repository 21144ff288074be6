//===- Padding.cpp - Elements before and after -------------------------===//
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

/// What is added before and after an axis; below 0, taken away.
struct Ends {
  int64_t before = 0, after = 0;
};

/// `count` elements of an axis from `start` on.
NodePtr part(const NodePtr &node, int64_t axis, mlir::AffineExpr start, int64_t step, mlir::AffineExpr count,
             SourceLocation here) {
  graph::Shape starts(node->sizes.size(), constantExpression(0)), sizes = node->sizes;
  llvm::SmallVector<int64_t> steps(node->sizes.size(), 1);
  starts[axis] = graph::normalizeSize(start);
  sizes[axis] = graph::normalizeSize(count);
  steps[axis] = step;
  return frontend::slice(node, starts, steps, sizes, here);
}

/// Takes away what is below 0.
NodePtr cut(const char *op, const NodePtr &node, int64_t axis, Ends ends, SourceLocation here) {
  int64_t before = std::max<int64_t>(-ends.before, 0), after = std::max<int64_t>(-ends.after, 0);
  if (before == 0 && after == 0)
    return node;
  mlir::AffineExpr left = graph::normalizeSize(node->sizes[axis] - (before + after));
  if (std::optional<int64_t> number = graph::constantSize(left); number && *number < 0)
    fail(op, "takes " + std::to_string(before + after) + " elements away from dim " + std::to_string(axis) + " of " +
                 node->describe(),
         here);
  return part(node, axis, constantExpression(before), 1, left, here);
}

/// The elements that `mode` puts before and after an axis.
NodePtr extend(const char *op, const std::string &mode, const NodePtr &node, int64_t axis, Ends ends,
               SourceLocation here) {
  mlir::AffineExpr size = node->sizes[axis], zero = constantExpression(0);
  int64_t before = std::max<int64_t>(ends.before, 0), after = std::max<int64_t>(ends.after, 0);
  int64_t longest = std::max(before, after), least = mode == "reflect" ? longest + 1 : mode == "circular" ? longest : 1;
  if (std::optional<int64_t> number = graph::constantSize(size); number && longest > 0 && *number < least)
    fail(op, "mode '" + mode + "' cannot pad dim " + std::to_string(axis) + " of " + node->describe() + " by " +
                 std::to_string(longest) + ": it needs " + std::to_string(least) + " elements or more",
         here);
  auto repeated = [&](mlir::AffineExpr from, int64_t count) {
    NodePtr edge = part(node, axis, from, 1, constantExpression(1), here);
    graph::Shape sizes = node->sizes;
    sizes[axis] = constantExpression(count);
    return broadcast(edge, sizes, here);
  };
  llvm::SmallVector<NodePtr> parts;
  if (before > 0) {
    mlir::AffineExpr count = constantExpression(before);
    parts.push_back(mode == "reflect"    ? part(node, axis, count, -1, count, here)
                    : mode == "circular" ? part(node, axis, size - before, 1, count, here)
                                         : repeated(zero, before));
  }
  parts.push_back(node);
  if (after > 0) {
    mlir::AffineExpr count = constantExpression(after);
    parts.push_back(mode == "reflect"    ? part(node, axis, size - 2, -1, count, here)
                    : mode == "circular" ? part(node, axis, zero, 1, count, here)
                                         : repeated(size - 1, after));
  }
  return concat(parts, axis, here);
}

Tensor padBy(const char *op, const Tensor &self, const IntArrayRef &pad, const std::string &mode,
             std::optional<double> value, SourceLocation here) {
  NodePtr node = nodeOf(self, here);
  size_t rank = node->sizes.size();
  if (pad.size() % 2 != 0 || pad.size() > 2 * rank)
    fail(op, "has " + std::to_string(pad.size()) + " numbers, expected a pair for each of at most " +
                 std::to_string(rank) + " dims of " + node->describe(),
         here);
  bool isConstant = mode == "constant";
  if (!isConstant && mode != "reflect" && mode != "replicate" && mode != "circular")
    fail(op, "the mode is '" + mode + "', expected constant, reflect, replicate or circular", here);
  if (value && !isConstant)
    fail(op, "mode '" + mode + "' has no value", here);
  std::vector<int64_t> added;
  for (size_t i = 0; i < pad.size(); i += 2) {
    auto axis = static_cast<int64_t>(rank - 1 - i / 2);
    Ends ends{pad[i], pad[i + 1]};
    if (!isConstant)
      node = extend(op, mode, node, axis, ends, here);
    node = cut(op, node, axis, ends, here);
    added.push_back(std::max<int64_t>(ends.before, 0));
    added.push_back(std::max<int64_t>(ends.after, 0));
  }
  if (!isConstant)
    return makeTensor(node);
  return constant_pad_nd(makeTensor(node), IntArrayRef(std::move(added)), value.value_or(0), here);
}

/// Of the last `dims` dims, of a tensor with one or two dims more.
Tensor padSpatial(const char *op, size_t dims, const char *mode, const Tensor &self, const IntArrayRef &given,
                  SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  // One number stands for all sides.
  IntArrayRef padding = given.size() == 1 ? IntArrayRef(std::vector<int64_t>(2 * dims, given[0])) : given;
  if (padding.size() != 2 * dims)
    fail(op, "has " + std::to_string(padding.size()) + " numbers, expected " + std::to_string(2 * dims), here);
  if (node->sizes.size() != dims + 1 && node->sizes.size() != dims + 2)
    fail(op, "needs a tensor of " + std::to_string(dims + 1) + " or " + std::to_string(dims + 2) + " dims, got " +
                 node->describe(),
         here);
  return padBy(op, self, padding, mode, std::nullopt, here);
}

} // namespace

Tensor constant_pad_nd(const Tensor &self, const IntArrayRef &pad, const Scalar &value, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  size_t rank = node->sizes.size();
  if (pad.size() % 2 || pad.size() > 2 * rank)
    fail("pad", "needs one pair of numbers for each of at most " + std::to_string(rank) + " dims", here);
  if (llvm::any_of(pad, [](int64_t number) { return number < 0; })) // takes elements away first
    return padBy("pad", self, pad, "constant", value.toDouble(), here);
  llvm::SmallVector<int64_t> low(rank, 0);
  graph::Shape sizes = node->sizes;
  for (size_t i = 0; i < pad.size(); i += 2) {
    size_t axis = rank - 1 - i / 2;
    low[axis] = pad[i];
    sizes[axis] = graph::normalizeSize(sizes[axis] + (pad[i] + pad[i + 1]));
  }
  return makeTensor(makeOp("graph.pad", {node, makeNumber(value, node->dtype, here)}, {attribute("low", low)}, sizes,
                           node->dtype, here));
}

Tensor pad(const Tensor &self, const IntArrayRef &pad, const std::string &mode, std::optional<double> value,
           SourceLocation here) {
  return padBy("pad", self, pad, mode, value, here);
}

#define TENON_PAD(dims)                                                                                                \
  Tensor reflection_pad##dims##d(const Tensor &self, const IntArrayRef &padding, SourceLocation here) {                \
    return padSpatial("reflection_pad" #dims "d", dims, "reflect", self, padding, here);                               \
  }                                                                                                                    \
  Tensor replication_pad##dims##d(const Tensor &self, const IntArrayRef &padding, SourceLocation here) {               \
    return padSpatial("replication_pad" #dims "d", dims, "replicate", self, padding, here);                            \
  }
TENON_PAD(1)
TENON_PAD(2)
TENON_PAD(3)
#undef TENON_PAD

} // namespace tenon
