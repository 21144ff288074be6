//===- AttentionEmitter.h - The state of an attention kernel's emission ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_ATTENTIONEMITTER_H
#define TENON_CODEGEN_CPU_ATTENTIONEMITTER_H

#include "codegen/cpu/BodyEmitter.h"
#include "codegen/cpu/IndexMath.h"
#include "codegen/cpu/KernelEmitters.h"
#include "codegen/cpu/MicroKernel.h"

namespace tenon::codegen {

/// Ways to attend, chosen in each tile by the number of its queries: many at once
/// along the lanes (AttentionEmitter.cpp), or few, one after another, with keys
/// and values along the lanes (AttentionByQuery.cpp).
class AttentionEmitter : IndexMath {
public:
  AttentionEmitter(kernel::AttentionOp op, llvm::StringRef name, mlir::OpBuilder &builder, const CpuTarget &target)
      : IndexMath(builder, op.getLoc()), op(op), name(name), target(target), sizes(op.getSizes().getSizes()),
        memoryType(mlir::getElementTypeOrSelf(op.getInputs()[0].getType())), elementType(op.getScoreType()),
        lanes(target.vectorBits / elementType.getIntOrFloatBitWidth()),
        vectorType(mlir::VectorType::get(lanes, elementType)) {}

  mlir::FailureOr<KernelShape> emit();

private:
  /// Keys of one block for one query: 4 KB of scores.
  static constexpr int64_t keysOfRow = 1024;

  mlir::AffineExpr dim(size_t i) { return mlir::getAffineDimExpr(i, op.getContext()); }
  mlir::AffineExpr headSize() { return op.getHeadSize().getSizes().front(); }
  mlir::AffineExpr keyLength() { return op.getKeyLength().getSizes().front(); }

  /// One way to go over the queries of a tile of work, taken for up to `most` of
  /// them: so many rows of keys by vectors of queries, or by none one by one.
  struct Pass {
    int64_t most;
    RegisterTile tile;
  };

  mlir::LogicalResult checkMaps();
  KernelShape shape();
  void emitTile(mlir::Value number);
  llvm::SmallVector<Pass> passes();
  bool mayBe(int64_t low, int64_t high);
  mlir::Value between(mlir::Value count, int64_t low, int64_t high);
  void attend(const Pass &pass, mlir::Value start, mlir::Value end);

  // Many queries.
  void beginStrip();
  void packQueries();
  kernel::LoadOp findLoadAlongKeys();
  llvm::SmallVector<mlir::Value> indicesOf(kernel::LoadOp load, mlir::Value query, mlir::Value key);
  void transposeLoaded(mlir::Value firstKey, mlir::Value count);
  void emitKeyBlock(mlir::Value firstKey, mlir::Value count);
  void emitScores(mlir::Value firstKey, mlir::Value key, int64_t rows);
  void emitProbabilities(mlir::Value count);
  bool shouldPackValues();
  void packValues(mlir::Value firstKey, mlir::Value count);
  void accumulateValues(mlir::Value firstKey, mlir::Value count);
  void accumulateRows(mlir::Value firstKey, mlir::Value count, mlir::Value row, int64_t rows);
  void writeResult();

  // Few queries.
  bool canAttendByQuery();
  void emitQuery(mlir::Value query);
  mlir::Value scoreKeys(mlir::Value query, llvm::ArrayRef<mlir::Value> elements, mlir::Value firstKey, mlir::Value count);
  mlir::Value scoresOfLanes(llvm::ArrayRef<mlir::Value> elements, mlir::Value position);
  mlir::Value addProbabilities(mlir::Value shift, mlir::Value count, mlir::Value sum);
  void addValues(mlir::Value firstKey, mlir::Value count, mlir::Value factor);

  // Both.

  /// Whether the elements of an operand's row follow one another.
  bool isContiguous(mlir::AffineMap map);
  /// What is subtracted from scores of which this is the largest.
  mlir::Value shiftOf(mlir::Value greatest);
  /// What a score counts, its shift subtracted.
  mlir::Value probabilityOf(mlir::Value shifted);
  /// How far apart neighbours along an index of an access map are.
  mlir::AffineExpr distance(mlir::AffineMap map, size_t index);
  /// The same of the last or second to last index, as a number.
  mlir::Value stride(mlir::AffineMap map, size_t index);
  mlir::Value offset(mlir::AffineMap map, mlir::Value row, mlir::Value column);

  mlir::Value spread(mlir::Value scalar) { return body->splat(scalar, lanes); }
  mlir::Value splat(double value) {
    return mlir::arith::ConstantOp::create(
        builder, location, mlir::DenseElementsAttr::get(vectorType, builder.getFloatAttr(elementType, value)));
  }
  /// Elements of an operand, widened; and back to the result's type.
  mlir::Value loadOperand(mlir::Value address, int64_t count) {
    mlir::Value value = loadElements(builder, location, memoryType, address, count, mlir::Value());
    if (memoryType == elementType)
      return value;
    mlir::Type wide = count > 1 ? mlir::Type(vectorType) : elementType;
    return mlir::arith::ExtFOp::create(builder, location, wide, value);
  }
  void storeResult(mlir::Value value, mlir::Value address) {
    if (memoryType != elementType) {
      auto vector = llvm::dyn_cast<mlir::VectorType>(value.getType());
      mlir::Type narrow = vector ? mlir::Type(mlir::VectorType::get(vector.getShape(), memoryType)) : memoryType;
      value = mlir::arith::TruncFOp::create(builder, location, narrow, value);
    }
    storeElements(builder, location, value, address, mlir::Value());
  }
  mlir::Value load(mlir::Value base, mlir::Value index) {
    return loadElements(builder, location, elementType, addressOf(elementType, base, index), lanes, mlir::Value());
  }
  void store(mlir::Value value, mlir::Value base, mlir::Value index) {
    storeElements(builder, location, value, addressOf(elementType, base, index), mlir::Value());
  }
  /// For vector `v` of row `row` of a matrix in scratch memory.
  mlir::Value at(mlir::Value row, int64_t v) { return add(mul(row, constant(width)), constant(v * lanes)); }

  kernel::AttentionOp op;
  llvm::StringRef name;
  const CpuTarget &target;
  graph::ShapeRef sizes;
  mlir::Type memoryType;  // of query, key, value and result
  mlir::Type elementType; // of what is computed and kept in scratch memory
  int64_t lanes;
  RegisterTile tile = {}; // of the pass
  int64_t width = 0;      // queries of its strips
  mlir::VectorType vectorType;

  std::optional<KernelFunction> function;
  std::optional<BodyEmitter> body;
  mlir::Value queryCount, keyCount, headCount, valueCount;
  llvm::SmallVector<mlir::Value> batch;
  mlir::Value first; // query of lane 0 of the strip
  // In scratch memory. Of all strips: a block of P^T, and one of V, or null.
  mlir::Value scores, values;
  // Of each strip: Q^T, O^T, the maxima, the sums, the last factors.
  mlir::Value queries, results, maxima, sums, factors;
  kernel::LoadOp loadAlongKeys; // of the region, or null
  // The same of one query.
  mlir::Value rowScores, rowResults;
};

} // namespace tenon::codegen

#endif
