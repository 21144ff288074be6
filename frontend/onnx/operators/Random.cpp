//===- Random.cpp - Operators that draw numbers ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The numbers are those of a counter-based generator: element i of a tensor is
// a mix of the bits of seed and i, as SplitMix64 does it. Every call of the
// program draws the same.

#include "frontend/onnx/operators/Random.h"
#include "frontend/onnx/OperatorTable.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/xxhash.h"
#include <numbers>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

/// The bits of x mixed, so that each of the result depends on all.
static uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// The attribute, an integer for Dropout and a float for the others; else a number for the node's name.
static uint64_t seedOf(NodeImport &node) {
  if (!node.hasAttribute("seed"))
    return llvm::xxh3_64bits(node.node.output_size() ? node.node.output(0) : "");
  if (node.node.op_type() == "Dropout")
    return static_cast<uint64_t>(node.integer("seed"));
  return llvm::bit_cast<uint64_t>(node.real("seed", 0));
}

Value uniformNumbers(NodeImport &node, ShapeRef sizes, int64_t stream) {
  CheckedBuilder &build = node.build;
  uint64_t seed = mix(seedOf(node) + static_cast<uint64_t>(stream) * 0x9e3779b97f4a7c15);
  Shape vector{elementCount(build.getContext(), sizes)};
  Type bits = build.getIntegerType(64, /*isSigned=*/false);
  auto number = [&](uint64_t value) { return build.fillInteger(static_cast<int64_t>(value), vector, bits); };
  auto shifted = [&](Value x, int64_t places) { return build.elementwise<ShiftRightOp>(x, number(places)); };
  auto mixed = [&](Value x, int64_t places, uint64_t factor) {
    return build.elementwise<MulOp>(build.elementwise<XorOp>(x, shifted(x, places)), number(factor));
  };
  Value counter = build.cast(build.iota(0, vector, build.getI64Type()), bits);
  Value x = build.elementwise<AddOp>(build.elementwise<MulOp>(counter, number(0x9e3779b97f4a7c15)), number(seed));
  x = mixed(mixed(x, 30, 0xbf58476d1ce4e5b9), 27, 0x94d049bb133111eb);
  x = build.elementwise<XorOp>(x, shifted(x, 31));
  // 53 bits fit a double; signed where they are converted.
  Value unit = build.cast(build.cast(shifted(x, 11), build.getI64Type()), build.getF64Type());
  unit = build.elementwise<MulOp>(unit, build.fill(0x1p-53, vector, build.getF64Type()));
  return build.reshape(unit, sizes);
}

