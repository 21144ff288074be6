//===- OpLoops.h - One plain loop per graph op ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the interpreter calls for each family of ops. A loop computes in double
// or 64-bit integers and leaves rounding to the element type to its caller.

#ifndef TENON_CODEGEN_REFERENCE_OPLOOPS_H
#define TENON_CODEGEN_REFERENCE_OPLOOPS_H

#include "codegen/reference/Tensor.h"
#include "dialects/graph/Graph.h"

namespace tenon::reference {

class RoundingNoise;

using Operands = llvm::ArrayRef<const ReferenceTensor *>;
using Symbols = llvm::ArrayRef<int64_t>;

/// A tensor of zeros of the type and sizes of `type` for these symbols; fails
/// where a size comes out negative.
llvm::Expected<ReferenceTensor> makeTensor(mlir::Type type, Symbols symbols);

/// constant, fill, iota, size. Weights are the interpreter's.
llvm::Expected<ReferenceTensor> runSource(mlir::Operation *op, Symbols symbols);

/// The ops of ElementwiseOpInterface. Without `exact`, gelu rounds what it
/// adds up: of numbers near -1 and 1 only rounding may be left.
llvm::Expected<ReferenceTensor> runElementwise(mlir::Operation *op, Operands operands, Symbols symbols, bool exact);

/// broadcast, transpose, reshape, slice, concat, pad.
llvm::Expected<ReferenceTensor> runShape(mlir::Operation *op, Operands operands, Symbols symbols);

/// gather, take_along, scatter, scatter_along.
llvm::Expected<ReferenceTensor> runIndexing(mlir::Operation *op, Operands operands, Symbols symbols);

/// reduce, arg_reduce.
llvm::Expected<ReferenceTensor> runReduction(mlir::Operation *op, Operands operands, Symbols symbols);

/// convolution, window_reduce, window_arg_reduce, tile_transform.
llvm::Expected<ReferenceTensor> runWindows(mlir::Operation *op, Operands operands, Symbols symbols);

/// scan, arg_scan.
llvm::Expected<ReferenceTensor> runScan(mlir::Operation *op, Operands operands, Symbols symbols);

/// Values and indices.
llvm::Expected<std::vector<ReferenceTensor>> runSort(graph::SortOp op, Operands operands, Symbols symbols);

/// matmul, pack, packed_matmul.
llvm::Expected<ReferenceTensor> runContraction(mlir::Operation *op, Operands operands, Symbols symbols);

/// softmax, layer_norm; with `noise` what is subtracted and added in the latter loses bits.
llvm::Expected<ReferenceTensor> runNormalization(mlir::Operation *op, Operands operands, Symbols symbols,
                                                 RoundingNoise *noise);

/// With `noise` the scores are sums that lose bits: exp makes that a large part
/// of the result's error.
llvm::Expected<ReferenceTensor> runAttention(graph::AttentionOp op, Operands operands, Symbols symbols,
                                             RoundingNoise *noise);

/// c[m, n] = a[m, k] b[k, n], or b[n, k] where it is transposed. By the plain
/// loop, and beyond 10^6 multiplications by OpenBLAS.
void multiplyMatrices(const double *a, const double *b, double *c, int64_t m, int64_t n, int64_t k,
                      bool transposedRight);

/// The two ways of multiplyMatrices, for the test of one against the other.
void multiplyMatricesByLoop(const double *a, const double *b, double *c, int64_t m, int64_t n, int64_t k,
                            bool transposedRight);
void multiplyMatricesByBlas(const double *a, const double *b, double *c, int64_t m, int64_t n, int64_t k,
                            bool transposedRight);

} // namespace tenon::reference

#endif
