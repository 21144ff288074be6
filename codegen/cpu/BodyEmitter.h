//===- BodyEmitter.h - Vector code for the regions of kernels ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_BODYEMITTER_H
#define TENON_CODEGEN_CPU_BODYEMITTER_H

#include "codegen/cpu/Combine.h"
#include "codegen/cpu/CpuTarget.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace tenon::codegen {

/// Emits the scalar ops of a kernel's region as code for several consecutive
/// iterations at once, one a lane. First bind what the block arguments are.
/// A value is kept as a scalar while it is the same in all lanes, and an index
/// as first value and step while it is linear in the lane, so that loads are
/// scalar, contiguous or gathers as their offsets demand.
class BodyEmitter {
public:
  BodyEmitter(mlir::OpBuilder &builder, mlir::Location location, const CpuTarget &target, mlir::ValueRange symbols);

  /// An input of the kernel: the address of its element 0.
  void bindTensor(mlir::Value blockArgument, mlir::Value pointer);
  /// The same for all lanes: an i64 for an index, else an element.
  void bindUniform(mlir::Value blockArgument, mlir::Value scalar);
  /// An index that is first + l in lane l.
  void bindLaneIndex(mlir::Value blockArgument, mlir::Value first);
  /// A vector, or a scalar: where lanes == 1, or the same in all lanes, yet
  /// another one at each call of `emit`.
  void bindElements(mlir::Value blockArgument, mlir::Value vectorOrScalar);
  /// A row: its memory, and the index (i64) in it of lane 0.
  void bindRow(mlir::Value row, mlir::Value pointer, mlir::Value first);

  /// Emits the block's ops but the terminator for `lanes` iterations; 1 means
  /// scalar code. `active` is a mask of the lanes that may touch memory, or null.
  /// Returns what the terminator yields: vectors, or scalars where the value is
  /// uniform or lanes == 1. May be called again after new bindings.
  llvm::SmallVector<mlir::Value> emit(mlir::Block &block, int64_t lanes, mlir::Value active);

  /// The same for several emitters whose bindings differ, op by op: their folds
  /// run side by side, and what they load in common is loaded once.
  static llvm::SmallVector<llvm::SmallVector<mlir::Value>>
  emitTogether(llvm::MutableArrayRef<BodyEmitter> bodies, mlir::Block &block, int64_t lanes, mlir::Value active);

  /// Emits now the block's ops that depend on uniform bindings only. Calls of
  /// `emit` use these results until the next `emitUniform`. Unbound block
  /// arguments count as not uniform.
  void emitUniform(mlir::Block &block);

  /// Emits what `op`, which has one result, needs from its block, and then it,
  /// for these bindings only: a later `emit` does so again.
  mlir::Value emitIsolated(mlir::Operation *op, int64_t lanes);

  /// Gives a result to an op beforehand, so that `emit` leaves it out, until
  /// `unbindResults`.
  void bindResult(mlir::Operation *op, mlir::Value vector);
  void unbindResults() { hoisted.clear(); }

  /// Emits a single op of a block.
  void emitOperation(mlir::Operation &op, int64_t lanes, mlir::Value active);

  /// What a value of the region became: a vector, or a scalar if it is uniform or lanes == 1.
  mlir::Value lookup(mlir::Value value, int64_t lanes);

  /// A vector of `lanes`, from a scalar if need be.
  mlir::Value splat(mlir::Value value, int64_t lanes);

  /// A size or offset expression as i64.
  mlir::Value evaluate(mlir::AffineExpr expression, mlir::ValueRange dims);

private:
  /// What a value is in the lanes: `vector` if that is set; else lane l has
  /// first + l * step, where `step` may be null for 0.
  struct Lanes {
    mlir::Value first;
    mlir::Value step;
    mlir::Value vector;

    bool isUniform() const { return !vector && !step; }
  };
  class Offsets;

  mlir::Type convert(mlir::Type type) const;
  Lanes get(mlir::Value value, int64_t lanes) const;
  mlir::Value materialize(const Lanes &value, int64_t lanes);
  mlir::Value add(mlir::Value a, mlir::Value b);
  mlir::Value multiply(mlir::Value a, mlir::Value b);
  Lanes add(const Lanes &a, const Lanes &b, int64_t lanes);
  Lanes multiply(const Lanes &a, const Lanes &b, int64_t lanes);

  void emitGeneric(mlir::Operation &op, int64_t lanes);
  bool emitLinear(mlir::Operation &op, int64_t lanes);
  bool emitLaneComparison(mlir::arith::CmpIOp op, int64_t lanes);
  void emitIndexCast(mlir::Operation &op, int64_t lanes);
  void emitLoad(kernel::LoadOp op, int64_t lanes, mlir::Value active);
  Lanes loadAt(kernel::LoadOp op, const Lanes &offset, int64_t lanes, mlir::Value active);
  mlir::Value loadContiguous(kernel::LoadOp op, const Lanes &offset, int64_t lanes, mlir::Value active);
  mlir::Value loadStrided(kernel::LoadOp op, mlir::Value first, int64_t step, int64_t lanes, mlir::Value mask);
  mlir::Value gather(kernel::LoadOp op, const Lanes &offset, int64_t lanes, mlir::Value active);
  mlir::Value laneMask(kernel::LoadOp op, int64_t lanes, mlir::Value active);
  mlir::Value where(mlir::Value condition, mlir::Type type, llvm::function_ref<mlir::Value()> then);
  void emitReadRow(kernel::ReadRowOp op, int64_t lanes, mlir::Value active);
  using Accumulators = llvm::SmallVector<mlir::Value>;
  static void emitFolds(llvm::MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op, int64_t lanes, mlir::Value active);
  static Accumulators emitFold(llvm::MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op, int64_t lanes,
                               mlir::Value active);
  static void setResults(llvm::MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op, const Accumulators &results,
                         int64_t lanes);
  /// The masks of the fold's loads that are bounds of linear indices (FoldBounds.cpp).
  static llvm::SmallVector<mlir::Value> boundsOf(kernel::FoldOp op);
  mlir::Value emitWithin(kernel::FoldOp op, llvm::ArrayRef<mlir::Value> bounds, int64_t lanes);
  static Accumulators emitFoldLoops(llvm::MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op, unsigned depth,
                                    Accumulators accumulators, int64_t lanes, mlir::Value active);
  static Accumulators foldOnce(llvm::MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op, Accumulators accumulators,
                               int64_t lanes, mlir::Value active);

  mlir::OpBuilder &builder;
  mlir::Location location;
  const CpuTarget &target;
  llvm::SmallVector<mlir::Value> symbols;
  llvm::DenseMap<mlir::Value, Lanes> values;
  llvm::DenseSet<mlir::Value> uniformArguments;
  llvm::DenseSet<mlir::Operation *> hoisted;
};

} // namespace tenon::codegen

#endif
