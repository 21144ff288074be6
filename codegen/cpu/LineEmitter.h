//===- LineEmitter.h - What emitters of kernels along lines share ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The sizes of these kernels are <outer, length, inner>. Tiles are rows (outer
// indices) by pieces of the inner ones, or some lines.

#ifndef TENON_CODEGEN_CPU_LINEEMITTER_H
#define TENON_CODEGEN_CPU_LINEEMITTER_H

#include "codegen/cpu/BodyEmitter.h"
#include "codegen/cpu/IndexMath.h"
#include "codegen/cpu/KernelCost.h"
#include "codegen/cpu/KernelEmitters.h"

namespace tenon::codegen {

class LineEmitter : protected IndexMath {
protected:
  LineEmitter(kernel::KernelOpInterface op, graph::ShapeRef sizes, llvm::StringRef name, mlir::OpBuilder &builder,
              const CpuTarget &target);

  /// An index of the body.
  mlir::Value outerIndex() { return block.getArgument(block.getNumArguments() - 3); }
  mlir::Value placeIndex() { return block.getArgument(block.getNumArguments() - 2); }
  mlir::Value innerIndex() { return block.getArgument(block.getNumArguments() - 1); }
  mlir::OperandRange yielded() { return block.getTerminator()->getOperands(); }

  /// What the first result of the kernel is an element of.
  mlir::Type elementOf(size_t result) { return getElementTypeOrSelf(block.getParentOp()->getResult(result).getType()); }

  /// Whether inner indices fill vectors; else lines are visited one by one.
  bool hasColumns();

  /// Binds the input tensors, and values that all tiles need.
  void start();

  /// The tiles of rows by pieces of the inner indices, for what one column of a line costs.
  mlir::AffineExpr planPieces(mlir::AffineExpr picoseconds);
  /// body(outer, from, to) for each row of the tiles of this call.
  void forEachPiece(llvm::function_ref<void(mlir::Value, mlir::Value, mlir::Value)> body);

  /// The tiles of lines, for what one line costs.
  mlir::AffineExpr planLines(mlir::AffineExpr picoseconds);
  /// body(first, last) for the lines of each tile.
  void forEachTileOfLines(llvm::function_ref<void(mlir::Value, mlir::Value)> body);
  /// The outer and the inner index of a line.
  std::pair<mlir::Value, mlir::Value> splitLine(mlir::Value line);

  /// Vectors over [from, to): body(at, count, lanes, active) for `count` vectors of `lanes` from `at` on; what is left
  /// over under a mask, or one by one.
  void forEachVector(mlir::Value from, mlir::Value to, int64_t vectors, int64_t lanes,
                     llvm::function_ref<void(mlir::Value, int64_t, int64_t, mlir::Value)> body);

  /// The offset of an element in the results.
  mlir::Value offsetOf(mlir::Value outer, mlir::Value place, mlir::Value inner) {
    return add(mul(add(mul(outer, lengthValue), place), innerValue), inner);
  }

  mlir::AffineExpr constantSize(int64_t size) { return mlir::getAffineConstantExpr(size, builder.getContext()); }

  mlir::Block &block;
  const CpuTarget &target;
  KernelFunction function;
  BodyEmitter body;
  mlir::AffineExpr outer, length, inner;
  mlir::Value lengthValue, innerValue;
  RegionCost cost; // of one element

private:
  // Of the tiles.
  int64_t pieceSize = 1;
  mlir::AffineExpr pieces, count, perTile;
};

} // namespace tenon::codegen

#endif
