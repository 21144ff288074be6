//===- InputMaker.cpp - Inputs made from a seed -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/InputMaker.h"
#include "codegen/reference/Interpreter.h"
#include "codegen/reference/OpLoops.h"
#include "dialects/graph/Calls.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/Strings.h"
#include "llvm/ADT/SetVector.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;
using llvm::createStringError;
using llvm::Error;
using llvm::Expected;

namespace tenon::reference {

uint64_t Random::bits() {
  uint64_t mixed = state += 0x9e3779b97f4a7c15;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

Expected<SymbolSizes> parseSymbolSizes(StringRef text) {
  SymbolSizes sizes;
  SmallVector<StringRef> parts;
  text.split(parts, ',', -1, /*KeepEmpty=*/false);
  for (StringRef part : parts) {
    auto [name, number] = part.split('=');
    int64_t size;
    if (name.empty() || number.getAsInteger(10, size) || size < 0)
      return createStringError("sizes are given as batch=3,sequence=17, not as '" + part + "'");
    sizes[name] = size;
  }
  return sizes;
}

Expected<SmallVector<int64_t>> chooseSymbols(func::FuncOp function, const SymbolSizes &given) {
  SmallVector<StringRef> names = symbolNames(function);
  for (const auto &entry : given)
    if (!llvm::is_contained(names, entry.getKey()))
      return createStringError("@" + function.getName() + " has no size named '" + entry.getKey() +
                               "'; it has: " + (names.empty() ? "none" : llvm::join(names, ", ")));
  SmallVector<int64_t> symbols;
  for (auto [i, name] : llvm::enumerate(names)) {
    auto found = given.find(name);
    symbols.push_back(found != given.end() ? found->second : i == 0 ? 1 : 128);
  }
  return symbols;
}

/// Values that hold the same numbers as `value`, perhaps elsewhere and cut.
static void followMoves(Operation *user, Value value, llvm::SetVector<Value> &reached) {
  if (auto group = dyn_cast<GroupOp>(user)) {
    for (auto [argument, input] : llvm::zip_equal(group.getBody().getArguments(), group.getInputs()))
      if (input == value)
        reached.insert(argument);
    return;
  }
  if (auto yield = dyn_cast<YieldOp>(user)) {
    for (auto [output, yielded] : llvm::zip_equal(user->getParentOfType<GroupOp>().getOutputs(), yield.getValues()))
      if (yielded == value)
        reached.insert(output);
    return;
  }
  if (isa<CastOp, ReshapeOp, BroadcastOp, TransposeOp, SliceOp, UnfoldOp, ConcatOp, PadOp>(user))
    reached.insert(user->getResult(0));
}

/// The parameters of callees that the value becomes, each with the symbols' values there.
static void followCalls(ControlOpInterface op, Value value, ArrayRef<int64_t> symbols,
                        llvm::function_ref<void(Value, ArrayRef<int64_t>)> visit) {
  for (FlatSymbolRefAttr name : op.getCallees()) {
    FunctionOpInterface callee = lookupCallee(op, name);
    std::string error;
    FailureOr<Shape> bound = bindCallee(callee, passedTypes(op), error);
    if (failed(bound))
      continue;
    SmallVector<int64_t> values = evaluateBinding(*bound, symbols);
    for (auto [i, passed] : llvm::enumerate(op.getPassed()))
      if (passed == value)
        visit(callee.getArgument(i), values);
  }
}

/// `calls` counts down, so that functions which call each other end it.
static std::optional<int64_t> findIndexedSize(Value value, ArrayRef<int64_t> symbols, unsigned &calls) {
  std::optional<int64_t> limit;
  auto restrict = [&](Value indexed, int64_t axis) {
    int64_t size = evaluateSize(shapeOf(indexed.getType())[axis], symbols);
    limit = std::min(limit.value_or(size), size);
  };
  llvm::SetVector<Value> reached;
  reached.insert(value);
  for (size_t i = 0; i < reached.size(); ++i) {
    Value current = reached[i];
    for (Operation *user : current.getUsers()) {
      if (auto gather = dyn_cast<GatherOp>(user); gather && gather.getIndices() == current)
        restrict(gather.getOperand(), gather.getAxis());
      else if (auto take = dyn_cast<TakeAlongOp>(user); take && take.getIndices() == current)
        restrict(take.getOperand(), take.getAxis());
      else if (auto scatter = dyn_cast<ScatterOp>(user); scatter && scatter.getIndices() == current)
        restrict(scatter.getDest(), scatter.getAxis());
      else if (auto along = dyn_cast<ScatterAlongOp>(user); along && along.getIndices() == current)
        restrict(along.getDest(), along.getAxis());
      else if (auto control = dyn_cast<ControlOpInterface>(user))
        followCalls(control, current, symbols, [&](Value parameter, ArrayRef<int64_t> values) {
          if (calls == 0)
            return;
          --calls;
          if (std::optional<int64_t> inside = findIndexedSize(parameter, values, calls))
            limit = std::min(limit.value_or(*inside), *inside);
        });
      else
        followMoves(user, current, reached);
    }
  }
  return limit;
}

std::optional<int64_t> indexedSize(Value value, ArrayRef<int64_t> symbols) {
  unsigned calls = 1000;
  return findIndexedSize(value, symbols, calls);
}

/// Integers where nothing tells their range: small, so that products of them
/// stay in range too.
static constexpr int64_t smallIntegers = 8;

/// Fills `tensor` and says what with.
static std::string fillRandom(ReferenceTensor &tensor, Random &random, std::optional<int64_t> limit) {
  if (tensor.isReal()) {
    for (double &value : tensor.reals)
      value = random.real();
    tensor.settle(/*exact=*/false);
    return "between -1 and 1";
  }
  int64_t below = tensor.elementType.isInteger(1) ? 2 : std::max<int64_t>(1, limit.value_or(smallIntegers));
  for (int64_t &value : tensor.integers)
    value = random.below(below);
  tensor.settle(/*exact=*/false);
  return (limit ? "indices below " : "below ") + std::to_string(below);
}

Expected<MadeInputs> makeInputs(func::FuncOp function, uint64_t seed, const SymbolSizes &sizes) {
  Expected<SmallVector<int64_t>> symbols = chooseSymbols(function, sizes);
  if (!symbols)
    return symbols.takeError();
  // What the data will define is not known yet: an index of 0 is within any size but 0.
  for (unsigned symbol : symbolsDefinedIn(function).set_bits())
    (*symbols)[symbol] = 1;
  MadeInputs made;
  made.symbols = *symbols;
  Random random(seed);
  for (BlockArgument argument : function.getArguments()) {
    Expected<ReferenceTensor> tensor = makeTensor(argument.getType(), *symbols);
    if (!tensor)
      return tensor.takeError();
    std::string name = inputName(function, argument.getArgNumber()), content;
    if (isString(tensor->elementType)) {
      // Those of the model, which it may look for.
      auto strings = stringsOf(function->getParentOfType<ModuleOp>());
      for (int64_t &handle : tensor->integers)
        handle = random.below(strings ? static_cast<int64_t>(strings->size()) : 1);
      content = "strings of the model";
    } else if (StringRef(name).contains_insensitive("mask")) {
      for (int64_t i = 0, count = tensor->elementCount(); i < count; ++i)
        tensor->setReal(i, 1);
      content = "ones";
    } else {
      content = fillRandom(*tensor, random, indexedSize(argument, *symbols));
    }
    made.descriptions.push_back(name + ": " + tensor->describe() + ", " + content);
    made.tensors.push_back(std::move(*tensor));
  }
  return made;
}

/// The factor by which random weights keep magnitudes: a matrix adds up as
/// many products as its last axis is long (Linear keeps [out, in]), a
/// convolution as all axes but the first.
static double weightScale(WeightOp op, const ReferenceTensor &tensor) {
  if (tensor.rank() < 2)
    return 1;
  bool isConvolved = llvm::any_of(op->getUsers(), [&](Operation *user) {
    auto convolution = dyn_cast<ConvolutionOp>(user);
    return convolution && convolution.getWeight() == op.getResult();
  });
  int64_t products = isConvolved ? productOf(ArrayRef(tensor.sizes).drop_front()) : tensor.sizes.back();
  return products == 0 ? 1 : std::sqrt(3.0 / static_cast<double>(products));
}

Error makeWeights(ModuleOp module, uint64_t seed, WeightStore &store) {
  Random random(seed ^ 0x77656967687473); // another sequence than the inputs'
  Error failure = Error::success();
  module.walk([&](WeightOp op) {
    if (store.find(op.getName()))
      return WalkResult::advance();
    Expected<ReferenceTensor> tensor = makeTensor(op.getType(), {});
    if (!tensor) {
      failure = llvm::joinErrors(std::move(failure), tensor.takeError());
      return WalkResult::interrupt();
    }
    fillRandom(*tensor, random, op.getType().getElementType().isIntOrIndex() ? indexedSize(op, {}) : std::nullopt);
    double scale = weightScale(op, *tensor);
    for (double &value : tensor->reals)
      value *= scale;
    auto bytes = std::make_shared<std::vector<char>>(tensor->toBytes());
    store.add(op.getName(), {op.getType(), llvm::ArrayRef(*bytes), bytes});
    return WalkResult::advance();
  });
  return failure;
}

} // namespace tenon::reference
