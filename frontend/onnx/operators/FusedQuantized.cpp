//===- FusedQuantized.cpp - com.microsoft: what its quantizer writes -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/FusedTransformer.h"
#include "frontend/onnx/operators/Products.h"
#include "frontend/onnx/operators/Quantization.h"
#include "frontend/onnx/operators/Recurrent.h"
#include "frontend/onnx/operators/Windows.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

Value optional(NodeImport &node, int i) { return node.has(i) ? node.tensor(i) : Value(); }

/// Input i as numbers, by the scale and zero point after it.
Value dequantized(NodeImport &node, int i) {
  Value x = node.tensor(i), zero = optional(node, i + 2);
  Value scale = spreadParameter(node, node.tensor(i + 1), x, 1);
  return dequantize(node, x, scale, zero ? spreadParameter(node, zero, x, 1) : Value());
}

/// Sets the result by the scale and zero point that are inputs `i` and `i + 1`.
void setQuantized(NodeImport &node, Value x, int i, Type otherwise) {
  Value zero = optional(node, i + 1);
  Value scale = spreadParameter(node, node.build.cast(node.tensor(i), elementOf(x)), x, 1);
  node.set(0, quantize(node, x, scale, zero ? spreadParameter(node, zero, x, 1) : Value(), zero ? elementOf(zero) : otherwise));
}

template <typename OpTy> void importQLinearBinary(NodeImport &node) {
  Type type = elementOf(node.tensor(0));
  SmallVector<Value> operands = node.broadcast({dequantized(node, 0), dequantized(node, 3)});
  setQuantized(node, node.build.elementwise<OpTy>(operands[0], operands[1]), 6, type);
}

void importQLinearSigmoid(NodeImport &node) {
  setQuantized(node, node.build.elementwise<SigmoidOp>(dequantized(node, 0)), 3, elementOf(node.tensor(0)));
}

void importQLinearLeakyRelu(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = dequantized(node, 0), slope = build.fill(node.real("alpha", 0.01), shapeOf(x), elementOf(x));
  Value isPositive = build.compare(Predicate::gt, x, build.fill(0, shapeOf(x), elementOf(x)));
  setQuantized(node, build.select(isPositive, x, build.elementwise<MulOp>(x, slope)), 3, elementOf(node.tensor(0)));
}

void importQLinearSoftmax(NodeImport &node) {
  Value x = dequantized(node, 0);
  setQuantized(node, node.build.softmax(x, node.axis("axis", -1, rankOf(x))), 3, elementOf(node.tensor(0)));
}

void importQLinearWhere(NodeImport &node) {
  SmallVector<Value> operands = node.broadcast({node.tensor(0), dequantized(node, 1), dequantized(node, 4)});
  setQuantized(node, node.build.select(operands[0], operands[1], operands[2]), 7, elementOf(node.tensor(1)));
}

void importQLinearAveragePool(NodeImport &node) {
  Value x = dequantized(node, 0);
  bool isChannelsLast = node.integer("channels_last", 0) != 0;
  SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(0, rankOf(x))), back = order;
  if (isChannelsLast && order.size() > 2) {
    std::rotate(order.begin() + 1, order.end() - 1, order.end());
    std::rotate(back.begin() + 1, back.begin() + 2, back.end());
    x = node.build.transpose(x, order);
  }
  Value averages = averagePool(node, x);
  setQuantized(node, isChannelsLast ? node.build.transpose(averages, back) : averages, 3, elementOf(node.tensor(0)));
}

void importQLinearGlobalAveragePool(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = dequantized(node, 0);
  Shape sizes = shapeOf(x), pooled;
  bool isChannelsLast = node.integer("channels_last", 0) != 0;
  SmallVector<int64_t> axes;
  for (int64_t axis = isChannelsLast ? 1 : 2; axis < rankOf(x) - (isChannelsLast ? 1 : 0); ++axis) {
    axes.push_back(axis);
    pooled.push_back(sizes[axis]);
  }
  Value sum = build.reduce(ReductionKind::sum, x, axes, /*keep=*/true);
  Value count = build.cast(build.size(elementCount(build.getContext(), pooled)), elementOf(x));
  setQuantized(node, build.elementwise<DivOp>(sum, build.broadcast(count, shapeOf(sum))), 3, elementOf(node.tensor(0)));
}

