//===- CheckedBuilder.h - Graph ops on axes that may not be there --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The operators of a file state which axes they take; the values that the file
// gives them may have fewer. GraphBuilder and graph::Shape leave such mistakes
// to their callers, so here stand both with a check of every axis that throws
// ImportError. The importer uses no others.

#ifndef TENON_FRONTEND_ONNX_CHECKEDBUILDER_H
#define TENON_FRONTEND_ONNX_CHECKEDBUILDER_H

#include "dialects/graph/GraphBuilder.h"
#include "frontend/onnx/ImportError.h"

namespace tenon::onnx {

[[noreturn]] void failAxis(int64_t axis, int64_t rank);

/// Throws where an axis is not one of `rank`.
inline size_t checkAxis(int64_t axis, int64_t rank) {
  if (axis < 0 || axis >= rank)
    failAxis(axis, rank);
  return axis;
}

/// Throws where `count` axes are more than there are.
inline size_t checkCount(int64_t count, int64_t rank) {
  if (count < 0 || count > rank)
    failAxis(count, rank);
  return count;
}

/// What graph::Shape and graph::ShapeRef share here: `Sizes` is one of the two.
template <typename Sizes> class CheckedSizes : public Sizes {
public:
  using Sizes::Sizes;
  CheckedSizes(const Sizes &sizes) : Sizes(sizes) {}
  CheckedSizes(Sizes &&sizes) : Sizes(std::move(sizes)) {}

  int64_t rank() const { return static_cast<int64_t>(this->size()); }
  decltype(auto) operator[](int64_t axis) { return Sizes::operator[](checkAxis(axis, rank())); }
  decltype(auto) operator[](int64_t axis) const { return Sizes::operator[](checkAxis(axis, rank())); }
  decltype(auto) front() { return (*this)[0]; }
  decltype(auto) front() const { return (*this)[0]; }
  decltype(auto) back() { return (*this)[rank() - 1]; }
  decltype(auto) back() const { return (*this)[rank() - 1]; }
};

/// Part of the sizes of a tensor.
class ShapeRef : public CheckedSizes<graph::ShapeRef> {
public:
  using CheckedSizes::CheckedSizes;

  ShapeRef drop_front(int64_t count = 1) const { return graph::ShapeRef::drop_front(checkCount(count, rank())); }
  ShapeRef drop_back(int64_t count = 1) const { return graph::ShapeRef::drop_back(checkCount(count, rank())); }
  ShapeRef take_front(int64_t count = 1) const { return graph::ShapeRef::take_front(checkCount(count, rank())); }
  ShapeRef take_back(int64_t count = 1) const { return graph::ShapeRef::take_back(checkCount(count, rank())); }
  ShapeRef slice(int64_t start, int64_t count) const { return drop_front(start).take_front(count); }
};

/// The sizes of a tensor.
class Shape : public CheckedSizes<graph::Shape> {
public:
  using CheckedSizes::CheckedSizes;
};

inline Shape shapeOf(mlir::Type type) { return graph::shapeOf(type); }
inline Shape shapeOf(mlir::Value value) { return graph::shapeOf(value); }

/// GraphBuilder with its axes checked.
class CheckedBuilder : public graph::GraphBuilder {
public:
  using GraphBuilder::GraphBuilder;

  Value iota(int64_t axis, graph::ShapeRef sizes, Type element);
  Value broadcast(Value value, graph::ShapeRef sizes);
  Value broadcast(Value value, graph::ShapeRef sizes, Axes axes);
  Value transpose(Value value, Axes permutation);
  using GraphBuilder::slice;
  Value slice(Value value, int64_t axis, mlir::AffineExpr start, mlir::AffineExpr size);
  Value part(Value value, int64_t axis, int64_t index);
  Value unfold(Value value, int64_t axis, int64_t size, int64_t step, int64_t dilation);
  Value concat(llvm::ArrayRef<Value> values, int64_t axis);
  Value pad(Value operand, Value value, Axes low, Axes high);
  Value unsqueeze(Value value, int64_t axis);
  Value squeeze(Value value, int64_t axis);
  Value gather(Value value, Value indices, int64_t axis);
  Value takeAlong(Value value, Value indices, int64_t axis);
  Value reduce(graph::ReductionKind kind, Value value, Axes axes, bool keep = false);
  Value argReduce(graph::ReductionKind kind, Value value, int64_t axis, bool keep = false);
  Value matmul(Value lhs, Value rhs);
  Value softmax(Value value, int64_t axis, bool isLog = false);
};

} // namespace tenon::onnx

#endif
