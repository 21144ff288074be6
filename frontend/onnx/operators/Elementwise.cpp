//===- Elementwise.cpp - Operators on each element ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/NarrowTypes.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Support.h"
#include "frontend/onnx/operators/Activations.h"
#include "frontend/onnx/operators/Quantization.h"
#include "frontend/onnx/operators/Strings.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

//===----------------------------------------------------------------------===//
// One op of the graph each
//===----------------------------------------------------------------------===//

template <typename OpTy> void importUnary(NodeImport &node) {
  node.set(0, node.build.elementwise<OpTy>(node.tensor(0)));
}

/// What rounds leaves integers as they are.
template <typename OpTy> void importRounding(NodeImport &node) {
  Value x = node.tensor(0);
  node.set(0, isa<FloatType>(elementOf(x)) ? node.build.elementwise<OpTy>(x) : x);
}

template <typename OpTy> void importBinary(NodeImport &node) {
  SmallVector<Value> operands = node.broadcast({node.tensor(0), node.tensor(1)});
  node.requireSameType(operands);
  node.set(0, node.build.elementwise<OpTy>(operands[0], operands[1]));
}

/// Before version 7 the second operand was broadcast only where an attribute said so, and could stand for axes
/// from any one on.
SmallVector<Value> oldOperands(NodeImport &node) {
  Value x = node.tensor(0), y = node.tensor(1);
  node.requireSameType({x, y});
  if (!node.integer("broadcast", 0) || !node.hasAttribute("axis"))
    return {x, node.broadcast(y, shapeOf(x))};
  int64_t axis = node.axis("axis", 0, rankOf(x));
  if (axis + rankOf(y) > rankOf(x))
    throw ImportError(describe(y) + " does not fit " + describe(x) + " from dimension " + Twine(axis) + " on");
  for (int64_t i = axis + rankOf(y); i < rankOf(x); ++i)
    y = node.build.unsqueeze(y, rankOf(y));
  return {x, node.broadcast(y, shapeOf(x))};
}

template <typename OpTy> void importOldBinary(NodeImport &node) {
  SmallVector<Value> operands = oldOperands(node);
  node.set(0, node.build.elementwise<OpTy>(operands[0], operands[1]));
}

template <Predicate predicate> void importOldCompare(NodeImport &node) {
  SmallVector<Value> operands = oldOperands(node);
  node.set(0, node.build.compare(predicate, operands[0], operands[1]));
}

template <Predicate predicate> void importCompare(NodeImport &node) {
  SmallVector<Value> operands = node.broadcast({node.tensor(0), node.tensor(1)});
  node.requireSameType(operands);
  node.set(0, node.build.compare(predicate, operands[0], operands[1]));
}

template <typename OpTy> Value foldOperands(NodeImport &node) {
  SmallVector<Value> operands = node.broadcast(node.tensors());
  node.requireSameType(operands);
  Value result = operands[0];
  for (Value operand : ArrayRef(operands).drop_front())
    result = node.build.elementwise<OpTy>(result, operand);
  return result;
}

template <typename OpTy> void importVariadic(NodeImport &node) { node.set(0, foldOperands<OpTy>(node)); }

void importMean(NodeImport &node) {
  Value sum = foldOperands<AddOp>(node);
  node.set(0, node.build.elementwise<DivOp>(sum, like(node, sum, node.inputCount())));
}

void importIdentity(NodeImport &node) { node.set(0, node.value(0)); }

void importPow(NodeImport &node) {
  Type type = elementOf(node.tensor(0));
  SmallVector<Value> operands = node.broadcast({node.tensor(0), node.tensor(1)});
  CheckedBuilder &build = node.build;
  // Computed in the exponent's type where that is a float and the base is not.
  bool isReal = isa<FloatType>(elementOf(operands[1])) && !isa<FloatType>(type);
  Type computed = isReal ? elementOf(operands[1]) : type;
  Value result = build.elementwise<PowOp>(build.cast(operands[0], computed), build.cast(operands[1], computed));
  node.set(0, build.cast(result, type));
}

void importMod(NodeImport &node) {
  if (node.integer("fmod", 0))
    importBinary<TruncatedRemainderOp>(node);
  else
    importBinary<RemainderOp>(node);
}

void importBitShift(NodeImport &node) {
  std::string direction = node.text("direction", "");
  if (direction == "LEFT")
    importBinary<ShiftLeftOp>(node);
  else if (direction == "RIGHT")
    importBinary<ShiftRightOp>(node);
  else
    throw ImportError("its attribute 'direction' is '" + direction + "', expected LEFT or RIGHT");
}

