//===- BodyLoads.cpp - Loads and their offsets in kernels' regions ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The part of BodyEmitter that decides how lanes read memory.

#include "codegen/cpu/BodyEmitter.h"
#include "codegen/cpu/KernelFunction.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace tenon::codegen {

/// Elements up to this far apart are picked out of whole vectors, which is
/// faster than gathering them.
constexpr int64_t largestStride = 4;

/// Evaluates offset expressions in lanes. Divisions and remainders of an index
/// that varies are linear as long as the lanes stay within one multiple of the
/// divisor; `assumeLinear` takes that for granted and collects what must hold.
class BodyEmitter::Offsets {
public:
  Offsets(BodyEmitter &emitter, ArrayRef<Lanes> dims, int64_t lanes, bool assumeLinear)
      : emitter(emitter), dims(dims), lanes(lanes), assumeLinear(assumeLinear) {}

  Lanes evaluate(AffineExpr expression) {
    switch (expression.getKind()) {
    case AffineExprKind::Constant:
      return uniform(constantI64(emitter.builder, emitter.location, cast<AffineConstantExpr>(expression).getValue()));
    case AffineExprKind::SymbolId:
      return uniform(emitter.symbols[cast<AffineSymbolExpr>(expression).getPosition()]);
    case AffineExprKind::DimId:
      return dims[cast<AffineDimExpr>(expression).getPosition()];
    default:
      break;
    }
    auto binary = cast<AffineBinaryOpExpr>(expression);
    Lanes lhs = evaluate(binary.getLHS()), rhs = evaluate(binary.getRHS());
    switch (expression.getKind()) {
    case AffineExprKind::Add:
      return emitter.add(lhs, rhs, lanes);
    case AffineExprKind::Mul:
      return emitter.multiply(lhs, rhs, lanes);
    default:
      return divide(expression.getKind(), lhs, rhs);
    }
  }

  SmallVector<Value> conditions;
  /// Whether indices may be negative, in lanes that a mask excludes.
  bool mayBeNegative = false;

private:
  static Lanes uniform(Value value) { return {value, nullptr, nullptr}; }

  /// By a size that may be 0, of an empty tensor, the result is 0, as in the size table: a kernel asks how many rows
  /// make a tile before it looks whether there is an element. In lanes the result is any number: loads of an empty
  /// tensor, which is one part of a concatenation, are masked.
  Value divideValues(AffineExprKind kind, Value lhs, Value rhs) {
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    if (isa<VectorType>(rhs.getType()) || matchPattern(rhs, m_Constant()))
      return divideByPositive(kind, lhs, rhs);
    Value zero = constantI64(builder, location, 0);
    Value isZero = arith::CmpIOp::create(builder, location, arith::CmpIPredicate::eq, rhs, zero);
    return arith::SelectOp::create(builder, location, isZero, zero, divideByPositive(kind, lhs, divisorOf(rhs)));
  }

  /// A size, or 1 where it is 0.
  Value divisorOf(Value size) {
    if (matchPattern(size, m_Constant()))
      return size;
    return arith::MaxUIOp::create(emitter.builder, emitter.location, size, constantI64(emitter.builder, emitter.location, 1));
  }

  /// Indices and sizes are not negative, so that unsigned division is floor.
  Value divideByPositive(AffineExprKind kind, Value lhs, Value rhs) {
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    if (kind == AffineExprKind::Mod)
      return builder.createOrFold<arith::RemUIOp>(location, lhs, rhs);
    if (kind == AffineExprKind::CeilDiv) {
      Value one = emitter.splat(constantI64(builder, location, 1), isa<VectorType>(rhs.getType()) ? lanes : 1);
      lhs = emitter.add(lhs, builder.createOrFold<arith::SubIOp>(location, rhs, one));
    }
    return builder.createOrFold<arith::DivUIOp>(location, lhs, rhs);
  }

  Lanes divide(AffineExprKind kind, const Lanes &lhs, const Lanes &rhs) {
    if (lhs.isUniform() && rhs.isUniform())
      return uniform(divideValues(kind, lhs.first, rhs.first));
    if (assumeLinear && lhs.step && rhs.isUniform() && kind != AffineExprKind::CeilDiv) {
      OpBuilder &builder = emitter.builder;
      Location location = emitter.location;
      Value remainder = divideValues(AffineExprKind::Mod, lhs.first, rhs.first);
      Value span = emitter.multiply(lhs.step, constantI64(builder, location, lanes - 1));
      Value last = arith::AddIOp::create(builder, location, remainder, span);
      conditions.push_back(
          arith::CmpIOp::create(builder, location, arith::CmpIPredicate::ult, last, rhs.first));
      if (mayBeNegative)
        conditions.push_back(arith::CmpIOp::create(builder, location, arith::CmpIPredicate::sge, lhs.first,
                                                   constantI64(builder, location, 0)));
      if (kind == AffineExprKind::Mod)
        return {remainder, lhs.step, nullptr};
      return uniform(divideValues(kind, lhs.first, rhs.first));
    }
    Lanes divisor = rhs.isUniform() ? uniform(divisorOf(rhs.first)) : rhs;
    return {nullptr, nullptr,
            divideValues(kind, emitter.materialize(lhs, lanes), emitter.materialize(divisor, lanes))};
  }

