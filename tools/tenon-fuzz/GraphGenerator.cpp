//===- GraphGenerator.cpp - Random well-typed graphs: values and steps ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tenon-fuzz/GraphGenerator.h"
#include "dialects/graph/States.h"
#include "llvm/ADT/Twine.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::fuzz {

/// Sizes around vectors (4, 8, 16 lanes), panels (16), tiles of work (64) and register tiles (6).
static constexpr int64_t interestingSizes[] = {1,  1,  2,  3,  4,  5,  6,  7,  8,  9, 13,
                                               15, 16, 17, 31, 32, 33, 63, 64, 65, 67};

/// What a symbol may be at most in a run, for bounding the size of tensors.
static constexpr int64_t largestSymbol = 33;

GraphGenerator::GraphGenerator(MLIRContext &context, uint64_t seed)
    : context(context), builder(&context), random(seed) {}

OwningOpRef<ModuleOp> GraphGenerator::generate(unsigned opCount) {
  Location unknown = builder.getUnknownLoc();
  OwningOpRef<ModuleOp> module = ModuleOp::create(unknown);
  function = func::FuncOp::create(unknown, "main", builder.getFunctionType({}, {}));
  module->push_back(function);
  builder.setInsertionPointToStart(function.addEntryBlock());
  int64_t roll = random.below(100);
  realType = roll < 60   ? Type(builder.getF32Type())
             : roll < 70 ? Type(builder.getF64Type())
             : roll < 85 ? Type(builder.getF16Type())
                         : Type(builder.getBF16Type());
  symbolCount = random.below(3);
  // The first input binds every symbol.
  Shape shape;
  SmallVector<Attribute> names;
  for (unsigned i = 0; i < symbolCount; ++i) {
    shape.push_back(getAffineSymbolExpr(i, &context));
    names.push_back(builder.getStringAttr("s" + Twine(i)));
  }
  shape.push_back(pickSize());
  remember(addInput(shape, realType));
  binder = values.back().value;
  remember(addInput(pickShape(3), pickType()));
  for (unsigned i = 0; i < opCount; ++i)
    step();

  if (chance(40))
    addStates();

  // All that is not used is a result, and sometimes what is.
  SmallVector<Value> results;
  for (GraphValue &value : values)
    if ((value.value.use_empty() || chance(5)) && !llvm::is_contained(results, value.value))
      results.push_back(value.value);
  size_t outputCount = results.size();
  for (auto [argument, value] : states)
    if (value)
      results.push_back(value);
  func::ReturnOp::create(builder, unknown, results);
  function.setType(
      builder.getFunctionType(function.getBody().front().getArgumentTypes(), ValueRange(results).getTypes()));
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    function.setArgAttr(i, "graph.name", builder.getStringAttr("x" + Twine(i)));
  for (unsigned i = 0; i < outputCount; ++i)
    function.setResultAttr(i, "graph.name", builder.getStringAttr("y" + Twine(i)));
  for (auto [argument, value] : states) {
    Attribute name = builder.getStringAttr("state" + Twine(argument));
    function.removeArgAttr(argument, "graph.name");
    function.setArgAttr(argument, stateAttributeName, name);
    if (value)
      function.setResultAttr(outputCount++, stateAttributeName, name);
  }
  function->setAttr(symbolsAttributeName, builder.getArrayAttr(names));
  addSymbolNames(function);
  return module;
}

void GraphGenerator::addStates() {
  Block &block = function.getBody().front();
  // The first input binds the symbols.
  for (unsigned i = 1; i < block.getNumArguments() && states.size() < 2; ++i) {
    BlockArgument argument = block.getArgument(i);
    auto type = cast<RankedTensorType>(argument.getType());
    if (!type.hasStaticShape() || chance(30))
      continue;
    SmallVector<Value> candidates = {argument};
    for (GraphValue &value : values)
      if (value.value.getType() == type)
        candidates.push_back(value.value);
    // Mostly changed, sometimes only read.
    Value next = chance(15) ? Value() : pick(candidates);
    if (next && chance(50) && !type.getElementType().isInteger(1))
      next = make<AddOp>(type, next, argument);
    states.push_back({i, next});
  }
}

