//===- ElementwiseEmitter.cpp - Kernels of independent elements -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The iteration space is cut into tiles: some rows (indices of the outer
// loops, counted through), of each a piece of the innermost loop. A piece is
// swept by vectors, several an iteration; what is left over is done under a
// mask, or one by one where the CPU has no masks. Transposed loads read square
// blocks and turn them around in registers. Where an element takes a loop of its
// own, several rows next to each other are swept at once.

#include "codegen/cpu/BodyEmitter.h"
#include "codegen/cpu/IndexMath.h"
#include "codegen/cpu/IterationSpace.h"
#include "codegen/cpu/KernelCost.h"
#include "codegen/cpu/KernelEmitters.h"
#include "codegen/cpu/KernelFunction.h"
#include "codegen/cpu/RegisterTranspose.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

class ElementwiseEmitter : IndexMath {
public:
  ElementwiseEmitter(kernel::ElementwiseOp op, StringRef name, OpBuilder &builder, const CpuTarget &target)
      : IndexMath(builder, op.getLoc()), op(op), block(op.getBody().front()), target(target), space(op, target),
        function(builder, op, name), body(builder, op.getLoc(), target, function.symbols()) {}

  KernelShape emit();

private:
  int64_t blockOf(unsigned loop);
  AffineExpr blocksOf(unsigned loop);
  void planTiles();
  bool isCopy();
  Value index(unsigned dim) { return block.getArgument(op.getInputs().size() + dim); }
  void bindOuter(Value row);
  void emitTile(Value tile);
  void emitNeighbours(Value row, Value from, Value to);
  void emitRow(Value base, Value from, Value to);
  void emitVectors(Value base, Value first, int64_t count, int64_t lanes, Value active);
  void store(Value base, Value first, ArrayRef<Value> yielded, int64_t lanes, Value active);
  void emitBlocks(Value row, Value from, Value to);
  void emitBlock(Value row, Value position, Value column);
  Value outputBase(Value row, Value position);

  kernel::ElementwiseOp op;
  Block &block;
  const CpuTarget &target;
  IterationSpace space;
  KernelFunction function;
  BodyEmitter body;
  /// Of neighbours that are computed side by side.
  SmallVector<BodyEmitter, 0> neighbours;

  // Over the symbols of the function.
  AffineExpr rows;        // indices of the outer loops; the transposed one counts in blocks, as that of neighbours does
  AffineExpr rowsPerTile;
  AffineExpr pieces;      // of the innermost loop
  int64_t pieceSize;
};

/// Edge of the blocks in which a transposed loop is walked: the cache lines
/// that a column of loads touches are used up before they leave the cache.
constexpr int64_t blockEdge = 16;

/// How many indices of an outer loop are bound at once.
int64_t ElementwiseEmitter::blockOf(unsigned i) {
  return space.transposedLoop == i ? blockEdge : i + 2 == space.loops.size() ? space.neighbours : 1;
}

AffineExpr ElementwiseEmitter::blocksOf(unsigned i) {
  return graph::normalizeSize(space.loops[i].size.ceilDiv(blockOf(i)));
}

void ElementwiseEmitter::planTiles() {
  MLIRContext *context = op.getContext();
  pieceSize = elementsPerTile(costOf(block).picoseconds);
  AffineExpr inner = space.inner().size, rowElements = inner;
  rows = getAffineConstantExpr(1, context);
  for (unsigned i = 0; i + 1 < space.loops.size(); ++i)
    rows = graph::multiplySizes(rows, blocksOf(i));
  if (space.transposedLoop)
    rowElements = rowElements * blockEdge;
  rowElements = graph::normalizeSize(rowElements * space.neighbours);
  pieces = graph::normalizeSize(inner.ceilDiv(pieceSize));
  if (std::optional<int64_t> size = graph::constantSize(rowElements))
    rowsPerTile = getAffineConstantExpr(std::max<int64_t>(pieceSize / std::max<int64_t>(*size, 1), 1), context);
  else
    rowsPerTile = getAffineConstantExpr(pieceSize, context).floorDiv(rowElements) + 1;
}

