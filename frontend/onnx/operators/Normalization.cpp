//===- Normalization.cpp - Softmax and normalization -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Normalization.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

//===----------------------------------------------------------------------===//
// Softmax
//===----------------------------------------------------------------------===//

template <bool isLog> void importSoftmax(NodeImport &node) {
  Value x = node.tensor(0);
  node.requireRank(x, 1, "the input");
  node.set(0, node.build.softmax(x, node.axis("axis", -1, rankOf(x)), isLog));
}

/// Before version 13 over all axes from `axis` on, as one.
template <typename Function> void overJoinedAxes(NodeImport &node, Function function) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  Shape sizes = shapeOf(x);
  int64_t axis = node.axis("axis", 1, std::max<int64_t>(rankOf(x), 1));
  auto count = [&](ShapeRef part) { return elementCount(build.getContext(), part); };
  Value flat = build.reshape(x, {count(ShapeRef(sizes).take_front(axis)), count(ShapeRef(sizes).drop_front(axis))});
  node.set(0, build.reshape(function(flat), sizes));
}

template <bool isLog> void importOldSoftmax(NodeImport &node) {
  overJoinedAxes(node, [&](Value flat) { return node.build.softmax(flat, 1, isLog); });
}

/// 1 at the first largest element, 0 elsewhere.
Value hardmax(NodeImport &node, Value x, int64_t axis) {
  CheckedBuilder &build = node.build;
  Value index = build.broadcast(build.argReduce(ReductionKind::max, x, axis, /*keep=*/true), shapeOf(x));
  return build.cast(build.compare(Predicate::eq, build.iota(axis, shapeOf(x), build.getI64Type()), index), elementOf(x));
}

void importHardmax(NodeImport &node) {
  Value x = node.tensor(0);
  node.set(0, hardmax(node, x, node.axis("axis", -1, rankOf(x))));
}

void importOldHardmax(NodeImport &node) {
  overJoinedAxes(node, [&](Value flat) { return hardmax(node, flat, 1); });
}

//===----------------------------------------------------------------------===//
// Normalization
//===----------------------------------------------------------------------===//

/// A vector with one number for each channel, axis 1 of x.
Value alongChannels(NodeImport &node, Value vector, Value x) {
  if (rankOf(vector) != 1)
    throw ImportError("expected a vector of one number for each channel, got " + describe(vector));
  return node.build.broadcast(vector, shapeOf(x), {1});
}

Value addNumber(NodeImport &node, Value x, double number) {
  return node.build.elementwise<AddOp>(x, node.build.fill(number, shapeOf(x), elementOf(x)));
}

/// Mean over axes, which stay with size 1, and x without it.
struct Centered {
  Value mean, centered;
};

Value meanOf(NodeImport &node, Value x, ArrayRef<int64_t> axes) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x), reduced;
  for (int64_t axis : axes)
    reduced.push_back(sizes[axis]);
  Value sum = build.reduce(ReductionKind::sum, x, axes, /*keep=*/true);
  Value count = build.cast(build.size(elementCount(build.getContext(), reduced)), elementOf(x));
  return build.elementwise<DivOp>(sum, build.broadcast(count, shapeOf(sum)));
}

Centered center(NodeImport &node, Value x, ArrayRef<int64_t> axes) {
  Value mean = meanOf(node, x, axes);
  return {mean, node.build.elementwise<SubOp>(x, node.build.broadcast(mean, shapeOf(x)))};
}

Value meanSquare(NodeImport &node, Value x, ArrayRef<int64_t> axes) {
  return meanOf(node, node.build.elementwise<MulOp>(x, x), axes);
}

/// The statistics are of float32 at least where the data are of 16 bits.
Type statisticsType(NodeImport &node, Value x) {
  return elementOf(x).getIntOrFloatBitWidth() < 32 ? Type(node.build.getF32Type()) : elementOf(x);
}

