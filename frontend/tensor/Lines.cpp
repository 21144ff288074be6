//===- Lines.cpp - Graph ops along lines of an axis -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Lines.h"

namespace tenon::frontend {

static NodePtr makeScatter(const char *name, graph::ScatterKind kind, const NodePtr &dest, const NodePtr &indices,
                           const NodePtr &updates, int64_t axis, SourceLocation here) {
  mlir::NamedAttribute kindAttribute = attribute("kind", graph::ScatterKindAttr::get(&context(), kind));
  return makeOp(name, {dest, indices, updates}, {kindAttribute, attribute("axis", axis)}, dest->sizes, dest->dtype,
                here);
}

NodePtr scatter(graph::ScatterKind kind, const NodePtr &dest, const NodePtr &indices, const NodePtr &updates,
                int64_t axis, SourceLocation here) {
  return makeScatter("graph.scatter", kind, dest, indices, updates, axis, here);
}

NodePtr scatterAlong(graph::ScatterKind kind, const NodePtr &dest, const NodePtr &indices, const NodePtr &updates,
                     int64_t axis, SourceLocation here) {
  return makeScatter("graph.scatter_along", kind, dest, indices, updates, axis, here);
}

NodePtr takeAlong(const NodePtr &node, const NodePtr &indices, int64_t axis, SourceLocation here) {
  return makeOp("graph.take_along", {node, indices}, {attribute("axis", axis)}, indices->sizes, node->dtype, here);
}

static llvm::SmallVector<mlir::NamedAttribute> scanAttributes(graph::ScanKind kind, int64_t axis) {
  return {attribute("kind", graph::ScanKindAttr::get(&context(), kind)), attribute("axis", axis)};
}

NodePtr scan(graph::ScanKind kind, const NodePtr &node, int64_t axis, SourceLocation here) {
  return makeOp("graph.scan", {node}, scanAttributes(kind, axis), node->sizes, node->dtype, here);
}

NodePtr argScan(graph::ScanKind kind, const NodePtr &node, int64_t axis, SourceLocation here) {
  return makeOp("graph.arg_scan", {node}, scanAttributes(kind, axis), node->sizes, kLong, here);
}

SortedNodes sort(const NodePtr &node, int64_t axis, bool descending, SourceLocation here) {
  llvm::SmallVector<mlir::NamedAttribute> attributes{attribute("axis", axis)};
  if (descending)
    attributes.push_back(attribute("descending", mlir::UnitAttr::get(&context())));
  auto results =
      makeOps("graph.sort", {node}, attributes, {{node->dtype, node->sizes}, {kLong, node->sizes}}, here);
  return {results[0], results[1]};
}

NodePtr atLeastVector(const NodePtr &node, SourceLocation here) {
  return node->sizes.empty() ? reshape(node, {constantExpression(1)}, here) : node;
}

} // namespace tenon::frontend
