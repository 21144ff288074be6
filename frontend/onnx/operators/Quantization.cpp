//===- Quantization.cpp - Numbers in few bits --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/operators/Quantization.h"
#include "dialects/graph/NarrowTypes.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Products.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

Value spreadParameter(NodeImport &node, Value parameter, Value x, int64_t axis, int64_t block) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x), own = shapeOf(parameter);
  bool hasAxis = axis >= 0 && axis < static_cast<int64_t>(sizes.size());
  if (block > 0) {
    if (own.size() != sizes.size() || !hasAxis)
      throw ImportError("scales by block of axis " + Twine(axis) + " should have as many dimensions as the data, got " + describe(parameter) + " for " +
                        describe(x));
    Shape vector{sizes[axis]};
    Value number = build.elementwise<FloorDivOp>(build.iota(0, vector, build.getI64Type()),
                                                 build.fillInteger(block, vector, build.getI64Type()));
    return node.broadcast(build.gather(parameter, number, axis), sizes);
  }
  if (sameSize(elementCount(build.getContext(), own), build.constant(1)))
    return build.broadcast(build.reshape(parameter, {}), sizes);
  if (own.size() != 1 || !hasAxis || !sameSize(own[0], sizes[axis]))
    throw ImportError("a scale or zero point should be one number or one for each place of axis " + Twine(axis) + ", got " +
                      describe(parameter) + " for " + describe(x));
  return build.broadcast(parameter, sizes, {axis});
}

namespace {

struct IntegerRange {
  double least, most;
};

IntegerRange rangeOf(Type type) {
  unsigned bits = type.getIntOrFloatBitWidth();
  if (type.isUnsignedInteger())
    return {0, std::ldexp(1.0, static_cast<int>(bits)) - 1};
  return {-std::ldexp(1.0, static_cast<int>(bits) - 1), std::ldexp(1.0, static_cast<int>(bits) - 1) - 1};
}

} // namespace

Value castToNarrow(CheckedBuilder &build, Value x, Type type, bool saturate, ScaleRounding rounding) {
  if (elementOf(x) == type)
    return x;
  auto cast = build.create<CastOp>(withElementType(x.getType(), type), x);
  cast.setSaturate(saturate);
  if (isa<Float8E8M0FNUType>(type))
    cast.setRounding(rounding);
  return cast.getResult();
}

Value quantize(NodeImport &node, Value x, Value scale, Value zero, Type type, bool saturate) {
  CheckedBuilder &build = node.build;
  // Sums of 16-bit floats with zero points would be rounded once more.
  Type computed = elementOf(x).getIntOrFloatBitWidth() < 32 ? Type(build.getF32Type()) : elementOf(x);
  Value result = build.elementwise<DivOp>(x, scale);
  if (isa<FloatType>(type)) {
    // A type without NaN has no meaningless zero points either.
    if (zero && isa<Float4E2M1FNType>(type))
      result = build.elementwise<AddOp>(result, build.cast(zero, elementOf(result)));
    return castToNarrow(build, result, type, saturate);
  }
  result = build.cast(build.elementwise<RoundOp>(result), computed);
  if (zero)
    result = build.elementwise<AddOp>(result, build.cast(zero, computed));
  auto [least, most] = rangeOf(type);
  Shape sizes = shapeOf(x);
  result = build.elementwise<MaxOp>(result, build.fill(least, sizes, computed));
  result = build.elementwise<MinOp>(result, build.fill(most, sizes, computed));
  return build.cast(result, type);
}

Value dequantize(NodeImport &node, Value x, Value scale, Value zero) {
  CheckedBuilder &build = node.build;
  Type type = elementOf(scale);
  Type computed = type.getIntOrFloatBitWidth() < 32 ? Type(build.getF32Type()) : type;
  if (zero && isa<IntegerType>(elementOf(x))) {
    Type wide = build.getI32Type();
    x = build.elementwise<SubOp>(build.cast(x, wide), build.cast(zero, wide));
  }
  return build.cast(build.elementwise<MulOp>(build.cast(x, computed), build.cast(scale, computed)), type);
}

Value withoutZeroPoint(NodeImport &node, Value x, Value zero, int64_t axis) {
  CheckedBuilder &build = node.build;
  Value wide = build.cast(x, build.getI32Type());
  if (!zero)
    return wide;
  zero = build.cast(zero, build.getI32Type());
  Shape sizes = shapeOf(x);
  bool isWhole = rankOf(zero) == rankOf(x) && rankOf(x) > 1;
  return build.elementwise<SubOp>(wide, isWhole ? node.broadcast(zero, sizes) : spreadParameter(node, zero, x, axis));
}