void importWhere(NodeImport &node) {
  SmallVector<Value> operands = node.broadcast({node.tensor(0), node.tensor(1), node.tensor(2)});
  node.requireSameType(ArrayRef(operands).drop_front());
  node.set(0, node.build.select(operands[0], operands[1], operands[2]));
}

void importIsInf(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), result = build.create<IsInfOp>(withElementType(x.getType(), build.getI1Type()), x);
  auto exclude = [&](StringRef name, Predicate kept) {
    if (!node.integer(name, 1))
      result = build.elementwise<AndOp>(result, build.compare(kept, x, like(node, x, 0)));
  };
  exclude("detect_negative", Predicate::gt);
  exclude("detect_positive", Predicate::lt);
  node.set(0, result);
}

void importIsNan(NodeImport &node) {
  Value x = node.tensor(0);
  node.set(0, Value(node.build.create<IsNanOp>(withElementType(x.getType(), node.build.getI1Type()), x)));
}

Value castAs(NodeImport &node, Value x, Type type) {
  if (isString(elementOf(x)) || isString(type))
    return castStrings(node, x, type);
  if (!isNarrowFloat(type))
    return node.build.cast(x, type);
  ScaleRounding rounding = ScaleRounding::up;
  if (isa<Float8E8M0FNUType>(type)) {
    std::string mode = node.text("round_mode", "up");
    auto known = symbolizeScaleRounding(mode);
    if (!known)
      throw ImportError("its attribute 'round_mode' should be up, down or nearest, got " + quoteName(mode));
    rounding = *known;
  }
  return castToNarrow(node.build, x, type, node.integer("saturate", 1) != 0, rounding);
}

void importCast(NodeImport &node) {
  Type type = node.elementType("to", /*mayBeString=*/true);
  if (!type)
    throw ImportError("its attribute 'to' is missing");
  node.set(0, castAs(node, node.tensor(0), type));
}

/// Bits that an element takes in memory: bool has one in the graph, but takes a byte.
unsigned bitsInMemory(Type type) { return std::max(8u, type.getIntOrFloatBitWidth()); }

void importBitCast(NodeImport &node) {
  Value x = node.tensor(0);
  Type type = node.elementType("to");
  if (!type || bitsInMemory(type) != bitsInMemory(elementOf(x)))
    throw ImportError("its attribute 'to' should name a type of as many bits as those of " + describe(x));
  bool isFlag = elementOf(x).isInteger(1) || type.isInteger(1);
  node.set(0, isFlag ? node.build.cast(x, type) : Value(node.build.create<BitcastOp>(withElementType(x.getType(), type), x)));
}

void importCastLike(NodeImport &node) { node.set(0, castAs(node, node.tensor(0), elementOf(node.tensor(1)))); }

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

/// `value` where x > 0, `otherwise` elsewhere.
Value wherePositive(NodeImport &node, Value x, Value value, Value otherwise) {
  return node.build.select(node.build.compare(Predicate::gt, x, like(node, x, 0)), value, otherwise);
}

Value scale(NodeImport &node, Value x, double factor) {
  return node.build.elementwise<MulOp>(x, like(node, x, factor));
}

Value clamp(NodeImport &node, Value x, double least, double most) {
  Value low = node.build.elementwise<MaxOp>(x, like(node, x, least));
  return node.build.elementwise<MinOp>(low, like(node, x, most));
}

void importLeakyRelu(NodeImport &node) {
  Value x = node.tensor(0);
  node.set(0, wherePositive(node, x, x, scale(node, x, node.real("alpha", 0.01))));
}

void importPRelu(NodeImport &node) {
  Value x = node.tensor(0), slope = node.broadcast(node.tensor(1), shapeOf(x));
  node.set(0, wherePositive(node, x, x, node.build.elementwise<MulOp>(x, slope)));
}

/// Before version 7 the slope is one number, or one for each channel.
void importOldPRelu(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), slope = node.tensor(1);
  bool isPerChannel = rankOf(slope) == 1 && rankOf(x) > 1 && constantSize(shapeOf(slope)[0]) != 1;
  slope = isPerChannel ? build.broadcast(slope, shapeOf(x), {1}) : node.broadcast(slope, shapeOf(x));
  node.set(0, wherePositive(node, x, x, build.elementwise<MulOp>(x, slope)));
}

