//===- ShapeFunctions.h - The sizes of results ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What the front ends and the verifiers know about the sizes of results. A
// function that finds the sizes impossible fails and writes why into `error`,
// a sentence without the op's name.

#ifndef TENON_DIALECTS_GRAPH_SHAPEFUNCTIONS_H
#define TENON_DIALECTS_GRAPH_SHAPEFUNCTIONS_H

#include "dialects/graph/SymbolicShape.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/LogicalResult.h"

namespace tenon::graph {

/// The common shape of two operands by the broadcasting rules of NumPy.
llvm::FailureOr<Shape> broadcastShapes(ShapeRef a, ShapeRef b, std::string &error);

/// Whether `from` may be repeated to `to`, its dimension i becoming axes[i].
llvm::LogicalResult checkBroadcast(ShapeRef from, ShapeRef to, llvm::ArrayRef<int64_t> axes, std::string &error);

/// [B..., M, K] times [B..., K, N].
llvm::FailureOr<Shape> matmulShape(ShapeRef lhs, ShapeRef rhs, std::string &error);

/// The sizes of `shape` in the order of `permutation`.
llvm::FailureOr<Shape> transposeShape(ShapeRef shape, llvm::ArrayRef<int64_t> permutation, std::string &error);

/// `sizes` with at most one -1, which becomes what is left of `shape`.
llvm::FailureOr<Shape> reshapeShape(ShapeRef shape, ShapeRef sizes, std::string &error);

/// `shape` without `axes`.
llvm::FailureOr<Shape> reduceShape(ShapeRef shape, llvm::ArrayRef<int64_t> axes, std::string &error);

/// The sum along `axis` of shapes that agree elsewhere.
llvm::FailureOr<Shape> concatShape(llvm::ArrayRef<Shape> shapes, int64_t axis, std::string &error);

/// `shape` with `axis` replaced by `indices`.
llvm::FailureOr<Shape> gatherShape(ShapeRef shape, ShapeRef indices, int64_t axis, std::string &error);

/// `dest`, of which slices at `indices` of `axis` change by `updates`.
llvm::FailureOr<Shape> scatterShape(ShapeRef dest, ShapeRef indices, ShapeRef updates, int64_t axis, std::string &error);

/// `dest`, of which elements along `axis` change; beside it the updates have at most its sizes.
llvm::FailureOr<Shape> scatterAlongShape(ShapeRef dest, ShapeRef indices, ShapeRef updates, int64_t axis,
                                         std::string &error);

/// [B..., L, E], [B..., S, E], [B..., S, V] and a mask that repeats to [B..., L, S] (empty for none).
llvm::FailureOr<Shape> attentionShape(ShapeRef query, ShapeRef key, ShapeRef value, std::string &error);

} // namespace tenon::graph

#endif
