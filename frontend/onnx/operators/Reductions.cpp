//===- Reductions.cpp - Operators that combine elements -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// The axes that a Reduce operator names: an attribute, from version `since`
/// on an input; all where neither does and that does not mean none.
std::optional<SmallVector<int64_t>> reducedAxes(NodeImport &node, int64_t since) {
  int64_t rank = rankOf(node.tensor(0));
  std::optional<SmallVector<int64_t>> axes = node.axesFrom(1, "axes", since, rank);
  if (axes && !axes->empty())
    return axes;
  if (node.integer("noop_with_empty_axes", 0))
    return std::nullopt;
  return llvm::to_vector(llvm::seq<int64_t>(0, rank));
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
  std::optional<SmallVector<int64_t>> axes = reducedAxes(node, since);
  if (axes) {
    bool isBool = elementOf(x).isInteger(1);
    ReductionKind used = isBool && kind == ReductionKind::max   ? ReductionKind::any
                         : isBool && kind == ReductionKind::min ? ReductionKind::all
                                                                : kind;
    x = node.build.reduce(used, x, *axes, node.integer("keepdims", 1) != 0);
  }
  node.set(0, after(node, x));
}

template <int64_t since> void importReduceMean(NodeImport &node) {
  GraphBuilder &build = node.build;
  Value x = node.tensor(0);
  std::optional<SmallVector<int64_t>> axes = reducedAxes(node, since);
  if (!axes)
    return node.set(0, x);
  Shape sizes = shapeOf(x), reduced;
  for (int64_t axis : *axes)
    reduced.push_back(sizes[axis]);
  Value sum = build.reduce(ReductionKind::sum, x, *axes, node.integer("keepdims", 1) != 0);
  Value count = build.cast(build.size(elementCount(build.getContext(), reduced)), elementOf(x));
  node.set(0, build.elementwise<DivOp>(sum, build.broadcast(count, shapeOf(sum))));
}

/// log(sum(exp(x))) around the largest element, so that nothing overflows.
template <int64_t since> void importReduceLogSumExp(NodeImport &node) {
  GraphBuilder &build = node.build;
  Value x = node.tensor(0);
  std::optional<SmallVector<int64_t>> axes = reducedAxes(node, since);
  if (!axes)
    return node.set(0, x);
  bool keep = node.integer("keepdims", 1) != 0;
  Value largest = build.reduce(ReductionKind::max, x, *axes, /*keep=*/true);
  // Of infinities only the sign is left: subtract nothing.
  Value isInfinite = build.create<IsInfOp>(withElementType(largest.getType(), build.getI1Type()), largest);
  Value shift = build.select(isInfinite, build.fill(0, shapeOf(largest), elementOf(largest)), largest);
  Value shifted = build.elementwise<SubOp>(x, build.broadcast(shift, shapeOf(x)));
  Value sum = build.reduce(ReductionKind::sum, build.elementwise<ExpOp>(shifted), *axes, keep);
  Value result = build.elementwise<LogOp>(sum);
  node.set(0, build.elementwise<AddOp>(result, build.reshape(shift, shapeOf(result))));
}

template <ReductionKind kind> void importArg(NodeImport &node) {
  GraphBuilder &build = node.build;
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
