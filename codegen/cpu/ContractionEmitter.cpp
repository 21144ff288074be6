//===- ContractionEmitter.cpp - Matrix products -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The right operand is packed in panels of 16 columns, [N/16][K][16], the left
// one is read in place. A tile of work is 64 columns by a block of rows: their
// panels stay in the second-level cache while the rows stream past them. Within
// it the register tile runs over slices, as many columns as the registers take,
// and the block's rows. Each panel is a stream of whole lines, whether a slice
// is one panel or four.
//
// A depth of several axes, the window and the channels of a convolution, is a
// loop over the steps of all but the last, its taps, each with a micro-kernel
// over the last one that goes on with the same accumulators.
//
// Work tiles and register tiles depend on the sizes only, so that the order of
// every sum does, too. Tiles next to each other share a panel or rows.

#include "codegen/cpu/BodyEmitter.h"
#include "codegen/cpu/ContractionTiles.h"
#include "codegen/cpu/IndexMath.h"
#include "codegen/cpu/KernelEmitters.h"
#include "codegen/cpu/KernelFunction.h"
#include "codegen/cpu/MicroKernel.h"
#include "dialects/graph/SymbolicShape.h"
#include "dialects/kernel/Kernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

/// An epilogue with more ops than this is emitted once, over rows kept in
/// scratch memory, rather than for every register of the tile.
constexpr size_t largeEpilogue = 10;

constexpr int64_t panelColumns = graph::PackOp::panelColumns;

class ContractionEmitter : IndexMath {
public:
  ContractionEmitter(kernel::ContractionOp op, StringRef name, OpBuilder &builder, const CpuTarget &target)
      : IndexMath(builder, op.getLoc()), op(op), name(name), target(target),
        sizes(op.getSizes().getSizes()), elementType(getElementTypeOrSelf(op.getInputs()[0].getType())),
        lanes(target.vectorBits / elementType.getIntOrFloatBitWidth()), tiles(tilesOf(op)),
        tile(registerTile(target, tiles)) {
    auto epilogue = op.getEpilogue().front().without_terminator();
    isLargeEpilogue = static_cast<size_t>(std::distance(epilogue.begin(), epilogue.end())) > largeEpilogue;
    leaveRegistersForNumbers();
  }

  FailureOr<KernelShape> emit();

private:
  AffineExpr constantExpr(int64_t value) { return getAffineConstantExpr(value, op.getContext()); }
  AffineExpr rows() { return sizes[sizes.size() - 2]; }
  AffineExpr columns() { return sizes.back(); }
  /// What one micro-kernel adds up, how often, and the two together.
  AffineExpr innerDepth() { return op.getDepth().getSizes().back(); }
  AffineExpr taps() { return graph::elementCount(op.getContext(), op.getDepth().getSizes().drop_back()); }
  AffineExpr depth() { return graph::elementCount(op.getContext(), op.getDepth().getSizes()); }
  bool hasTaps() { return op.getDepth().getSizes().size() > 1; }

  AffineExpr distanceOf(unsigned depthAxis);
  LogicalResult checkMaps();
  AffineExpr tapOffset();
  Value areColumnsInner();
  void emitTile(Value number);
  /// Rows of the register tile with so many vectors. Blocks are multiples of
  /// the usual tile's rows; keep to it.
  int64_t tileRowsFor(int64_t vectors) { return std::min(registerTile(target, vectors).rows, tile.rows); }
  void emitColumns(Value firstRow, Value endRow, int64_t vectors, bool masked);
  void forSlices(Value depthBefore, int64_t vectors, bool masked, llvm::function_ref<void()> emitSlice);
  void emitWhole(Value firstRow, Value endRow, int64_t vectors, bool masked);
  /// Passes of nearly equal depth, or of whole taps.
  int64_t depthOfPass() {
    int64_t all = *graph::constantSize(depth());
    return llvm::divideCeil(all, llvm::divideCeil(all, tiles.depth));
  }
  int64_t tapsOfPass() { return std::max<int64_t>(1, tiles.depth / *graph::constantSize(innerDepth())); }
  void emitPasses(Value firstRow, Value endRow, int64_t vectors, bool masked);
  void forRegisterTiles(Value firstRow, Value endRow, int64_t vectors, llvm::function_ref<void(Value, int64_t)> emitRows);
  SmallVector<Value> emitRegisterTile(Value row, int64_t tileRows, int64_t vectors, ArrayRef<Value> initial);
  bool isWorthPrefetching();
  int64_t panelsOf(int64_t vectors) { return std::max<int64_t>(vectors * lanes / panelColumns, 1); }
  Value prefetchStrideFor(Value firstRow, Value endRow, int64_t vectors);
  Value prefetchAddress(Value row, int64_t tileRows, int64_t vectors);
  void placeVectors(int64_t vectors, bool masked);
  SmallVector<Value> emitTaps(MicroKernelOperands operands, ArrayRef<Value> initial);
  void saveRows(ArrayRef<Value> accumulators, Value scratchRow, int64_t vectors);
  void emitEpilogue(ValueRange rowIndices, Value column, ArrayRef<Value> accumulators, bool masked);
  void emitRowsEpilogue(Value row, Value count, int64_t vectors, bool masked);
  Value scratchAddress(Value row, int64_t vectors, int64_t vector);
  Value columnMask(Value column);