void importBatchNormalization(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  node.requireRank(x, 2, "the input");
  Type type = elementOf(x);
  double epsilon = node.real("epsilon", 1e-5);
  Value mean = node.tensor(3), variance = node.tensor(4);
  bool isTraining = node.version < 7 ? !node.integer("is_test", 0) : node.integer("training_mode", 0) != 0;
  if (isTraining) {
    SmallVector<int64_t> axes;
    for (int64_t axis = 0; axis < rankOf(x); ++axis)
      if (axis != 1)
        axes.push_back(axis);
    auto [batchMean, centered] = center(node, x, axes);
    Shape vector{shapeOf(x)[1]};
    Value newMean = build.reshape(batchMean, vector), newVariance = build.reshape(meanSquare(node, centered, axes), vector);
    double momentum = node.real("momentum", 0.9);
    auto blend = [&](Value running, Value batch) {
      batch = build.cast(batch, elementOf(running));
      auto times = [&](Value value, double factor) {
        return build.elementwise<MulOp>(value, build.fill(factor, vector, elementOf(value)));
      };
      return build.elementwise<AddOp>(times(running, momentum), times(batch, 1 - momentum));
    };
    node.set(1, blend(mean, newMean));
    node.set(2, blend(variance, newVariance));
    mean = newMean;
    variance = newVariance;
  }
  // One factor and one addend for each channel, computed before the first run.
  Type computed = elementOf(mean);
  Value scale = build.elementwise<MulOp>(build.cast(node.tensor(1), computed),
                                         build.elementwise<RsqrtOp>(addNumber(node, build.cast(variance, computed), epsilon)));
  Value shift = build.elementwise<SubOp>(build.cast(node.tensor(2), computed), build.elementwise<MulOp>(mean, scale));
  Value wide = build.cast(x, computed);
  Value result = build.elementwise<AddOp>(build.elementwise<MulOp>(wide, alongChannels(node, scale, x)),
                                          alongChannels(node, shift, x));
  node.set(0, build.cast(result, type));
}

void importInstanceNormalization(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  node.requireRank(x, 3, "the input");
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(2, rankOf(x)));
  Value centered = center(node, x, axes).centered;
  Value variance = addNumber(node, meanSquare(node, centered, axes), node.real("epsilon", 1e-5));
  Value normal = build.elementwise<MulOp>(centered, build.broadcast(build.elementwise<RsqrtOp>(variance), shapeOf(x)));
  Value scaled = build.elementwise<MulOp>(normal, alongChannels(node, node.tensor(1), x));
  node.set(0, build.elementwise<AddOp>(scaled, alongChannels(node, node.tensor(2), x)));
}

void importGroupNormalization(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  node.requireRank(x, 2, "the input");
  Shape sizes = shapeOf(x);
  int64_t groups = node.integer("num_groups");
  std::optional<int64_t> channels = constantSize(sizes[1]);
  if (!channels || groups < 1 || *channels % groups)
    throw ImportError("the channels of " + describe(x) + " cannot be shared out to " + Twine(groups) + " groups");
  Shape grouped = sizes;
  grouped[1] = build.constant(*channels / groups);
  grouped.insert(grouped.begin() + 1, build.constant(groups));
  Type computed = statisticsType(node, x);
  Value split = build.cast(build.reshape(x, grouped), computed);
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(2, grouped.size()));
  Value centered = center(node, split, axes).centered;
  Value variance = addNumber(node, meanSquare(node, centered, axes), node.real("epsilon", 1e-5));
  Value normal = build.elementwise<MulOp>(centered, build.broadcast(build.elementwise<RsqrtOp>(variance), grouped));
  normal = build.cast(build.reshape(normal, sizes), elementOf(x));
  // Before version 21 there was one scale for each group.
  auto parameter = [&](int i) {
    Value vector = node.tensor(i);
    if (node.version < 21) {
      Shape spread{build.constant(groups), build.constant(*channels / groups)};
      vector = build.reshape(build.broadcast(vector, spread, {0}), {sizes[1]});
    }
    return alongChannels(node, vector, x);
  };
  node.set(0, build.elementwise<AddOp>(build.elementwise<MulOp>(normal, parameter(1)), parameter(2)));
}

/// scale and bias over the axes from `axis` on, broadcast to their sizes.
Value trailingParameter(NodeImport &node, Value parameter, Value x, int64_t axis) {
  Shape sizes = shapeOf(x);
  return node.broadcast(parameter, ShapeRef(sizes).drop_front(axis));
}

