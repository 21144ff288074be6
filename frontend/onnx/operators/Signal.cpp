//===- Signal.cpp - Windows and Fourier transforms -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A discrete Fourier transform is a product with a matrix of cosines and
// sines, which is computed in double and constant where its size is.

#include "frontend/onnx/DataAxes.h"
#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/OperatorTable.h"
#include <numbers>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

constexpr double pi = std::numbers::pi;

/// The size that a scalar input holds.
AffineExpr sizeAt(NodeImport &node, int input, StringRef what) {
  Shape sizes = node.sizes(input);
  if (sizes.size() != 1)
    throw ImportError(what + " should be one number, got " + describe(node.tensor(input)));
  return sizes.front();
}

//===----------------------------------------------------------------------===//
// Windows
//===----------------------------------------------------------------------===//

/// a0 - a1 cos(2 pi n / N) + a2 cos(4 pi n / N), N being the size or, where not periodic, one less.
void makeWindow(NodeImport &node, double a0, double a1, double a2) {
  CheckedBuilder &build = node.build;
  Type real = build.getF64Type();
  AffineExpr size = sizeAt(node, 0, "the size");
  Shape sizes{size};
  AffineExpr period = node.integer("periodic", 1) ? size : normalizeSize(size - 1);
  Value length = build.broadcast(build.cast(build.size(period), real), sizes);
  Value phase = build.elementwise<DivOp>(build.iota(0, sizes, real), length);
  auto cosine = [&](double factor, double weight) {
    Value angle = build.elementwise<MulOp>(phase, build.fill(factor * pi, sizes, real));
    return build.elementwise<MulOp>(build.elementwise<CosOp>(angle), build.fill(weight, sizes, real));
  };
  Value window = build.elementwise<SubOp>(build.fill(a0, sizes, real), cosine(2, a1));
  if (a2 != 0)
    window = build.elementwise<AddOp>(window, cosine(4, a2));
  Type type = node.elementType("output_datatype");
  node.set(0, node.importer.folded(build.cast(window, type ? type : Type(build.getF32Type()))));
}

void importHannWindow(NodeImport &node) { makeWindow(node, 0.5, 0.5, 0); }
void importHammingWindow(NodeImport &node) { makeWindow(node, 25.0 / 46, 21.0 / 46, 0); }
void importBlackmanWindow(NodeImport &node) { makeWindow(node, 0.42, 0.5, 0.08); }

//===----------------------------------------------------------------------===//
// Fourier transforms
//===----------------------------------------------------------------------===//

/// cos and sin of 2 pi n k / N for n below `rows` and k below `columns`.
struct Waves {
  Value cosine, sine;
};

Waves wavesOf(NodeImport &node, AffineExpr rows, AffineExpr columns, AffineExpr period, Type type) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type(), real = build.getF64Type();
  Shape sizes{rows, columns};
  // Reduced to one turn in integers, where nothing is lost.
  Value product = build.elementwise<MulOp>(build.iota(0, sizes, integer), build.iota(1, sizes, integer));
  Value length = build.broadcast(build.size(period), sizes);
  Value turn = build.elementwise<DivOp>(build.cast(build.elementwise<RemainderOp>(product, length), real), build.cast(length, real));
  Value angle = build.elementwise<MulOp>(turn, build.fill(2 * pi, sizes, real));
  return {node.importer.folded(build.cast(build.elementwise<CosOp>(angle), type)),
          node.importer.folded(build.cast(build.elementwise<SinOp>(angle), type))};
}

/// x times a matrix along its last axis.
Value timesMatrix(NodeImport &node, Value x, Value matrix) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x);
  AffineExpr rows = elementCount(build.getContext(), ShapeRef(sizes).drop_back());
  Value product = build.matmul(build.reshape(x, {rows, sizes.back()}), matrix);
  sizes.back() = shapeOf(matrix)[1];
  return build.reshape(product, sizes);
}

/// Real and imaginary parts; the latter null where it is zero.
struct ComplexPair {
  Value real, imaginary;
};

