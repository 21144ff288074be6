//===- RowsEmitter.cpp - Kernels of rows with reductions --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A tile is some rows. Each sweep of a row is a vector loop; a reduction keeps
// several vectors of partial results, whose number depends on the row's size
// and the CPU version only, and combines them at the end in a fixed order.
// A row that only the result needs is written there at once; others lie in the
// thread's scratch memory.

#include "codegen/cpu/BodyEmitter.h"
#include "codegen/cpu/IndexMath.h"
#include "codegen/cpu/IterationSpace.h"
#include "codegen/cpu/KernelCost.h"
#include "codegen/cpu/KernelEmitters.h"
#include "codegen/cpu/KernelFunction.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

/// Vectors of partial results that hide the latency of an addition.
constexpr int64_t partialVectors = 4;

class RowsEmitter : IndexMath {
public:
  RowsEmitter(kernel::RowsOp op, StringRef name, OpBuilder &builder, const CpuTarget &target)
      : IndexMath(builder, op.getLoc()), op(op), block(op.getBody().front()), target(target),
        function(builder, op, name), body(builder, op.getLoc(), target, function.symbols()),
        rowSize(op.getRowSize().getSizes().front()) {}

  KernelShape emit();

private:
  /// Where a row lies: result number `output`, or `scratchOffset` bytes into
  /// the scratch memory.
  struct RowMemory {
    std::optional<size_t> output;
    AffineExpr scratchOffset;
  };
  struct Sweep {
    kernel::SweepOp op;
    int64_t lanes, vectors;
    SmallVector<Value> rowPointers;
  };
  using Values = SmallVector<Value>;

  void placeRows();
  bool mayWriteResult(kernel::SweepOp sweep, size_t output);
  AffineExpr planTiles();
  void bindRow(Value row);
  void emitRow(Value row);
  Value pointerOf(Value rowValue, Value row);
  void emitSweep(kernel::SweepOp sweep, Value row);
  Values sweepVectors(const Sweep &sweep, Value from, Value to, int64_t vectors, Values accumulators);
  Values sweepMasked(const Sweep &sweep, Value from, Values accumulators);
  Values sweepScalars(const Sweep &sweep, Value from, Values accumulators);
  Values emitBody(const Sweep &sweep, Value first, int64_t lanes, Value active);
  void storeRows(const Sweep &sweep, Value first, ArrayRef<Value> yielded, int64_t lanes, Value active);
  Values neutral(const Sweep &sweep, int64_t lanes);
  Values combined(const Sweep &sweep, ValueRange a, ValueRange b);
  void storeYielded(Value row);
  void copyRow(Value from, Value to, Type element);

  kernel::ReductionKind kindOf(kernel::SweepOp sweep, size_t i) {
    return cast<graph::ReductionKindAttr>(sweep.getKinds()[i]).getValue();
  }

  kernel::RowsOp op;
  Block &block;
  const CpuTarget &target;
  KernelFunction function;
  BodyEmitter body;
  AffineExpr rowSize, rows, rowsPerTile, scratchBytes;
  llvm::DenseMap<Value, RowMemory> rowMemory;
  llvm::DenseMap<Value, Value> rowPointers; // of the row being emitted
  Value length;                             // rowSize
};

//===----------------------------------------------------------------------===//
// Plan
//===----------------------------------------------------------------------===//

/// Whether the sweep may write its row to the result although that may lie in
/// the memory of an input: not while the same row of the input is read later.
bool RowsEmitter::mayWriteResult(kernel::SweepOp sweep, size_t output) {
  Type result = op->getResult(output).getType();
  AffineExpr elements = graph::elementCount(op.getContext(), graph::shapeOf(result));
  for (Operation *later = sweep->getNextNode(); later; later = later->getNextNode()) {
    WalkResult walk = later->walk([&](kernel::LoadOp load) {
      auto source = load.getSource().getType();
      AffineExpr count = graph::elementCount(op.getContext(), graph::shapeOf(source));
      bool sameMemory = elementBytes(source.getElementType()) == elementBytes(getElementTypeOrSelf(result)) &&
                        graph::sameSize(count, elements);
      return sameMemory ? WalkResult::interrupt() : WalkResult::advance();
    });
    if (walk.wasInterrupted())
      return false;
  }
  return true;
}

