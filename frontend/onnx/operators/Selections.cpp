//===- Selections.cpp - Operators that choose among candidates ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Loops.h"
#include "frontend/onnx/operators/Ordering.h"
#include <limits>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// Boxes [batch, boxes] by their borders.
struct Boxes {
  Value bottom, left, top, right;
};

Boxes readBoxes(NodeImport &node, Value boxes) {
  CheckedBuilder &build = node.build;
  auto part = [&](int64_t i) { return build.part(boxes, 2, i); };
  Value a = part(0), b = part(1), c = part(2), d = part(3);
  if (node.integer("center_point_box", 0)) {
    // [x, y, width, height] of the center.
    auto half = [&](Value x) { return build.elementwise<MulOp>(x, build.fill(0.5, shapeOf(x), elementOf(x))); };
    return {build.elementwise<SubOp>(b, half(d)), build.elementwise<SubOp>(a, half(c)), build.elementwise<AddOp>(b, half(d)),
            build.elementwise<AddOp>(a, half(c))};
  }
  // [y, x, y, x] of any two opposite corners.
  return {build.elementwise<MinOp>(a, c), build.elementwise<MinOp>(b, d), build.elementwise<MaxOp>(a, c),
          build.elementwise<MaxOp>(b, d)};
}

/// i1 [batch, classes, boxes]: the part of the area common with the picked box is above the threshold.
Value overlaps(NodeImport &node, const Boxes &boxes, Value picked, Value threshold, ShapeRef sizes) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Shape classes{sizes[0], sizes[1]};
  AffineExpr flat = multiplySizes(sizes[0], sizes[2]);
  Value row = build.elementwise<AddOp>(
      build.elementwise<MulOp>(build.iota(0, classes, integer), build.broadcast(build.size(sizes[2]), classes)), picked);
  auto all = [&](Value border) { return build.broadcast(border, sizes, {0, 2}); };
  auto one = [&](Value border) { return build.broadcast(build.gather(build.reshape(border, {flat}), row, 0), sizes, {0, 1}); };
  auto distance = [&](Value high, Value low) { return build.elementwise<SubOp>(high, low); };
  auto positive = [&](Value x) { return build.compare(Predicate::gt, x, build.fill(0, sizes, elementOf(x))); };
  auto common = [&](Value low, Value high) {
    return distance(build.elementwise<MinOp>(all(high), one(high)), build.elementwise<MaxOp>(all(low), one(low)));
  };
  auto area = [&](auto spread) {
    return build.elementwise<MulOp>(distance(spread(boxes.top), spread(boxes.bottom)),
                                    distance(spread(boxes.right), spread(boxes.left)));
  };
  Value height = common(boxes.bottom, boxes.top), width = common(boxes.left, boxes.right);
  Value shared = build.elementwise<MulOp>(height, width), first = area(all), second = area(one);
  Value joined = build.elementwise<SubOp>(build.elementwise<AddOp>(first, second), shared);
  Value isAbove = build.compare(Predicate::gt, build.elementwise<DivOp>(shared, joined), build.broadcast(threshold, sizes));
  for (Value each : {height, width, shared, first, second, joined})
    isAbove = build.elementwise<AndOp>(isAbove, positive(each));
  return isAbove;
}

/// In each iteration every class takes its best box that is left, and drops those that overlap with it.
void importNonMaxSuppression(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type(), flag = build.getI1Type();
  Value boxes = node.tensor(0), scores = node.tensor(1);
  if (rankOf(boxes) != 3 || rankOf(scores) != 3 || constantSize(shapeOf(boxes)[2]) != 4)
    throw ImportError("expected boxes [batch, boxes, 4] and scores [batch, classes, boxes], got " + describe(boxes) + " and " +
                      describe(scores));
  Shape sizes = shapeOf(scores);
  Type type = elementOf(scores);
  if (!node.has(2))
    return node.set(0, build.fillInteger(0, {build.constant(0), build.constant(3)}, integer));
  auto scalar = [&](int i, Type element) {
    return node.has(i) ? build.cast(build.reshape(node.tensor(i), {}), element) : build.fill(0, {}, element);
  };
  Value limit = build.elementwise<MaxOp>(scalar(2, integer), build.fillInteger(0, {}, integer));
  Value threshold = scalar(3, elementOf(boxes));
  Value candidates = node.has(4) ? build.compare(Predicate::gt, scores, build.broadcast(scalar(4, type), sizes))
                                 : build.fillInteger(1, sizes, flag);
  Boxes borders = readBoxes(node, boxes);
  auto anyOf = [&](Value left) { return build.reduce(ReductionKind::any, left, {0, 1, 2}); };
  LoopLimits limits{{}, limit, anyOf(candidates)};
  SmallVector<Value> results = buildLoop(node, {candidates}, limits, [&](Callee &body, ArrayRef<Value> carried, Value) {
    Value left = carried.front(), all = body.capture(scores), bound = body.capture(threshold);
    Boxes inside{body.capture(borders.bottom), body.capture(borders.left), body.capture(borders.top), body.capture(borders.right)};
    Shape sizes = shapeOf(all);
    Value least = build.fill(-std::numeric_limits<double>::infinity(), sizes, type);
    Value picked = build.argReduce(ReductionKind::max, build.select(left, all, least), 2);
    Value isPicked = build.reduce(ReductionKind::any, left, {2});
    Value itself = build.compare(Predicate::eq, build.iota(2, sizes, integer), build.broadcast(picked, sizes, {0, 1}));
    Value dropped = build.elementwise<OrOp>(itself, overlaps(node, inside, picked, bound, sizes));
    Value next = build.elementwise<AndOp>(left, build.elementwise<NotOp>(dropped));
    return SmallVector<Value>{anyOf(next), next, picked, isPicked};
  });
  // [iterations, batch, classes] with the iterations last, of which those are listed that picked a box.
  Value picked = build.transpose(results[1], {1, 2, 0}), isPicked = build.transpose(results[2], {1, 2, 0});
  Shape order = shapeOf(picked), flat{elementCount(build.getContext(), order)};
  Value chosen = positionsOf(node, build.reshape(isPicked, flat));
  auto column = [&](Value values) {
    return build.unsqueeze(build.gather(build.reshape(values, flat), chosen, 0), 1);
  };
  node.set(0, build.concat({column(build.iota(0, order, integer)), column(build.iota(1, order, integer)), column(picked)}, 1));
}

constexpr OperatorEntry entries[] = {
    {"NonMaxSuppression", 10, importNonMaxSuppression},
};

} // namespace

ArrayRef<OperatorEntry> selectionOperators() { return entries; }

} // namespace tenon::onnx