void GraphGenerator::step() {
  using Step = bool (GraphGenerator::*)();
  static constexpr Step steps[] = {
      &GraphGenerator::addRealUnary,     &GraphGenerator::addRealUnary,     &GraphGenerator::addExactUnary,
      &GraphGenerator::addBinary,        &GraphGenerator::addBinary,        &GraphGenerator::addBinary,
      &GraphGenerator::addIntegerBinary, &GraphGenerator::addCompareSelect, &GraphGenerator::addCast,
      &GraphGenerator::addBroadcast,     &GraphGenerator::addTranspose,     &GraphGenerator::addTranspose,
      &GraphGenerator::addReshape,       &GraphGenerator::addSlice,         &GraphGenerator::addConcat,
      &GraphGenerator::addPad,           &GraphGenerator::addReduce,        &GraphGenerator::addReduce,
      &GraphGenerator::addArgReduce,     &GraphGenerator::addMatmul,        &GraphGenerator::addLinear,
      &GraphGenerator::addConvolution,   &GraphGenerator::addConvolution,   &GraphGenerator::addWindowReduce,
      &GraphGenerator::addSoftmax,       &GraphGenerator::addLayerNorm,     &GraphGenerator::addAttention,
      &GraphGenerator::addGather,        &GraphGenerator::addTakeAlong,     &GraphGenerator::addIota,
      &GraphGenerator::addScatter,       &GraphGenerator::addScatterAlong,  &GraphGenerator::addScan,
      &GraphGenerator::addArgScan,       &GraphGenerator::addSort,          &GraphGenerator::addSelection,
      &GraphGenerator::addIf,            &GraphGenerator::addLoop};
  // A step that does not fit the values that it picked is not worth a count.
  constexpr int attempts = 20;
  for (int i = 0; i < attempts; ++i)
    if ((this->*pick(steps))())
      return;
}

Type GraphGenerator::pickType() {
  if (chance(60))
    return realType;
  Type types[] = {builder.getF32Type(),
                  builder.getI64Type(),
                  builder.getI32Type(),
                  builder.getIntegerType(16),
                  builder.getIntegerType(8),
                  builder.getIntegerType(8, /*isSigned=*/false),
                  builder.getIntegerType(32, /*isSigned=*/false),
                  builder.getI1Type()};
  return pick(types);
}

AffineExpr GraphGenerator::pickSize() {
  if (!definedBounds.empty() && chance(15))
    return getAffineSymbolExpr(symbolCount + random.below(definedBounds.size()), &context);
  if (symbolCount > 0 && chance(30))
    return getAffineSymbolExpr(random.below(symbolCount), &context);
  return constant(pick(interestingSizes));
}

graph::Shape GraphGenerator::pickShape(unsigned maxRank) {
  Shape shape;
  for (unsigned i = 0, rank = random.below(maxRank + 1); i < rank; ++i) {
    shape.push_back(pickSize());
    if (largestCount(shape) > largestTensor)
      shape.back() = constant(1);
  }
  return shape;
}

int64_t GraphGenerator::largestCount(ArrayRef<AffineExpr> shape) {
  SmallVector<int64_t> symbols(symbolCount, largestSymbol);
  symbols.append(definedBounds.begin(), definedBounds.end());
  return evaluateSize(elementCount(&context, shape), symbols);
}

std::optional<int64_t> GraphGenerator::pickFilledAxis(ArrayRef<AffineExpr> shape) {
  if (shape.empty())
    return std::nullopt;
  int64_t axis = random.below(shape.size());
  if (largestCount(shape[axis]) == 0)
    return std::nullopt;
  return axis;
}

GraphValue GraphGenerator::addInput(ArrayRef<AffineExpr> shape, Type type) {
  if (hasDefinedSize(shape))
    return addInputToBroadcast(shape, type);
  ++inputCount;
  BlockArgument argument = function.getBody().front().addArgument(tensorType(shape, type), builder.getUnknownLoc());
  if (depth > 0)
    addedInputs.push_back(argument.getType());
  return {argument, true, inputBound(argument.getType())};
}

