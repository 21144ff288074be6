//===- Normalizations.cpp - Normalization by channels ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Normalizations.h"
#include "frontend/tensor/Windows.h"
#include "llvm/ADT/STLExtras.h"
#include "tenon/Tensor.h"

namespace tenon {

using namespace frontend;
using Kind = graph::ReductionKind;

namespace {

/// Input [N, C, d...] of floats.
const NodePtr &inputOf(const char *op, const Tensor &tensor, size_t least, SourceLocation here) {
  const NodePtr &node = nodeOf(tensor, here);
  if (!isFloatingType(node->dtype) || node->sizes.size() < least)
    fail(op, "needs floats of " + std::to_string(least) + " dims [N, C, ..] or more, got " + node->describe(), here);
  return node;
}

/// A vector of a number for each channel in the type that is computed in; null for none.
NodePtr channelVector(const char *op, const char *name, const OptionalTensor &tensor, mlir::AffineExpr channels,
                      ScalarType type, SourceLocation here) {
  if (!tensor)
    return nullptr;
  const NodePtr &node = nodeOf(*tensor, here);
  if (node->sizes.size() != 1 || !graph::sameSize(node->sizes[0], channels))
    fail(op, std::string(name) + " is " + node->describe() + ", expected a vector of " + toText(channels), here);
  return cast(node, type, here);
}

NodePtr number(mlir::AffineExpr size, const NodePtr &like, SourceLocation here) {
  return broadcast(sizeNode(size, like->dtype, here), like->sizes, here);
}

/// Mean and biased variance of each channel, and of how many elements.
struct Statistics {
  /// Of [N, C, d...] over all but the channels, or with `keepsBatch` over the spatial dims: [N, C].
  Statistics(const NodePtr &node, bool keepsBatch, SourceLocation here) : keepsBatch(keepsBatch), here(here) {
    mlir::AffineExpr elements = graph::elementCount(&context(), graph::ShapeRef(node->sizes).drop_front(2));
    count = keepsBatch ? elements : graph::multiplySizes(elements, node->sizes[0]);
    rows = {node->sizes[0], node->sizes[1], elements};
    NodePtr flat = reshape(node, rows, here);
    mean = meanOf(flat);
    NodePtr middle = broadcast(mean, rows, keepsBatch ? llvm::ArrayRef<int64_t>{0, 1} : llvm::ArrayRef<int64_t>{1}, here);
    NodePtr distance = elementwise("graph.sub", {flat, middle}, node->dtype, here);
    variance = meanOf(elementwise("graph.mul", {distance, distance}, node->dtype, here));
  }

  /// The variance divided by count - 1.
  NodePtr unbiasedVariance() const {
    NodePtr sum = elementwise("graph.mul", {variance, number(count, variance, here)}, variance->dtype, here);
    NodePtr divisor = number(graph::normalizeSize(count - 1), variance, here);
    return elementwise("graph.div", {sum, divisor}, variance->dtype, here);
  }

  NodePtr mean, variance;
  mlir::AffineExpr count;

private:
  /// Row by row first: rows lie together in memory.
  NodePtr meanOf(const NodePtr &flat) const {
    NodePtr sum = reduce(Kind::sum, flat, {2}, flat->dtype, here);
    if (!keepsBatch)
      sum = reduce(Kind::sum, sum, {0}, flat->dtype, here);
    return elementwise("graph.div", {sum, number(count, sum, here)}, sum->dtype, here);
  }