/// The transform of `length` points along the last axis: the first `count` frequencies.
ComplexPair transform(NodeImport &node, ComplexPair x, AffineExpr length, AffineExpr count, bool isInverse) {
  CheckedBuilder &build = node.build;
  Waves waves = wavesOf(node, length, count, length, elementOf(x.real));
  Value real = node.fitted(x.real, rankOf(x.real) - 1, length), imaginary = x.imaginary ? node.fitted(x.imaginary, rankOf(x.imaginary) - 1, length) : Value();
  Value realCos = timesMatrix(node, real, waves.cosine), realSin = timesMatrix(node, real, waves.sine);
  // (a + bi)(cos - i sin) forward, (a + bi)(cos + i sin) / N back.
  ComplexPair result{realCos, isInverse ? realSin : build.elementwise<NegOp>(realSin)};
  if (imaginary) {
    Value imaginaryCos = timesMatrix(node, imaginary, waves.cosine), imaginarySin = timesMatrix(node, imaginary, waves.sine);
    result.real = isInverse ? build.elementwise<SubOp>(result.real, imaginarySin) : build.elementwise<AddOp>(result.real, imaginarySin);
    result.imaginary = build.elementwise<AddOp>(result.imaginary, imaginaryCos);
  }
  if (!isInverse)
    return result;
  auto normalized = [&](Value value) {
    Value divisor = build.cast(build.size(length), elementOf(value));
    return build.elementwise<DivOp>(value, build.broadcast(divisor, shapeOf(value)));
  };
  return {normalized(result.real), normalized(result.imaginary)};
}

/// [.., 1 or 2] as parts, the transformed axis moved to the end of what is left.
ComplexPair partsOf(NodeImport &node, Value x, int64_t axis) {
  CheckedBuilder &build = node.build;
  int64_t rank = rankOf(x), last = rank - 1;
  std::optional<int64_t> parts = constantSize(shapeOf(x)[last]);
  if (parts != 1 && parts != 2)
    throw ImportError("the last dimension holds real and imaginary part and should be 1 or 2, got " + describe(x));
  SmallVector<int64_t> order;
  for (int64_t i = 0; i < last; ++i)
    if (i != axis)
      order.push_back(i);
  order.push_back(axis);
  auto part = [&](int64_t i) {
    return build.transpose(build.part(x, last, i), order);
  };
  return {part(0), parts == 2 ? part(1) : Value()};
}

/// Parts as [.., 2], the last axis moved back to where it was; only the real one where there is no other.
Value joinParts(NodeImport &node, ComplexPair parts, int64_t axis) {
  CheckedBuilder &build = node.build;
  int64_t rank = rankOf(parts.real);
  SmallVector<int64_t> order;
  for (int64_t i = 0; i < rank; ++i)
    order.push_back(i == axis ? rank - 1 : i < axis ? i : i - 1);
  auto back = [&](Value part) { return build.unsqueeze(build.transpose(part, order), rank); };
  return parts.imaginary ? build.concat({back(parts.real), back(parts.imaginary)}, rank) : back(parts.real);
}

AffineExpr halfOf(AffineExpr length) { return normalizeSize(length.floorDiv(2) + 1); }

/// The real signal of which only the first half of the frequencies is given.
Value inverseOfHalf(NodeImport &node, ComplexPair half, AffineExpr length) {
  CheckedBuilder &build = node.build;
  AffineExpr count = halfOf(length);
  half = {node.fitted(half.real, rankOf(half.real) - 1, count), half.imaginary ? node.fitted(half.imaginary, rankOf(half.imaginary) - 1, count) : Value()};
  // The others are these mirrored, conjugate: without the first, and without the middle where the length is even.
  AffineExpr mirrored = normalizeSize(length - count);
  auto mirror = [&](Value part) {
    Shape sizes = shapeOf(part), starts(sizes.size(), build.constant(0));
    SmallVector<int64_t> steps(sizes.size(), 1);
    starts.back() = mirrored;
    steps.back() = -1;
    sizes.back() = mirrored;
    return build.slice(part, starts, steps, sizes);
  };
  int64_t last = rankOf(half.real) - 1;
  ComplexPair whole{build.concat({half.real, mirror(half.real)}, last), Value()};
  if (half.imaginary)
    whole.imaginary = build.concat({half.imaginary, build.elementwise<NegOp>(mirror(half.imaginary))}, last);
  return transform(node, whole, length, length, /*isInverse=*/true).real;
}