  /// With 32 registers LLVM keeps the epilogue's numbers in some of them over
  /// the loop along the depth, and rather an accumulator in memory: a row less
  /// makes room.
  void leaveRegistersForNumbers() {
    constexpr unsigned many = 32;
    if (target.registers < many)
      return;
    auto isNumber = [](Operation &op) { return isa<arith::ConstantOp>(op) && isa<FloatType>(op.getResult(0).getType()); };
    int64_t numbers = llvm::count_if(op.getEpilogue().front(), isNumber);
    int64_t left = static_cast<int64_t>(target.registers) - tile.vectors - 1 - numbers;
    tile.rows = std::clamp<int64_t>(left / tile.vectors, tile.rows - 2, tile.rows);
  }

  kernel::ContractionOp op;
  StringRef name;
  const CpuTarget &target;
  graph::ShapeRef sizes;
  Type elementType;
  int64_t lanes;
  ContractionTiles tiles;
  RegisterTile tile;
  bool isLargeEpilogue;

  std::optional<KernelFunction> function;
  std::optional<BodyEmitter> body;
  // Of the tile of work being emitted.
  SmallVector<Value> batch;
  Value rowCount, columnCount, depthValue, innerDepthValue, depthStride;
  Value firstColumn, columnsHere, columnsPointer;
  Value panelStride;                // elements from one panel to the next
  Value slice, sliceColumn;         // the slice's columns, in the tile and in all
  Value slicePointer;               // its first vector at the first step of the pass
  SmallVector<Value> rhsVectors;    // the same for each vector
  Value sliceSums;                  // elements of scratch memory before its sums
  // Bytes that each step of the depth prefetches, `behind` elements after the
  // slice, for the rows from `blockStart` on; null: nothing is.
  Value prefetchStride, behind, blockStart;
  Value columnsAreInner;     // of two tiles one after the other, the columns rather than the rows differ
  Value depthStart;          // of the pass, where there are several
  Value tapsStart, tapsEnd;  // of the pass
};

/// How far two neighbours along an axis of the depth lie apart.
AffineExpr ContractionEmitter::distanceOf(unsigned depthAxis) {
  AffineExpr offset = op.getLhsMap().getResult(0);
  AffineExpr k = getAffineDimExpr(sizes.size() - 1 + depthAxis, op.getContext());
  return graph::normalizeSize(offset.replace(k, k + 1) - offset);
}

/// The left operand must be linear in the depth: its elements are read with
/// constant distances.
LogicalResult ContractionEmitter::checkMaps() {
  for (unsigned axis = 0; axis < op.getDepth().getSizes().size(); ++axis)
    for (unsigned dim = 0; dim < op.getLhsMap().getNumDims(); ++dim)
      if (distanceOf(axis).isFunctionOfDim(dim))
        return op.emitOpError("has a left operand that is not linear in the depth: ") << AffineMapAttr::get(op.getLhsMap());
  return success();
}

/// Where the elements of a tap (d0) lie, counted from those of the first.
AffineExpr ContractionEmitter::tapOffset() {
  AffineExpr rest = getAffineDimExpr(0, op.getContext()), offset = constantExpr(0);
  graph::ShapeRef axes = op.getDepth().getSizes().drop_back();
  for (size_t axis = axes.size(); axis-- > 0;) {
    AffineExpr index = axis > 0 ? rest % axes[axis] : rest;
    offset = offset + index * distanceOf(axis);
    rest = rest.floorDiv(axes[axis]);
  }
  return offset;
}

