//===- ControlSteps.cpp - Random well-typed graphs: branches and loops ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A callee is made by the same steps as @main, in a function of its own. What
// its steps want as inputs become further parameters, for which the caller
// makes inputs in turn. The first parameter of a branch, and the first
// invariant of a loop, binds every symbol; now and then in another order than
// the caller's.

#include "tools/tenon-fuzz/GraphGenerator.h"
#include "dialects/graph/SubstituteSymbols.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::fuzz {

/// Calls in calls, at most.
static constexpr unsigned deepest = 2;

static Type elementOf(Value value) { return getElementTypeOrSelf(value.getType()); }

/// While it lives, steps are added to the callee.
class GraphGenerator::Inside {
public:
  Inside(GraphGenerator &generator, Callee &callee) : generator(generator), callee(callee), guard(generator.builder) {
    swap();
    ++generator.depth;
    generator.builder.setInsertionPointToEnd(&generator.function.getBody().front());
  }
  ~Inside() {
    --generator.depth;
    swap();
  }

private:
  void swap() {
    std::swap(generator.function, callee.function);
    std::swap(generator.values, callee.values);
    std::swap(generator.binder, callee.binder);
    std::swap(generator.addedInputs, callee.addedInputs);
    std::swap(generator.definedBounds, callee.definedBounds);
  }

  GraphGenerator &generator;
  Callee &callee;
  OpBuilder::InsertionGuard guard;
};

Type GraphGenerator::renamed(Type type, bool swapped) {
  if (!swapped)
    return type;
  Shape symbols = {getAffineSymbolExpr(1, &context), getAffineSymbolExpr(0, &context)};
  return tensorType(substituteSymbols(shapeOf(type), symbols), getElementTypeOrSelf(type));
}

GraphGenerator::Callee GraphGenerator::makeCallee(ArrayRef<GraphValue> passed, size_t binderIndex, bool swapped) {
  Callee callee;
  OpBuilder::InsertionGuard guard(builder);
  auto module = function->getParentOfType<ModuleOp>();
  std::string name = "callee" + std::to_string(calleeCount++);
  callee.function = func::FuncOp::create(builder.getUnknownLoc(), name, builder.getFunctionType({}, {}));
  callee.function.setPrivate();
  module.push_back(callee.function);
  SmallVector<Attribute> symbols;
  for (unsigned i = 0; i < symbolCount; ++i)
    symbols.push_back(builder.getStringAttr("t" + Twine(i)));
  callee.function->setAttr(symbolsAttributeName, builder.getArrayAttr(symbols));
  Block *block = callee.function.addEntryBlock();
  for (const GraphValue &value : passed)
    callee.values.push_back(
        {block->addArgument(renamed(value.value.getType(), swapped), builder.getUnknownLoc()), value.exact, value.bound});
  callee.binder = callee.values[binderIndex].value;
  return callee;
}

void GraphGenerator::finishCallee(Callee &callee, ValueRange results) {
  OpBuilder::InsertionGuard guard(builder);
  Block &block = callee.function.getBody().front();
  builder.setInsertionPointToEnd(&block);
  func::ReturnOp::create(builder, builder.getUnknownLoc(), results);
  callee.function.setType(builder.getFunctionType(block.getArgumentTypes(), results.getTypes()));
  std::swap(definedBounds, callee.definedBounds);
  addSymbolNames(callee.function);
  std::swap(definedBounds, callee.definedBounds);
}

void GraphGenerator::addSteps() {
  for (int64_t i = 0, count = 1 + random.below(4); i < count; ++i)
    step();
}

GraphValue GraphGenerator::condition() {
  // Inputs of i1 are 0 or 1 at random, in every run another.
  return addInput({}, builder.getI1Type());
}

/// A value of the type of `like`, which is of another function.
GraphValue GraphGenerator::sameType(const GraphValue &like) {
  SmallVector<GraphValue> same;
  for (GraphValue &value : values)
    if (value.value.getType() == like.value.getType())
      same.push_back(value);
  return same.empty() || chance(10) ? filled(like, 1) : pick(same);
}

bool GraphGenerator::addIf() {
  if (depth >= deepest)
    return false;
  bool swapped = symbolCount == 2 && chance(30);
  std::vector<GraphValue> passed = {{binder, true, 1}};
  for (int64_t i = 0, count = random.below(4); i < count; ++i)
    passed.push_back(pickShared());
  GraphValue predicate = condition();

  Callee then = makeCallee(passed, 0, swapped), otherwise = makeCallee(passed, 0, swapped);
  SmallVector<GraphValue> results;
  {
    Inside inside(*this, then);
    addSteps();
    for (int64_t i = 0, count = 1 + random.below(2); i < count; ++i)
      results.push_back(chance(70) && !hasDefinedSize(shapeOf(values.back().value.getType())) ? values.back() : pickShared());
  }
  // Both take what either of them wants.
  Block &thenBlock = then.function.getBody().front(), &otherBlock = otherwise.function.getBody().front();
  for (Type type : then.addedInputs)
    otherwise.values.push_back({otherBlock.addArgument(type, builder.getUnknownLoc()), true, inputBound(type)});
  SmallVector<GraphValue> others;
  {
    Inside inside(*this, otherwise);
    addSteps();
    for (const GraphValue &result : results)
      others.push_back(sameType(result));
  }
  for (Type type : otherwise.addedInputs)
    thenBlock.addArgument(type, builder.getUnknownLoc());
  auto valuesOf = [](ArrayRef<GraphValue> list) {
    return llvm::map_to_vector(list, [](const GraphValue &value) { return value.value; });
  };
  finishCallee(then, valuesOf(results));
  finishCallee(otherwise, valuesOf(others));

  SmallVector<Value> arguments = valuesOf(passed);
  SmallVector<Type> types;
  for (Type type : llvm::concat<const Type>(then.addedInputs, otherwise.addedInputs))
    arguments.push_back(addInput(shapeOf(renamed(type, swapped)), getElementTypeOrSelf(type)).value);
  for (const GraphValue &result : results)
    types.push_back(renamed(result.value.getType(), swapped));
  auto op = IfOp::create(builder, builder.getUnknownLoc(), types, predicate.value, then.function.getName(),
                         otherwise.function.getName(), arguments, /*defined=*/nullptr);
  for (auto [value, a, b] : llvm::zip_equal(op.getOutputs(), results, others))
    remember({value, a.exact && b.exact, std::max(a.bound, b.bound)});
  return true;
}

