//===- Windows.cpp - What functions of windows share -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Windows.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace tenon::frontend {

llvm::SmallVector<int64_t> perDim(const char *op, const char *name, const IntArrayRef &numbers, size_t dims,
                                  int64_t least, SourceLocation here) {
  if (numbers.size() != 1 && numbers.size() != dims)
    fail(op, "has " + std::to_string(numbers.size()) + " numbers as " + name + ", expected 1 or " +
                 std::to_string(dims),
         here);
  llvm::SmallVector<int64_t> result(numbers.begin(), numbers.end());
  result.resize(dims, result.front());
  for (int64_t number : result)
    if (number < least)
      fail(op, std::string(name) + " is " + std::to_string(number) + ", expected " + std::to_string(least) + " or more",
           here);
  return result;
}

Batch toBatch(const char *op, const Tensor &tensor, size_t dims, SourceLocation here) {
  const NodePtr &node = nodeOf(tensor, here);
  size_t rank = node->sizes.size();
  if (rank == dims + 2)
    return {node, false};
  if (rank != dims + 1)
    fail(op, "needs an input of " + std::to_string(dims + 2) + " dims [N, C, ..], or of " + std::to_string(dims + 1) +
                 " without a batch, got " + node->describe(),
         here);
  graph::Shape sizes{constantExpression(1)};
  llvm::append_range(sizes, node->sizes);
  return {reshape(node, sizes, here), true};
}

Tensor Batch::finish(NodePtr result, SourceLocation here) const {
  if (!isAdded)
    return makeTensor(std::move(result));
  graph::Shape sizes(graph::ShapeRef(result->sizes).drop_front());
  return makeTensor(reshape(result, sizes, here));
}

void needSameType(const char *op, const NodePtr &a, const NodePtr &b, SourceLocation here) {
  if (a->dtype != b->dtype)
    fail(op, a->describe() + " and " + b->describe() + " have different types: convert one with to()", here);
}

NodePtr perChannel(const NodePtr &vector, graph::ShapeRef sizes, SourceLocation here) {
  return broadcast(vector, sizes, llvm::ArrayRef<int64_t>{1}, here);
}

NodePtr convolve(const char *op, const NodePtr &input, const NodePtr &weight, llvm::ArrayRef<graph::WindowAxis> axes,
                 int64_t groups, SourceLocation here) {
  if (!graph::sameSize(input->sizes[1], weight->sizes[1] * groups))
    fail(op, "input " + input->describe() + " does not fit the weight " + weight->describe() + " of " +
                 std::to_string(groups) + " groups, which takes " +
                 toText(graph::normalizeSize(weight->sizes[1] * groups)) + " channels",
         here);
  std::string error;
  auto sizes = graph::convolutionShape(input->sizes, weight->sizes, axes, groups, error);
  if (failed(sizes))
    fail(op, error, here);
  llvm::SmallVector<int64_t> strides, low, high, dilations, inputDilations;
  for (const graph::WindowAxis &axis : axes) {
    strides.push_back(axis.stride);
    low.push_back(axis.low);
    high.push_back(axis.high);
    dilations.push_back(axis.dilation);
    inputDilations.push_back(axis.inputDilation);
  }
  return makeOp("graph.convolution", {input, weight},
                {attribute("strides", strides), attribute("low", low), attribute("high", high),
                 attribute("dilations", dilations), attribute("inputDilations", inputDilations),
                 attribute("groups", groups)},
                *sizes, input->dtype, here);
}

namespace {

/// The attributes of windows over the last dims, and the sizes that they leave.
struct Windows {
  Windows(const char *op, const NodePtr &node, llvm::ArrayRef<int64_t> window, llvm::ArrayRef<graph::WindowAxis> axes,
          SourceLocation here) {
    size_t rank = node->sizes.size(), outer = rank - window.size();
    llvm::SmallVector<graph::WindowAxis> all(outer);
    llvm::append_range(all, axes);
    llvm::SmallVector<int64_t> elements(outer, 1), strides, low, high, dilations;
    llvm::append_range(elements, window);
    for (const graph::WindowAxis &axis : all) {
      strides.push_back(axis.stride);
      low.push_back(axis.low);
      high.push_back(axis.high);
      dilations.push_back(axis.dilation);
    }
    std::string error;
    auto counts = graph::windowShape(node->sizes, elements, all, error);
    if (failed(counts))
      fail(op, error, here);
    sizes = *counts;
    attributes = {attribute("window", elements), attribute("strides", strides), attribute("low", low),
                  attribute("high", high), attribute("dilations", dilations)};
  }

  llvm::SmallVector<NamedAttribute> attributes;
  graph::Shape sizes;
};

NamedAttribute kindAttribute(graph::ReductionKind kind) {
  return attribute("kind", graph::ReductionKindAttr::get(&context(), kind));
}

} // namespace

NodePtr windowReduce(const char *op, graph::ReductionKind kind, const NodePtr &node, llvm::ArrayRef<int64_t> window,
                     llvm::ArrayRef<graph::WindowAxis> axes, SourceLocation here) {
  Windows windows(op, node, window, axes, here);
  windows.attributes.push_back(kindAttribute(kind));
  return makeOp("graph.window_reduce", {node}, windows.attributes, windows.sizes, node->dtype, here);
}

NodePtr windowArgMax(const char *op, const NodePtr &node, llvm::ArrayRef<int64_t> window,
                     llvm::ArrayRef<graph::WindowAxis> axes, SourceLocation here) {
  Windows windows(op, node, window, axes, here);
  windows.attributes.push_back(kindAttribute(graph::ReductionKind::max));
  windows.attributes.push_back(attribute("axis", static_cast<int64_t>(node->sizes.size() - window.size())));
  return makeOp("graph.window_arg_reduce", {node}, windows.attributes, windows.sizes, kLong, here);
}

} // namespace tenon::frontend