DynamicQuantization quantizeDynamically(NodeImport &node, Value x) {
  CheckedBuilder &build = node.build;
  Type real = elementOf(x), byte = build.getIntegerType(8, /*isSigned=*/false);
  auto number = [&](double value) { return build.fill(value, {}, real); };
  SmallVector<int64_t> all = llvm::to_vector(llvm::seq<int64_t>(0, rankOf(x)));
  // The range always holds 0, which is then represented exactly.
  Value most = build.elementwise<MaxOp>(build.reduce(ReductionKind::max, x, all), number(0));
  Value least = build.elementwise<MinOp>(build.reduce(ReductionKind::min, x, all), number(0));
  Value scale = build.elementwise<DivOp>(build.elementwise<SubOp>(most, least), number(255));
  Value offset = build.elementwise<DivOp>(build.elementwise<SubOp>(number(0), least), scale);
  Value zero = build.elementwise<MinOp>(build.elementwise<MaxOp>(offset, number(0)), number(255));
  zero = build.cast(build.elementwise<RoundOp>(zero), byte);
  Shape sizes = shapeOf(x);
  return {quantize(node, x, build.broadcast(scale, sizes), build.broadcast(zero, sizes), byte), scale, zero};
}

namespace {

/// The parameters of QuantizeLinear and DequantizeLinear, in the sizes of x.
struct Parameters {
  Value scale, zero;
};

Parameters parametersOf(NodeImport &node, Value x) {
  int64_t rank = rankOf(x), block = node.integer("block_size", 0), axis = node.integer("axis", 1);
  axis = axis < 0 ? axis + rank : axis;
  Parameters result;
  result.scale = spreadParameter(node, node.tensor(1), x, axis, block);
  if (node.has(2))
    result.zero = spreadParameter(node, node.tensor(2), x, axis, block);
  return result;
}

} // namespace

void importQuantizeLinear(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  auto [scale, zero] = parametersOf(node, x);
  Type type = zero ? elementOf(zero) : node.elementType("output_dtype");
  if (!type)
    type = build.getIntegerType(8, /*isSigned=*/false);
  Type precision = node.elementType("precision");
  if (!precision)
    precision = isa<FloatType>(elementOf(x)) ? elementOf(x) : elementOf(scale);
  node.set(0, quantize(node, build.cast(x, precision), build.cast(scale, precision), zero, type,
                       node.integer("saturate", 1) != 0));
}

void importDequantizeLinear(NodeImport &node) {
  Value x = node.tensor(0);
  auto [scale, zero] = parametersOf(node, x);
  Value result = dequantize(node, x, scale, zero);
  Type type = node.elementType("output_dtype");
  node.set(0, type ? node.build.cast(result, type) : result);
}

namespace {

void importDynamicQuantizeLinear(NodeImport &node) {
  DynamicQuantization result = quantizeDynamically(node, node.tensor(0));
  node.set(0, result.values);
  node.set(1, result.scale);
  node.set(2, result.zero);
}

void importMatMulInteger(NodeImport &node) {
  Value lhs = node.tensor(0), rhs = node.tensor(1);
  Value left = withoutZeroPoint(node, lhs, node.has(2) ? node.tensor(2) : Value(), std::max<int64_t>(rankOf(lhs) - 2, 0));
  Value right = withoutZeroPoint(node, rhs, node.has(3) ? node.tensor(3) : Value(), rankOf(rhs) - 1);
  node.set(0, multiplyMatrices(node, left, right));
}

void importQLinearMatMul(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value lhs = node.tensor(0), rhs = node.tensor(3);
  Value left = withoutZeroPoint(node, lhs, node.tensor(2), std::max<int64_t>(rankOf(lhs) - 2, 0));
  Value right = withoutZeroPoint(node, rhs, node.tensor(5), rankOf(rhs) - 1);
  Value product = multiplyMatrices(node, left, right);
  // One factor takes the product to the result's scale.
  Type real = build.getF32Type();
  auto scaleOf = [&](int input, int64_t axis) {
    return spreadParameter(node, build.cast(node.tensor(input), real), product, axis);
  };
  int64_t last = rankOf(product) - 1;
  Value factor = build.elementwise<MulOp>(scaleOf(1, std::max<int64_t>(last - 1, 0)), scaleOf(4, last));
  Value value = build.elementwise<MulOp>(build.cast(product, real), factor);
  node.set(0, quantize(node, value, scaleOf(6, last), spreadParameter(node, node.tensor(7), product, last),
                       elementOf(node.tensor(7))));
}

constexpr OperatorEntry entries[] = {
    {"DequantizeLinear", 10, importDequantizeLinear},
    {"DynamicQuantizeLinear", 11, importDynamicQuantizeLinear},
    {"MatMulInteger", 10, importMatMulInteger},
    {"QLinearMatMul", 10, importQLinearMatMul},
    {"QuantizeLinear", 10, importQuantizeLinear},
};

} // namespace

ArrayRef<OperatorEntry> quantizationOperators() { return entries; }

} // namespace tenon::onnx
