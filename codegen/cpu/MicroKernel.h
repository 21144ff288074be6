//===- MicroKernel.h - A register tile of a matrix product ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The innermost part of every product: a tile of `rows` x `vectors` vectors of
// accumulators that stays in registers while the depth runs. The left operand
// is read element by element in place, the right one vector by vector.

#ifndef TENON_CODEGEN_CPU_MICROKERNEL_H
#define TENON_CODEGEN_CPU_MICROKERNEL_H

#include "codegen/cpu/CpuTarget.h"
#include "mlir/IR/Builders.h"

namespace tenon::codegen {

/// How many rows and vectors of accumulators a target's registers hold beside
/// the operands: rows * vectors + vectors + 1 <= registers.
struct RegisterTile {
  int64_t rows;
  int64_t vectors;
};

/// No tile has more rows: the broadcasts of the left operand would dominate.
inline constexpr int64_t mostRegisterRows = 14;

/// The tile for products with a packed right operand: 6 x 4 vectors on 32
/// registers, 6 x 2 on 16.
RegisterTile registerTile(const CpuTarget &target);

/// The tile for right operands with only `vectors` vectors of columns.
RegisterTile registerTile(const CpuTarget &target, int64_t vectors);

/// Left operand: one pointer a row, and the distance of two steps of the depth
/// in elements. Right operand: one pointer a vector, and the distance of two
/// steps. The right operand and the accumulators are of `elementType`; the left
/// one may be a narrower float, which is widened. Where there is a `prefetch`,
/// each step of the depth asks for the cache line there, `prefetchStride` bytes
/// further each time: what the next tiles will read.
struct MicroKernelOperands {
  llvm::SmallVector<mlir::Value> lhsRows;
  mlir::Value lhsDepthStride; // i64
  mlir::Type lhsElementType;
  llvm::SmallVector<mlir::Value> rhsVectors;
  mlir::Value rhsDepthStride; // i64
  mlir::Value depth;          // i64
  mlir::Type elementType;
  int64_t lanes;
  mlir::Value prefetch, prefetchStride; // address or null; i64
};

/// The pointers of `vectors` vectors that lie one after the other from `first` on.
llvm::SmallVector<mlir::Value> adjacentVectors(mlir::OpBuilder &builder, mlir::Location location, mlir::Type elementType,
                                               mlir::Value first, int64_t vectors, int64_t lanes);

/// Emits the loop over the depth; rows x vectors accumulated vectors, row by
/// row. `initial` (may be empty for zeros) are their starts. With few rows the
/// depth is split into stretches with accumulators of their own, added at the
/// end: an order that depends on the number of rows only.
llvm::SmallVector<mlir::Value> emitMicroKernel(mlir::OpBuilder &builder, mlir::Location location,
                                               const MicroKernelOperands &operands,
                                               llvm::ArrayRef<mlir::Value> initial, const CpuTarget &target);

/// a * b + c on vectors or scalars of floats or integers.
mlir::Value multiplyAdd(mlir::OpBuilder &builder, mlir::Location location, mlir::Value a, mlir::Value b, mlir::Value c,
                        bool hasFma);

} // namespace tenon::codegen

#endif
