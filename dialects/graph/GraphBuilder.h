//===- GraphBuilder.h - Ops with the types that follow from operands ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Builds graph ops and finds the types of their results. What is asked for
// must fit: callers check what users can get wrong before, and the verifiers
// report the rest as defects. Ops that would do nothing are not made.

#ifndef TENON_DIALECTS_GRAPH_GRAPHBUILDER_H
#define TENON_DIALECTS_GRAPH_GRAPHBUILDER_H

#include "dialects/graph/Graph.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/TypeUtilities.h"

namespace tenon::graph {

class GraphBuilder : public mlir::ImplicitLocOpBuilder {
public:
  using mlir::ImplicitLocOpBuilder::ImplicitLocOpBuilder;
  using Value = mlir::Value;
  using Type = mlir::Type;
  using Axes = llvm::ArrayRef<int64_t>;

  // Sources.

  /// One number everywhere. Integer types take its integer part.
  Value fill(double value, ShapeRef sizes, Type element);
  Value fillInteger(int64_t value, ShapeRef sizes, Type element);
  /// A vector of i64 numbers.
  Value integers(llvm::ArrayRef<int64_t> values);
  /// The index along an axis.
  Value iota(int64_t axis, ShapeRef sizes, Type element);
  /// Sizes as a vector of i64, one as a scalar.
  Value sizes(ShapeRef sizes);
  Value size(mlir::AffineExpr size);

  // Elementwise, on operands of one shape.

  template <typename OpTy, typename... Operands> Value elementwise(Value first, Operands... rest) {
    return create<OpTy>(first.getType(), first, rest...).getResult();
  }
  Value cast(Value value, Type element);
  Value compare(Predicate predicate, Value lhs, Value rhs);
  Value select(Value condition, Value trueValue, Value falseValue);

  // Moving elements.

  /// Aligned at the last axis, as NumPy does.
  Value broadcast(Value value, ShapeRef sizes);
  /// `axes` says which axis of the result each axis of the value becomes.
  Value broadcast(Value value, ShapeRef sizes, Axes axes);
  Value reshape(Value value, ShapeRef sizes);
  Value transpose(Value value, Axes permutation);
  Value slice(Value value, ShapeRef starts, Axes steps, ShapeRef sizes);
  /// From `start` on, `size` elements of one axis.
  Value slice(Value value, int64_t axis, mlir::AffineExpr start, mlir::AffineExpr size);
  /// What stands at one index of an axis, without the axis.
  Value part(Value value, int64_t axis, int64_t index) {
    return squeeze(slice(value, axis, constant(index), constant(1)), axis);
  }
  /// The windows of one axis, their elements along a new last axis.
  Value unfold(Value value, int64_t axis, int64_t size, int64_t step, int64_t dilation);
  Value concat(llvm::ArrayRef<Value> values, int64_t axis);
  /// `value` is a scalar tensor; negative numbers cut.
  Value pad(Value operand, Value value, Axes low, Axes high);
  /// A new axis of size 1 before `axis`; the axis of size 1 taken out.
  Value unsqueeze(Value value, int64_t axis);
  Value squeeze(Value value, int64_t axis);
  Value gather(Value value, Value indices, int64_t axis);
  Value takeAlong(Value value, Value indices, int64_t axis);

  // Of many elements. With `keep` the axes stay, of size 1.

  Value reduce(ReductionKind kind, Value value, Axes axes, bool keep = false);
  Value argReduce(ReductionKind kind, Value value, int64_t axis, bool keep = false);
  Value matmul(Value lhs, Value rhs);
  Value softmax(Value value, int64_t axis, bool isLog = false);
  /// A matrix [rows, p], given row by row, on both sides of tiles [p, p, ...].
  Value tileTransform(Value tiles, int64_t rows, llvm::ArrayRef<double> matrix);

  mlir::AffineExpr constant(int64_t value) { return getAffineConstantExpr(value); }
};

inline Shape shapeOf(mlir::Value value) { return shapeOf(value.getType()); }
inline mlir::Type elementOf(mlir::Value value) { return mlir::getElementTypeOrSelf(value.getType()); }
inline int64_t rankOf(mlir::Value value) { return llvm::cast<mlir::RankedTensorType>(value.getType()).getRank(); }

} // namespace tenon::graph

#endif