FailureOr<KernelShape> ContractionEmitter::emit() {
  if (failed(checkMaps()))
    return failure();
  function.emplace(builder, op, name);
  body.emplace(builder, location, target, function->symbols());
  Block &epilogue = op.getEpilogue().front();
  for (auto [i, input] : llvm::enumerate(op.getInputs()))
    body->bindTensor(epilogue.getArgument(i), function->input(i));
  rowCount = body->evaluate(rows(), {});
  columnCount = body->evaluate(columns(), {});
  depthValue = body->evaluate(depth(), {});
  innerDepthValue = body->evaluate(innerDepth(), {});
  depthStride = body->evaluate(distanceOf(op.getDepth().getSizes().size() - 1), {});
  loop(function->begin(), function->end(), 1, [&](Value number) { emitTile(number); });
  function->finish(builder);

  KernelShape shape;
  AffineExpr count = graph::elementCount(op.getContext(), sizes);
  AffineExpr batchCount = graph::elementCount(op.getContext(), sizes.drop_back(2));
  AffineExpr panels = columns().ceilDiv(panelColumns);
  shape.tiles = graph::normalizeSize(batchCount * columns().ceilDiv(columnsOfTile) * rows().ceilDiv(tiles.rows));
  // The rows of a tile of work by the widest slice, and a register tile more,
  // since blocks are rounded up to whole ones. Independent of the target.
  shape.scratchBytes = constantExpr((tiles.rows + mostRegisterRows) * columnsOfTile * 8);
  shape.flops = graph::normalizeSize(count * depth() * 2);
  int64_t bytes = elementType.getIntOrFloatBitWidth() / 8;
  shape.bytes = graph::normalizeSize((batchCount * rows() * depth() + batchCount * panels * depth() * panelColumns + count) * bytes);
  // About 100 floating-point operations and 60 bytes from the caches in a
  // nanosecond: with few rows it is the weights' way that takes time.
  shape.work = graph::normalizeSize(shape.flops.floorDiv(100) + shape.bytes.floorDiv(60));
  return shape;
}

/// Whether all columns take their turns with one block of rows, rather than all
/// blocks with 64 columns. Columns are read for 256 rows and a row for 64
/// columns, so that this reads less, unless all rows stay in the second-level
/// cache.
Value ContractionEmitter::areColumnsInner() {
  const int64_t bytes = elementType.getIntOrFloatBitWidth() / 8;
  Value isLarge = compare(arith::CmpIPredicate::ugt, mul(rowCount, depthValue), constant(level2Bytes / 2 / bytes));
  Value isCut = compare(arith::CmpIPredicate::ugt, rowCount, constant(tiles.rows));
  return arith::AndIOp::create(builder, location, isLarge, isCut);
}

