//===- ScatterEmitter.cpp - Kernels that change elements in place ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A tile makes all updates of its lines in their order, so that nothing depends
// on which thread takes it. Where an index is that of a whole slice, the slice
// is changed by vectors; else updates are made one by one.

#include "codegen/cpu/IterationSpace.h"
#include "codegen/cpu/LineEmitter.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

class ScatterEmitter : LineEmitter {
public:
  ScatterEmitter(kernel::ScatterOp op, StringRef name, OpBuilder &builder, const CpuTarget &target)
      : LineEmitter(op, op.getSizes().getSizes(), name, builder, target), op(op) {}

  KernelShape emit();

private:
  bool changesSlices();
  void emitSlice(Value row, Value place, Value from, Value to);
  void emitElement(Value row, Value place, Value column);
  void change(Value offset, Value update, Value active);
  Value targetOf(Value row, Value place, Value column);

  kernel::ScatterOp op;
};

/// Whether `value`, computed in a block, depends on an argument of the block.
bool dependsOn(Value value, Value argument) {
  llvm::SetVector<Value> values;
  values.insert(value);
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == argument)
      return true;
    if (Operation *producer = values[i].getDefiningOp())
      producer->walk([&](Operation *inner) { values.insert(inner->operand_begin(), inner->operand_end()); });
  }
  return false;
}

/// Whether the elements of one outer index and one place of the line lie beside
/// each other, all at one yielded place.
bool ScatterEmitter::changesSlices() {
  AffineExpr offset = op.getTarget().getResult(0), column = getAffineDimExpr(2, op.getContext());
  AffineExpr step = graph::normalizeSize(offset.replace(column, column + 1) - offset);
  return hasColumns() && graph::constantSize(step) == 1 && !dependsOn(yielded()[0], innerIndex());
}

KernelShape ScatterEmitter::emit() {
  bool slices = changesSlices();
  // One by one a branch and a chain of memory accesses come with each.
  constexpr int64_t single = 1000;
  AffineExpr picoseconds = cost.picoseconds + (slices ? 0 : single);
  AffineExpr tiles = planPieces(length * picoseconds);
  start();
  forEachPiece([&](Value row, Value from, Value to) {
    body.bindUniform(outerIndex(), row);
    loop(constant(0), lengthValue, 1, [&](Value place) {
      body.bindUniform(placeIndex(), place);
      if (slices)
        emitSlice(row, place, from, to);
      else
        loop(from, to, 1, [&](Value column) { emitElement(row, place, column); });
    });
  });
  function.finish(builder);

  AffineExpr updates = outer * length * inner, bytes = constantSize(0);
  for (Value input : op.getInputs().drop_front())
    bytes = bytes + graph::elementCount(op.getContext(), graph::shapeOf(input.getType())) *
                        elementBytes(getElementTypeOrSelf(input.getType()));
  int64_t touched = op.getKind() == graph::ScatterKind::replace ? 1 : 2;
  bytes = bytes + updates * (touched * elementBytes(elementOf(0)));
  int64_t flops = touched == 2 && isa<FloatType>(elementOf(0)) ? 1 : 0;
  return {tiles, constantSize(0), (updates * picoseconds).floorDiv(1000) + bytes.floorDiv(16),
          updates * (cost.flops + flops), bytes};
}

Value ScatterEmitter::targetOf(Value row, Value place, Value column) {
  Value yieldedPlace = body.lookup(yielded()[0], 1);
  return body.evaluate(op.getTarget().getResult(0), {row, place, column, yieldedPlace});
}

/// The columns from..to at one index.
void ScatterEmitter::emitSlice(Value row, Value place, Value from, Value to) {
  body.bindLaneIndex(innerIndex(), from);
  body.emitUniform(block);
  Value places = body.evaluate(op.getPlaces().getSizes().front(), {});
  when(compare(arith::CmpIPredicate::ult, body.lookup(yielded()[0], 1), places), [&] {
    Value base = targetOf(row, place, constant(0));
    RegionContents contents(op.getBody());
    int64_t vectors = contents.operations <= 8 ? 4 : 1;
    forEachVector(from, to, vectors, contents.registerLanes(target),
                  [&](Value at, int64_t count, int64_t lanes, Value active) {
                    SmallVector<std::pair<Value, Value>> updates;
                    for (int64_t i = 0; i < count; ++i) {
                      Value position = i == 0 ? at : add(at, constant(i * lanes));
                      body.bindLaneIndex(innerIndex(), position);
                      Value update = body.splat(body.emit(block, lanes, active)[1], lanes);
                      updates.push_back({add(base, position), update});
                    }
                    for (auto [offset, update] : updates)
                      change(offset, update, active);
                  });
  });
}

void ScatterEmitter::emitElement(Value row, Value place, Value column) {
  body.bindUniform(innerIndex(), column);
  SmallVector<Value> values = body.emit(block, 1, nullptr);
  Value places = body.evaluate(op.getPlaces().getSizes().front(), {});
  when(compare(arith::CmpIPredicate::ult, values[0], places),
       [&] { change(targetOf(row, place, column), values[1], nullptr); });
}

/// The kind of reduction that combines an element with an update.
static kernel::ReductionKind reductionKind(graph::ScatterKind kind, bool isBool) {
  switch (kind) {
  case graph::ScatterKind::sum:
    return isBool ? kernel::ReductionKind::any : kernel::ReductionKind::sum;
  case graph::ScatterKind::product:
    return isBool ? kernel::ReductionKind::all : kernel::ReductionKind::product;
  case graph::ScatterKind::max:
    return kernel::ReductionKind::max;
  default:
    return kernel::ReductionKind::min;
  }
}

void ScatterEmitter::change(Value offset, Value update, Value active) {
  Type element = getElementTypeOrSelf(update.getType());
  Value address = addressOf(element, function.output(0), offset);
  if (op.getKind() != graph::ScatterKind::replace) {
    auto vector = dyn_cast<VectorType>(update.getType());
    Value old = loadElements(builder, location, element, address, vector ? vector.getNumElements() : 1, active);
    kernel::ReductionKind kind = reductionKind(op.getKind(), element.isInteger(1));
    update = combine(builder, location, kind, old, update, op.getIsUnsigned());
  }
  storeElements(builder, location, update, address, active);
}

} // namespace

FailureOr<KernelShape> emitScatter(kernel::ScatterOp op, StringRef name, OpBuilder &builder, const CpuTarget &target) {
  return ScatterEmitter(op, name, builder, target).emit();
}

} // namespace tenon::codegen
