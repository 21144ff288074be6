//===- NarrowTypes.h - Element types of eight bits and fewer ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Floats of 8 and 4 bits and integers of 4 and 2 bits. In memory each element
// takes a byte: a float its code in the low bits, an integer its value. Code
// generation knows the bytes only; graph.cast converts them.

#ifndef TENON_DIALECTS_GRAPH_NARROWTYPES_H
#define TENON_DIALECTS_GRAPH_NARROWTYPES_H

#include "dialects/graph/Graph.h"
#include "mlir/IR/Builders.h"

namespace tenon::graph {

/// The attribute of an input or output of a function whose bytes hold a narrow type or strings.
inline constexpr llvm::StringLiteral elementTypeAttributeName = "graph.element_type";

bool isNarrowFloat(mlir::Type element);

/// Signed or unsigned, of two or four bits.
bool isNarrowInteger(mlir::Type element);

inline bool isNarrow(mlir::Type element) { return isNarrowFloat(element) || isNarrowInteger(element); }

/// What a narrow type's elements are in memory, ui8 or i8, and strings, i64; other types themselves.
mlir::Type storageElement(mlir::Type element);

/// The same of a tensor.
mlir::RankedTensorType storageType(mlir::RankedTensorType type);

/// Bytes of an element in memory: 1 for bool and all narrow types.
int64_t bytesOfElement(mlir::Type element);

/// The number that a code of a narrow float stands for, as f32. `code` is an i8.
mlir::Value buildDecode(mlir::OpBuilder &builder, mlir::Location location, mlir::Value code, mlir::Type narrow);

/// The code, as i8, of the narrow float nearest to an f32, ties to even. An f64
/// is rounded to f32 first, as NumPy's types do.
mlir::Value buildEncode(mlir::OpBuilder &builder, mlir::Location location, mlir::Value number, mlir::Type narrow,
                        bool saturate, ScaleRounding rounding);

} // namespace tenon::graph

#endif