/// Decodes the number of a tile: batch, and columns and block of rows, of which
/// one or the other is fastest.
void ContractionEmitter::emitTile(Value number) {
  Value blocks = ceilDiv(rowCount, constant(tiles.rows));
  Value stripes = ceilDiv(columnCount, constant(columnsOfTile));
  columnsAreInner = areColumnsInner();
  Value inner = arith::SelectOp::create(builder, location, columnsAreInner, stripes, blocks);
  Value first = rem(number, inner), rest = div(number, inner);
  Value outer = arith::SelectOp::create(builder, location, columnsAreInner, blocks, stripes);
  Value second = rem(rest, outer);
  rest = div(rest, outer);
  Value stripe = arith::SelectOp::create(builder, location, columnsAreInner, first, second);
  Value block = arith::SelectOp::create(builder, location, columnsAreInner, second, first);
  batch.assign(sizes.size() - 2, Value());
  for (size_t i = batch.size(); i-- > 0;) {
    Value size = body->evaluate(sizes[i], {});
    batch[i] = rem(rest, size);
    rest = div(rest, size);
  }
  // Blocks of nearly equal height, whole register tiles.
  Value tileRows = constant(tile.rows);
  Value height = mul(ceilDiv(ceilDiv(rowCount, blocks), tileRows), tileRows);
  Value firstRow = least(mul(block, height), rowCount);
  Value endRow = least(add(firstRow, height), rowCount);

  // Only the last tile can have columns that do not exist.
  firstColumn = mul(stripe, constant(columnsOfTile));
  std::optional<int64_t> known = graph::constantSize(columns());
  if (known && *known % columnsOfTile == 0)
    return emitColumns(firstRow, endRow, tile.vectors, /*masked=*/false);
  Value whole = compare(arith::CmpIPredicate::ule, add(firstColumn, constant(columnsOfTile)), columnCount);
  auto branch = scf::IfOp::create(builder, location, whole, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  if (!known || *known > columnsOfTile) {
    builder.setInsertionPointToStart(branch.thenBlock());
    emitColumns(firstRow, endRow, tile.vectors, /*masked=*/false);
  }
  builder.setInsertionPointToStart(branch.elseBlock());
  int64_t vectors = tile.vectors;
  if (known)
    vectors = std::min(vectors, static_cast<int64_t>(llvm::divideCeil(*known % columnsOfTile, lanes)));
  emitColumns(firstRow, endRow, vectors, /*masked=*/true);
}

/// The columns of a tile of work by a block of rows: slices, one after the other.
void ContractionEmitter::emitColumns(Value firstRow, Value endRow, int64_t vectors, bool masked) {
  Value batchOffset = body->evaluate(op.getRhsMap().getResult(0), batch);
  columnsPointer = addressOf(elementType, function->input(1), add(batchOffset, mul(firstColumn, depthValue)));
  columnsHere = masked ? least(sub(columnCount, firstColumn), constant(columnsOfTile)) : constant(columnsOfTile);
  panelStride = mul(depthValue, constant(panelColumns));
  blockStart = firstRow;
  prefetchStride = masked || !isWorthPrefetching() ? Value() : prefetchStrideFor(firstRow, endRow, vectors);
  std::optional<int64_t> known = graph::constantSize(depth());
  known && *known > tiles.depthOfOnePass() ? emitPasses(firstRow, endRow, vectors, masked)
                                           : emitWhole(firstRow, endRow, vectors, masked);
}

/// The slices of a tile of work, one after the other, from a step of the depth on.
void ContractionEmitter::forSlices(Value depthBefore, int64_t vectors, bool masked, llvm::function_ref<void()> emitSlice) {
  loop(constant(0), columnsHere, vectors * lanes, [&](Value start) {
    slice = start;
    sliceColumn = add(firstColumn, slice);
    Value inPanel = rem(slice, constant(panelColumns)), before = add(mul(depthBefore, constant(panelColumns)), inPanel);
    slicePointer = addressOf(elementType, columnsPointer, add(mul(sub(slice, inPanel), depthValue), before));
    placeVectors(vectors, masked);
    emitSlice();
  });
}

/// Where the vectors of a slice begin: within a panel one after the other. A
/// slice that is wider than the columns that are left reads the last panel
/// again, since there is no other.
void ContractionEmitter::placeVectors(int64_t vectors, bool masked) {
  rhsVectors.clear();
  Value left = sub(add(firstColumn, columnsHere), sliceColumn);
  Value last = sub(ceilDiv(left, constant(panelColumns)), constant(1));
  for (int64_t v = 0; v < vectors; ++v) {
    int64_t column = v * lanes;
    Value panel = constant(column / panelColumns);
    if (masked && column >= panelColumns)
      panel = least(panel, last);
    rhsVectors.push_back(addressOf(elementType, slicePointer, add(mul(panel, panelStride), constant(column % panelColumns))));
  }
}

/// Panels come from memory once a call, while nothing waits for it: the tiles of one slice ask for what follows.
bool ContractionEmitter::isWorthPrefetching() {
  // Less than a register tile of rows goes through a panel as fast as it arrives; few columns the processor fetches
  // ahead by itself.
  constexpr int64_t fewestRows = 6, leastBytes = int64_t(1) << 14;
  std::optional<int64_t> knownRows = graph::constantSize(rows()), knownDepth = graph::constantSize(depth());
  std::optional<int64_t> knownColumns = graph::constantSize(columns());
  return knownDepth && *knownDepth * columnsOfTile * elementType.getIntOrFloatBitWidth() / 8 >= leastBytes &&
         (!knownRows || *knownRows >= fewestRows) && (!knownColumns || *knownColumns > columnsOfTile);
}

/// The register tiles of a block share what follows evenly; a power of two of them, so that every step of the depth
/// takes as many bytes. The next panel of the same columns may be in the cache already, which costs nothing. A slice of
/// all columns of a tile is followed by other ones after the last block of rows only; until then its tiles ask for one
/// line again and again.
Value ContractionEmitter::prefetchStrideFor(Value firstRow, Value endRow, int64_t vectors) {
  const int64_t bytes = elementType.getIntOrFloatBitWidth() / 8;
  // More than a line a step would leave lines out.
  constexpr int64_t lineBytes = 64, mostShares = 64;
  const int64_t stepBytes = panelsOf(vectors) * panelColumns * bytes;
  Value count = div(sub(endRow, firstRow), constant(tileRowsFor(vectors))), stride = constant(0);
  for (int64_t shares = std::max<int64_t>(stepBytes / lineBytes, 1); shares <= mostShares; shares *= 2) {
    Value isEnough = compare(arith::CmpIPredicate::uge, count, constant(shares));
    stride = arith::SelectOp::create(builder, location, isEnough, constant(stepBytes / shares), stride);
  }
  if (vectors * lanes < columnsOfTile)
    return stride;
  Value isLast = arith::OrIOp::create(builder, location, columnsAreInner, compare(arith::CmpIPredicate::eq, endRow, rowCount));
  return arith::SelectOp::create(builder, location, isLast, stride, constant(0));
}

/// Where the register tile at `row` begins to prefetch: its share of what follows the pass, panel after panel.
Value ContractionEmitter::prefetchAddress(Value row, int64_t tileRows, int64_t vectors) {
  Value part = hasTaps() ? mul(sub(tapsEnd, tapsStart), innerDepthValue) : innerDepthValue;
  Value share = mul(div(sub(row, blockStart), constant(tileRows)), prefetchStride);
  Value stepBytes = constant(panelColumns * elementType.getIntOrFloatBitWidth() / 8);
  Value start = addressOf(elementType, slicePointer, behind);
  if (panelsOf(vectors) == 1)
    return addressOf(builder.getI8Type(), start, mul(share, part));
  start = addressOf(elementType, start, mul(div(share, stepBytes), panelStride));
  return addressOf(builder.getI8Type(), start, mul(rem(share, stepBytes), part));
}

/// Calls `emitRows(row, height)` for the whole register tiles, then for the
/// rows that are left.
void ContractionEmitter::forRegisterTiles(Value firstRow, Value endRow, int64_t vectors,
                                          llvm::function_ref<void(Value, int64_t)> emitRows) {
  int64_t tileRows = tileRowsFor(vectors);
  Value count = sub(endRow, firstRow);
  Value whole = add(firstRow, mul(div(count, constant(tileRows)), constant(tileRows)));
  std::optional<int64_t> known = graph::constantSize(rows());
  if (!known || *known >= tileRows)
    loop(firstRow, whole, tileRows, [&](Value row) { emitRows(opaque(builder, location, row), tileRows); });
  // All blocks but the last are whole, so that a known height tells the rest.
  Value left = sub(endRow, whole);
  for (int64_t rest = 1; rest < tileRows; ++rest)
    if (!known || *known % tileRows == rest)
      when(compare(arith::CmpIPredicate::eq, left, constant(rest)), [&] { emitRows(whole, rest); });
}

/// The whole depth at once.
void ContractionEmitter::emitWhole(Value firstRow, Value endRow, int64_t vectors, bool masked) {
  if (hasTaps()) {
    tapsStart = constant(0);
    tapsEnd = body->evaluate(taps(), {});
  }
  behind = mul(constant(panelsOf(vectors)), panelStride);
  sliceSums = constant(0);
  forSlices(constant(0), vectors, masked, [&] {
    forRegisterTiles(firstRow, endRow, vectors, [&](Value row, int64_t height) {
      SmallVector<Value> accumulators = emitRegisterTile(row, height, vectors, {});
      if (isLargeEpilogue) {
        saveRows(accumulators, constant(0), vectors);
        return emitRowsEpilogue(row, constant(height), vectors, masked);
      }
      SmallVector<Value> rowIndices;
      for (int64_t r = 0; r < height; ++r)
        rowIndices.push_back(add(row, constant(r)));
      emitEpilogue(rowIndices, sliceColumn, accumulators, masked);
    });
  });
}

/// A deep product: several passes over rows and columns, whose sums lie in
/// scratch memory in between.
void ContractionEmitter::emitPasses(Value firstRow, Value endRow, int64_t vectors, bool masked) {
  auto vectorType = VectorType::get(lanes, elementType);
  Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(vectorType));
  Value count = sub(endRow, firstRow);
  auto forSums = [&](Value start, llvm::function_ref<void()> emit) {
    forSlices(start, vectors, masked, [&] {
      sliceSums = mul(slice, count);
      emit();
    });
  };
  forSums(constant(0), [&] {
    loop(constant(0), count, 1, [&](Value r) { saveRows(SmallVector<Value>(vectors, zero), r, vectors); });
  });
  auto emitPass = [&](Value start, Value end) {
    // The same columns of the next pass, or of the next tile's first one.
    Value isLast = compare(arith::CmpIPredicate::eq, end, depthValue);
    Value nextTile = sub(mul(depthValue, constant(columnsOfTile)), mul(start, constant(panelColumns)));
    behind = arith::SelectOp::create(builder, location, isLast, nextTile, mul(sub(end, start), constant(panelColumns)));
    forSums(start, [&] {
      forRegisterTiles(firstRow, endRow, vectors, [&](Value row, int64_t height) {
        SmallVector<Value> initial;
        Value scratchRow = sub(row, firstRow);
        for (int64_t r = 0; r < height; ++r)
          for (int64_t v = 0; v < vectors; ++v)
            initial.push_back(loadElements(builder, location, elementType,
                                           scratchAddress(add(scratchRow, constant(r)), vectors, v), lanes, Value()));
        saveRows(emitRegisterTile(row, height, vectors, initial), scratchRow, vectors);
      });
    });
  };
  if (hasTaps()) {
    Value all = body->evaluate(taps(), {});
    loop(constant(0), all, tapsOfPass(), [&](Value start) {
      tapsStart = start;
      tapsEnd = least(add(start, constant(tapsOfPass())), all);
      emitPass(mul(tapsStart, innerDepthValue), mul(tapsEnd, innerDepthValue));
    });
  } else {
    int64_t step = depthOfPass();
    loop(constant(0), depthValue, step, [&](Value start) {
      depthStart = start;
      innerDepthValue = least(sub(depthValue, start), constant(step));
      emitPass(start, add(start, innerDepthValue));
    });
    innerDepthValue = depthValue;
    depthStart = Value();
  }
  forSums(constant(0), [&] { emitRowsEpilogue(firstRow, count, vectors, masked); });
}

