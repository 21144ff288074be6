//===- LineEmitter.cpp - What emitters of kernels along lines share ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/LineEmitter.h"

using namespace mlir;

namespace tenon::codegen {

LineEmitter::LineEmitter(kernel::KernelOpInterface op, graph::ShapeRef sizes, StringRef name, OpBuilder &builder,
                         const CpuTarget &target)
    : IndexMath(builder, op.getLoc()), block(op->getRegion(0).front()), target(target), function(builder, op, name),
      body(builder, op.getLoc(), target, function.symbols()), outer(sizes[0]), length(sizes[1]), inner(sizes[2]),
      cost(costOf(block)) {}

bool LineEmitter::hasColumns() {
  constexpr int64_t fewest = 4;
  std::optional<int64_t> size = graph::constantSize(inner);
  return !size || *size >= fewest;
}

void LineEmitter::start() {
  for (size_t i = 0, inputs = block.getParentOp()->getNumOperands(); i < inputs; ++i)
    body.bindTensor(block.getArgument(i), function.input(i));
  lengthValue = body.evaluate(length, {});
  innerValue = body.evaluate(inner, {});
}

//===----------------------------------------------------------------------===//
// Tiles
//===----------------------------------------------------------------------===//

AffineExpr LineEmitter::planPieces(AffineExpr picoseconds) {
  pieceSize = elementsPerTile(picoseconds);
  pieces = graph::normalizeSize(inner.ceilDiv(pieceSize));
  count = outer;
  if (std::optional<int64_t> size = graph::constantSize(inner))
    perTile = constantSize(std::max<int64_t>(pieceSize / std::max<int64_t>(*size, 1), 1));
  else
    perTile = constantSize(pieceSize).floorDiv(inner) + 1;
  return outer.ceilDiv(perTile) * pieces;
}

void LineEmitter::forEachPiece(llvm::function_ref<void(Value, Value, Value)> body) {
  loop(function.begin(), function.end(), 1, [&](Value tile) {
    Value piece = constant(0), group = tile;
    if (graph::constantSize(pieces) != 1) {
      Value number = this->body.evaluate(pieces, {});
      piece = rem(tile, number);
      group = div(tile, number);
    }
    Value from = mul(piece, constant(pieceSize)), to = least(add(from, constant(pieceSize)), innerValue);
    Value step = this->body.evaluate(perTile, {}), first = mul(group, step);
    Value last = least(add(first, step), this->body.evaluate(count, {}));
    loop(first, last, 1, [&](Value row) { body(row, from, to); });
  });
}

AffineExpr LineEmitter::planLines(AffineExpr picoseconds) {
  count = graph::multiplySizes(outer, inner);
  perTile = constantSize(elementsPerTile(picoseconds, /*least=*/1));
  return count.ceilDiv(perTile);
}

void LineEmitter::forEachTileOfLines(llvm::function_ref<void(Value, Value)> body) {
  loop(function.begin(), function.end(), 1, [&](Value tile) {
    Value step = this->body.evaluate(perTile, {}), first = mul(tile, step);
    body(first, least(add(first, step), this->body.evaluate(count, {})));
  });
}

std::pair<Value, Value> LineEmitter::splitLine(Value line) {
  if (graph::constantSize(inner) == 1)
    return {line, constant(0)};
  return {div(line, innerValue), rem(line, innerValue)};
}

void LineEmitter::forEachVector(Value from, Value to, int64_t vectors, int64_t lanes,
                                llvm::function_ref<void(Value, int64_t, int64_t, Value)> body) {
  auto whole = [&](Value first, int64_t number) {
    Value end = sub(to, rem(sub(to, first), constant(lanes * number)));
    loop(first, end, lanes * number, [&](Value at) { body(at, number, lanes, nullptr); });
    return end;
  };
  Value done = whole(from, vectors);
  if (target.hasMasks && lanes > 1) {
    loop(done, to, lanes, [&](Value at) {
      body(at, 1, lanes, firstLanes(builder, location, sub(to, at), lanes));
    });
    return;
  }
  if (vectors > 1)
    done = whole(done, 1);
  if (lanes > 1)
    loop(done, to, 1, [&](Value at) { body(at, 1, 1, nullptr); });
}

} // namespace tenon::codegen