void importLayerNormalization(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  int64_t axis = node.axis("axis", -1, rankOf(x));
  double epsilon = node.real("epsilon", 1e-5);
  Value scale = trailingParameter(node, node.tensor(1), x, axis), bias;
  if (node.has(2))
    bias = trailingParameter(node, node.tensor(2), x, axis);
  node.set(0, Value(build.create<LayerNormOp>(x.getType(), x, scale, bias, axis, llvm::APFloat(epsilon), /*rms=*/false)));
  if (!node.wants(1) && !node.wants(2))
    return;
  Value wide = build.cast(x, statisticsType(node, x));
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(axis, rankOf(x)));
  auto [mean, centered] = center(node, wide, axes);
  node.set(1, mean);
  node.set(2, build.elementwise<RsqrtOp>(addNumber(node, meanSquare(node, centered, axes), epsilon)));
}

void importRMSNormalization(NodeImport &node) {
  Value x = node.tensor(0);
  int64_t axis = node.axis("axis", -1, rankOf(x));
  Value scale = node.build.cast(trailingParameter(node, node.tensor(1), x, axis), elementOf(x));
  node.set(0, Value(node.build.create<LayerNormOp>(x.getType(), x, scale, Value(), axis,
                                                   llvm::APFloat(node.real("epsilon", 1e-5)), /*rms=*/true)));
}

void importLpNormalization(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  int64_t axis = node.axis("axis", -1, rankOf(x)), p = node.integer("p", 2);
  if (p != 1 && p != 2)
    throw ImportError("its attribute 'p' is " + Twine(p) + ", expected 1 or 2");
  Value parts = p == 1 ? build.elementwise<AbsOp>(x) : build.elementwise<MulOp>(x, x);
  Value norm = build.reduce(ReductionKind::sum, parts, {axis}, /*keep=*/true);
  if (p == 2)
    norm = build.elementwise<SqrtOp>(norm);
  Value quotient = build.elementwise<DivOp>(x, build.broadcast(norm, shapeOf(x)));
  // What has no length stays 0.
  Value zero = build.fill(0, shapeOf(x), elementOf(x));
  Value isZero = build.compare(Predicate::eq, build.broadcast(norm, shapeOf(x)), zero);
  node.set(0, build.select(isZero, zero, quotient));
}

} // namespace

void importSimplifiedLayerNormalization(NodeImport &node) {
  Value x = node.tensor(0);
  int64_t axis = node.axis("axis", -1, rankOf(x));
  llvm::APFloat epsilon(node.real("epsilon", 1e-5));
  Value result = node.build.create<LayerNormOp>(x.getType(), x, node.tensor(1), Value(), axis, epsilon, /*isRms=*/true);
  node.set(0, result);
}

namespace {

void importMeanVarianceNormalization(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  SmallVector<int64_t> axes = node.axes(node.integers("axes").value_or(SmallVector<int64_t>{0, 2, 3}), rankOf(x));
  Value centered = center(node, x, axes).centered;
  Value deviation = addNumber(node, build.elementwise<SqrtOp>(meanSquare(node, centered, axes)), 1e-9);
  node.set(0, build.elementwise<DivOp>(centered, build.broadcast(deviation, shapeOf(x))));
}

constexpr OperatorEntry entries[] = {
    {"BatchNormalization", 1, importBatchNormalization},
    {"GroupNormalization", 18, importGroupNormalization},
    {"Hardmax", 1, importOldHardmax},
    {"Hardmax", 13, importHardmax},
    {"InstanceNormalization", 6, importInstanceNormalization},
    {"LayerNormalization", 17, importLayerNormalization},
    {"LogSoftmax", 1, importOldSoftmax<true>},
    {"LogSoftmax", 13, importSoftmax<true>},
    {"LpNormalization", 1, importLpNormalization},
    {"MeanVarianceNormalization", 9, importMeanVarianceNormalization},
    {"RMSNormalization", 23, importRMSNormalization},
    {"SimplifiedLayerNormalization", 1, importSimplifiedLayerNormalization},
    {"Softmax", 1, importOldSoftmax<false>},
    {"Softmax", 13, importSoftmax<false>},
};

} // namespace

ArrayRef<OperatorEntry> normalizationOperators() { return entries; }

} // namespace tenon::onnx