SmallVector<Value> ContractionEmitter::emitRegisterTile(Value row, int64_t tileRows, int64_t vectors, ArrayRef<Value> initial) {
  MicroKernelOperands operands;
  for (int64_t r = 0; r < tileRows; ++r) {
    SmallVector<Value> index(batch);
    index.push_back(add(row, constant(r)));
    index.append(op.getDepth().getSizes().size() - 1, constant(0));
    index.push_back(depthStart ? depthStart : constant(0));
    operands.lhsRows.push_back(addressOf(elementType, function->input(0), body->evaluate(op.getLhsMap().getResult(0), index)));
  }
  operands.lhsDepthStride = depthStride;
  operands.rhsVectors = rhsVectors;
  operands.rhsDepthStride = constant(panelColumns);
  operands.depth = innerDepthValue;
  operands.lhsElementType = elementType;
  operands.elementType = elementType;
  operands.lanes = lanes;
  if (prefetchStride && tileRows == tileRowsFor(vectors)) {
    operands.prefetch = prefetchAddress(row, tileRows, vectors);
    operands.prefetchStride = prefetchStride;
  }
  return hasTaps() ? emitTaps(operands, initial) : emitMicroKernel(builder, location, operands, initial, target);
}

/// The micro-kernel once for each tap of the pass.
SmallVector<Value> ContractionEmitter::emitTaps(MicroKernelOperands operands, ArrayRef<Value> initial) {
  auto vectorType = VectorType::get(lanes, elementType);
  SmallVector<Value> accumulators(initial);
  if (accumulators.empty())
    accumulators.assign(operands.lhsRows.size() * operands.rhsVectors.size(),
                        arith::ConstantOp::create(builder, location, builder.getZeroAttr(vectorType)));
  auto forTaps = scf::ForOp::create(builder, location, tapsStart, tapsEnd, constant(1), accumulators);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(forTaps.getBody());
  Value tap = forTaps.getInductionVar(), offset = body->evaluate(tapOffset(), {tap});
  for (Value &row : operands.lhsRows)
    row = addressOf(elementType, row, offset);
  Value tapOfPass = sub(tap, tapsStart), stepsBefore = mul(tapOfPass, operands.depth);
  for (Value &vector : operands.rhsVectors)
    vector = addressOf(elementType, vector, mul(stepsBefore, operands.rhsDepthStride));
  if (operands.prefetch)
    operands.prefetch = addressOf(builder.getI8Type(), operands.prefetch, mul(stepsBefore, operands.prefetchStride));
  SmallVector<Value> carried(forTaps.getRegionIterArgs());
  scf::YieldOp::create(builder, location, emitMicroKernel(builder, location, operands, carried, target));
  return forTaps.getResults();
}