/// alpha * (exp(x / divisor) - 1) below zero, x above.
Value eluOf(NodeImport &node, Value x, double alpha, double divisor) {
  Value inner = divisor == 1 ? x : node.build.elementwise<DivOp>(x, like(node, x, divisor));
  return wherePositive(node, x, x, scale(node, node.build.elementwise<Expm1Op>(inner), alpha));
}

void importElu(NodeImport &node) { node.set(0, eluOf(node, node.tensor(0), node.real("alpha", 1), 1)); }

void importSelu(NodeImport &node) {
  double alpha = node.real("alpha", 1.67326319217681884765625), gamma = node.real("gamma", 1.05070102214813232421875);
  node.set(0, scale(node, eluOf(node, node.tensor(0), alpha, 1), gamma));
}

void importCelu(NodeImport &node) {
  double alpha = node.real("alpha", 1);
  node.set(0, eluOf(node, node.tensor(0), alpha, alpha));
}

void importThresholdedRelu(NodeImport &node) {
  Value x = node.tensor(0);
  Value passes = node.build.compare(Predicate::gt, x, like(node, x, node.real("alpha", 1)));
  node.set(0, node.build.select(passes, x, like(node, x, 0)));
}

void importHardSigmoid(NodeImport &node) {
  node.set(0, hardSigmoid(node, node.tensor(0), node.real("alpha", 0.2), node.real("beta", 0.5)));
}

void importHardSwish(NodeImport &node) {
  Value x = node.tensor(0);
  node.set(0, node.build.elementwise<MulOp>(x, hardSigmoid(node, x, 1.0 / 6, 0.5)));
}

void importSoftplus(NodeImport &node) { node.set(0, softplus(node, node.tensor(0))); }

void importSoftsign(NodeImport &node) { node.set(0, softsign(node, node.tensor(0))); }

void importMish(NodeImport &node) {
  Value x = node.tensor(0);
  node.set(0, node.build.elementwise<MulOp>(x, node.build.elementwise<TanhOp>(softplus(node, x))));
}

void importGelu(NodeImport &node) {
  std::string approximate = node.text("approximate", "none");
  if (approximate != "none" && approximate != "tanh")
    throw ImportError("its attribute 'approximate' is '" + approximate + "', expected none or tanh");
  Value x = node.tensor(0);
  node.set(0, Value(node.build.create<GeluOp>(x.getType(), x, approximate == "tanh")));
}

/// x * sigmoid(alpha x)
Value swish(NodeImport &node, Value x) {
  double alpha = node.real("alpha", 1);
  if (alpha == 1)
    return node.build.elementwise<SiluOp>(x);
  return node.build.elementwise<MulOp>(x, node.build.elementwise<SigmoidOp>(scale(node, x, alpha)));
}

void importSwish(NodeImport &node) { node.set(0, swish(node, node.tensor(0))); }

void importSwiGLU(NodeImport &node) {
  node.requireSameType({node.tensor(0), node.tensor(1)});
  node.set(0, node.build.elementwise<MulOp>(swish(node, node.tensor(0)), node.tensor(1)));
}

void importShrink(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  double lambda = node.real("lambd", 0.5), bias = node.real("bias", 0);
  Value low = build.elementwise<AddOp>(x, like(node, x, bias)), high = build.elementwise<SubOp>(x, like(node, x, bias));
  Value result = build.select(build.compare(Predicate::gt, x, like(node, x, lambda)), high, like(node, x, 0));
  node.set(0, build.select(build.compare(Predicate::lt, x, like(node, x, -lambda)), low, result));
}

void importClipByAttributes(NodeImport &node) {
  constexpr double most = 3.402823466e+38;
  node.set(0, clamp(node, node.tensor(0), node.real("min", -most), node.real("max", most)));
}

void importClip(NodeImport &node) {
  Value x = node.tensor(0), result = x;
  if (node.has(1))
    result = node.build.elementwise<MaxOp>(result, node.broadcast(node.tensor(1), shapeOf(x)));
  if (node.has(2))
    result = node.build.elementwise<MinOp>(result, node.broadcast(node.tensor(2), shapeOf(x)));
  node.set(0, result);
}