/// Whether the kernel copies a tensor as it is.
bool ElementwiseEmitter::isCopy() {
  auto load = dyn_cast<kernel::LoadOp>(block.front());
  Operation *yield = block.getTerminator();
  return load && op.getSizes().getSizes().size() == 1 && load->getNextNode() == yield && yield->getNumOperands() == 1 &&
         load.getMap().isIdentity() && !load.getMask();
}

KernelShape ElementwiseEmitter::emit() {
  planTiles();
  for (auto [argument, i] : llvm::zip(block.getArguments(), llvm::seq<size_t>(0, op.getInputs().size())))
    body.bindTensor(argument, function.input(i));
  Value zero = constant(0);
  for (unsigned dim = 0; dim < op.getSizes().getSizes().size(); ++dim)
    body.bindUniform(index(dim), zero);
  if (!op.getSizes().getSizes().empty())
    body.bindLaneIndex(index(space.inner().dim), zero);
  auto emitTiles = [&] { loop(function.begin(), function.end(), 1, [&](Value tile) { emitTile(tile); }); };
  // A value that a function changes in place may lie where its copy is to be.
  if (isCopy())
    when(LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::ne, function.input(0), function.output(0)),
         emitTiles);
  else
    emitTiles();
  function.finish(builder);

  MLIRContext *context = op.getContext();
  RegionCost cost = costOf(block);
  AffineExpr elements = graph::elementCount(context, op.getSizes().getSizes());
  AffineExpr bytes = tensorBytes(op);
  return {rows.ceilDiv(rowsPerTile) * pieces, getAffineConstantExpr(0, context),
          (elements * cost.picoseconds).floorDiv(1000) + bytes.floorDiv(16), elements * cost.flops, bytes};
}

void ElementwiseEmitter::emitTile(Value tile) {
  Value inner = body.evaluate(space.inner().size, {});
  Value piece = constant(0), group = tile;
  if (graph::constantSize(pieces) != 1) {
    Value count = body.evaluate(pieces, {});
    piece = rem(tile, count);
    group = div(tile, count);
  }
  Value from = mul(piece, constant(pieceSize));
  Value to = least(add(from, constant(pieceSize)), inner);
  if (space.loops.size() == 1) {
    body.emitUniform(block);
    emitRow(constant(0), from, to);
    return;
  }
  Value step = body.evaluate(rowsPerTile, {});
  Value first = mul(group, step);
  Value last = least(add(first, step), body.evaluate(rows, {}));
  loop(first, last, 1, [&](Value row) {
    bindOuter(row);
    if (space.transposedLoop) {
      emitBlocks(row, from, to);
      return;
    }
    if (space.neighbours > 1)
      return emitNeighbours(row, from, to);
    body.emitUniform(block);
    emitRow(mul(row, inner), from, to);
  });
}

/// Rows next to each other; `row` counts blocks of them.
void ElementwiseEmitter::emitNeighbours(Value row, Value from, Value to) {
  Value position = index(space.loops[space.loops.size() - 2].dim), first = body.lookup(position, 1);
  body.bindElements(position, first);
  body.emitUniform(block);
  neighbours.clear();
  for (int64_t i = 0; i < space.neighbours; ++i) {
    neighbours.push_back(body);
    neighbours.back().bindElements(position, add(first, constant(i)));
  }
  Value inner = body.evaluate(space.inner().size, {});
  emitRow(mul(mul(row, constant(space.neighbours)), inner), from, to);
}

