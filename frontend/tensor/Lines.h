//===- Lines.h - Graph ops along lines of an axis -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_LINES_H
#define TENON_TENSOR_LINES_H

#include "frontend/tensor/Build.h"

/// As in Build.h, sizes and types fit already.
namespace tenon::frontend {

/// `dest` with slices of an axis changed; `updates` has the sizes of `dest` with the axis replaced by those of `indices`.
NodePtr scatter(graph::ScatterKind kind, const NodePtr &dest, const NodePtr &indices, const NodePtr &updates,
                int64_t axis, SourceLocation here);
/// Element by element; `indices` and `updates` have one shape.
NodePtr scatterAlong(graph::ScatterKind kind, const NodePtr &dest, const NodePtr &indices, const NodePtr &updates,
                     int64_t axis, SourceLocation here);
NodePtr takeAlong(const NodePtr &node, const NodePtr &indices, int64_t axis, SourceLocation here);

NodePtr scan(graph::ScanKind kind, const NodePtr &node, int64_t axis, SourceLocation here);
/// The index of the last largest or smallest element up to each one.
NodePtr argScan(graph::ScanKind kind, const NodePtr &node, int64_t axis, SourceLocation here);

struct SortedNodes {
  NodePtr values, indices;
};
SortedNodes sort(const NodePtr &node, int64_t axis, bool descending, SourceLocation here);

/// A scalar as a vector of one element; others as they are.
NodePtr atLeastVector(const NodePtr &node, SourceLocation here);

} // namespace tenon::frontend

#endif