Value transformAxis(NodeImport &node, Value x, int64_t axis) {
  bool isInverse = node.integer("inverse", 0) != 0, isOneSided = node.integer("onesided", 0) != 0;
  AffineExpr size = shapeOf(x)[axis];
  AffineExpr length = node.has(1)               ? sizeAt(node, 1, "the length")
                      : isInverse && isOneSided ? normalizeSize((size - 1) * 2)
                                                : size;
  ComplexPair parts = partsOf(node, x, axis);
  if (isInverse && isOneSided)
    return joinParts(node, {inverseOfHalf(node, parts, length), Value()}, axis);
  AffineExpr count = isOneSided ? halfOf(length) : length;
  return joinParts(node, transform(node, parts, length, count, isInverse), axis);
}

/// Along an axis that only the run knows: as [elements before, the axis, elements behind, 1 or 2].
Value transformDataAxis(NodeImport &node, Value x, Value axis) {
  CheckedBuilder &build = node.build;
  std::optional<int64_t> parts = constantSize(shapeOf(x).back());
  if (!parts)
    throw ImportError("the last dimension should be 1 or 2, got " + describe(x));
  Shape around = shapeOf(aroundAxis(node, x, axis)), result = shapeOf(x);
  Value lines = build.reshape(x, {around[0], around[1], normalizeSize(around[2].floorDiv(*parts)), build.constant(*parts)});
  lines = transformAxis(node, lines, 1);
  result.back() = shapeOf(lines).back();
  Value length = build.reshape(build.size(shapeOf(lines)[1]), {build.constant(1)});
  return build.reshape(lines, definedShape(node, spreadOverAxes(node, x, axis, length, build.sizes(result))));
}

void importDFT(NodeImport &node) {
  Value x = node.tensor(0);
  node.requireRank(x, 2, "the input");
  if (Value axis = node.dataAxes(2, 20))
    return node.set(0, transformDataAxis(node, x, axis));
  int64_t axis = node.version < 20 ? node.integer("axis", 1) : -2;
  if (node.version >= 20 && node.has(2))
    axis = node.integers(2, "the axis").front();
  node.set(0, transformAxis(node, x, node.axis(axis, rankOf(x))));
}

/// Transforms of overlapping frames of a signal [batch, length, 1 or 2], each weighted by a window.
void importSTFT(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value signal = node.tensor(0);
  if (rankOf(signal) == 2)
    signal = build.unsqueeze(signal, 2);
  if (rankOf(signal) != 3)
    throw ImportError("the signal should be [batch, length, 1 or 2], got " + describe(signal));
  if (node.has(2) && rankOf(node.tensor(2)) != 1)
    throw ImportError("the window should be a vector, got " + describe(node.tensor(2)));
  AffineExpr step = node.positiveSize(1, "the frame step");
  AffineExpr length = node.has(3)   ? node.positiveSize(3, "the frame length")
                      : node.has(2) ? shapeOf(node.tensor(2))[0]
                                    : AffineExpr();
  if (!length)
    throw ImportError("a window or a frame length should be given");
  AffineExpr frames = normalizeSize((shapeOf(signal)[1] - length).floorDiv(step) + 1);
  // Frame f has the elements from f * step on.
  Shape sizes{frames, length};
  Value begins = build.elementwise<MulOp>(build.iota(0, sizes, integer), build.broadcast(build.size(step), sizes));
  Value places = build.elementwise<AddOp>(begins, build.iota(1, sizes, integer));
  Value framed = build.gather(signal, node.importer.folded(places), 1); // [batch, frames, length, 1 or 2]
  if (node.has(2))
    framed = build.elementwise<MulOp>(framed, build.broadcast(node.fitted(node.tensor(2), 0, length), shapeOf(framed), {2}));
  AffineExpr count = node.integer("onesided", 1) ? halfOf(length) : length;
  ComplexPair parts = partsOf(node, framed, 2);
  node.set(0, joinParts(node, transform(node, parts, length, count, /*isInverse=*/false), 2));
}

//===----------------------------------------------------------------------===//
// Mel
//===----------------------------------------------------------------------===//

/// A scalar input as one of this type.
Value numberAt(NodeImport &node, int input, Type type, StringRef what) {
  Value number = node.tensor(input);
  if (!sameSize(elementCount(node.build.getContext(), shapeOf(number)), node.build.constant(1)))
    throw ImportError(what + " should be one number, got " + describe(number));
  return node.build.reshape(node.build.cast(number, type), {});
}

