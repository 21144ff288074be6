//===- CheckedBuilder.cpp - Graph ops on axes that may not be there ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/CheckedBuilder.h"

using namespace mlir;

namespace tenon::onnx {

using graph::GraphBuilder;
using graph::rankOf;

void failAxis(int64_t axis, int64_t rank) {
  throw ImportError("it takes axis " + Twine(axis) + " of an input that has " + Twine(rank) +
                    (rank == 1 ? " dimension" : " dimensions"));
}

static void checkAxes(ArrayRef<int64_t> axes, int64_t rank) {
  for (int64_t axis : axes)
    checkAxis(axis, rank);
}

static void checkRank(int64_t got, int64_t expected) {
  if (got != expected)
    throw ImportError("it takes an input of " + Twine(expected) + " dimensions, got " + Twine(got));
}

Value CheckedBuilder::iota(int64_t axis, graph::ShapeRef sizes, Type element) {
  checkAxis(axis, sizes.size());
  return GraphBuilder::iota(axis, sizes, element);
}

Value CheckedBuilder::broadcast(Value value, graph::ShapeRef sizes) {
  checkCount(rankOf(value), sizes.size());
  return GraphBuilder::broadcast(value, sizes);
}

Value CheckedBuilder::broadcast(Value value, graph::ShapeRef sizes, Axes axes) {
  checkRank(rankOf(value), axes.size());
  checkAxes(axes, sizes.size());
  return GraphBuilder::broadcast(value, sizes, axes);
}

Value CheckedBuilder::transpose(Value value, Axes permutation) {
  checkRank(rankOf(value), permutation.size());
  checkAxes(permutation, rankOf(value));
  return GraphBuilder::transpose(value, permutation);
}

Value CheckedBuilder::slice(Value value, int64_t axis, AffineExpr start, AffineExpr size) {
  checkAxis(axis, rankOf(value));
  return GraphBuilder::slice(value, axis, start, size);
}

Value CheckedBuilder::part(Value value, int64_t axis, int64_t index) {
  return squeeze(slice(value, axis, constant(index), constant(1)), axis);
}

Value CheckedBuilder::unfold(Value value, int64_t axis, int64_t size, int64_t step, int64_t dilation) {
  checkAxis(axis, rankOf(value));
  return GraphBuilder::unfold(value, axis, size, step, dilation);
}

Value CheckedBuilder::concat(ArrayRef<Value> values, int64_t axis) {
  if (values.empty())
    throw ImportError("it has nothing to join");
  for (Value value : values) {
    checkRank(rankOf(value), rankOf(values.front()));
    checkAxis(axis, rankOf(value));
  }
  return GraphBuilder::concat(values, axis);
}

Value CheckedBuilder::pad(Value operand, Value value, Axes low, Axes high) {
  checkRank(rankOf(operand), low.size());
  return GraphBuilder::pad(operand, value, low, high);
}

Value CheckedBuilder::unsqueeze(Value value, int64_t axis) {
  checkCount(axis, rankOf(value));
  return GraphBuilder::unsqueeze(value, axis);
}

Value CheckedBuilder::squeeze(Value value, int64_t axis) {
  checkAxis(axis, rankOf(value));
  return GraphBuilder::squeeze(value, axis);
}

Value CheckedBuilder::gather(Value value, Value indices, int64_t axis) {
  checkAxis(axis, rankOf(value));
  return GraphBuilder::gather(value, indices, axis);
}

Value CheckedBuilder::takeAlong(Value value, Value indices, int64_t axis) {
  checkRank(rankOf(indices), rankOf(value));
  checkAxis(axis, rankOf(value));
  return GraphBuilder::takeAlong(value, indices, axis);
}

Value CheckedBuilder::reduce(graph::ReductionKind kind, Value value, Axes axes, bool keep) {
  checkAxes(axes, rankOf(value));
  return GraphBuilder::reduce(kind, value, axes, keep);
}

Value CheckedBuilder::argReduce(graph::ReductionKind kind, Value value, int64_t axis, bool keep) {
  checkAxis(axis, rankOf(value));
  return GraphBuilder::argReduce(kind, value, axis, keep);
}

Value CheckedBuilder::matmul(Value lhs, Value rhs) {
  checkAxis(1, rankOf(lhs));
  checkAxis(1, rankOf(rhs));
  return GraphBuilder::matmul(lhs, rhs);
}

Value CheckedBuilder::softmax(Value value, int64_t axis, bool isLog) {
  checkAxis(axis, rankOf(value));
  return GraphBuilder::softmax(value, axis, isLog);
}

} // namespace tenon::onnx