/// The first two inputs are the result's scale and zero point; then each part with its own.
void importQLinearConcat(NodeImport &node) {
  SmallVector<Value> parts;
  for (int i = 2; i + 1 < node.inputCount(); i += 3)
    parts.push_back(dequantized(node, i));
  if (parts.empty())
    throw ImportError("it has no parts");
  setQuantized(node, node.build.concat(parts, node.axis(node.integer("axis"), rankOf(parts.front()))), 0,
               elementOf(node.tensor(2)));
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// The product of integers as numbers: times both scales, plus a bias.
Value scaledProduct(NodeImport &node, Value lhs, Value lhsZero, Value lhsScale, Value rhs, Value rhsZero, Value rhsScale,
                    Value bias) {
  CheckedBuilder &build = node.build;
  Value left = withoutZeroPoint(node, lhs, lhsZero, std::max<int64_t>(rankOf(lhs) - 2, 0));
  Value right = withoutZeroPoint(node, rhs, rhsZero, rankOf(rhs) - 1);
  Type real = elementOf(lhsScale);
  Value product = build.cast(multiplyMatrices(node, left, right), real);
  int64_t last = rankOf(product) - 1;
  Value factor = build.elementwise<MulOp>(spreadParameter(node, lhsScale, product, std::max<int64_t>(last - 1, 0)),
                                          spreadParameter(node, build.cast(rhsScale, real), product, last));
  Value result = build.elementwise<MulOp>(product, factor);
  return bias ? build.elementwise<AddOp>(result, node.broadcast(bias, shapeOf(result))) : result;
}

void importMatMulIntegerToFloat(NodeImport &node) {
  node.set(0, scaledProduct(node, node.tensor(0), optional(node, 4), node.tensor(2), node.tensor(1), optional(node, 5),
                            node.tensor(3), optional(node, 6)));
}

/// The left operand is quantized to bytes by its own range first.
void importDynamicQuantizeMatMul(NodeImport &node) {
  DynamicQuantization left = quantizeDynamically(node, node.tensor(0));
  node.set(0, scaledProduct(node, left.values, left.zero, left.scale, node.tensor(1), optional(node, 3), node.tensor(2),
                            optional(node, 4)));
}

//===----------------------------------------------------------------------===//
// Parts of transformers
//===----------------------------------------------------------------------===//

void importQAttention(NodeImport &node) {
  Value projected = scaledProduct(node, node.tensor(0), optional(node, 6), node.tensor(3), node.tensor(1), optional(node, 7),
                                  node.tensor(4), node.tensor(2));
  attendProjected(node, projected, optional(node, 5), optional(node, 8), Value());
}

/// Tables and normalization in bytes, with one scale and zero point each: inputs 8 to 12 and 13 to 17.
void importQEmbedLayerNormalization(NodeImport &node) {
  auto numbers = [&](int i, Value bytes) {
    Value scale = spreadParameter(node, node.tensor(i + 6), bytes, 0), zero = spreadParameter(node, node.tensor(i + 11), bytes, 0);
    return dequantize(node, bytes, scale, zero);
  };
  auto rows = [&](int table, Value indices) { return numbers(table, node.build.gather(node.tensor(table), indices, 0)); };
  embedAndNormalize(node, {rows, numbers(5, node.tensor(5)), numbers(6, node.tensor(6)), Value()});
}

//===----------------------------------------------------------------------===//
// Few bits, by blocks
//===----------------------------------------------------------------------===//

/// Bytes that hold several numbers each, the first in the low bits: the last axis becomes as many times longer.
Value unpackBits(NodeImport &node, Value packed, int64_t bits) {
  CheckedBuilder &build = node.build;
  if (bits == 8)
    return packed;
  int64_t each = 8 / bits;
  Shape sizes = shapeOf(packed), spread = sizes;
  spread.push_back(build.constant(each));
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, sizes.size()));
  Type byte = elementOf(packed);
  Value bytes = build.broadcast(packed, spread, axes);
  Value shift = build.elementwise<MulOp>(build.iota(sizes.size(), spread, byte), build.fillInteger(bits, spread, byte));
  Value numbers = build.elementwise<AndOp>(build.elementwise<ShiftRightOp>(bytes, shift),
                                           build.fillInteger((1 << bits) - 1, spread, byte));
  sizes.back() = multiplySizes(sizes.back(), build.constant(each));
  return build.reshape(numbers, sizes);
}