/// The bins where triangles begin, end and have their tops, at equal distances on the mel scale: one more than there
/// are triangles, and one more again.
Value melEdges(NodeImport &node, AffineExpr bins, AffineExpr length) {
  CheckedBuilder &build = node.build;
  Type real = build.getF64Type();
  Shape sizes{normalizeSize(bins + 2)};
  auto spread = [&](Value number) { return build.broadcast(number, sizes); };
  auto times = [&](Value value, double factor) {
    return build.elementwise<MulOp>(value, build.fill(factor, shapeOf(value), real));
  };
  auto toMel = [&](Value hertz) {
    return times(build.elementwise<Log1pOp>(times(hertz, 1.0 / 700)), 2595 / std::numbers::ln10);
  };
  Value lowest = toMel(numberAt(node, 3, real, "the lower edge")), highest = toMel(numberAt(node, 4, real, "the upper edge"));
  Value step = build.elementwise<DivOp>(build.elementwise<SubOp>(highest, lowest), build.cast(build.size(sizes[0]), real));
  Value mel = build.elementwise<AddOp>(build.elementwise<MulOp>(build.iota(0, sizes, real), spread(step)), spread(lowest));
  Value hertz = times(build.elementwise<Expm1Op>(times(mel, std::numbers::ln10 / 2595)), 700);
  Value points = spread(build.cast(build.size(normalizeSize(length + 1)), real));
  Value rate = spread(numberAt(node, 2, real, "the sample rate"));
  Value edges = build.elementwise<FloorOp>(build.elementwise<DivOp>(build.elementwise<MulOp>(points, hertz), rate));
  return build.cast(edges, build.getI64Type());
}

/// The number of rows, where all edges lie within them: else the run fails.
AffineExpr checkedRows(NodeImport &node, Value edges, AffineExpr rows) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(edges);
  Value isInside = build.elementwise<AndOp>(
      build.compare(Predicate::ge, edges, build.fillInteger(0, sizes, build.getI64Type())),
      build.compare(Predicate::lt, edges, build.broadcast(build.size(rows), sizes)));
  Value all = build.reduce(ReductionKind::all, isInside, {0});
  if (auto known = knownIntegers(all, node.importer.model.weights)) {
    if (!known->front())
      throw ImportError("an edge lies beyond the spectrum: the upper edge should be at most half of the sample rate");
    return rows;
  }
  return node.importer.defineSize(build.select(all, build.size(rows), build.fillInteger(-1, {}, build.getI64Type())));
}

/// Triangles over the bins of a spectrum.
void importMelWeightMatrix(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type(), real = build.getF64Type();
  AffineExpr bins = node.positiveSize(0, "the number of bins"), length = node.positiveSize(1, "the length");
  Value edges = node.importer.folded(melEdges(node, bins, length));
  Shape sizes{checkedRows(node, edges, normalizeSize(length.floorDiv(2) + 1)), bins};
  auto edge = [&](int64_t number) {
    return build.broadcast(build.slice(edges, 0, build.constant(number), bins), sizes);
  };
  Value row = build.iota(0, sizes, integer), left = edge(0), top = edge(1), right = edge(2);
  Value one = build.fillInteger(1, sizes, integer), zero = build.fill(0, sizes, real);
  auto ratio = [&](Value part, Value whole) {
    // Where the whole is 0, the part is too, or is not taken.
    return build.elementwise<DivOp>(build.cast(part, real), build.cast(build.elementwise<MaxOp>(whole, one), real));
  };
  auto minus = [&](Value a, Value b) { return build.elementwise<SubOp>(a, b); };
  Value rises = build.select(build.compare(Predicate::lt, row, left), zero, ratio(minus(row, left), minus(top, left)));
  Value falls = build.select(build.compare(Predicate::ge, row, right), zero, ratio(minus(right, row), minus(right, top)));
  Value sides = build.select(build.compare(Predicate::lt, row, top), rises, falls);
  Value matrix = build.select(build.compare(Predicate::eq, row, top), build.fill(1, sizes, real), sides);
  Type type = node.elementType("output_datatype");
  node.set(0, node.importer.folded(build.cast(matrix, type ? type : Type(build.getF32Type()))));
}

constexpr OperatorEntry entries[] = {
    {"BlackmanWindow", 17, importBlackmanWindow}, {"DFT", 17, importDFT},
    {"HammingWindow", 17, importHammingWindow},   {"HannWindow", 17, importHannWindow},
    {"MelWeightMatrix", 17, importMelWeightMatrix}, {"STFT", 17, importSTFT},
};

} // namespace

ArrayRef<OperatorEntry> signalOperators() { return entries; }

} // namespace tenon::onnx