void RowsEmitter::placeRows() {
  MLIRContext *context = op.getContext();
  scratchBytes = getAffineConstantExpr(0, context);
  Operation *yield = block.getTerminator();
  for (auto sweep : block.getOps<kernel::SweepOp>())
    for (Value result : sweep.getResults()) {
      auto type = dyn_cast<kernel::RowType>(result.getType());
      if (!type)
        continue;
      RowMemory memory;
      for (OpOperand &use : result.getUses())
        if (use.getOwner() == yield && !memory.output && mayWriteResult(sweep, use.getOperandNumber()))
          memory.output = use.getOperandNumber();
      if (!memory.output) {
        memory.scratchOffset = scratchBytes;
        scratchBytes = scratchBytes + (rowSize * elementBytes(type.getElementType())).ceilDiv(64) * 64;
      }
      rowMemory[result] = memory;
    }
}

AffineExpr RowsEmitter::planTiles() {
  MLIRContext *context = op.getContext();
  rows = graph::elementCount(context, op.getSizes().getSizes());
  AffineExpr elementCost = costOf(block, getAffineConstantExpr(1, context)).picoseconds;
  int64_t elements = elementsPerTile(elementCost);
  if (std::optional<int64_t> size = graph::constantSize(rowSize))
    rowsPerTile = getAffineConstantExpr(std::max<int64_t>(elements / std::max<int64_t>(*size, 1), 1), context);
  else
    rowsPerTile = getAffineConstantExpr(elements, context).floorDiv(rowSize) + 1;
  return rows.ceilDiv(rowsPerTile);
}

KernelShape RowsEmitter::emit() {
  placeRows();
  AffineExpr tiles = planTiles();
  for (size_t i = 0; i < op.getInputs().size(); ++i)
    body.bindTensor(block.getArgument(i), function.input(i));
  length = body.evaluate(rowSize, {});
  loop(function.begin(), function.end(), 1, [&](Value tile) {
    Value step = body.evaluate(rowsPerTile, {});
    Value first = mul(tile, step);
    Value last = least(add(first, step), body.evaluate(rows, {}));
    loop(first, last, 1, [&](Value row) { emitRow(row); });
  });
  function.finish(builder);
  RegionCost cost = costOf(block, rowSize);
  AffineExpr bytes = tensorBytes(op);
  return {tiles, scratchBytes, (rows * cost.picoseconds).floorDiv(1000) + bytes.floorDiv(16), rows * cost.flops, bytes};
}

//===----------------------------------------------------------------------===//
// A row
//===----------------------------------------------------------------------===//

void RowsEmitter::bindRow(Value row) {
  ArrayRef<AffineExpr> sizes = op.getSizes().getSizes();
  for (unsigned i = sizes.size(); i-- > 0;) {
    Value here = row;
    if (i > 0) {
      Value size = body.evaluate(sizes[i], {});
      here = rem(row, size);
      row = div(row, size);
    }
    body.bindUniform(block.getArgument(op.getInputs().size() + i), here);
  }
}

void RowsEmitter::emitRow(Value row) {
  bindRow(row);
  rowPointers.clear();
  for (Operation &inner : block.without_terminator()) {
    if (auto sweep = dyn_cast<kernel::SweepOp>(inner))
      emitSweep(sweep, row);
    else
      body.emitOperation(inner, 1, nullptr);
  }
  storeYielded(row);
}

/// The memory of a sweep's row, for the row of the kernel that is emitted.
Value RowsEmitter::pointerOf(Value rowValue, Value row) {
  const RowMemory &memory = rowMemory.lookup(rowValue);
  Type element = cast<kernel::RowType>(rowValue.getType()).getElementType();
  if (memory.output)
    return addressOf(element, function.output(*memory.output), mul(row, length));
  return addressOf(builder.getI8Type(), function.scratch(), body.evaluate(memory.scratchOffset, {}));
}

void RowsEmitter::storeYielded(Value row) {
  for (auto [i, value] : llvm::enumerate(block.getTerminator()->getOperands())) {
    if (auto type = dyn_cast<kernel::RowType>(value.getType())) {
      if (rowMemory.lookup(value).output != i)
        copyRow(rowPointers.lookup(value), addressOf(type.getElementType(), function.output(i), mul(row, length)),
                type.getElementType());
      continue;
    }
    Value address = addressOf(value.getType(), function.output(i), row);
    storeElements(builder, location, body.lookup(value, 1), address, nullptr);
  }
}