int64_t checkedBits(NodeImport &node) {
  int64_t bits = node.integer("bits", 4);
  if (bits != 2 && bits != 4 && bits != 8)
    throw ImportError("its attribute 'bits' is " + Twine(bits) + ", expected 2, 4 or 8");
  return bits;
}

/// x [.., K] times the transposed weight [N, K], which is stored in blocks of a row that share a scale.
void importMatMulNBits(NodeImport &node) {
  CheckedBuilder &build = node.build;
  int64_t depth = node.integer("K"), columns = node.integer("N"), block = node.integer("block_size"), bits = checkedBits(node);
  if (depth < 1 || columns < 1 || block < 16 || block > 65536)
    throw ImportError("its attributes K, N and block_size should be above 0, and a block of 16 or more, got " + Twine(depth) +
                      ", " + Twine(columns) + " and " + Twine(block));
  if (node.has(4))
    throw ImportError("groups given by an index (g_idx) are not supported");
  int64_t blocks = (depth + block - 1) / block;
  Value x = node.tensor(0), scales = node.tensor(2);
  Type type = elementOf(x), byte = build.getIntegerType(8, /*isSigned=*/false);
  Shape whole{build.constant(columns), build.constant(blocks), build.constant(block)};
  Value packed = build.reshape(build.cast(node.tensor(1), byte), {whole[0], whole[1], build.constant(block * bits / 8)});
  Value numbers = build.cast(unpackBits(node, packed, bits), type);
  auto byBlock = [&](Value parameter) { return build.broadcast(build.reshape(parameter, {whole[0], whole[1]}), whole, {0, 1}); };
  Value zero = build.fill(1 << (bits - 1), whole, type);
  if (node.has(3)) {
    Value given = node.tensor(3);
    if (!isa<FloatType>(elementOf(given))) {
      // Packed row by row, the last byte of a row perhaps in part.
      int64_t each = 8 / bits, rowBytes = (blocks + each - 1) / each;
      Value rows = unpackBits(node, build.reshape(given, {whole[0], build.constant(rowBytes)}), bits);
      given = build.slice(rows, 1, build.constant(0), whole[1]);
    }
    zero = byBlock(build.cast(given, type));
  }
  Value weight = build.elementwise<MulOp>(build.elementwise<SubOp>(numbers, zero), byBlock(build.cast(scales, type)));
  weight = build.reshape(weight, {whole[0], build.constant(blocks * block)});
  weight = build.transpose(build.slice(weight, 1, build.constant(0), build.constant(depth)), {1, 0});
  Value result = multiplyMatrices(node, x, weight);
  if (node.has(5))
    result = build.elementwise<AddOp>(result, node.broadcast(node.tensor(5), shapeOf(result)));
  node.set(0, result);
}

