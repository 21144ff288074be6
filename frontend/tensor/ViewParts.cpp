//===- ViewParts.cpp - Parts of an axis, read and replaced ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/ViewParts.h"

namespace tenon::frontend {

NodePtr sliceAxis(const NodePtr &node, int64_t axis, mlir::AffineExpr start, int64_t step, mlir::AffineExpr count,
                  SourceLocation here) {
  graph::Shape starts(node->sizes.size(), constantExpression(0)), sizes = node->sizes;
  llvm::SmallVector<int64_t> steps(node->sizes.size(), 1);
  starts[axis] = graph::normalizeSize(start);
  steps[axis] = step;
  sizes[axis] = graph::normalizeSize(count);
  return frontend::slice(node, starts, steps, sizes, here);
}

NodePtr replaceAxis(const NodePtr &base, const NodePtr &value, int64_t axis, mlir::AffineExpr start, int64_t step,
                    mlir::AffineExpr count, SourceLocation here) {
  mlir::AffineExpr size = base->sizes[axis], zero = constantExpression(0);
  if (step == 1) {
    llvm::SmallVector<NodePtr> parts;
    mlir::AffineExpr end = graph::normalizeSize(start + count);
    if (!graph::sameSize(start, zero))
      parts.push_back(sliceAxis(base, axis, zero, 1, start, here));
    parts.push_back(value);
    if (!graph::sameSize(end, size))
      parts.push_back(sliceAxis(base, axis, end, 1, size - end, here));
    return concat(parts, axis, here);
  }
  // Every element of the axis takes its own from the value, where it is one of those.
  graph::Shape line = {size};
  auto number = [&](mlir::AffineExpr expression) { return broadcast(sizeNode(expression, kLong, here), line, here); };
  NodePtr stride = filled(step, line, kLong, here);
  NodePtr distance = elementwise("graph.sub", {iota(0, line, kLong, here), number(start)}, kLong, here);
  NodePtr at = elementwise("graph.floor_div", {distance, stride}, kLong, here);
  NodePtr rest = elementwise("graph.remainder", {distance, stride}, kLong, here);
  NodePtr none = filled(0, line, kLong, here);
  NodePtr taken = elementwise("graph.and",
                              {frontend::compare(graph::Predicate::eq, rest, none, here),
                               elementwise("graph.and",
                                           {frontend::compare(graph::Predicate::ge, at, none, here),
                                            frontend::compare(graph::Predicate::lt, at, number(count), here)},
                                           kBool, here)},
                              kBool, here);
  NodePtr last = number(count - 1);
  at = elementwise("graph.min", {elementwise("graph.max", {at, none}, kLong, here), last}, kLong, here);
  return frontend::select(broadcast(taken, base->sizes, {axis}, here), frontend::gather(value, at, axis, here), base,
                          here);
}

} // namespace tenon::frontend