void RowsEmitter::copyRow(Value from, Value to, Type element) {
  Type inMemory = memoryType(element);
  int64_t lanes = target.vectorBits / 8 / elementBytes(element);
  Value end = sub(length, rem(length, constant(lanes)));
  auto copy = [&](Value at, int64_t count) {
    Value loaded = loadElements(builder, location, inMemory, addressOf(inMemory, from, at), count, nullptr);
    storeElements(builder, location, loaded, addressOf(inMemory, to, at), nullptr);
  };
  loop(constant(0), end, lanes, [&](Value at) { copy(at, lanes); });
  loop(end, length, 1, [&](Value at) { copy(at, 1); });
}

//===----------------------------------------------------------------------===//
// A sweep
//===----------------------------------------------------------------------===//

/// How many lanes and vectors a sweep takes at once.
static std::pair<int64_t, int64_t> chooseVectors(kernel::SweepOp sweep, AffineExpr rowSize, const CpuTarget &target) {
  RegionContents contents(sweep.getBody());
  size_t count = contents.operations;
  int64_t lanes = contents.registerLanes(target);
  int64_t vectors = contents.folds              ? 1
                    : !sweep.getKinds().empty() ? partialVectors
                    : count <= 8                ? 4
                    : count <= 20               ? 2
                                                : 1;
  if (std::optional<int64_t> size = graph::constantSize(rowSize)) {
    lanes = std::min<int64_t>(lanes, llvm::bit_ceil<uint64_t>(std::max<int64_t>(*size, 1)));
    vectors = divideEvenly(*size / lanes, vectors);
  }
  return {lanes, vectors};
}

void RowsEmitter::emitSweep(kernel::SweepOp op, Value row) {
  Sweep sweep{op, 1, 1, {}};
  std::tie(sweep.lanes, sweep.vectors) = chooseVectors(op, rowSize, target);
  for (Value result : op.getResults().drop_front(op.getKinds().size())) {
    sweep.rowPointers.push_back(pointerOf(result, row));
    rowPointers[result] = sweep.rowPointers.back();
  }
  body.emitUniform(op.getBody().front());
  Value zero = constant(0);
  Value end = sub(length, rem(length, constant(sweep.lanes * sweep.vectors)));
  Values partial = sweepVectors(sweep, zero, end, sweep.vectors, {});
  bool hasRest = graph::constantSize(rowSize % sweep.lanes) != 0;
  if (hasRest && target.hasMasks && sweep.lanes > 1) {
    partial = sweepMasked(sweep, end, partial);
  } else if (sweep.vectors > 1) {
    Value next = sub(length, rem(length, constant(sweep.lanes)));
    partial = sweepVectors(sweep, end, next, 1, partial);
    end = next;
  }
  for (size_t i = 0; i < partial.size(); ++i)
    if (sweep.lanes > 1)
      partial[i] = combineLanes(builder, location, kindOf(op, i), partial[i], op.getIsUnsigned());
  if (hasRest && !target.hasMasks && sweep.lanes > 1)
    partial = sweepScalars(sweep, end, partial);
  for (auto [result, value] : llvm::zip(op.getResults(), partial))
    body.bindUniform(result, value);
}

RowsEmitter::Values RowsEmitter::neutral(const Sweep &sweep, int64_t lanes) {
  kernel::SweepOp op = sweep.op;
  Values values;
  for (size_t i = 0; i < op.getKinds().size(); ++i) {
    Type type = op.getResult(i).getType();
    if (type.isIndex())
      type = builder.getI64Type();
    values.push_back(
        body.splat(neutralElement(builder, location, kindOf(op, i), type, op.getIsUnsigned()), lanes));
  }
  return values;
}

RowsEmitter::Values RowsEmitter::combined(const Sweep &sweep, ValueRange a, ValueRange b) {
  kernel::SweepOp op = sweep.op;
  Values values;
  for (size_t i = 0; i < op.getKinds().size(); ++i)
    values.push_back(combine(builder, location, kindOf(op, i), a[i], b[i], op.getIsUnsigned()));
  return values;
}

