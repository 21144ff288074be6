//===- SymbolicShape.h - Sizes as expressions over symbols ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Every tensor type of the graph dialect knows its sizes completely: a number
// or an expression over the function's symbols (batch, sequence, ...). These
// functions convert between types and lists of expressions.

#ifndef TENON_DIALECTS_GRAPH_SYMBOLICSHAPE_H
#define TENON_DIALECTS_GRAPH_SYMBOLICSHAPE_H

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>
#include <string>

namespace tenon::graph {

/// The sizes of a tensor, one expression per dimension.
using Shape = llvm::SmallVector<mlir::AffineExpr, 6>;
using ShapeRef = llvm::ArrayRef<mlir::AffineExpr>;

/// The sizes that `type` states; constants for the static ones.
/// A dynamic size without a `#graph.sizes` encoding is a defect of the IR.
Shape shapeOf(mlir::Type type);

/// The tensor type of the given sizes: encoded only where one is not a number.
mlir::RankedTensorType tensorType(ShapeRef sizes, mlir::Type elementType);

/// `tensor` with its element type replaced.
mlir::RankedTensorType withElementType(mlir::Type tensor, mlir::Type elementType);

/// The number that an expression is, if it is one.
std::optional<int64_t> constantSize(mlir::AffineExpr size);

/// Whether two sizes are the same for every value of the symbols, as far as
/// normalization of the expressions shows.
bool sameSize(mlir::AffineExpr a, mlir::AffineExpr b);
bool sameShape(ShapeRef a, ShapeRef b);

/// a * b, a + b, ceil(a / b) in the normal form that `sameSize` compares.
mlir::AffineExpr multiplySizes(mlir::AffineExpr a, mlir::AffineExpr b);
mlir::AffineExpr normalizeSize(mlir::AffineExpr size);

/// The product of sizes; 1 for none.
mlir::AffineExpr elementCount(mlir::MLIRContext *context, ShapeRef sizes);

/// The row-major strides, in elements.
Shape rowMajorStrides(mlir::MLIRContext *context, ShapeRef sizes);

/// For messages: `[s0, 128, 384]`.
std::string toString(ShapeRef sizes);

/// The value of `size` for the given symbols.
int64_t evaluateSize(mlir::AffineExpr size, llvm::ArrayRef<int64_t> symbols);

} // namespace tenon::graph

#endif