/// Binds the indices of the outer loops, those of blocks to their begin.
void ElementwiseEmitter::bindOuter(Value row) {
  for (unsigned i = space.loops.size() - 1; i-- > 0;) {
    Value here = row;
    if (i > 0) {
      Value count = body.evaluate(blocksOf(i), {});
      here = rem(row, count);
      row = div(row, count);
    }
    // Where the block begins.
    if (blockOf(i) > 1)
      here = mul(here, constant(blockOf(i)));
    body.bindUniform(index(space.loops[i].dim), here);
  }
}

/// Elements from..to of the innermost loop; `base` is the offset of element 0
/// in the results.
void ElementwiseEmitter::emitRow(Value base, Value from, Value to) {
  int64_t lanes = space.lanes, step = lanes * space.unroll;
  auto mainLoop = [&](Value first, int64_t count, int64_t lanes) {
    int64_t width = lanes * count;
    Value end = sub(to, rem(sub(to, first), constant(width)));
    loop(first, end, width, [&](Value at) { emitVectors(base, at, count, lanes, nullptr); });
    return end;
  };
  Value done = mainLoop(from, space.unroll, lanes);
  // Every piece but the last has pieceSize elements.
  auto isMultipleOf = [&](int64_t width) {
    std::optional<int64_t> size = graph::constantSize(space.inner().size);
    return size && *size % width == 0 && (*size <= pieceSize || pieceSize % width == 0);
  };
  if (isMultipleOf(step))
    return;
  if (isMultipleOf(lanes)) {
    mainLoop(done, 1, lanes);
    return;
  }
  if (target.hasMasks && lanes > 1) {
    loop(done, to, lanes, [&](Value at) {
      emitVectors(base, at, 1, lanes, firstLanes(builder, location, sub(to, at), lanes));
    });
    return;
  }
  if (space.unroll > 1)
    done = mainLoop(done, 1, lanes);
  // Wide vectors leave much over; what costs as much as a fold is not done one by one.
  if (space.folds)
    for (int64_t fewer = lanes / 2; fewer > 1; fewer /= 2)
      done = mainLoop(done, 1, fewer);
  if (lanes > 1)
    loop(done, to, 1, [&](Value at) { emitVectors(base, at, 1, 1, nullptr); });
}

void ElementwiseEmitter::emitVectors(Value base, Value first, int64_t count, int64_t lanes, Value active) {
  if (!neighbours.empty()) {
    for (BodyEmitter &neighbour : neighbours)
      neighbour.bindLaneIndex(index(space.inner().dim), first);
    Value inner = body.evaluate(space.inner().size, {});
    for (auto [i, values] : llvm::enumerate(BodyEmitter::emitTogether(neighbours, block, lanes, active)))
      store(add(base, mul(constant(i), inner)), first, values, lanes, active);
    return;
  }
  // All loads before all stores: they might be in the same memory, where LLVM
  // keeps their order, but then at equal indices.
  SmallVector<SmallVector<Value>> yielded;
  SmallVector<Value> positions;
  for (int64_t i = 0; i < count; ++i) {
    positions.push_back(i == 0 ? first : add(first, constant(i * lanes)));
    if (!op.getSizes().getSizes().empty())
      body.bindLaneIndex(index(space.inner().dim), positions.back());
    yielded.push_back(body.emit(block, lanes, active));
  }
  for (auto [position, values] : llvm::zip_equal(positions, yielded))
    store(base, position, values, lanes, active);
}

void ElementwiseEmitter::store(Value base, Value first, ArrayRef<Value> yielded, int64_t lanes, Value active) {
  Value offset = add(base, first);
  int64_t parts = op.getParts().value_or(1);
  AffineExpr elements = graph::elementCount(op.getContext(), op.getSizes().getSizes());
  for (auto [i, value] : llvm::enumerate(yielded)) {
    Value vector = body.splat(value, lanes), place = offset;
    if (int64_t part = i % parts)
      place = add(offset, body.evaluate(elements * part, {}));
    Value address = addressOf(getElementTypeOrSelf(vector.getType()), function.output(i / parts), place);
    storeElements(builder, location, vector, address, active);
  }
}