/// Stores rows of accumulators to scratch memory from row `scratchRow` on.
void ContractionEmitter::saveRows(ArrayRef<Value> accumulators, Value scratchRow, int64_t vectors) {
  for (auto [i, accumulator] : llvm::enumerate(accumulators))
    LLVM::StoreOp::create(builder, location, accumulator,
                          scratchAddress(add(scratchRow, constant(i / vectors)), vectors, i % vectors));
}

Value ContractionEmitter::scratchAddress(Value row, int64_t vectors, int64_t vector) {
  return addressOf(elementType, function->scratch(), add(sliceSums, add(mul(row, constant(vectors * lanes)), constant(vector * lanes))));
}

/// The lanes of the vector at `column` that exist.
Value ContractionEmitter::columnMask(Value column) {
  Value left = sub(columnCount, least(column, columnCount));
  return firstLanes(builder, location, left, lanes);
}

/// The epilogue on rows of vectors from `column` on, and its stores. All values come before all
/// stores, so that what the rows share (a bias) is loaded once.
void ContractionEmitter::emitEpilogue(ValueRange rowIndices, Value column, ArrayRef<Value> accumulators, bool masked) {
  Block &epilogue = op.getEpilogue().front();
  unsigned argument = op.getInputs().size();
  size_t vectors = accumulators.size() / rowIndices.size();
  SmallVector<Value> columns, masks;
  for (size_t v = 0; v < vectors; ++v) {
    columns.push_back(add(column, constant(v * lanes)));
    masks.push_back(masked ? columnMask(columns.back()) : Value());
  }
  SmallVector<SmallVector<Value>> results;
  for (auto [r, row] : llvm::enumerate(rowIndices))
    for (size_t v = 0; v < vectors; ++v) {
      body->bindElements(epilogue.getArgument(argument), accumulators[r * vectors + v]);
      for (auto [i, index] : llvm::enumerate(batch))
        body->bindUniform(epilogue.getArgument(argument + 1 + i), index);
      body->bindUniform(epilogue.getArgument(argument + 1 + batch.size()), row);
      body->bindLaneIndex(epilogue.getArgument(argument + 2 + batch.size()), columns[v]);
      results.push_back(body->emit(epilogue, lanes, masks[v]));
    }
  graph::Shape strides = graph::rowMajorStrides(op.getContext(), sizes);
  for (auto [r, row] : llvm::enumerate(rowIndices)) {
    SmallVector<Value> index(batch);
    index.append({row, column});
    Value offset = constant(0);
    for (auto [position, stride] : llvm::zip_equal(index, strides))
      offset = add(offset, mul(position, body->evaluate(stride, {})));
    for (size_t v = 0; v < vectors; ++v)
      for (auto [k, value] : llvm::enumerate(results[r * vectors + v])) {
        Type element = getElementTypeOrSelf(op.getOutputs()[k].getType());
        Value address = addressOf(element, function->output(k), add(offset, constant(v * lanes)));
        storeElements(builder, location, body->splat(value, lanes), address, masks[v]);
      }
  }
}

/// The epilogue on `count` rows that lie in scratch memory, vector after vector:
/// what it computes takes all registers.
void ContractionEmitter::emitRowsEpilogue(Value row, Value count, int64_t vectors, bool masked) {
  auto vectorType = VectorType::get(lanes, elementType);
  loop(constant(0), count, 1, [&](Value r) {
    for (int64_t v = 0; v < vectors; ++v) {
      Value sum = LLVM::LoadOp::create(builder, location, vectorType, scratchAddress(r, vectors, v));
      emitEpilogue(add(row, r), add(sliceColumn, constant(v * lanes)), sum, masked);
    }
  });
}

} // namespace

FailureOr<KernelShape> emitContraction(kernel::ContractionOp op, StringRef name, OpBuilder &builder, const CpuTarget &target) {
  return ContractionEmitter(op, name, builder, target).emit();
}

} // namespace tenon::codegen