namespace {

Value number(NodeImport &node, Value like, double value) { return node.build.fill(value, shapeOf(like), elementOf(like)); }

/// Normal numbers of two uniform ones each, by Box and Muller.
Value normalNumbers(NodeImport &node, ShapeRef sizes) {
  CheckedBuilder &build = node.build;
  Value first = uniformNumbers(node, sizes, 0), second = uniformNumbers(node, sizes, 1);
  Value logarithm = build.elementwise<Log1pOp>(build.elementwise<NegOp>(first));
  Value radius = build.elementwise<SqrtOp>(build.elementwise<MulOp>(logarithm, number(node, logarithm, -2)));
  Value angle = build.elementwise<MulOp>(second, number(node, second, 2 * std::numbers::pi));
  return build.elementwise<MulOp>(radius, build.elementwise<CosOp>(angle));
}

/// scale * x + shift in the type asked for.
void setScaled(NodeImport &node, Value x, double scale, double shift, Type type) {
  CheckedBuilder &build = node.build;
  Value scaled = build.elementwise<MulOp>(x, number(node, x, scale));
  node.set(0, build.cast(build.elementwise<AddOp>(scaled, number(node, x, shift)), type));
}

Type typeOr(NodeImport &node, Type otherwise) {
  Type type = node.elementType("dtype");
  return type ? type : otherwise;
}

Shape shapeAttribute(NodeImport &node) {
  std::optional<SmallVector<int64_t>> sizes = node.integers("shape");
  if (!sizes)
    throw ImportError("its attribute 'shape' is missing");
  Shape shape;
  for (int64_t size : *sizes) {
    if (size < 0)
      throw ImportError("its attribute 'shape' holds " + Twine(size));
    shape.push_back(node.build.constant(size));
  }
  checkedElementCount(*sizes);
  return shape;
}

void setUniform(NodeImport &node, ShapeRef sizes, Type type) {
  double low = node.real("low", 0), high = node.real("high", 1);
  setScaled(node, uniformNumbers(node, sizes), high - low, low, type);
}

void setNormal(NodeImport &node, ShapeRef sizes, Type type) {
  setScaled(node, normalNumbers(node, sizes), node.real("scale", 1), node.real("mean", 0), type);
}

void importRandomUniform(NodeImport &node) { setUniform(node, shapeAttribute(node), typeOr(node, node.build.getF32Type())); }
void importRandomNormal(NodeImport &node) { setNormal(node, shapeAttribute(node), typeOr(node, node.build.getF32Type())); }

void importRandomUniformLike(NodeImport &node) {
  Value x = node.tensor(0);
  setUniform(node, shapeOf(x), typeOr(node, elementOf(x)));
}

void importRandomNormalLike(NodeImport &node) {
  Value x = node.tensor(0);
  setNormal(node, shapeOf(x), typeOr(node, elementOf(x)));
}

/// 1 with the probability that the element says.
void importBernoulli(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  Value drawn = build.compare(Predicate::lt, uniformNumbers(node, shapeOf(x)), build.cast(x, build.getF64Type()));
  node.set(0, build.cast(drawn, typeOr(node, elementOf(x))));
}

/// For each row of logarithms of probabilities some classes: as many as have less of the sum before them than was drawn.
void importMultinomial(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type(), real = build.getF64Type();
  Value x = node.tensor(0);
  if (rankOf(x) != 2)
    throw ImportError("expected [batch, classes], got " + describe(x));
  int64_t samples = node.integer("sample_size", 1);
  if (samples < 1)
    throw ImportError("its attribute 'sample_size' is " + Twine(samples) + ", expected 1 or more");
  Value probabilities = build.softmax(build.cast(x, real), 1);
  Value sums = build.create<ScanOp>(probabilities.getType(), ScanKind::sum, probabilities, 1, false, false);
  Shape drawn{shapeOf(x)[0], build.constant(samples)}, all{drawn[0], drawn[1], shapeOf(x)[1]};
  Value numbers = build.broadcast(uniformNumbers(node, drawn), all, {0, 1});
  Value isBefore = build.compare(Predicate::le, build.broadcast(sums, all, {0, 2}), numbers);
  Value index = build.reduce(ReductionKind::sum, build.cast(isBefore, integer), {2});
  Value last = build.broadcast(build.size(normalizeSize(all[2] - 1)), drawn);
  node.set(0, build.cast(build.elementwise<MinOp>(index, last), typeOr(node, build.getI32Type())));
}

/// In training each element is 0 with the probability of the ratio, the others are scaled up.
void importDropout(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  Shape sizes = shapeOf(x);
  bool isInput = node.version >= 12;
  std::optional<SmallVector<int64_t>> training = SmallVector<int64_t>{0};
  if (isInput && node.has(2))
    training = node.knownIntegers(2);
  std::optional<SmallVector<double>> ratio = SmallVector<double>{node.real("ratio", 0.5)};
  if (isInput && node.has(1))
    ratio = node.knownReals(1);
  if ((training && !training->front()) || (ratio && ratio->front() == 0)) {
    node.set(0, x);
    node.set(1, build.fillInteger(1, sizes, build.getI1Type()));
    return;
  }
  Type real = build.getF64Type();
  Value share = isInput && node.has(1) ? build.cast(build.reshape(node.tensor(1), {}), real) : build.fill(0.5, {}, real);
  if (!training)
    share = build.select(build.cast(build.reshape(node.tensor(2), {}), build.getI1Type()), share, build.fill(0, {}, real));
  Value stays = build.compare(Predicate::ge, uniformNumbers(node, sizes), build.broadcast(share, sizes));
  Value scale = build.elementwise<DivOp>(build.fill(1, {}, real), build.elementwise<SubOp>(build.fill(1, {}, real), share));
  Value scaled = build.elementwise<MulOp>(x, build.broadcast(build.cast(scale, elementOf(x)), sizes));
  node.set(0, build.select(stays, scaled, build.fill(0, sizes, elementOf(x))));
  node.set(1, stays);
}

constexpr OperatorEntry entries[] = {
    {"Bernoulli", 15, importBernoulli},
    {"Dropout", 1, importDropout},
    {"Multinomial", 7, importMultinomial},
    {"RandomNormal", 1, importRandomNormal},
    {"RandomNormalLike", 1, importRandomNormalLike},
    {"RandomUniform", 1, importRandomUniform},
    {"RandomUniformLike", 1, importRandomUniformLike},
};

} // namespace

ArrayRef<OperatorEntry> randomOperators() { return entries; }

} // namespace tenon::onnx
