//===- Strides.cpp - How views lie over their base ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Strides.h"

using mlir::AffineExpr;

namespace tenon::frontend {

graph::Shape stridesOf(const TensorImpl &impl) {
  if (impl.base && impl.strides)
    return impl.strides(stridesOf(baseOf(impl)));
  return graph::rowMajorStrides(&context(), impl.node->sizes);
}

bool isContiguous(graph::ShapeRef sizes, graph::ShapeRef strides) {
  AffineExpr expected = constantExpression(1);
  for (size_t i = sizes.size(); i-- > 0;) {
    std::optional<int64_t> size = graph::constantSize(sizes[i]);
    if (size == 0)
      return true;
    if (size == 1)
      continue;
    if (!graph::sameSize(strides[i], expected))
      return false;
    expected = graph::multiplySizes(expected, sizes[i]);
  }
  return true;
}

std::optional<graph::Shape> reshapedStrides(graph::ShapeRef sizes, graph::ShapeRef strides, graph::ShapeRef newSizes) {
  if (sizes.empty() || graph::constantSize(graph::elementCount(&context(), sizes)) == 0)
    return graph::rowMajorStrides(&context(), newSizes);
  graph::Shape result(newSizes.size());
  // Runs of axes that lie densely in each other, from the last on; each must be covered by whole new axes.
  AffineExpr one = constantExpression(1), step = strides.back(), run = one, covered = one;
  size_t next = newSizes.size();
  for (size_t axis = sizes.size(); axis-- > 0;) {
    run = graph::multiplySizes(run, sizes[axis]);
    bool continues = axis > 0 && (graph::constantSize(sizes[axis - 1]) == 1 ||
                                  graph::sameSize(strides[axis - 1], graph::multiplySizes(run, step)));
    if (continues)
      continue;
    while (next > 0 && (!graph::sameSize(covered, run) || graph::constantSize(newSizes[next - 1]) == 1)) {
      --next;
      result[next] = graph::multiplySizes(covered, step);
      covered = graph::multiplySizes(covered, newSizes[next]);
    }
    if (!graph::sameSize(covered, run))
      return std::nullopt;
    if (axis > 0)
      step = strides[axis - 1];
    run = covered = one;
  }
  if (next != 0)
    return std::nullopt;
  return result;
}

} // namespace tenon::frontend