/// Rows of a table in few bits, made numbers after they were taken.
void importGatherBlockQuantized(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value table = node.tensor(0), indices = build.cast(node.tensor(1), build.getI64Type()), scales = node.tensor(2);
  int64_t rank = rankOf(table), gathered = node.axis("gather_axis", 0, rank), axis = node.axis("quantize_axis", 1, rank);
  int64_t block = node.integer("block_size", 128), bits = checkedBits(node);
  if (gathered != 0 || axis != rank - 1)
    throw ImportError("only rows of a table that is quantized along its last axis are taken, got gather_axis " +
                      Twine(gathered) + " and quantize_axis " + Twine(axis));
  Type type = elementOf(scales), byte = build.getIntegerType(8, /*isSigned=*/false);
  bool isPacked = elementOf(table) == byte;
  auto rows = [&](Value of) { return build.gather(of, indices, 0); };
  Value taken = isPacked ? unpackBits(node, rows(table), bits) : rows(table);
  int64_t last = rankOf(taken) - 1;
  Value numbers = build.cast(taken, type), zero;
  if (node.has(3))
    zero = build.cast(isPacked ? unpackBits(node, rows(node.tensor(3)), bits) : rows(node.tensor(3)), type);
  Value scale = spreadParameter(node, rows(scales), numbers, last, block);
  if (zero)
    numbers = build.elementwise<SubOp>(numbers, spreadParameter(node, zero, numbers, last, block));
  else if (isPacked)
    numbers = build.elementwise<SubOp>(numbers, build.fill(1 << (bits - 1), shapeOf(numbers), type));
  node.set(0, build.elementwise<MulOp>(numbers, scale));
}

/// Integers [M, K] and [K, N], each with scale and zero point, plus a bias in the product's scale; quantized where a scale
/// of the result is given.
void importQGemm(NodeImport &node) {
  CheckedBuilder &build = node.build;
  auto [lhs, rhs] = gemmOperands(node, node.tensor(0), node.tensor(3));
  Value zero = optional(node, 5);
  Value product = multiplyMatrices(node, withoutZeroPoint(node, lhs, node.tensor(2), 0), withoutZeroPoint(node, rhs, zero, 1));
  if (node.has(6))
    product = build.elementwise<AddOp>(product, node.broadcast(build.cast(node.tensor(6), elementOf(product)), shapeOf(product)));
  Value value = build.cast(product, build.getF32Type()), factor = spreadParameter(node, node.tensor(1), value, 0);
  factor = build.elementwise<MulOp>(factor, spreadParameter(node, node.tensor(4), value, 1));
  value = build.elementwise<MulOp>(value, scaled(node, factor, node.real("alpha", 1)));
  if (!node.has(7))
    return node.set(0, value);
  setQuantized(node, value, 7, elementOf(lhs));
}

constexpr OperatorEntry entries[] = {
    {"DequantizeLinear", 1, importDequantizeLinear},
    {"DynamicQuantizeLSTM", 1, importDynamicQuantizeLSTM},
    {"DynamicQuantizeMatMul", 1, importDynamicQuantizeMatMul},
    {"GatherBlockQuantized", 1, importGatherBlockQuantized},
    {"MatMulIntegerToFloat", 1, importMatMulIntegerToFloat},
    {"MatMulNBits", 1, importMatMulNBits},
    {"QAttention", 1, importQAttention},
    {"QEmbedLayerNormalization", 1, importQEmbedLayerNormalization},
    {"QGemm", 1, importQGemm},
    {"QLinearAdd", 1, importQLinearBinary<AddOp>},
    {"QLinearAveragePool", 1, importQLinearAveragePool},
    {"QLinearConcat", 1, importQLinearConcat},
    {"QLinearGlobalAveragePool", 1, importQLinearGlobalAveragePool},
    {"QLinearLeakyRelu", 1, importQLinearLeakyRelu},
    {"QLinearMul", 1, importQLinearBinary<MulOp>},
    {"QLinearSigmoid", 1, importQLinearSigmoid},
    {"QLinearSoftmax", 1, importQLinearSoftmax},
    {"QLinearWhere", 1, importQLinearWhere},
    {"QuantizeLinear", 1, importQuantizeLinear},
};

} // namespace

ArrayRef<OperatorEntry> fusedQuantizedOperators() { return entries; }

} // namespace tenon::onnx
