//===- MicroKernel.cpp - A register tile of a matrix product ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/MicroKernel.h"
#include "codegen/cpu/KernelFunction.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace tenon::codegen {

RegisterTile registerTile(const CpuTarget &target) { return registerTile(target, target.registers >= 32 ? 4 : 2); }

RegisterTile registerTile(const CpuTarget &target, int64_t vectors) {
  int64_t rows = (static_cast<int64_t>(target.registers) - 1 - vectors) / vectors;
  int64_t most = vectors >= 4 || target.registers < 32 ? 6 : mostRegisterRows;
  return {std::max<int64_t>(1, std::min(rows, most)), vectors};
}

Value multiplyAdd(OpBuilder &builder, Location location, Value a, Value b, Value c, bool hasFma) {
  if (!isa<FloatType>(getElementTypeOrSelf(a.getType())))
    return arith::AddIOp::create(builder, location, arith::MulIOp::create(builder, location, a, b), c);
  if (hasFma && isa<VectorType>(a.getType()))
    return vector::FMAOp::create(builder, location, a, b, c);
  return arith::AddFOp::create(builder, location, arith::MulFOp::create(builder, location, a, b), c);
}

namespace {

/// Chains of additions that keep the FMA units busy: latency times throughput.
constexpr int64_t wantedChains = 12;

class Loop {
public:
  Loop(OpBuilder &builder, Location location, const MicroKernelOperands &operands, const CpuTarget &target)
      : builder(builder), location(location), operands(operands), target(target) {}

  SmallVector<Value> emit(ArrayRef<Value> initial);

private:
  Value constant(int64_t value) { return arith::ConstantIntOp::create(builder, location, builder.getI64Type(), value); }
  Value multiply(Value a, Value b) { return arith::MulIOp::create(builder, location, a, b); }

  int64_t vectors() const { return operands.rhsVectors.size(); }

  void prefetchAt(Value k);
  Value loadLhs(Value source);
  SmallVector<Value> step(Value k, ValueRange accumulators);
  SmallVector<Value> loop(Value from, Value to, int64_t chains, Value distance, SmallVector<Value> accumulators);

  OpBuilder &builder;
  Location location;
  const MicroKernelOperands &operands;
  const CpuTarget &target;
};

Value Loop::loadLhs(Value source) {
  Value element = loadElements(builder, location, operands.lhsElementType, source, 1, Value());
  if (operands.lhsElementType == operands.elementType)
    return element;
  return arith::ExtFOp::create(builder, location, operands.elementType, element);
}

/// For the second-level cache, from which the right operand streams.
void Loop::prefetchAt(Value k) {
  constexpr int32_t isRead = 0, toSecondLevel = 2, isData = 1;
  Value offset = multiply(k, operands.prefetchStride);
  LLVM::Prefetch::create(builder, location, elementAddress(builder, location, builder.getI8Type(), operands.prefetch, offset),
                         isRead, toSecondLevel, isData);
}

/// One step of the depth on one set of accumulators.
SmallVector<Value> Loop::step(Value k, ValueRange accumulators) {
  auto vectorType = VectorType::get(operands.lanes, operands.elementType);
  unsigned alignment = operands.elementType.getIntOrFloatBitWidth() / 8;
  Value rhsOffset = multiply(k, operands.rhsDepthStride);
  SmallVector<Value> columns;
  for (Value vector : operands.rhsVectors) {
    Value address = elementAddress(builder, location, operands.elementType, vector, rhsOffset);
    columns.push_back(LLVM::LoadOp::create(builder, location, vectorType, address, alignment));
  }
  if (operands.prefetch)
    prefetchAt(k);
  Value lhsOffset = multiply(k, operands.lhsDepthStride);
  SmallVector<Value> results;
  for (auto [r, pointer] : llvm::enumerate(operands.lhsRows)) {
    Value element = loadLhs(elementAddress(builder, location, operands.lhsElementType, pointer, lhsOffset));
    Value repeated = vector::BroadcastOp::create(builder, location, vectorType, element);
    for (int64_t v = 0; v < vectors(); ++v)
      results.push_back(multiplyAdd(builder, location, repeated, columns[v], accumulators[r * vectors() + v], target.hasFma));
  }
  return results;
}

/// Steps [from, to) of `chains` stretches of the depth that lie `distance`
/// apart, each with its own set of accumulators.
SmallVector<Value> Loop::loop(Value from, Value to, int64_t chains, Value distance, SmallVector<Value> accumulators) {
  size_t tile = operands.lhsRows.size() * vectors();
  auto forOp = scf::ForOp::create(builder, location, from, to, constant(1), accumulators);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(forOp.getBody());
  SmallVector<Value> next;
  Value k = forOp.getInductionVar();
  for (int64_t chain = 0; chain < chains; ++chain) {
    if (chain > 0)
      k = arith::AddIOp::create(builder, location, k, distance);
    llvm::append_range(next, step(k, forOp.getRegionIterArgs().slice(chain * tile, tile)));
  }
  scf::YieldOp::create(builder, location, next);
  return forOp.getResults();
}

SmallVector<Value> Loop::emit(ArrayRef<Value> initial) {
  int64_t tile = operands.lhsRows.size() * vectors();
  int64_t chains = 1;
  auto fits = [&](int64_t accumulators) { return accumulators + vectors() + 1 <= target.registers; };
  while (chains < 4 && tile * chains < wantedChains && fits(tile * chains * 2))
    chains *= 2;
  auto vectorType = VectorType::get(operands.lanes, operands.elementType);
  Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(vectorType));
  SmallVector<Value> accumulators(initial);
  accumulators.resize(tile * chains, zero);
  Value start = constant(0);
  if (chains == 1)
    return loop(start, operands.depth, 1, Value(), accumulators);

  // With few rows the right operand's way from memory decides. Stretches far
  // apart are several streams to the prefetchers, and the faster for it.
  Value stretch = arith::DivUIOp::create(builder, location, operands.depth, constant(chains));
  accumulators = loop(start, stretch, chains, stretch, accumulators);
  bool isFloat = isa<FloatType>(operands.elementType);
  for (int64_t chain = 1; chain < chains; ++chain)
    for (int64_t i = 0; i < tile; ++i) {
      Value other = accumulators[chain * tile + i];
      accumulators[i] = isFloat ? arith::AddFOp::create(builder, location, accumulators[i], other).getResult()
                                : arith::AddIOp::create(builder, location, accumulators[i], other).getResult();
    }
  accumulators.resize(tile);
  return loop(multiply(stretch, constant(chains)), operands.depth, 1, Value(), accumulators);
}

} // namespace

SmallVector<Value> adjacentVectors(OpBuilder &builder, Location location, Type elementType, Value first, int64_t vectors,
                                   int64_t lanes) {
  SmallVector<Value> result;
  for (int64_t v = 0; v < vectors; ++v) {
    Value offset = arith::ConstantIntOp::create(builder, location, builder.getI64Type(), v * lanes);
    result.push_back(elementAddress(builder, location, elementType, first, offset));
  }
  return result;
}

SmallVector<Value> emitMicroKernel(OpBuilder &builder, Location location, const MicroKernelOperands &operands,
                                   ArrayRef<Value> initial, const CpuTarget &target) {
  return Loop(builder, location, operands, target).emit(initial);
}

} // namespace tenon::codegen
