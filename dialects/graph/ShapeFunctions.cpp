//===- ShapeFunctions.cpp - The sizes of results ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeFunctions.h"

using namespace mlir;

namespace tenon::graph {

namespace {

FailureOr<Shape> fail(std::string &error, std::string message) {
  error = std::move(message);
  return failure();
}

bool isOne(AffineExpr size) { return constantSize(size) == 1; }

/// Whether `axes` are distinct and within the rank.
bool areAxes(ArrayRef<int64_t> axes, size_t rank) {
  SmallVector<bool> seen(rank);
  for (int64_t axis : axes) {
    if (axis < 0 || axis >= static_cast<int64_t>(rank) || seen[axis])
      return false;
    seen[axis] = true;
  }
  return true;
}

} // namespace

FailureOr<Shape> broadcastShapes(ShapeRef a, ShapeRef b, std::string &error) {
  if (a.size() < b.size())
    return broadcastShapes(b, a, error);
  Shape result(a);
  size_t offset = a.size() - b.size();
  for (size_t i = 0; i < b.size(); ++i) {
    AffineExpr &size = result[offset + i];
    if (isOne(size))
      size = b[i];
    else if (!isOne(b[i]) && !sameSize(size, b[i]))
      return fail(error, "shapes " + toString(a) + " and " + toString(b) + " cannot be broadcast: sizes " +
                             toString({size}) + " and " + toString({b[i]}) + " differ");
  }
  return result;
}

LogicalResult checkBroadcast(ShapeRef from, ShapeRef to, ArrayRef<int64_t> axes, std::string &error) {
  if (axes.size() != from.size() || !areAxes(axes, to.size()) || !llvm::is_sorted(axes))
    return fail(error, "axes must be increasing, one for each dimension of the operand");
  for (auto [size, axis] : llvm::zip_equal(from, axes))
    if (!isOne(size) && !sameSize(size, to[axis]))
      return fail(error, "shape " + toString(from) + " cannot be repeated to " + toString(to));
  return success();
}

FailureOr<Shape> matmulShape(ShapeRef lhs, ShapeRef rhs, std::string &error) {
  std::string shapes = toString(lhs) + " and " + toString(rhs);
  if (lhs.size() < 2 || lhs.size() != rhs.size())
    return fail(error, "shapes " + shapes + " are not matrices of one rank");
  size_t rank = lhs.size();
  if (!sameShape(lhs.drop_back(2), rhs.drop_back(2)))
    return fail(error, "shapes " + shapes + " have different batch sizes");
  if (!sameSize(lhs[rank - 1], rhs[rank - 2]))
    return fail(error, "shapes " + shapes + " cannot be multiplied: inner sizes " + toString({lhs[rank - 1]}) +
                           " and " + toString({rhs[rank - 2]}) + " differ");
  Shape result(lhs);
  result.back() = rhs.back();
  return result;
}

FailureOr<Shape> transposeShape(ShapeRef shape, ArrayRef<int64_t> permutation, std::string &error) {
  if (permutation.size() != shape.size() || !areAxes(permutation, shape.size()))
    return fail(error, "the permutation does not name every axis of " + toString(shape) + " once");
  Shape result;
  for (int64_t axis : permutation)
    result.push_back(shape[axis]);
  return result;
}

FailureOr<Shape> reshapeShape(ShapeRef shape, ShapeRef sizes, std::string &error) {
  Shape result(sizes);
  if (shape.empty() && sizes.empty())
    return result;
  MLIRContext *context = (shape.empty() ? sizes : shape).front().getContext();
  AffineExpr *open = nullptr, known = getAffineConstantExpr(1, context), count = elementCount(context, shape);
  for (AffineExpr &size : result) {
    if (constantSize(size) != -1)
      known = multiplySizes(known, size);
    else if (open)
      return fail(error, "more than one size is -1 in " + toString(sizes));
    else
      open = &size;
  }
  if (open && constantSize(known) == 0) {
    *open = known;
  } else if (open) {
    // Sizes that stay are no part of the quotient: a sum would not be divided by.
    SmallVector<AffineExpr> left(shape);
    AffineExpr divisor = getAffineConstantExpr(1, context);
    for (AffineExpr size : sizes) {
      if (constantSize(size) == -1)
        continue;
      auto *same = llvm::find_if(left, [&](AffineExpr other) { return sameSize(size, other); });
      if (same == left.end())
        divisor = multiplySizes(divisor, size);
      else
        left.erase(same);
    }
    *open = normalizeSize(elementCount(context, left).floorDiv(divisor));
  }
  if (!sameSize(elementCount(context, result), count))
    return fail(error, "shape " + toString(shape) + " has not as many elements as " + toString(sizes));
  return result;
}

FailureOr<Shape> reduceShape(ShapeRef shape, ArrayRef<int64_t> axes, std::string &error) {
  if (!areAxes(axes, shape.size()))
    return fail(error, "an axis is out of range or named twice for shape " + toString(shape));
  Shape result;
  for (auto [axis, size] : llvm::enumerate(shape))
    if (!llvm::is_contained(axes, static_cast<int64_t>(axis)))
      result.push_back(size);
  return result;
}

FailureOr<Shape> concatShape(ArrayRef<Shape> shapes, int64_t axis, std::string &error) {
  if (shapes.empty() || axis < 0 || axis >= static_cast<int64_t>(shapes.front().size()))
    return fail(error, "needs operands and an axis within their rank");
  Shape result = shapes.front();
  for (const Shape &shape : shapes.drop_front()) {
    if (shape.size() != result.size())
      return fail(error, "shapes " + toString(result) + " and " + toString(shape) + " differ in rank");
    for (size_t i = 0; i < shape.size(); ++i) {
      if (static_cast<int64_t>(i) == axis)
        result[i] = normalizeSize(result[i] + shape[i]);
      else if (!sameSize(result[i], shape[i]))
        return fail(error, "shapes " + toString(result) + " and " + toString(shape) + " differ beside the axis");
    }
  }
  return result;
}

FailureOr<Shape> gatherShape(ShapeRef shape, ShapeRef indices, int64_t axis, std::string &error) {
  if (axis < 0 || axis >= static_cast<int64_t>(shape.size()))
    return fail(error, "axis " + std::to_string(axis) + " is out of range for shape " + toString(shape));
  Shape result(shape.take_front(axis));
  result.append(indices.begin(), indices.end());
  ShapeRef rest = shape.drop_front(axis + 1);
  result.append(rest.begin(), rest.end());
  return result;
}

FailureOr<Shape> scatterShape(ShapeRef dest, ShapeRef indices, ShapeRef updates, int64_t axis, std::string &error) {
  FailureOr<Shape> slices = gatherShape(dest, indices, axis, error);
  if (failed(slices))
    return failure();
  if (!sameShape(*slices, updates))
    return fail(error, "updates of sizes " + toString(updates) + " should have " + toString(*slices) +
                           ", which indices of sizes " + toString(indices) + " select of " + toString(dest));
  return Shape(dest);
}

FailureOr<Shape> scatterAlongShape(ShapeRef dest, ShapeRef indices, ShapeRef updates, int64_t axis, std::string &error) {
  if (axis < 0 || axis >= static_cast<int64_t>(dest.size()))
    return fail(error, "axis " + std::to_string(axis) + " is out of range for shape " + toString(dest));
  if (!sameShape(indices, updates) || indices.size() != dest.size())
    return fail(error, "indices of sizes " + toString(indices) + " and updates of sizes " + toString(updates) +
                           " should have the same, of the rank of " + toString(dest));
  for (auto [i, all, part] : llvm::enumerate(dest, indices)) {
    std::optional<int64_t> size = constantSize(all), count = constantSize(part);
    if (static_cast<int64_t>(i) != axis && size && count && *count > *size)
      return fail(error, "indices of sizes " + toString(indices) + " reach beyond " + toString(dest) + " on axis " +
                             std::to_string(i));
  }
  return Shape(dest);
}

FailureOr<Shape> attentionShape(ShapeRef query, ShapeRef key, ShapeRef value, std::string &error) {
  std::string shapes = toString(query) + ", " + toString(key) + " and " + toString(value);
  size_t rank = query.size();
  if (rank < 2 || key.size() != rank || value.size() != rank)
    return fail(error, "query, key and value " + shapes + " need one rank of at least 2");
  if (!sameShape(query.drop_back(2), key.drop_back(2)) || !sameShape(query.drop_back(2), value.drop_back(2)))
    return fail(error, "query, key and value " + shapes + " have different batch sizes");
  if (!sameSize(query[rank - 1], key[rank - 1]))
    return fail(error, "query and key of " + shapes + " have different sizes of a head");
  if (!sameSize(key[rank - 2], value[rank - 2]))
    return fail(error, "key and value of " + shapes + " have different lengths");
  Shape result(query);
  result.back() = value.back();
  return result;
}

} // namespace tenon::graph