  BodyEmitter &emitter;
  ArrayRef<Lanes> dims;
  int64_t lanes;
  bool assumeLinear;
};

Value BodyEmitter::evaluate(AffineExpr expression, ValueRange dims) {
  SmallVector<Lanes> scalars;
  for (Value dim : dims)
    scalars.push_back({dim, nullptr, nullptr});
  return Offsets(*this, scalars, 1, false).evaluate(expression).first;
}

//===----------------------------------------------------------------------===//
// Loads
//===----------------------------------------------------------------------===//

/// `then` if the condition holds, else zero.
Value BodyEmitter::where(Value condition, Type type, llvm::function_ref<Value()> then) {
  auto branch = scf::IfOp::create(builder, location, type, condition, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  scf::YieldOp::create(builder, location, then());
  builder.setInsertionPointToStart(branch.elseBlock());
  Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(type));
  scf::YieldOp::create(builder, location, zero);
  return branch.getResult(0);
}

void BodyEmitter::emitLoad(kernel::LoadOp op, int64_t lanes, Value active) {
  SmallVector<Lanes> dims;
  for (Value index : op.getIndices())
    dims.push_back(get(index, lanes));
  AffineExpr expression = op.getMap().getResult(0);
  Offsets linear(*this, dims, lanes, /*assumeLinear=*/true);
  linear.mayBeNegative = static_cast<bool>(op.getMask());
  Lanes offset = linear.evaluate(expression);
  if (linear.conditions.empty()) {
    values[op.getResult()] = loadAt(op, offset, lanes, active);
    return;
  }
  // Decided when it runs: linear for these lanes, or lane by lane.
  Value condition = linear.conditions.front();
  for (Value other : ArrayRef(linear.conditions).drop_front())
    condition = arith::AndIOp::create(builder, location, condition, other);
  VectorType type = VectorType::get(lanes, op.getType());
  auto branch = scf::IfOp::create(builder, location, type, condition, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  scf::YieldOp::create(builder, location, materialize(loadAt(op, offset, lanes, active), lanes));
  builder.setInsertionPointToStart(branch.elseBlock());
  Lanes exact = Offsets(*this, dims, lanes, /*assumeLinear=*/false).evaluate(expression);
  scf::YieldOp::create(builder, location, materialize(loadAt(op, exact, lanes, active), lanes));
  values[op.getResult()] = {nullptr, nullptr, branch.getResult(0)};
}

BodyEmitter::Lanes BodyEmitter::loadAt(kernel::LoadOp op, const Lanes &offset, int64_t lanes, Value active) {
  bool maskVaries = op.getMask() && !get(op.getMask(), lanes).isUniform();
  bool scalar = offset.isUniform() && !maskVaries;
  VectorType vectorType = scalar ? VectorType() : VectorType::get(lanes, op.getType());
  auto load = [&]() -> Value {
    if (!scalar)
      return loadContiguous(op, offset, lanes, active);
    Value address = elementAddress(builder, location, op.getType(), get(op.getSource(), lanes).first, offset.first);
    return loadElements(builder, location, op.getType(), address, 1, nullptr);
  };
  Value result;
  bool isMasked = op.getMask() && !maskVaries && !matchPattern(get(op.getMask(), lanes).first, m_One());
  if (isMasked && !scalar && target.hasMasks && offset.step && matchPattern(offset.step, m_One())) {
    // Without a branch that nobody can foresee.
    Value mask = splat(get(op.getMask(), lanes).first, lanes);
    result = loadContiguous(op, offset, lanes, active ? arith::AndIOp::create(builder, location, mask, active).getResult() : mask);
  } else if (isMasked)
    result = where(get(op.getMask(), lanes).first, scalar ? op.getType() : Type(vectorType), load);
  else
    result = load();
  if (scalar)
    return {result, nullptr, nullptr};
  return {nullptr, nullptr, result};
}

/// The lanes that may be read, or null for all.
Value BodyEmitter::laneMask(kernel::LoadOp op, int64_t lanes, Value active) {
  Value mask;
  if (op.getMask())
    if (Lanes lanesMask = get(op.getMask(), lanes); !lanesMask.isUniform())
      mask = materialize(lanesMask, lanes);
  if (mask && active)
    return arith::AndIOp::create(builder, location, mask, active);
  return mask ? mask : active;
}

Value BodyEmitter::loadContiguous(kernel::LoadOp op, const Lanes &offset, int64_t lanes, Value active) {
  Value mask = laneMask(op, lanes, active);
  if (!offset.step)
    return gather(op, offset, lanes, mask);
  Value pointer = get(op.getSource(), lanes).first;
  if (matchPattern(offset.step, m_One())) {
    Value address = elementAddress(builder, location, op.getType(), pointer, offset.first);
    return loadElements(builder, location, op.getType(), address, lanes, mask);
  }
  APInt step;
  if (!mask && matchPattern(offset.step, m_ConstantInt(&step)) && step.isAllOnes()) {
    // Backwards: the last lane's element comes first in memory.
    Value first = add(offset.first, constantI64(builder, location, 1 - lanes));
    Value address = elementAddress(builder, location, op.getType(), pointer, first);
    Value loaded = loadElements(builder, location, op.getType(), address, lanes, nullptr);
    SmallVector<int64_t> order = llvm::to_vector(llvm::reverse(llvm::seq<int64_t>(0, lanes)));
    return vector::ShuffleOp::create(builder, location, loaded, loaded, order);
  }
  if (matchPattern(offset.step, m_ConstantInt(&step)) && step.sgt(1) && step.sle(largestStride) &&
      (!mask || target.hasMasks))
    return loadStrided(op, offset.first, step.getSExtValue(), lanes, mask);
  return gather(op, offset, lanes, mask);
}

/// Elements `step` apart: as many whole vectors as cover them, the last one up
/// to the last element and not beyond, and of these every step-th element.
Value BodyEmitter::loadStrided(kernel::LoadOp op, Value first, int64_t step, int64_t lanes, Value mask) {
  Value pointer = get(op.getSource(), lanes).first, zero, result;
  if (mask)
    zero = splat(arith::ConstantOp::create(builder, location, builder.getBoolAttr(false)), lanes);
  int64_t last = (lanes - 1) * step;
  for (int64_t part = 0, start = 0; part == 0 || start + lanes <= last; ++part) {
    start = std::min(part * lanes, last + 1 - lanes);
    // Lane l of the result is element l * step, which the first part that has it gives.
    SmallVector<int64_t> elements, needed;
    for (int64_t lane = 0; lane < lanes; ++lane) {
      int64_t place = lane * step - start;
      bool isHere = place >= 0 && place < lanes && lane * step >= part * lanes;
      elements.push_back(isHere ? lanes + place : lane);
    }
    for (int64_t place = 0; place < lanes; ++place) {
      int64_t element = start + place;
      needed.push_back(element % step == 0 ? element / step : lanes);
    }
    Value partMask = mask ? Value(vector::ShuffleOp::create(builder, location, mask, zero, needed)) : Value();
    Value address = elementAddress(builder, location, op.getType(), pointer, add(first, constantI64(builder, location, start)));
    Value loaded = loadElements(builder, location, op.getType(), address, lanes, partMask);
    result = vector::ShuffleOp::create(builder, location, result ? result : loaded, loaded, elements);
  }
  return result;
}

Value BodyEmitter::gather(kernel::LoadOp op, const Lanes &offset, int64_t lanes, Value mask) {
  Type element = op.getType(), inMemory = memoryType(element);
  Value pointer = get(op.getSource(), lanes).first;
  Lanes relative = offset;
  if (offset.step) {
    // Base address plus a vector that often is constant.
    pointer = elementAddress(builder, location, element, pointer, offset.first);
    relative.first = constantI64(builder, location, 0);
  }
  Value offsets = materialize(relative, lanes);
  Type pointers = VectorType::get(lanes, pointer.getType());
  Value addresses = LLVM::GEPOp::create(builder, location, pointers, inMemory, pointer, ArrayRef<LLVM::GEPArg>(offsets));
  VectorType type = VectorType::get(lanes, inMemory);
  if (!mask)
    mask = splat(arith::ConstantOp::create(builder, location, builder.getBoolAttr(true)), lanes);
  Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(type));
  Value loaded = LLVM::masked_gather::create(builder, location, type, addresses, mask, ValueRange(zero),
                                             builder.getI32IntegerAttr(elementBytes(element)));
  if (!element.isInteger(1))
    return loaded;
  return arith::CmpIOp::create(builder, location, arith::CmpIPredicate::ne, loaded, zero);
}

void BodyEmitter::emitReadRow(kernel::ReadRowOp op, int64_t lanes, Value active) {
  Lanes row = values.lookup(op.getRow());
  assert(row.first && row.step && "a row is read that is not bound");
  Value address = elementAddress(builder, location, op.getType(), row.first, row.step);
  Value loaded = loadElements(builder, location, op.getType(), address, lanes, active);
  if (lanes == 1)
    values[op.getResult()] = {loaded, nullptr, nullptr};
  else
    values[op.getResult()] = {nullptr, nullptr, loaded};
}

} // namespace tenon::codegen
