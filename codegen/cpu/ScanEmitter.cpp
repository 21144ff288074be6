//===- ScanEmitter.cpp - Kernels that carry values along lines ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Lines beside each other in memory are the lanes of vectors. Where a line is
// contiguous itself, several lines are walked at once: each waits for its own
// chain of operations only.

#include "codegen/cpu/IterationSpace.h"
#include "codegen/cpu/LineEmitter.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

/// Lines that are walked at once, of those that are no lanes.
constexpr int64_t linesAtOnce = 4;

class ScanEmitter : LineEmitter {
public:
  ScanEmitter(kernel::ScanOp op, StringRef name, OpBuilder &builder, const CpuTarget &target)
      : LineEmitter(op, op.getSizes().getSizes(), name, builder, target), op(op) {}

  KernelShape emit();

private:
  /// Lines that one vector, or scalar code, walks along.
  struct Lines {
    Value outer, inner;
  };

  void walk(ArrayRef<Lines> lines, int64_t lanes, Value active);
  SmallVector<Value> step(const Lines &lines, Value place, ValueRange carried, int64_t lanes, Value active);
  void store(const Lines &lines, Value place, ArrayRef<Value> elements, int64_t lanes, Value active);
  size_t carriedCount() { return op.getInitial().size(); }

  kernel::ScanOp op;
};

KernelShape ScanEmitter::emit() {
  AffineExpr tiles;
  if (hasColumns()) {
    tiles = planPieces(length * cost.picoseconds);
    start();
    RegionContents contents(op.getBody());
    forEachPiece([&](Value row, Value from, Value to) {
      int64_t vectors = contents.operations <= 8 ? 4 : contents.operations <= 20 ? 2 : 1;
      forEachVector(from, to, vectors, contents.registerLanes(target),
                    [&](Value at, int64_t count, int64_t lanes, Value active) {
                      SmallVector<Lines> lines;
                      for (int64_t i = 0; i < count; ++i)
                        lines.push_back({row, i == 0 ? at : add(at, constant(i * lanes))});
                      walk(lines, lanes, active);
                    });
    });
  } else {
    // A chain of operations, one after the other.
    constexpr int64_t latency = 500;
    cost.picoseconds = cost.picoseconds + latency;
    tiles = planLines(length * cost.picoseconds);
    start();
    forEachTileOfLines([&](Value first, Value last) {
      forEachVector(first, last, linesAtOnce, 1, [&](Value at, int64_t count, int64_t, Value) {
        SmallVector<Lines> lines;
        for (int64_t i = 0; i < count; ++i) {
          auto [outer, inner] = splitLine(add(at, constant(i)));
          lines.push_back({outer, inner});
        }
        walk(lines, 1, nullptr);
      });
    });
  }
  function.finish(builder);
  AffineExpr elements = outer * length * inner, bytes = tensorBytes(op);
  return {tiles, constantSize(0), (elements * cost.picoseconds).floorDiv(1000) + bytes.floorDiv(16),
          elements * cost.flops, bytes};
}

/// Carries values along all of the lines at once.
void ScanEmitter::walk(ArrayRef<Lines> lines, int64_t lanes, Value active) {
  size_t carriedCount = this->carriedCount();
  SmallVector<Value> initial;
  for (size_t i = 0; i < lines.size(); ++i)
    for (Attribute value : op.getInitial()) {
      Value start = arith::ConstantOp::create(builder, location, cast<TypedAttr>(value));
      initial.push_back(body.splat(start, lanes));
    }
  emitLoop(builder, location, constant(0), lengthValue, constant(1), initial, [&](Value i, ValueRange carried) {
    Value place = op.getReverse() ? sub(sub(lengthValue, constant(1)), i) : i;
    SmallVector<Value> next;
    SmallVector<SmallVector<Value>> elements;
    for (size_t l = 0; l < lines.size(); ++l) {
      SmallVector<Value> values =
          step(lines[l], place, carried.slice(l * carriedCount, carriedCount), lanes, active);
      llvm::append_range(next, ArrayRef(values).take_front(carriedCount));
      elements.emplace_back(ArrayRef(values).drop_front(carriedCount));
    }
    // All loads before all stores: they might be in the same memory, but then at equal indices.
    for (auto [line, values] : llvm::zip_equal(lines, elements))
      store(line, place, values, lanes, active);
    return next;
  });
}

SmallVector<Value> ScanEmitter::step(const Lines &lines, Value place, ValueRange carried, int64_t lanes,
                                     Value active) {
  body.bindUniform(outerIndex(), lines.outer);
  body.bindUniform(placeIndex(), place);
  if (lanes > 1)
    body.bindLaneIndex(innerIndex(), lines.inner);
  else
    body.bindUniform(innerIndex(), lines.inner);
  for (auto [argument, value] : llvm::zip(block.getArguments().drop_front(op.getInputs().size()), carried))
    body.bindElements(argument, value);
  SmallVector<Value> values = body.emit(block, lanes, active);
  for (Value &value : values)
    value = body.splat(value, lanes);
  return values;
}

void ScanEmitter::store(const Lines &lines, Value place, ArrayRef<Value> elements, int64_t lanes, Value active) {
  Value offset = offsetOf(lines.outer, place, lines.inner);
  for (auto [i, element] : llvm::enumerate(elements)) {
    Value address = addressOf(getElementTypeOrSelf(element.getType()), function.output(i), offset);
    storeElements(builder, location, element, address, active);
  }
}

} // namespace

FailureOr<KernelShape> emitScan(kernel::ScanOp op, StringRef name, OpBuilder &builder, const CpuTarget &target) {
  return ScanEmitter(op, name, builder, target).emit();
}

} // namespace tenon::codegen