//===----------------------------------------------------------------------===//
// Transposed loads
//===----------------------------------------------------------------------===//

/// The offset in the results of element 0 of the innermost loop, at a position
/// of the transposed loop. `row` counts blocks there.
Value ElementwiseEmitter::outputBase(Value row, Value position) {
  Value offset = constant(0);
  AffineExpr stride = space.inner().size;
  for (unsigned i = space.loops.size() - 1; i-- > 0;) {
    Value at = space.transposedLoop == i ? position : body.lookup(index(space.loops[i].dim), 1);
    offset = add(offset, mul(at, body.evaluate(stride, {})));
    stride = graph::multiplySizes(stride, space.loops[i].size);
  }
  return offset;
}

/// A block of the transposed loop, along the piece from..to.
void ElementwiseEmitter::emitBlocks(Value row, Value from, Value to) {
  const IterationSpace::Loop &transposed = space.loops[*space.transposedLoop];
  Value begin = body.lookup(index(transposed.dim), 1);
  Value end = least(add(begin, constant(blockEdge)), body.evaluate(transposed.size, {}));
  int64_t lanes = space.lanes;
  Value fullColumns = sub(to, rem(sub(to, from), constant(lanes)));
  Value fullPositions = sub(end, rem(sub(end, begin), constant(lanes)));
  loop(from, fullColumns, lanes, [&](Value column) {
    loop(begin, fullPositions, lanes, [&](Value position) { emitBlock(row, position, column); });
    // Positions beyond the last whole block, by gathers.
    loop(fullPositions, end, 1, [&](Value position) {
      body.bindUniform(index(transposed.dim), position);
      emitVectors(outputBase(row, position), column, 1, lanes, nullptr);
    });
  });
  loop(begin, end, 1, [&](Value position) {
    body.bindUniform(index(transposed.dim), position);
    Value base = outputBase(row, position);
    if (target.hasMasks)
      loop(fullColumns, to, lanes, [&](Value at) {
        emitVectors(base, at, 1, lanes, firstLanes(builder, location, sub(to, at), lanes));
      });
    else
      loop(fullColumns, to, 1, [&](Value at) { emitVectors(base, at, 1, 1, nullptr); });
  });
}

/// lanes x lanes elements: columns at `column`..., positions at `position`....
void ElementwiseEmitter::emitBlock(Value row, Value position, Value column) {
  int64_t lanes = space.lanes;
  Value positionIndex = index(space.loops[*space.transposedLoop].dim), columnIndex = index(space.inner().dim);
  SmallVector<SmallVector<Value>> turned;
  for (kernel::LoadOp load : space.transposedLoads) {
    SmallVector<Value> columns;
    for (int64_t i = 0; i < lanes; ++i) {
      body.bindUniform(columnIndex, add(column, constant(i)));
      body.bindLaneIndex(positionIndex, position);
      columns.push_back(body.emitIsolated(load, lanes));
    }
    turned.push_back(transposeRegisters(builder, location, columns));
  }
  for (int64_t i = 0; i < lanes; ++i) {
    Value at = add(position, constant(i));
    body.bindUniform(positionIndex, at);
    body.bindLaneIndex(columnIndex, column);
    for (auto [load, vectors] : llvm::zip_equal(space.transposedLoads, turned))
      body.bindResult(load, vectors[i]);
    SmallVector<Value> yielded = body.emit(block, lanes, nullptr);
    store(outputBase(row, at), column, yielded, lanes, nullptr);
  }
  body.unbindResults();
}

} // namespace

FailureOr<KernelShape> emitElementwise(kernel::ElementwiseOp op, StringRef name, OpBuilder &builder,
                                       const CpuTarget &target) {
  return ElementwiseEmitter(op, name, builder, target).emit();
}

} // namespace tenon::codegen