/// What the sweep's body yields at first...; rows are not yet stored.
RowsEmitter::Values RowsEmitter::emitBody(const Sweep &sweep, Value first, int64_t lanes, Value active) {
  kernel::SweepOp op = sweep.op;
  Block &inner = op.getBody().front();
  body.bindLaneIndex(inner.getArgument(0), first);
  for (auto [row, pointer] : rowPointers)
    body.bindRow(row, pointer, first);
  Values yielded = body.emit(inner, lanes, active);
  for (Value &value : yielded)
    value = body.splat(value, lanes);
  return yielded;
}

void RowsEmitter::storeRows(const Sweep &sweep, Value first, ArrayRef<Value> yielded, int64_t lanes, Value active) {
  kernel::SweepOp op = sweep.op;
  for (auto [value, pointer] : llvm::zip_equal(yielded.drop_front(op.getKinds().size()), sweep.rowPointers)) {
    Value address = addressOf(getElementTypeOrSelf(value.getType()), pointer, first);
    storeElements(builder, location, value, address, active);
  }
}

/// Whole vectors, `vectors` of them an iteration, each with partial results of
/// its own. `start`, if any, is what the first begins with. Returns one vector
/// for each kind.
RowsEmitter::Values RowsEmitter::sweepVectors(const Sweep &sweep, Value from, Value to, int64_t vectors, Values start) {
  int64_t lanes = sweep.lanes;
  size_t kinds = kernel::SweepOp(sweep.op).getKinds().size();
  Values initial = start.empty() ? neutral(sweep, lanes) : start;
  for (int64_t i = 1; i < vectors; ++i)
    llvm::append_range(initial, neutral(sweep, lanes));
  Values results =
      emitLoop(builder, location, from, to, constant(lanes * vectors), initial, [&](Value at, ValueRange carried) {
        SmallVector<Values> yielded;
        Values next, positions;
        for (int64_t i = 0; i < vectors; ++i) {
          positions.push_back(i == 0 ? at : add(at, constant(i * lanes)));
          yielded.push_back(emitBody(sweep, positions.back(), lanes, nullptr));
          llvm::append_range(next, combined(sweep, carried.slice(i * kinds, kinds), yielded.back()));
        }
        for (auto [position, values] : llvm::zip_equal(positions, yielded))
          storeRows(sweep, position, values, lanes, nullptr);
        return next;
      });
  // The upper half onto the lower one; an odd one in the middle stays.
  while (vectors > 1) {
    int64_t upper = llvm::divideCeil(vectors, 2);
    ValueRange all(results);
    Values halved;
    for (int64_t i = 0; i < upper; ++i) {
      ValueRange low = all.slice(i * kinds, kinds);
      if (upper + i < vectors)
        llvm::append_range(halved, combined(sweep, low, all.slice((upper + i) * kinds, kinds)));
      else
        llvm::append_range(halved, low);
    }
    results = halved;
    vectors = upper;
  }
  return results;
}

/// The rest of the row under masks; lanes beyond it keep what they have.
RowsEmitter::Values RowsEmitter::sweepMasked(const Sweep &sweep, Value from, Values accumulators) {
  int64_t lanes = sweep.lanes;
  return emitLoop(builder, location, from, length, constant(lanes), accumulators, [&](Value at, ValueRange carried) {
    Value active = firstLanes(builder, location, sub(length, at), lanes);
    Values yielded = emitBody(sweep, at, lanes, active);
    Values next = combined(sweep, carried, yielded);
    for (auto [value, before] : llvm::zip_equal(next, carried))
      value = arith::SelectOp::create(builder, location, active, value, before);
    storeRows(sweep, at, yielded, lanes, active);
    return next;
  });
}

/// The rest of the row one by one.
RowsEmitter::Values RowsEmitter::sweepScalars(const Sweep &sweep, Value from, Values accumulators) {
  return emitLoop(builder, location, from, length, constant(1), accumulators, [&](Value at, ValueRange carried) {
    Values yielded = emitBody(sweep, at, 1, nullptr);
    storeRows(sweep, at, yielded, 1, nullptr);
    return combined(sweep, carried, yielded);
  });
}

} // namespace

FailureOr<KernelShape> emitRows(kernel::RowsOp op, StringRef name, OpBuilder &builder, const CpuTarget &target) {
  return RowsEmitter(op, name, builder, target).emit();
}

} // namespace tenon::codegen
