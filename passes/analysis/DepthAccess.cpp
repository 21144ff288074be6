//===- DepthAccess.cpp - How a product reads its left operand ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/analysis/DepthAccess.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

/// The axes at the end of what is reshaped to [B..., M, K] that make up K; empty for none.
static Shape axesOfDepth(Value lhs, AffineExpr depth) {
  auto reshape = lhs.getDefiningOp<ReshapeOp>();
  if (!reshape)
    return {};
  Shape from = shapeOf(reshape.getOperand());
  for (size_t count = 2; count < from.size(); ++count) {
    ShapeRef last = ShapeRef(from).take_back(count);
    if (sameSize(elementCount(lhs.getContext(), last), depth))
      return Shape(last);
  }
  return {};
}

/// The distances between neighbours along the dims from `first` on; none where one varies.
static std::optional<SmallVector<AffineExpr>> distancesOf(AffineExpr offset, unsigned first, size_t count) {
  SmallVector<AffineExpr> distances;
  for (unsigned dim = first; dim < first + count; ++dim) {
    AffineExpr distance = coefficientOf(offset, dim);
    bool isUniform = distance != nullptr;
    for (unsigned other = 0; isUniform && other < first + count; ++other)
      isUniform = !distance.isFunctionOfDim(other);
    if (!isUniform)
      return std::nullopt;
    distances.push_back(distance);
  }
  return distances;
}

/// The access with the depth taken apart into `sizes`.
static std::optional<DepthAccess> accessWith(Value lhs, ShapeRef sizes) {
  MLIRContext *context = lhs.getContext();
  Shape bounds = shapeOf(lhs);
  bounds.pop_back();
  unsigned outer = bounds.size();
  llvm::append_range(bounds, sizes);
  Point point = identityPoint(context, outer);
  point.push_back(linearize(identityPoint(context, sizes.size(), outer), sizes, context, bounds));
  Access access = accessOf(lhs, point, bounds);
  auto distances = distancesOf(access.offset, outer, sizes.size());
  if (!distances)
    return std::nullopt;

  // Neighbouring axes whose elements follow one another are one.
  DepthAccess result{{}, access.tensor, access.offset};
  SmallVector<AffineExpr> joined;
  for (auto [size, distance] : llvm::zip_equal(sizes, *distances)) {
    if (!joined.empty() && sameSize(joined.back(), multiplySizes(distance, size))) {
      result.sizes.back() = multiplySizes(result.sizes.back(), size);
      joined.back() = distance;
    } else if (constantSize(size) != 1 || &size == &sizes.back()) {
      result.sizes.push_back(size);
      joined.push_back(distance);
    }
  }
  AffineExpr zero = getAffineConstantExpr(0, context);
  DenseMap<AffineExpr, AffineExpr> first;
  for (size_t i = 0; i < sizes.size(); ++i)
    first[getAffineDimExpr(outer + i, context)] = zero;
  result.offset = access.offset.replace(first);
  for (auto [i, distance] : llvm::enumerate(joined))
    result.offset = result.offset + distance * getAffineDimExpr(outer + i, context);
  result.offset = normalizeSize(result.offset);
  return result;
}

std::optional<DepthAccess> depthAccessOf(Value lhs) {
  AffineExpr depth = shapeOf(lhs).back();
  if (std::optional<DepthAccess> access = accessWith(lhs, {depth}))
    return access;
  Shape axes = axesOfDepth(lhs, depth);
  return axes.empty() ? std::nullopt : accessWith(lhs, axes);
}

} // namespace tenon::passes
