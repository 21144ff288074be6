//===- Reductions.cpp - Operators that combine elements -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/DataAxes.h"
#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// What a Reduce operator takes together: `axes` of `value`, and the sizes of
/// the result. No axes: the elements stay as they are.
struct Reduction {
  Value value;
  std::optional<SmallVector<int64_t>> axes;
  Shape result;

  Value finish(NodeImport &node, Value reduced) const { return node.build.reshape(reduced, result); }
};

/// Names axes by an attribute, from version `since` on by an input; all where
/// neither does and that does not mean none.
Reduction readReduction(NodeImport &node, Value value, int64_t since) {
  int64_t rank = rankOf(value);
  bool keep = node.integer("keepdims", 1) != 0;
  if (Value axes = node.dataAxes(1, since)) {
    SplitAxes split = splitAxes(node, value, axes, /*needsDropped=*/!keep);
    return {split.value, split.axes, keep ? split.kept : split.dropped};
  }
  std::optional<SmallVector<int64_t>> axes = node.axesFrom(1, "axes", since, rank);
  if (!axes || axes->empty()) {
    if (node.integer("noop_with_empty_axes", 0))
      return {value, std::nullopt, shapeOf(value)};
    axes = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  }
  Shape result;
  for (auto [axis, size] : llvm::enumerate(shapeOf(value))) {
    bool isReduced = llvm::is_contained(*axes, static_cast<int64_t>(axis));
    if (!isReduced || keep)
      result.push_back(isReduced ? node.build.constant(1) : size);
  }
  return {value, axes, result};
}

Value keepElement(NodeImport &, Value x) { return x; }
template <typename OpTy> Value apply(NodeImport &node, Value x) { return node.build.elementwise<OpTy>(x); }
Value square(NodeImport &node, Value x) { return node.build.elementwise<MulOp>(x, x); }

using ElementFunction = Value (*)(NodeImport &, Value);

/// after(reduce(before(x))). Without axes the elements stay, but `before` and
/// `after` apply.
template <ReductionKind kind, int64_t since, ElementFunction before = keepElement, ElementFunction after = keepElement>
void importReduce(NodeImport &node) {
  Value x = before(node, node.tensor(0));
  Reduction reduction = readReduction(node, x, since);
  if (reduction.axes) {
    bool isBool = elementOf(x).isInteger(1);
    ReductionKind used = isBool && kind == ReductionKind::max   ? ReductionKind::any
                         : isBool && kind == ReductionKind::min ? ReductionKind::all
                                                                : kind;
    x = reduction.finish(node, node.build.reduce(used, reduction.value, *reduction.axes));
  }
  node.set(0, after(node, x));
}

template <int64_t since> void importReduceMean(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  Reduction reduction = readReduction(node, x, since);
  if (!reduction.axes)
    return node.set(0, x);
  Shape sizes = shapeOf(reduction.value), reduced;
  for (int64_t axis : *reduction.axes)
    reduced.push_back(sizes[axis]);
  Value sum = reduction.finish(node, build.reduce(ReductionKind::sum, reduction.value, *reduction.axes));
  Value count = build.cast(build.size(elementCount(build.getContext(), reduced)), elementOf(x));
  node.set(0, build.elementwise<DivOp>(sum, build.broadcast(count, shapeOf(sum))));
}

/// log(sum(exp(x))) around the largest element, so that nothing overflows.
template <int64_t since> void importReduceLogSumExp(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Reduction reduction = readReduction(node, node.tensor(0), since);
  Value x = reduction.value;
  if (!reduction.axes)
    return node.set(0, x);
  Value largest = build.reduce(ReductionKind::max, x, *reduction.axes, /*keep=*/true);
  // Of infinities only the sign is left: subtract nothing.
  Value isInfinite = build.create<IsInfOp>(withElementType(largest.getType(), build.getI1Type()), largest);
  Value shift = build.select(isInfinite, build.fill(0, shapeOf(largest), elementOf(largest)), largest);
  Value shifted = build.elementwise<SubOp>(x, build.broadcast(shift, shapeOf(x)));
  Value sum = build.reduce(ReductionKind::sum, build.elementwise<ExpOp>(shifted), *reduction.axes, /*keep=*/true);
  node.set(0, reduction.finish(node, build.elementwise<AddOp>(build.elementwise<LogOp>(sum), shift)));
}

template <ReductionKind kind> void importArg(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  int64_t axis = node.axis("axis", 0, rankOf(x));
  bool keep = node.integer("keepdims", 1) != 0;
  if (!node.integer("select_last_index", 0))
    return node.set(0, build.argReduce(kind, x, axis, keep));
  // The first of the reversed order, counted from the end.
  Shape sizes = shapeOf(x), starts(sizes.size(), build.constant(0));
  SmallVector<int64_t> steps(sizes.size(), 1);
  starts[axis] = normalizeSize(sizes[axis] - 1);
  steps[axis] = -1;
  Value index = build.argReduce(kind, build.slice(x, starts, steps, sizes), axis, keep);
  Value last = build.broadcast(build.size(starts[axis]), shapeOf(index));
  node.set(0, build.elementwise<SubOp>(last, index));
}

constexpr auto sum = ReductionKind::sum;

constexpr OperatorEntry entries[] = {
    {"ArgMax", 1, importArg<ReductionKind::max>},
    {"ArgMin", 1, importArg<ReductionKind::min>},
    {"ReduceL1", 1, importReduce<sum, 18, apply<AbsOp>>},
    {"ReduceL2", 1, importReduce<sum, 18, square, apply<SqrtOp>>},
    {"ReduceLogSum", 1, importReduce<sum, 18, keepElement, apply<LogOp>>},
    {"ReduceLogSumExp", 1, importReduceLogSumExp<18>},
    {"ReduceMax", 1, importReduce<ReductionKind::max, 18>},
    {"ReduceMean", 1, importReduceMean<18>},
    {"ReduceMin", 1, importReduce<ReductionKind::min, 18>},
    {"ReduceProd", 1, importReduce<ReductionKind::product, 18>},
    {"ReduceSum", 1, importReduce<sum, 13>},
    {"ReduceSumSquare", 1, importReduce<sum, 18, square>},
};

} // namespace

ArrayRef<OperatorEntry> reductionOperators() { return entries; }

} // namespace tenon::onnx