double GraphGenerator::inputBound(Type type) {
  // As InputMaker fills them.
  Type element = getElementTypeOrSelf(type);
  return isa<FloatType>(element) || element.isInteger(1) ? 1.0 : 8.0;
}

GraphValue GraphGenerator::addWeight(ArrayRef<AffineExpr> shape, Type type) {
  Value weight = make<WeightOp>(tensorType(shape, type), "w" + std::to_string(weightCount++));
  return {weight, true, 1};
}

GraphValue GraphGenerator::scalar(Type type, double number) {
  auto tensor = RankedTensorType::get({}, type);
  TypedAttr value;
  if (isa<FloatType>(type))
    value = builder.getFloatAttr(type, number);
  else
    value = builder.getIntegerAttr(type, static_cast<int64_t>(number));
  return {make<ConstantOp>(tensor, DenseElementsAttr::get(tensor, ArrayRef<Attribute>(value))), true, std::abs(number)};
}

GraphValue GraphGenerator::filled(const GraphValue &like, double number) {
  Type element = getElementTypeOrSelf(like.value.getType());
  if (chance(50))
    return {make<BroadcastOp>(like.value.getType(), scalar(element, number).value, ArrayRef<int64_t>{}), true,
            std::abs(number)};
  TypedAttr value;
  if (isa<FloatType>(element))
    value = builder.getFloatAttr(element, number);
  else
    value =
        builder.getIntegerAttr(builder.getIntegerType(element.getIntOrFloatBitWidth()), static_cast<int64_t>(number));
  return {make<FillOp>(like.value.getType(), value), true, std::abs(number)};
}

GraphValue GraphGenerator::partner(const GraphValue &like) {
  SmallVector<GraphValue> same;
  for (GraphValue &value : values)
    if (value.value.getType() == like.value.getType() && value.value != like.value)
      same.push_back(value);
  if (!same.empty() && chance(60))
    return pick(same);
  Type element = getElementTypeOrSelf(like.value.getType());
  Shape shape = shapeOf(like.value.getType());
  if (chance(20))
    return filled(
        like, element.isInteger(1) ? 1 : static_cast<double>(random.below(5)) + (isa<FloatType>(element) ? 0.5 : 0));
  if (chance(30))
    return addInput(shape, element);
  // A broadcast: some axes missing, some of size 1.
  Shape small;
  SmallVector<int64_t> axes;
  for (auto [axis, size] : llvm::enumerate(shape)) {
    if (chance(40))
      continue;
    small.push_back(chance(20) ? constant(1) : size);
    axes.push_back(axis);
  }
  bool isStatic = llvm::all_of(small, [](AffineExpr size) { return constantSize(size).has_value(); });
  GraphValue source =
      isStatic && isa<FloatType>(element) && chance(50) ? addWeight(small, element) : addInput(small, element);
  return {make<BroadcastOp>(like.value.getType(), source.value, axes), true, source.bound};
}

GraphValue GraphGenerator::limited(GraphValue value, double limit) {
  if (value.bound <= limit || !isa<FloatType>(getElementTypeOrSelf(value.value.getType())))
    return value;
  if (chance(50) && limit >= 1)
    return {make<TanhOp>(value.value.getType(), value.value), false, 1};
  GraphValue high = filled(value, limit), low = filled(value, -limit);
  Value cut = make<MinOp>(value.value.getType(), value.value, high.value);
  return {make<MaxOp>(value.value.getType(), cut, low.value), value.exact, limit};
}

GraphValue GraphGenerator::reshaped(GraphValue value, ArrayRef<AffineExpr> shape) {
  value.value = make<ReshapeOp>(tensorType(shape, getElementTypeOrSelf(value.value.getType())), value.value);
  return value;
}

void GraphGenerator::remember(GraphValue value) {
  // Later ops square and add: beyond this, f16 overflows in one place and not
  // in another.
  constexpr double largestBound = 64;
  if (isa<FloatType>(getElementTypeOrSelf(value.value.getType())))
    value = limited(value, largestBound);
  values.push_back(value);
}

} // namespace tenon::fuzz