constexpr OperatorEntry entries[] = {
    {"Abs", 6, importUnary<AbsOp>},
    {"Acos", 7, importUnary<AcosOp>},
    {"Acosh", 9, importUnary<AcoshOp>},
    {"Add", 1, importOldBinary<AddOp>},
    {"Add", 7, importBinary<AddOp>},
    {"And", 1, importOldBinary<AndOp>},
    {"And", 7, importBinary<AndOp>},
    {"Asin", 7, importUnary<AsinOp>},
    {"Asinh", 9, importUnary<AsinhOp>},
    {"Atan", 7, importUnary<AtanOp>},
    {"Atanh", 9, importUnary<AtanhOp>},
    {"BitCast", 26, importBitCast},
    {"BitShift", 11, importBitShift},
    {"BitwiseAnd", 18, importBinary<AndOp>},
    {"BitwiseNot", 18, importUnary<NotOp>},
    {"BitwiseOr", 18, importBinary<OrOp>},
    {"BitwiseXor", 18, importBinary<XorOp>},
    {"Cast", 6, importCast, 1},
    {"CastLike", 15, importCastLike, 3},
    {"Ceil", 6, importRounding<CeilOp>},
    {"Celu", 12, importCelu},
    {"Clip", 6, importClipByAttributes},
    {"Clip", 11, importClip},
    {"Cos", 7, importUnary<CosOp>},
    {"Cosh", 9, importUnary<CoshOp>},
    {"Div", 1, importOldBinary<DivOp>},
    {"Div", 7, importBinary<DivOp>},
    {"Elu", 6, importElu},
    {"Equal", 1, importOldCompare<Predicate::eq>, 3},
    {"Equal", 7, importCompare<Predicate::eq>, 3},
    {"Erf", 9, importUnary<ErfOp>},
    {"Exp", 6, importUnary<ExpOp>},
    {"Floor", 6, importRounding<FloorOp>},
    {"Gelu", 20, importGelu},
    {"Greater", 1, importOldCompare<Predicate::gt>},
    {"Greater", 7, importCompare<Predicate::gt>},
    {"GreaterOrEqual", 12, importCompare<Predicate::ge>},
    {"HardSigmoid", 6, importHardSigmoid},
    {"HardSwish", 14, importHardSwish},
    {"Identity", 1, importIdentity, 1, /*takesEither=*/true},
    {"IsInf", 10, importIsInf},
    {"IsNaN", 9, importIsNan},
    {"LeakyRelu", 6, importLeakyRelu},
    {"Less", 1, importOldCompare<Predicate::lt>},
    {"Less", 7, importCompare<Predicate::lt>},
    {"LessOrEqual", 12, importCompare<Predicate::le>},
    {"Log", 6, importUnary<LogOp>},
    {"Max", 6, importVariadic<MaxOp>},
    {"Mean", 6, importMean},
    {"Min", 6, importVariadic<MinOp>},
    {"Mish", 18, importMish},
    {"Mod", 10, importMod},
    {"Mul", 1, importOldBinary<MulOp>},
    {"Mul", 7, importBinary<MulOp>},
    {"Neg", 6, importUnary<NegOp>},
    {"Not", 1, importUnary<NotOp>},
    {"Or", 1, importOldBinary<OrOp>},
    {"Or", 7, importBinary<OrOp>},
    {"PRelu", 1, importOldPRelu},
    {"PRelu", 7, importPRelu},
    {"Pow", 1, importOldBinary<PowOp>},
    {"Pow", 7, importPow},
    {"Reciprocal", 6, importUnary<ReciprocalOp>},
    {"Relu", 6, importUnary<ReluOp>},
    {"Round", 11, importRounding<RoundOp>},
    {"Selu", 6, importSelu},
    {"Shrink", 9, importShrink},
    {"Sigmoid", 6, importUnary<SigmoidOp>},
    {"Sign", 9, importUnary<SignOp>},
    {"Sin", 7, importUnary<SinOp>},
    {"Sinh", 9, importUnary<SinhOp>},
    {"Softplus", 1, importSoftplus},
    {"Softsign", 1, importSoftsign},
    {"Sqrt", 6, importUnary<SqrtOp>},
    {"Sub", 1, importOldBinary<SubOp>},
    {"Sub", 7, importBinary<SubOp>},
    {"Sum", 6, importVariadic<AddOp>},
    {"SwiGLU", 28, importSwiGLU},
    {"Swish", 24, importSwish},
    {"Tan", 7, importUnary<TanOp>},
    {"Tanh", 6, importUnary<TanhOp>},
    {"ThresholdedRelu", 10, importThresholdedRelu},
    {"Where", 9, importWhere, 6},
    {"Xor", 1, importOldBinary<XorOp>},
    {"Xor", 7, importBinary<XorOp>},
};

} // namespace

ArrayRef<OperatorEntry> elementwiseOperators() { return entries; }

} // namespace tenon::onnx
