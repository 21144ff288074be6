//===- IndexExpressions.h - Coordinates as expressions over indices -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A point names an element of a tensor: one expression a dimension over index
// variables d0, d1, ... and the function's symbols. Following a point through
// ops that move elements turns them into arithmetic on indices, and a reshape
// into divisions. The simplification here removes those divisions again
// wherever the ranges of the variables allow it, so that views cost nothing.

#ifndef TENON_PASSES_ANALYSIS_INDEXEXPRESSIONS_H
#define TENON_PASSES_ANALYSIS_INDEXEXPRESSIONS_H

#include "dialects/graph/SymbolicShape.h"

namespace tenon::passes {

using graph::Shape;
using graph::ShapeRef;

/// The coordinates of an element.
using Point = llvm::SmallVector<mlir::AffineExpr, 6>;
using PointRef = llvm::ArrayRef<mlir::AffineExpr>;

/// The variable d`i` lies in [0, bounds[i]).
using Bounds = llvm::ArrayRef<mlir::AffineExpr>;

/// The expression in normal form, with divisions and remainders resolved where
/// the bounds show their value. Symbols count as at least 1: an index of an
/// empty range has no value.
mlir::AffineExpr simplifyIndex(mlir::AffineExpr expression, Bounds bounds);

/// Each coordinate simplified: points that are compared have to be.
Point simplifyPoint(PointRef point, Bounds bounds);

/// Whether the expression is at least 0 for all symbols of at least 1.
bool isNonNegative(mlir::AffineExpr symbolic);

/// Whether two points are the same.
bool samePoint(PointRef a, PointRef b);

/// d`first`, d`first + 1`, ...
Point identityPoint(mlir::MLIRContext *context, size_t rank, size_t first = 0);

/// The row-major number of the element.
mlir::AffineExpr linearize(PointRef point, ShapeRef shape, mlir::MLIRContext *context, Bounds bounds);

/// The element of `shape` with that number.
Point delinearize(mlir::AffineExpr number, ShapeRef shape, Bounds bounds);

/// The element of a tensor of shape `from` that stands at `point` of shape
/// `to` in row-major order. Both shapes have the same number of elements.
Point reshapePoint(PointRef point, ShapeRef to, ShapeRef from, mlir::MLIRContext *context, Bounds bounds);

/// The coefficient of a variable in which the expression is linear, or null.
mlir::AffineExpr coefficientOf(mlir::AffineExpr expression, unsigned dim);

} // namespace tenon::passes

#endif
