//===- ElementAccess.h - Which elements an op's elements come from --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Fusion asks here whether views can be read in place, lowering how: both
// follow a point through the same functions, so that what fusion allows is
// what lowering can do.

#ifndef TENON_PASSES_ANALYSIS_ELEMENTACCESS_H
#define TENON_PASSES_ANALYSIS_ELEMENTACCESS_H

#include "dialects/graph/Graph.h"
#include "passes/analysis/IndexExpressions.h"

namespace tenon::passes {

/// Whether the op's result holds elements of its only operand at other places:
/// broadcast, transpose, reshape, slice.
bool isView(mlir::Operation *op);

/// The op that makes what `value` shows through views; null where that is an argument.
mlir::Operation *sourceBelowViews(mlir::Value value);

/// The one value of all elements, through views, or null.
mlir::TypedAttr splatOf(mlir::Value value);

bool isElementwise(mlir::Operation *op);

/// An op without tensor operands whose elements are known by index: fill,
/// iota, size, and constants of one value.
bool isGenerated(mlir::Operation *op);

/// A weight or a constant: a tensor in memory before the first run.
bool isStored(mlir::Operation *op);

/// An op around which a kernel is built: contraction, convolution, attention,
/// softmax, layer norm, reduction, and what runs along lines.
bool isAnchor(mlir::Operation *op);

/// A reduction, softmax or normalization that runs along the last axes in
/// memory, so that it can be computed row by row.
bool isRowAnchor(mlir::Operation *op);

/// A scatter, scan or sort: computed along lines of one axis, in order.
bool isLineAnchor(mlir::Operation *op);

/// An anchor that is computed element by element with an inner loop:
/// convolutions, reductions over windows or other axes, and unpacked products.
bool isFoldAnchor(mlir::Operation *op);

/// For a view or an elementwise op: the element of each operand that the
/// result's element at `point` is made of.
Point operandPoint(mlir::Operation *op, PointRef point, Bounds bounds);

/// An element of a tensor.
struct Element {
  mlir::Value tensor;
  Point point;
};

/// Follows views from the element at `point` up to the tensor that is not one.
Element traceViews(mlir::Value value, PointRef point, Bounds bounds);

/// The offset in memory of the element that `point` of `value` names, and the
/// tensor that it lies in.
struct Access {
  mlir::Value tensor;
  mlir::AffineExpr offset;
};
Access accessOf(mlir::Value value, PointRef point, Bounds bounds);

/// The shape of a value.
Shape shapeOf(mlir::Value value);

/// The trailing axes that a row anchor runs along: the rank of what is left,
/// and the sizes of the row.
struct RowSpace {
  Shape rows, row;
};
RowSpace rowSpaceOf(mlir::Operation *anchor);

/// The parts of the sizes that a line anchor visits: before the axis, along
/// it, and behind it. Of a scatter those of its updates.
struct LineSpace {
  Shape outer, line, inner;
};
LineSpace lineSpaceOf(mlir::Operation *anchor);

} // namespace tenon::passes

#endif
