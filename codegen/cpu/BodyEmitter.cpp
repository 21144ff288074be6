//===- BodyEmitter.cpp - Vector code for the regions of kernels -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Loads and offsets are in BodyLoads.cpp.

#include "codegen/cpu/BodyEmitter.h"
#include "codegen/cpu/KernelFunction.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tenon::codegen {

/// A fold of at most this many iterations is written out.
constexpr int64_t unrolledFold = 16;

BodyEmitter::BodyEmitter(OpBuilder &builder, Location location, const CpuTarget &target, ValueRange symbols)
    : builder(builder), location(location), target(target), symbols(symbols) {}

//===----------------------------------------------------------------------===//
// Bindings
//===----------------------------------------------------------------------===//

void BodyEmitter::bindTensor(Value blockArgument, Value pointer) { bindUniform(blockArgument, pointer); }

void BodyEmitter::bindUniform(Value blockArgument, Value scalar) {
  values[blockArgument] = {scalar, nullptr, nullptr};
  uniformArguments.insert(blockArgument);
}

void BodyEmitter::bindLaneIndex(Value blockArgument, Value first) {
  values[blockArgument] = {first, constantI64(builder, location, 1), nullptr};
  uniformArguments.erase(blockArgument);
}

void BodyEmitter::bindElements(Value blockArgument, Value vectorOrScalar) {
  if (isa<VectorType>(vectorOrScalar.getType()))
    values[blockArgument] = {nullptr, nullptr, vectorOrScalar};
  else
    values[blockArgument] = {vectorOrScalar, nullptr, nullptr};
  uniformArguments.erase(blockArgument);
}

void BodyEmitter::bindRow(Value row, Value pointer, Value first) { values[row] = {pointer, first, nullptr}; }

//===----------------------------------------------------------------------===//
// Values in lanes
//===----------------------------------------------------------------------===//

Type BodyEmitter::convert(Type type) const { return type.isIndex() ? Type(builder.getI64Type()) : type; }

BodyEmitter::Lanes BodyEmitter::get(Value value, int64_t lanes) const {
  Lanes found = values.lookup(value);
  assert((found.first || found.vector) && "a value of the region is not bound");
  if (lanes == 1)
    found.step = nullptr;
  return found;
}

Value BodyEmitter::splat(Value value, int64_t lanes) {
  if (lanes == 1 || isa<VectorType>(value.getType()))
    return value;
  return vector::BroadcastOp::create(builder, location, VectorType::get(lanes, value.getType()), value);
}

Value BodyEmitter::materialize(const Lanes &value, int64_t lanes) {
  if (value.vector)
    return value.vector;
  if (!value.step || lanes == 1)
    return splat(value.first, lanes);
  SmallVector<int64_t> numbers = llvm::to_vector(llvm::seq<int64_t>(0, lanes));
  Value lane = arith::ConstantOp::create(builder, location, builder.getI64VectorAttr(numbers));
  return add(splat(value.first, lanes), multiply(lane, splat(value.step, lanes)));
}

Value BodyEmitter::lookup(Value value, int64_t lanes) {
  Lanes found = get(value, lanes);
  return found.isUniform() ? found.first : materialize(found, lanes);
}

Value BodyEmitter::add(Value a, Value b) {
  if (matchPattern(a, m_Zero()))
    return b;
  return builder.createOrFold<arith::AddIOp>(location, a, b);
}

Value BodyEmitter::multiply(Value a, Value b) {
  if (matchPattern(a, m_One()))
    return b;
  return builder.createOrFold<arith::MulIOp>(location, a, b);
}

BodyEmitter::Lanes BodyEmitter::add(const Lanes &a, const Lanes &b, int64_t lanes) {
  if (a.vector || b.vector)
    return {nullptr, nullptr, add(materialize(a, lanes), materialize(b, lanes))};
  Value step = a.step && b.step ? add(a.step, b.step) : a.step ? a.step : b.step;
  if (step && matchPattern(step, m_Zero()))
    step = nullptr;
  return {add(a.first, b.first), step, nullptr};
}

