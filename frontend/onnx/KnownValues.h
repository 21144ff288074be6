//===- KnownValues.h - What a graph computes from sizes and constants ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Exporters compute shapes in the graph: Shape, Gather, Concat, Mul, Cast.
// These functions follow such a computation back through the graph ops that
// were built for it, to constants and sizes. What it comes to then stands in
// types; the ops themselves become dead.

#ifndef TENON_FRONTEND_ONNX_KNOWNVALUES_H
#define TENON_FRONTEND_ONNX_KNOWNVALUES_H

#include "dialects/graph/WeightStore.h"
#include "frontend/onnx/CheckedBuilder.h"
#include "mlir/IR/Value.h"

namespace tenon::onnx {

/// The elements of a small integer tensor as expressions over the function's
/// symbols; nothing where one depends on data.
std::optional<Shape> knownSizes(mlir::Value value);

/// Whether an expression is 0 or more for all values of its symbols, as far as
/// its form shows: symbols are sizes.
bool isNeverNegative(mlir::AffineExpr expression);

/// The elements of a small tensor that is computed from constants and small
/// weights only, as they lie in memory and as numbers; nothing else.
std::optional<std::vector<char>> knownBytes(mlir::Value value, const graph::WeightStore &weights, int64_t mostElements);
std::optional<llvm::SmallVector<int64_t>> knownIntegers(mlir::Value value, const graph::WeightStore &weights);
std::optional<llvm::SmallVector<double>> knownReals(mlir::Value value, const graph::WeightStore &weights);

} // namespace tenon::onnx

#endif
