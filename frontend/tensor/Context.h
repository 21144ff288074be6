//===- Context.h - What all tensors of a process share -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_CONTEXT_H
#define TENON_TENSOR_CONTEXT_H

#include "dialects/graph/SymbolicShape.h"
#include "mlir/IR/MLIRContext.h"
#include "tenon/Size.h"

namespace tenon::frontend {

/// The context of every type, attribute and graph that the front end makes. It
/// lives as long as the process: tensors may outlive everything else.
mlir::MLIRContext &context();

/// The element type of graph tensors.
mlir::Type elementType(ScalarType type);

/// Sizes as expressions. The symbols are those of the process (symbolNames),
/// not those of a function.
mlir::AffineExpr toExpression(const Size &size);
graph::Shape toShape(const SizeList &sizes);
mlir::AffineExpr constantExpression(int64_t number);
Size toSize(mlir::AffineExpr size, SourceLocation here);
SizeList toSizes(graph::ShapeRef shape, SourceLocation here);

/// The names of all symbols of the process by number.
std::vector<std::string> symbolNames();

/// `[batch, 128]`
std::string toText(graph::ShapeRef shape);
std::string toText(mlir::AffineExpr size);

} // namespace tenon::frontend

#endif
