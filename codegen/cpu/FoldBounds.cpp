//===- FoldBounds.cpp - Windows that lie within their tensor ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A fold over a window of a padded tensor asks for each element whether it is
// there. Most windows lie within the tensor: where the first and the last
// element of one do, all do, since each bound is about one linear index. One
// question at the beginning then chooses a fold without questions.

#include "codegen/cpu/BodyEmitter.h"
#include "codegen/cpu/KernelFunction.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

/// Of a value within a fold: of which of the fold's indices it is a linear function.
struct Dependence {
  bool isLinear = true;
  llvm::SmallBitVector indices;
};

Dependence dependenceOf(Value value, Block &fold) {
  Dependence result{true, llvm::SmallBitVector(fold.getNumArguments())};
  if (auto argument = dyn_cast<BlockArgument>(value); argument && argument.getOwner() == &fold)
    return result.indices.set(argument.getArgNumber()), result;
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != &fold || isa<arith::ConstantOp, kernel::SizeOp>(op))
    return result;
  if (!isa<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op))
    return {false, result.indices};
  Dependence a = dependenceOf(op->getOperand(0), fold), b = dependenceOf(op->getOperand(1), fold);
  bool isProduct = isa<arith::MulIOp>(op) && a.indices.any() && b.indices.any();
  return {a.isLinear && b.isLinear && !isProduct, a.indices |= b.indices};
}

/// Whether a condition says that linear indices, each of one index of the fold, are within bounds.
bool isBounds(Value condition, Block &fold) {
  Operation *op = condition.getDefiningOp();
  if (!op || op->getBlock() != &fold)
    return false;
  if (isa<arith::AndIOp>(op))
    return isBounds(op->getOperand(0), fold) && isBounds(op->getOperand(1), fold);
  auto compare = dyn_cast<arith::CmpIOp>(op);
  using P = arith::CmpIPredicate;
  if (!compare || !llvm::is_contained({P::slt, P::sle, P::sgt, P::sge}, compare.getPredicate()))
    return false;
  Dependence a = dependenceOf(compare.getLhs(), fold), b = dependenceOf(compare.getRhs(), fold);
  return a.isLinear && b.isLinear && (a.indices |= b.indices).count() <= 1;
}

} // namespace

SmallVector<Value> BodyEmitter::boundsOf(kernel::FoldOp op) {
  SmallVector<Value> bounds;
  Block &fold = op.getBody().front();
  for (auto load : fold.getOps<kernel::LoadOp>())
    if (Value mask = load.getMask(); mask && !llvm::is_contained(bounds, mask) && isBounds(mask, fold))
      bounds.push_back(mask);
  return bounds;
}

/// Whether the bounds hold for the first and the last element of the fold; null where lanes differ.
Value BodyEmitter::emitWithin(kernel::FoldOp op, ArrayRef<Value> bounds, int64_t lanes) {
  Value within;
  for (bool isLast : {false, true}) {
    for (auto [argument, size] : llvm::zip_equal(op.getBody().getArguments(), op.getSizes().getSizes())) {
      Value index = constantI64(builder, location, 0);
      if (isLast)
        index = arith::SubIOp::create(builder, location, evaluate(size, {}), constantI64(builder, location, 1));
      bindUniform(argument, index);
    }
    for (Value bound : bounds) {
      emitIsolated(bound.getDefiningOp(), lanes);
      Lanes holds = get(bound, lanes);
      if (!holds.isUniform())
        return nullptr;
      within = within ? arith::AndIOp::create(builder, location, within, holds.first).getResult() : holds.first;
    }
  }
  return within;
}

void BodyEmitter::emitFolds(MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op, int64_t lanes, Value active) {
  OpBuilder &builder = bodies.front().builder;
  Location location = bodies.front().location;
  SmallVector<Value> bounds = boundsOf(op);
  Value within;
  if (!bounds.empty())
    for (BodyEmitter &body : bodies) {
      Value here = body.emitWithin(op, bounds, lanes);
      if (!here) {
        within = nullptr;
        break;
      }
      within = within ? arith::AndIOp::create(builder, location, within, here).getResult() : here;
    }
  if (!within)
    return setResults(bodies, op, emitFold(bodies, op, lanes, active), lanes);

  Type type = bodies.front().convert(op.getResult().getType());
  if (lanes > 1)
    type = VectorType::get(lanes, type);
  auto branch = scf::IfOp::create(builder, location, SmallVector<Type>(bodies.size(), type), within, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  Value holds = arith::ConstantOp::create(builder, location, builder.getBoolAttr(true));
  for (BodyEmitter &body : bodies)
    for (Value bound : bounds)
      body.values[bound] = {holds, nullptr, nullptr}, body.hoisted.insert(bound.getDefiningOp());
  scf::YieldOp::create(builder, location, emitFold(bodies, op, lanes, active));
  for (BodyEmitter &body : bodies)
    for (Value bound : bounds)
      body.hoisted.erase(bound.getDefiningOp());
  builder.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(builder, location, emitFold(bodies, op, lanes, active));
  setResults(bodies, op, Accumulators(branch.getResults()), lanes);
}

} // namespace tenon::codegen