  bool keepsBatch;
  graph::Shape rows;
  SourceLocation here;
};

/// running becomes (1 - momentum) * running + momentum * batch.
void updateRunning(const OptionalTensor &running, const NodePtr &batch, const Operand &momentum, SourceLocation here) {
  if (!running)
    return;
  Tensor written = *running, rest;
  if (momentum.tensor)
    rest = rsub(*momentum.tensor, Operand(1, here), 1, here);
  Tensor kept = mul(written, momentum.tensor ? Operand(rest, here) : Operand(1 - momentum.scalar.toDouble(), here), here);
  Tensor added = mul(makeTensor(batch), momentum, here);
  written.copy_(add(kept, Operand(added, here), 1, here), here);
}

/// (x - mean) / sqrt(variance + epsilon) * weight + bias as x * scale + shift, which are [C].
NodePtr normalizeChannels(const NodePtr &x, const NodePtr &mean, const NodePtr &variance, const NodePtr &weight,
                          const NodePtr &bias, double epsilon, SourceLocation here) {
  NodePtr scale = elementwise(
      "graph.rsqrt", {apply("graph.add", variance, makeNumber(epsilon, variance->dtype, here), here)}, x->dtype, here);
  if (weight)
    scale = elementwise("graph.mul", {scale, weight}, x->dtype, here);
  NodePtr shift = elementwise("graph.mul", {mean, scale}, x->dtype, here);
  shift = bias ? elementwise("graph.sub", {bias, shift}, x->dtype, here)
               : elementwise("graph.neg", {shift}, x->dtype, here);
  NodePtr scaled = elementwise("graph.mul", {x, perChannel(scale, x->sizes, here)}, x->dtype, here);
  return elementwise("graph.add", {scaled, perChannel(shift, x->sizes, here)}, x->dtype, here);
}

/// x * weight + bias by channel.
NodePtr scaleChannels(NodePtr x, const NodePtr &weight, const NodePtr &bias, SourceLocation here) {
  if (weight)
    x = elementwise("graph.mul", {x, perChannel(weight, x->sizes, here)}, x->dtype, here);
  if (bias)
    x = elementwise("graph.add", {x, perChannel(bias, x->sizes, here)}, x->dtype, here);
  return x;
}

/// Normalizes each row of [N, rows, rest].
NodePtr normalizeRows(const NodePtr &x, mlir::AffineExpr rows, double epsilon, SourceLocation here) {
  mlir::AffineExpr all = graph::elementCount(&context(), graph::ShapeRef(x->sizes).drop_front());
  NodePtr flat = frontend::reshape(x, {x->sizes[0], rows, graph::normalizeSize(all.floorDiv(rows))}, here);
  mlir::Builder builder(&context());
  NodePtr normal = makeOp("graph.layer_norm", {flat},
                          {attribute("axis", int64_t(2)), attribute("epsilon", builder.getF64FloatAttr(epsilon)),
                           attribute("operandSegmentSizes", builder.getDenseI32ArrayAttr({1, 0, 0}))},
                          flat->sizes, flat->dtype, here);
  return frontend::reshape(normal, x->sizes, here);
}

void needSeveralValues(const char *op, const NodePtr &node, mlir::AffineExpr count, SourceLocation here) {
  if (graph::constantSize(count) == 1)
    fail(op, "needs more than 1 value per channel in training, got " + node->describe(), here);
}

} // namespace

Tensor frontend::batchNorm(const Tensor &input, const OptionalTensor &weight, const OptionalTensor &bias,
                           const OptionalTensor &runningMean, const OptionalTensor &runningVariance, bool training,
                           const Operand &momentum, double epsilon, SourceLocation here) {
  const char *op = "batch_norm";
  const NodePtr &node = inputOf(op, input, 2, here);
  ScalarType type = meanType(node->dtype);
  mlir::AffineExpr channels = node->sizes[1];
  NodePtr x = cast(node, type, here), w = channelVector(op, "weight", weight, channels, type, here);
  NodePtr b = channelVector(op, "bias", bias, channels, type, here);
  NodePtr mean = channelVector(op, "running_mean", runningMean, channels, type, here);
  NodePtr variance = channelVector(op, "running_var", runningVariance, channels, type, here);
  if (training) {
    Statistics batch(x, /*keepsBatch=*/false, here);
    needSeveralValues(op, node, batch.count, here);
    mean = batch.mean;
    variance = batch.variance;
    updateRunning(runningMean, batch.mean, momentum, here);
    updateRunning(runningVariance, batch.unbiasedVariance(), momentum, here);
  } else if (!mean || !variance) {
    fail(op, "needs running_mean and running_var where it is not training", here);
  }
  return makeTensor(cast(normalizeChannels(x, mean, variance, w, b, epsilon, here), node->dtype, here));
}

Tensor batch_norm(const Tensor &input, const OptionalTensor &weight, const OptionalTensor &bias,
                  const OptionalTensor &running_mean, const OptionalTensor &running_var, bool training, double momentum,
                  double eps, bool, SourceLocation here) {
  return batchNorm(input, weight, bias, running_mean, running_var, training, Operand(momentum, here), eps, here);
}

Tensor group_norm(const Tensor &input, int64_t num_groups, const OptionalTensor &weight, const OptionalTensor &bias,
                  double eps, bool, SourceLocation here) {
  const char *op = "group_norm";
  const NodePtr &node = inputOf(op, input, 2, here);
  ScalarType type = meanType(node->dtype);
  mlir::AffineExpr channels = node->sizes[1];
  if (num_groups < 1 || graph::constantSize(graph::normalizeSize(channels % num_groups)) != 0)
    fail(op, "the channels of " + node->describe() + " are no multiple of " + std::to_string(num_groups) + " groups",
         here);
  NodePtr normal = normalizeRows(cast(node, type, here), constantExpression(num_groups), eps, here);
  NodePtr scaled = scaleChannels(normal, channelVector(op, "weight", weight, channels, type, here),
                                 channelVector(op, "bias", bias, channels, type, here), here);
  return makeTensor(cast(scaled, node->dtype, here));
}

Tensor instance_norm(const Tensor &input, const OptionalTensor &weight, const OptionalTensor &bias,
                     const OptionalTensor &running_mean, const OptionalTensor &running_var, bool use_input_stats,
                     double momentum, double eps, bool cudnn_enabled, SourceLocation here) {
  const char *op = "instance_norm";
  const NodePtr &node = inputOf(op, input, 3, here);
  if (!use_input_stats)
    return batch_norm(input, weight, bias, running_mean, running_var, false, momentum, eps, cudnn_enabled, here);
  ScalarType type = meanType(node->dtype);
  mlir::AffineExpr channels = node->sizes[1];
  NodePtr x = cast(node, type, here);
  needSeveralValues(op, node, graph::elementCount(&context(), graph::ShapeRef(node->sizes).drop_front(2)), here);
  if (running_mean || running_var) {
    Statistics each(x, /*keepsBatch=*/true, here);
    auto overBatch = [&](const NodePtr &statistic) {
      NodePtr sum = frontend::reduce(Kind::sum, statistic, {0}, type, here);
      return elementwise("graph.div", {sum, number(node->sizes[0], sum, here)}, type, here);
    };
    channelVector(op, "running_mean", running_mean, channels, type, here);
    channelVector(op, "running_var", running_var, channels, type, here);
    updateRunning(running_mean, overBatch(each.mean), Operand(momentum, here), here);
    updateRunning(running_var, overBatch(each.unbiasedVariance()), Operand(momentum, here), here);
  }
  NodePtr scaled = scaleChannels(normalizeRows(x, channels, eps, here),
                                 channelVector(op, "weight", weight, channels, type, here),
                                 channelVector(op, "bias", bias, channels, type, here), here);
  return makeTensor(cast(scaled, node->dtype, here));
}

Tensor local_response_norm(const Tensor &input, int64_t size, double alpha, double beta, double k,
                           SourceLocation here) {
  const char *op = "local_response_norm";
  const NodePtr &node = inputOf(op, input, 3, here);
  if (size < 1)
    fail(op, "size is " + std::to_string(size) + ", expected 1 or more", here);
  ScalarType type = meanType(node->dtype);
  NodePtr x = cast(node, type, here), squares = elementwise("graph.mul", {x, x}, type, here);
  // Windows over the channels only.
  size_t rank = x->sizes.size();
  llvm::SmallVector<int64_t> window(rank - 1, 1);
  llvm::SmallVector<graph::WindowAxis> axes(rank - 1);
  window.front() = size;
  axes.front().low = size / 2;
  axes.front().high = (size - 1) / 2;
  NodePtr sums = windowReduce(op, Kind::sum, squares, window, axes, here);
  NodePtr mean = apply("graph.mul", sums, makeNumber(alpha / static_cast<double>(size), type, here), here);
  NodePtr base = apply("graph.add", mean, makeNumber(k, type, here), here);
  NodePtr divisor = apply("graph.pow", base, makeNumber(beta, type, here), here);
  return makeTensor(cast(elementwise("graph.div", {x, divisor}, type, here), node->dtype, here));
}

} // namespace tenon