/// Whether the loop goes on after an iteration.
Value GraphGenerator::goesOn(Value number) {
  auto type = RankedTensorType::get({}, builder.getI1Type());
  if (chance(60))
    return make<FillOp>(type, builder.getBoolAttr(true));
  return make<CompareOp>(type, Predicate::lt, number, scalar(builder.getI64Type(), static_cast<double>(random.below(3))).value);
}

std::vector<GraphValue> GraphGenerator::pickCarried() {
  std::vector<GraphValue> carried;
  for (int64_t i = 0, count = 1 + random.below(2); i < count; ++i) {
    GraphValue initial = pickShared();
    // From one iteration to the next floats are no longer exact, and magnitudes stay what they are.
    initial.exact = !isa<FloatType>(elementOf(initial.value));
    initial.bound = std::max(initial.bound, 1.0);
    carried.push_back(initial);
  }
  return carried;
}

/// The values that the body yields after the first one, for each result of the loop.
std::vector<GraphValue> GraphGenerator::bodyResults(ArrayRef<GraphValue> carried, AffineExpr count, bool swapped) {
  std::vector<GraphValue> results;
  Block &block = function.getBody().front();
  for (auto [i, initial] : llvm::enumerate(carried))
    results.push_back(limited(sameType({block.getArgument(i), true, 1}), initial.bound));
  GraphValue part = pickShared();
  Shape parts = shapeOf(renamed(part.value.getType(), swapped));
  if (count)
    parts.insert(parts.begin(), count);
  if (count && chance(50) && parts.size() <= 5 && largestCount(parts) <= largestTensor)
    results.push_back(part);
  return results;
}

bool GraphGenerator::addLoop() {
  if (depth >= deepest)
    return false;
  bool swapped = symbolCount == 2 && chance(30);
  std::vector<GraphValue> carried = pickCarried(), passed = carried;
  passed.push_back({binder, true, 1});
  for (int64_t i = 0, count = random.below(3); i < count; ++i)
    passed.push_back(pickShared());
  AffineExpr count;
  if (chance(60))
    count = symbolCount && chance(20) ? getAffineSymbolExpr(random.below(symbolCount), &context) : constant(random.below(5));

  Callee body = makeCallee(passed, carried.size(), swapped);
  Block &block = body.function.getBody().front();
  Value number = block.addArgument(RankedTensorType::get({}, builder.getI64Type()), builder.getUnknownLoc());
  body.values.push_back({number, true, largestCount({count ? count : constant(8)}) + 1.0});
  std::vector<GraphValue> results;
  SmallVector<Value> yielded;
  {
    Inside inside(*this, body);
    addSteps();
    yielded.push_back(goesOn(number));
    results = bodyResults(carried, count, swapped);
    for (const GraphValue &result : results)
      yielded.push_back(result.value);
  }
  // The number comes last, behind what the steps wanted.
  Value last = block.addArgument(number.getType(), builder.getUnknownLoc());
  number.replaceAllUsesWith(last);
  llvm::replace(yielded, number, last);
  for (GraphValue &result : results)
    if (result.value == number)
      result.value = last;
  block.eraseArgument(passed.size());
  finishCallee(body, yielded);

  SmallVector<Value> arguments = llvm::map_to_vector(passed, [](const GraphValue &value) { return value.value; });
  for (Type type : body.addedInputs)
    arguments.push_back(addInput(shapeOf(renamed(type, swapped)), getElementTypeOrSelf(type)).value);
  makeLoop(body, carried, arguments, results, count, swapped);
  return true;
}

void GraphGenerator::makeLoop(Callee &body, ArrayRef<GraphValue> carried, ValueRange arguments,
                              ArrayRef<GraphValue> results, AffineExpr count, bool swapped) {
  SmallVector<Type> types;
  for (auto [i, result] : llvm::enumerate(results)) {
    Shape shape = shapeOf(renamed(result.value.getType(), swapped));
    if (i >= carried.size())
      shape.insert(shape.begin(), count);
    types.push_back(tensorType(shape, elementOf(result.value)));
  }
  Value limit = count ? Value() : addInput({}, builder.getI64Type()).value;
  Value begins = chance(30) ? condition().value : Value();
  auto op = LoopOp::create(builder, builder.getUnknownLoc(), types,
                           FlatSymbolRefAttr::get(&context, body.function.getName()),
                           arguments.take_front(carried.size()), arguments.drop_front(carried.size()), limit, begins,
                           count ? SizesAttr::get(&context, {count}) : SizesAttr(), /*defined=*/nullptr);
  for (auto [i, value] : llvm::enumerate(op.getOutputs())) {
    bool isCarried = i < carried.size();
    remember({value, results[i].exact && (!isCarried || carried[i].exact),
              std::max(results[i].bound, isCarried ? carried[i].bound : 0)});
  }
}

} // namespace tenon::fuzz