BodyEmitter::Lanes BodyEmitter::multiply(const Lanes &a, const Lanes &b, int64_t lanes) {
  if (a.vector || b.vector || (a.step && b.step))
    return {nullptr, nullptr, multiply(materialize(a, lanes), materialize(b, lanes))};
  Value step = a.step ? multiply(a.step, b.first) : b.step ? multiply(b.step, a.first) : Value();
  if (step && matchPattern(step, m_Zero()))
    step = nullptr;
  return {multiply(a.first, b.first), step, nullptr};
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

SmallVector<Value> BodyEmitter::emit(Block &block, int64_t lanes, Value active) {
  return emitTogether(*this, block, lanes, active).front();
}

SmallVector<SmallVector<Value>> BodyEmitter::emitTogether(MutableArrayRef<BodyEmitter> bodies, Block &block, int64_t lanes,
                                                          Value active) {
  for (Operation &op : block.without_terminator()) {
    if (bodies.front().hoisted.contains(&op))
      continue;
    if (auto fold = dyn_cast<kernel::FoldOp>(op)) {
      emitFolds(bodies, fold, lanes, active);
      continue;
    }
    for (BodyEmitter &body : bodies)
      body.emitOperation(op, lanes, active);
  }
  SmallVector<SmallVector<Value>> yielded(bodies.size());
  for (auto [body, values] : llvm::zip_equal(bodies, yielded))
    for (Value value : block.getTerminator()->getOperands())
      if (!isa<kernel::RowType>(value.getType()))
        values.push_back(body.lookup(value, lanes));
  return yielded;
}

void BodyEmitter::emitUniform(Block &block) {
  hoisted.clear();
  llvm::DenseSet<Value> uniform;
  auto isUniform = [&](Value value) {
    if (value.getParentBlock() != &block)
      return true;
    return isa<BlockArgument>(value) ? uniformArguments.contains(value) : uniform.contains(value);
  };
  for (Operation &op : block.without_terminator()) {
    // What regions of the op take from this block counts as its operands.
    WalkResult walk = op.walk([&](Operation *inner) {
      bool varies = isa<kernel::ReadRowOp>(inner) || !llvm::all_of(inner->getOperands(), isUniform);
      return varies ? WalkResult::interrupt() : WalkResult::advance();
    });
    if (walk.wasInterrupted())
      continue;
    emitOperation(op, 1, nullptr);
    uniform.insert(op.result_begin(), op.result_end());
    hoisted.insert(&op);
  }
}

Value BodyEmitter::emitIsolated(Operation *op, int64_t lanes) {
  for (Value operand : op->getOperands())
    if (Operation *producer = operand.getDefiningOp(); producer && producer->getBlock() == op->getBlock())
      emitIsolated(producer, lanes);
  emitOperation(*op, lanes, nullptr);
  return lookup(op->getResult(0), lanes);
}

void BodyEmitter::bindResult(Operation *op, Value vector) {
  values[op->getResult(0)] = {nullptr, nullptr, vector};
  hoisted.insert(op);
}

void BodyEmitter::emitOperation(Operation &op, int64_t lanes, Value active) {
  llvm::TypeSwitch<Operation *>(&op)
      .Case([&](kernel::LoadOp load) { emitLoad(load, lanes, active); })
      .Case([&](kernel::FoldOp fold) { emitFolds(*this, fold, lanes, active); })
      .Case([&](kernel::ReadRowOp read) { emitReadRow(read, lanes, active); })
      .Case([&](kernel::SizeOp size) {
        values[size.getResult()] = {evaluate(size.getValue().getSizes().front(), {}), nullptr, nullptr};
      })
      .Case<arith::IndexCastOp, arith::IndexCastUIOp>([&](Operation *cast) { emitIndexCast(*cast, lanes); })
      .Case([&](arith::CmpIOp compare) {
        if (!emitLaneComparison(compare, lanes))
          emitGeneric(op, lanes);
      })
      .Case<arith::AddIOp, arith::SubIOp, arith::MulIOp>([&](Operation *) {
        if (!emitLinear(op, lanes))
          emitGeneric(op, lanes);
      })
      .Default([&](Operation *) { emitGeneric(op, lanes); });
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

/// An op that computes each lane from the same lane of its operands.
void BodyEmitter::emitGeneric(Operation &op, int64_t lanes) {
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    TypedAttr value = constant.getValue();
    if (constant.getType().isIndex())
      value = builder.getI64IntegerAttr(cast<IntegerAttr>(value).getInt());
    values[constant.getResult()] = {arith::ConstantOp::create(builder, location, value), nullptr, nullptr};
    return;
  }
  SmallVector<Lanes> operands;
  for (Value operand : op.getOperands())
    operands.push_back(get(operand, lanes));
  bool uniform = llvm::all_of(operands, [](const Lanes &operand) { return operand.isUniform(); });
  IRMapping mapping;
  for (auto [i, operand] : llvm::enumerate(operands)) {
    // A condition that all lanes share stays a scalar.
    bool keepsScalar = uniform || (i == 0 && isa<arith::SelectOp>(op) && operand.isUniform() && !target.hasMasks);
    Value mapped = keepsScalar ? operand.first : materialize(operand, lanes);
    // An operand may appear twice, once as a condition of i1.
    if (!mapping.contains(op.getOperand(i)) || !keepsScalar)
      mapping.map(op.getOperand(i), mapped);
  }
  Operation *copy = builder.clone(op, mapping);
  for (auto [result, emitted] : llvm::zip_equal(op.getResults(), copy->getResults())) {
    Type type = convert(result.getType());
    if (uniform || lanes == 1) {
      emitted.setType(type);
      values[result] = {emitted, nullptr, nullptr};
    } else {
      emitted.setType(VectorType::get(lanes, type));
      values[result] = {nullptr, nullptr, emitted};
    }
  }
}

/// Sums and products of indices stay linear in the lane where they are.
bool BodyEmitter::emitLinear(Operation &op, int64_t lanes) {
  if (!op.getResult(0).getType().isIndex())
    return false;
  Lanes a = get(op.getOperand(0), lanes), b = get(op.getOperand(1), lanes);
  if (a.vector || b.vector || (a.step && b.step && isa<arith::MulIOp>(op)))
    return false;
  if (isa<arith::SubIOp>(op))
    b = multiply(b, {constantI64(builder, location, -1), nullptr, nullptr}, lanes);
  values[op.getResult(0)] = isa<arith::MulIOp>(op) ? multiply(a, b, lanes) : add(a, b, lanes);
  return true;
}

/// Compares an index that counts the lanes with one that all lanes share:
/// first + l < bound is l < bound - first, and 32 bits are enough for that.
bool BodyEmitter::emitLaneComparison(arith::CmpIOp op, int64_t lanes) {
  using P = arith::CmpIPredicate;
  Lanes a = get(op.getLhs(), lanes), b = get(op.getRhs(), lanes);
  P predicate = op.getPredicate();
  if (b.step && a.isUniform()) {
    std::swap(a, b);
    switch (predicate) {
    case P::slt: predicate = P::sgt; break;
    case P::sle: predicate = P::sge; break;
    case P::sgt: predicate = P::slt; break;
    case P::sge: predicate = P::sle; break;
    default: break;
    }
  }
  bool isSigned = llvm::is_contained({P::eq, P::ne, P::slt, P::sle, P::sgt, P::sge}, predicate);
  if (!a.step || !matchPattern(a.step, m_One()) || !b.isUniform() || !isSigned)
    return false;
  Value bound = arith::SubIOp::create(builder, location, b.first, a.first);
  bound = arith::MaxSIOp::create(builder, location, bound, constantI64(builder, location, -1));
  bound = arith::MinSIOp::create(builder, location, bound, constantI64(builder, location, lanes));
  bound = arith::TruncIOp::create(builder, location, builder.getI32Type(), bound);
  SmallVector<int32_t> numbers = llvm::to_vector(llvm::seq<int32_t>(0, lanes));
  Value lane = arith::ConstantOp::create(builder, location, builder.getI32VectorAttr(numbers));
  Value result = arith::CmpIOp::create(builder, location, predicate, lane, splat(bound, lanes));
  values[op.getResult()] = {nullptr, nullptr, result};
  return true;
}

void BodyEmitter::emitIndexCast(Operation &op, int64_t lanes) {
  bool isUnsigned = isa<arith::IndexCastUIOp>(op);
  Value source = op.getOperand(0);
  Lanes value = get(source, lanes);
  unsigned from = convert(source.getType()).getIntOrFloatBitWidth();
  Type to = convert(op.getResult(0).getType());
  auto cast = [&](Value x) -> Value {
    Type type = to;
    if (auto vector = dyn_cast<VectorType>(x.getType()))
      type = vector.clone(to);
    if (from > to.getIntOrFloatBitWidth())
      return builder.createOrFold<arith::TruncIOp>(location, type, x);
    if (isUnsigned)
      return builder.createOrFold<arith::ExtUIOp>(location, type, x);
    return builder.createOrFold<arith::ExtSIOp>(location, type, x);
  };
  if (from == to.getIntOrFloatBitWidth()) {
    values[op.getResult(0)] = value;
    return;
  }
  if (value.isUniform()) {
    values[op.getResult(0)] = {cast(value.first), nullptr, nullptr};
    return;
  }
  // Narrow the parts of a linear index, not the vector.
  if (value.step && from > to.getIntOrFloatBitWidth()) {
    auto type = VectorType::get(lanes, to);
    SmallVector<Attribute> numbers;
    for (int64_t lane = 0; lane < lanes; ++lane)
      numbers.push_back(builder.getIntegerAttr(to, lane));
    Value lane = arith::ConstantOp::create(builder, location, DenseElementsAttr::get(type, numbers));
    Value offsets = multiply(lane, splat(cast(value.step), lanes));
    values[op.getResult(0)] = {nullptr, nullptr, add(splat(cast(value.first), lanes), offsets)};
    return;
  }
  values[op.getResult(0)] = {nullptr, nullptr, cast(materialize(value, lanes))};
}

//===----------------------------------------------------------------------===//
// Folds
//===----------------------------------------------------------------------===//

BodyEmitter::Accumulators BodyEmitter::emitFold(MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op, int64_t lanes,
                                                Value active) {
  BodyEmitter &first = bodies.front();
  Type element = first.convert(op.getResult().getType());
  Value start = first.splat(neutralElement(first.builder, first.location, op.getKind(), element, op.getIsUnsigned()), lanes);
  return emitFoldLoops(bodies, op, 0, Accumulators(bodies.size(), start), lanes, active);
}

void BodyEmitter::setResults(MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op, const Accumulators &results, int64_t lanes) {
  for (auto [body, result] : llvm::zip_equal(bodies, results))
    body.values[op.getResult()] = lanes == 1 ? Lanes{result, nullptr, nullptr} : Lanes{nullptr, nullptr, result};
}

/// The loops over sizes[depth...], from the outermost inwards; short ones
/// written out.
BodyEmitter::Accumulators BodyEmitter::emitFoldLoops(MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op, unsigned depth,
                                                     Accumulators accumulators, int64_t lanes, Value active) {
  ArrayRef<AffineExpr> sizes = op.getSizes().getSizes();
  if (depth == sizes.size())
    return foldOnce(bodies, op, std::move(accumulators), lanes, active);
  OpBuilder &builder = bodies.front().builder;
  Location location = bodies.front().location;
  auto bind = [&](Value index) {
    for (BodyEmitter &body : bodies)
      body.bindUniform(op.getBody().getArgument(depth), index);
  };
  int64_t rest = 1;
  for (AffineExpr size : sizes.drop_front(depth))
    rest = std::min(unrolledFold + 1, rest * graph::constantSize(size).value_or(unrolledFold + 1));
  if (rest <= unrolledFold) {
    for (int64_t i = 0; i < *graph::constantSize(sizes[depth]); ++i) {
      bind(constantI64(builder, location, i));
      accumulators = emitFoldLoops(bodies, op, depth + 1, std::move(accumulators), lanes, active);
    }
    return accumulators;
  }
  Value zero = constantI64(builder, location, 0), one = constantI64(builder, location, 1);
  return emitLoop(builder, location, zero, bodies.front().evaluate(sizes[depth], {}), one, accumulators,
                  [&](Value index, ValueRange carried) {
                    bind(index);
                    return emitFoldLoops(bodies, op, depth + 1, Accumulators(carried), lanes, active);
                  });
}

BodyEmitter::Accumulators BodyEmitter::foldOnce(MutableArrayRef<BodyEmitter> bodies, kernel::FoldOp op,
                                                Accumulators accumulators, int64_t lanes, Value active) {
  auto elements = emitTogether(bodies, op.getBody().front(), lanes, active);
  for (auto [body, accumulator, element] : llvm::zip_equal(bodies, accumulators, elements))
    accumulator = combine(body.builder, body.location, op.getKind(), accumulator, body.splat(element.front(), lanes),
                          op.getIsUnsigned());
  return accumulators;
}

} // namespace tenon::codegen
