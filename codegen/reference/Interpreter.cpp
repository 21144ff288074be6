//===- Interpreter.cpp - Runs graph functions as they are written -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/Interpreter.h"
#include "codegen/reference/Comparison.h"
#include "codegen/reference/OpLoops.h"
#include "codegen/reference/RoundingNoise.h"
#include "codegen/reference/StringPool.h"
#include "dialects/graph/Calls.h"
#include "dialects/graph/Locations.h"
#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/States.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace tenon::graph;
using llvm::createStringError;
using llvm::Error;
using llvm::Expected;

namespace tenon::reference {

SmallVector<StringRef> symbolNames(func::FuncOp function) {
  SmallVector<StringRef> names;
  if (auto symbols = function->getAttrOfType<ArrayAttr>(symbolsAttributeName))
    for (auto name : symbols.getAsRange<StringAttr>())
      names.push_back(name.getValue());
  return names;
}

std::string inputName(func::FuncOp function, unsigned i) {
  if (StringAttr state = stateOfArgument(function, i))
    return "state " + state.str();
  auto name = function.getArgAttrOfType<StringAttr>(i, "graph.name");
  return name ? name.str() : "input " + std::to_string(i);
}

std::string outputName(func::FuncOp function, unsigned i) {
  if (StringAttr state = stateOfResult(function, i))
    return "state " + state.str();
  auto name = function.getResultAttrOfType<StringAttr>(i, "graph.name");
  return name ? name.str() : "output " + std::to_string(i);
}

static std::string toText(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

Expected<SmallVector<int64_t>> bindSymbols(func::FuncOp function, ArrayRef<ReferenceTensor> inputs) {
  if (inputs.size() != function.getNumArguments())
    return createStringError("@" + function.getName() + " takes " + std::to_string(function.getNumArguments()) +
                             " inputs, got " + std::to_string(inputs.size()));
  SmallVector<StringRef> names = symbolNames(function);
  constexpr int64_t unbound = -1;
  SmallVector<int64_t> symbols(names.size(), unbound);
  for (auto [i, input] : llvm::enumerate(inputs)) {
    auto type = cast<RankedTensorType>(function.getArgumentTypes()[i]);
    if (input.elementType != type.getElementType() || input.rank() != type.getRank())
      return createStringError(inputName(function, i) + " should be a " + toText(type) + ", got " + input.describe());
    for (auto [expression, size] : llvm::zip_equal(shapeOf(type), input.sizes))
      if (auto symbol = dyn_cast<AffineSymbolExpr>(expression))
        if (symbol.getPosition() < symbols.size() && symbols[symbol.getPosition()] == unbound)
          symbols[symbol.getPosition()] = size;
  }
  llvm::BitVector defined = symbolsDefinedIn(function);
  for (auto [i, name, value] : llvm::enumerate(names, symbols)) {
    if (value == unbound && !defined[i])
      return createStringError("no input of @" + function.getName() + " has the size " + name);
    if (value == unbound)
      value = 1;
  }
  for (auto [i, input] : llvm::enumerate(inputs))
    for (auto [expression, size] : llvm::zip_equal(shapeOf(function.getArgumentTypes()[i]), input.sizes))
      if (int64_t expected = evaluateSize(expression, symbols); expected != size)
        return createStringError(inputName(function, i) + " is " + input.describe() + ", but by " +
                                 toText(function.getArgumentTypes()[i]) + " a size should be " +
                                 std::to_string(expected));
  return symbols;
}

namespace {

using Tensors = std::vector<ReferenceTensor>;

/// What all runs of one interpretation share.
struct Interpretation {
  const WeightStore &weights;
  const InterpretOptions &options;
  Observer observer;
  StringPool &strings;
  RoundingNoise &noise;
};

/// The results of a function that is called at a depth of `depth` calls.
Expected<Tensors> runFunction(func::FuncOp function, ArrayRef<ReferenceTensor> inputs, const Interpretation &shared,
                              unsigned depth, SmallVector<int64_t> *symbolsAfter = nullptr);

/// One run of a function.
class Run {
public:
  Run(func::FuncOp function, Symbols symbols, const Interpretation &shared, unsigned depth)
      : function(function), symbols(symbols.begin(), symbols.end()), weights(shared.weights), options(shared.options),
        observer(shared.observer), shared(shared), depth(depth) {}

  Error runBlock(Block &block) {
    // Where sizes are defined the block's order is not the one that counts, nor for the last use of a value.
    bool isOrdered = !definesSizes(block);
    for (Operation *op : inRegionOrder(block)) {
      if (Error error = runOp(*op)) {
        std::string where = describeLocation(op->getLoc());
        return createStringError(op->getName().getStringRef() + (where.empty() ? "" : " at " + where) + ": " +
                                 llvm::toString(std::move(error)));
      }
      // Memory is that of the values that are still read.
      for (Value operand : op->getOperands())
        if (isOrdered && isLastUse(operand, *op))
          values.erase(operand);
    }
    return Error::success();
  }

  void bind(Value value, ReferenceTensor tensor) { values[value] = std::move(tensor); }

  ReferenceTensor copyOf(Value value) const { return values.find(value)->second; }

  ArrayRef<int64_t> symbolValues() const { return symbols; }

private:
  Error runOp(Operation &op) {
    if (auto group = dyn_cast<GroupOp>(op))
      return runGroup(group);
    if (auto branch = dyn_cast<IfOp>(op))
      return runIf(branch);
    if (auto loop = dyn_cast<LoopOp>(op))
      return runLoop(loop);
    if (auto define = dyn_cast<DefineSizeOp>(op))
      return defineSize(define.getSymbol(), values.find(define.getValue())->second.integer(0));
    SmallVector<const ReferenceTensor *> operands;
    for (Value operand : op.getOperands())
      operands.push_back(&values.find(operand)->second);
    if (auto sort = dyn_cast<SortOp>(op)) {
      Expected<std::vector<ReferenceTensor>> results = runSort(sort, operands, symbols);
      if (!results)
        return results.takeError();
      for (auto [value, result] : llvm::zip_equal(op.getResults(), *results))
        settle(value, std::move(result));
      return Error::success();
    }
    Expected<ReferenceTensor> result = compute(op, operands);
    if (!result)
      return result.takeError();
    if (noise() && addsFloats(op))
      if (Error error = loseInSums(op, operands, *result))
        return error;
    settle(op.getResult(0), std::move(*result));
    return Error::success();
  }

  void settle(Value value, ReferenceTensor result) {
    if (noise())
      noise()->round(result);
    else
      result.settle(/*exact=*/options.rounding == Rounding::none);
    if (observer)
      observer(value, result);
    values[value] = std::move(result);
  }

  RoundingNoise *noise() { return options.rounding == Rounding::noisy ? &shared.noise : nullptr; }

  Expected<ReferenceTensor> compute(Operation &op, Operands operands) {
    if (isa<ElementwiseOpInterface>(op))
      return runElementwise(&op, operands, symbols, options.rounding == Rounding::none);
    return TypeSwitch<Operation *, Expected<ReferenceTensor>>(&op)
        .Case([&](WeightOp weight) { return readWeight(weight); })
        .Case<ConstantOp, FillOp, IotaOp, SizeOp>([&](auto) { return runSource(&op, symbols); })
        .Case<BroadcastOp, TransposeOp, ReshapeOp, SliceOp, UnfoldOp, ConcatOp, PadOp>(
            [&](auto) { return runShape(&op, operands, symbols); })
        .Case<ScanOp, ArgScanOp>([&](auto) { return runScan(&op, operands, symbols); })
        .Case<GatherOp, TakeAlongOp, ScatterOp, ScatterAlongOp>([&](auto) { return runIndexing(&op, operands, symbols); })
        .Case<ReduceOp, ArgReduceOp>([&](auto) { return runReduction(&op, operands, symbols); })
        .Case<ConvolutionOp, WindowReduceOp, WindowArgReduceOp, TileTransformOp>([&](auto) { return runWindows(&op, operands, symbols); })
        .Case<MatmulOp, PackOp, PackedMatmulOp>([&](auto) { return runContraction(&op, operands, symbols); })
        .Case<SoftmaxOp, LayerNormOp>([&](auto) { return runNormalization(&op, operands, symbols, noise()); })
        .Case([&](AttentionOp attention) { return runAttention(attention, operands, symbols, noise()); })
        .Case([&](CallRuntimeOp call) { return runRuntimeCall(call, operands, symbols, shared.strings); })
        .Default([&](Operation *) { return createStringError("the reference does not know this op"); });
  }

  /// Whether each element of the op's result is a sum of floats.
  static bool addsFloats(Operation &op) {
    bool adds = TypeSwitch<Operation *, bool>(&op)
                    .Case<MatmulOp, PackedMatmulOp, ConvolutionOp>([](auto) { return true; })
                    .Case<ReduceOp, WindowReduceOp>([](auto op) { return op.getKind() == ReductionKind::sum; })
                    .Case([](ScanOp scan) { return scan.getKind() == ScanKind::sum; })
                    .Case<ScatterOp, ScatterAlongOp>([](auto op) { return op.getKind() == ScatterKind::sum; })
                    .Default(false);
    return adds && isa<FloatType>(getElementTypeOrSelf(op.getResult(0).getType()));
  }

  /// The op on the magnitudes of its operands gives those that its additions go through.
  Error loseInSums(Operation &op, Operands operands, ReferenceTensor &result) {
    Tensors magnitudes;
    for (const ReferenceTensor *operand : operands)
      magnitudes.push_back(magnitudesOf(*operand));
    Expected<ReferenceTensor> sums = compute(op, llvm::to_vector(llvm::make_pointer_range(std::as_const(magnitudes))));
    if (!sums)
      return sums.takeError();
    unsigned bits = RoundingNoise::bitsOfSum(result.elementType, /*isKeptAsElement=*/isa<ScatterOp, ScatterAlongOp>(op));
    shared.noise.loseInSums(result, *sums, reductionLengthOf(&op, symbols), bits);
    return Error::success();
  }

  Error runGroup(GroupOp group) {
    Block &body = group.getBody().front();
    for (auto [argument, input] : llvm::zip_equal(body.getArguments(), group.getInputs()))
      bind(argument, copyOf(input));
    if (Error error = runBlock(body))
      return error;
    for (auto [output, yielded] : llvm::zip_equal(group.getOutputs(), body.getTerminator()->getOperands())) {
      ReferenceTensor tensor = copyOf(yielded);
      if (observer)
        observer(output, tensor);
      bind(output, std::move(tensor));
    }
    return Error::success();
  }

  Tensors copiesOf(ValueRange operands) const {
    Tensors copies;
    for (Value operand : operands)
      copies.push_back(copyOf(operand));
    return copies;
  }

  Expected<Tensors> call(Operation *op, FlatSymbolRefAttr name, ArrayRef<ReferenceTensor> inputs) {
    auto callee = dyn_cast_or_null<func::FuncOp>(SymbolTable::lookupNearestSymbolFrom(op, name));
    if (!callee)
      return createStringError("there is no function @" + name.getValue());
    return runFunction(callee, inputs, shared, depth + 1);
  }

  Error defineSize(uint64_t symbol, int64_t size) {
    if (symbol >= symbols.size())
      return createStringError("the function has no symbol " + std::to_string(symbol));
    if (size < 0)
      return createStringError("the size " + symbolNames(function)[symbol] + " would be " + std::to_string(size));
    symbols[symbol] = size;
    return Error::success();
  }

  /// The results of a call, which may give symbols their values.
  Error bindResults(SizeDefinitionOpInterface op, Tensors results) {
    SmallVector<unsigned> defined = op.getDefinedSymbols();
    for (auto [output, result] : llvm::zip_equal(op->getResults(), results)) {
      for (auto [expression, size] : llvm::zip_equal(shapeOf(output.getType()), result.sizes)) {
        if (!isOneOf(expression, defined))
          continue;
        if (Error error = defineSize(cast<AffineSymbolExpr>(expression).getPosition(), size))
          return error;
      }
      bind(output, std::move(result));
    }
    return Error::success();
  }

  Error runIf(IfOp op) {
    bool condition = values.find(op.getCondition())->second.integer(0) != 0;
    Expected<Tensors> results = call(op, condition ? op.getThenFunctionAttr() : op.getElseFunctionAttr(),
                                     copiesOf(op.getArguments()));
    if (!results)
      return results.takeError();
    return bindResults(op, std::move(*results));
  }

  Error runLoop(LoopOp op) {
    size_t carriedCount = op.getInitial().size();
    Tensors inputs = copiesOf(op.getInitial()), invariants = copiesOf(op.getInvariants());
    inputs.insert(inputs.end(), invariants.begin(), invariants.end());
    inputs.push_back(ReferenceTensor(IntegerType::get(op.getContext(), 64), {}));
    std::vector<Tensors> parts(op.getNumResults() - carriedCount);
    int64_t limit = std::numeric_limits<int64_t>::max();
    if (op.getCount())
      limit = evaluateSize(op.getCount()->getSizes().front(), symbols);
    if (op.getLimit())
      limit = values.find(op.getLimit())->second.integer(0);
    bool goesOn = !op.getCondition() || values.find(op.getCondition())->second.integer(0) != 0;
    for (int64_t number = 0; goesOn && number < limit; ++number) {
      inputs.back().integers = {number};
      Expected<Tensors> results = call(op, op.getBodyAttr(), inputs);
      if (!results)
        return results.takeError();
      goesOn = results->front().integer(0) != 0;
      for (size_t i = 1; i < results->size(); ++i) {
        if (i <= carriedCount)
          inputs[i - 1] = std::move((*results)[i]);
        else
          parts[i - 1 - carriedCount].push_back(std::move((*results)[i]));
      }
    }
    Tensors outputs(std::make_move_iterator(inputs.begin()), std::make_move_iterator(inputs.begin() + carriedCount));
    for (auto [output, all] : llvm::zip_equal(op.getOutputs().drop_front(carriedCount), parts)) {
      Expected<ReferenceTensor> joined = joinParts(op, output, all);
      if (!joined)
        return joined.takeError();
      outputs.push_back(std::move(*joined));
    }
    return bindResults(op, std::move(outputs));
  }

  /// One output of all iterations; zeros for those that did not take place where the loop has a count.
  Expected<ReferenceTensor> joinParts(LoopOp op, Value output, const Tensors &parts) {
    Shape shape = shapeOf(output.getType());
    SmallVector<unsigned> defined = definedSymbols(op);
    SmallVector<int64_t> sizes;
    if (isOneOf(shape.front(), defined))
      sizes.push_back(parts.size());
    else
      sizes.push_back(evaluateSize(shape.front(), symbols));
    if (!parts.empty())
      llvm::append_range(sizes, parts.front().sizes);
    else
      for (AffineExpr size : ArrayRef(shape).drop_front())
        sizes.push_back(isOneOf(size, defined) ? 0 : evaluateSize(size, symbols));
    ReferenceTensor whole(getElementTypeOrSelf(output.getType()), sizes);
    for (auto [number, part] : llvm::enumerate(parts)) {
      if (part.sizes != parts.front().sizes)
        return createStringError("an output of the loop's iterations has not the same shape in all of them");
      storePart(whole, part, number);
    }
    return whole;
  }

  /// Part number `number` along the first axis.
  static void storePart(ReferenceTensor &whole, const ReferenceTensor &part, int64_t number) {
    for (int64_t i = 0, count = part.elementCount(); i < count; ++i)
      whole.copyElement(number * count + i, part, i);
  }

  Expected<ReferenceTensor> readWeight(WeightOp op) { return readWeight(op.getName(), op.getType()); }

  Expected<ReferenceTensor> readWeight(StringRef name, RankedTensorType type) {
    if (const WeightData *data = weights.find(name)) {
      Type element = type.getElementType();
      if ((data->type.getElementType() != element && storageElement(data->type.getElementType()) != element) ||
          data->type.getShape() != type.getShape())
        return createStringError("weight " + name + " is a " + toText(data->type) + " in the store");
      return ReferenceTensor::fromBytes(element, data->type.getShape(), data->bytes);
    }
    auto prepare = function->getParentOfType<ModuleOp>().lookupSymbol<func::FuncOp>(name);
    if (!prepare)
      return createStringError("weight " + name + " is not in the store");
    return runPrepare(prepare);
  }

  /// What a function computes whose arguments are weights.
  Expected<ReferenceTensor> runPrepare(func::FuncOp prepare) {
    std::vector<ReferenceTensor> inputs;
    for (unsigned i = 0; i < prepare.getNumArguments(); ++i) {
      auto name = prepare.getArgAttrOfType<StringAttr>(i, "graph.weight");
      if (!name)
        return createStringError("@" + prepare.getName() + " reads what is no weight");
      Expected<ReferenceTensor> input = readWeight(name, cast<RankedTensorType>(prepare.getArgumentTypes()[i]));
      if (!input)
        return input.takeError();
      inputs.push_back(std::move(*input));
    }
    Interpretation unobserved{weights, options, nullptr, shared.strings, shared.noise};
    Expected<Tensors> results = runFunction(prepare, inputs, unobserved, depth + 1);
    if (!results)
      return results.takeError();
    return std::move(results->front());
  }

  static bool isLastUse(Value value, Operation &op) {
    return llvm::none_of(value.getUsers(), [&](Operation *user) { return op.isBeforeInBlock(user); });
  }

  func::FuncOp function;
  SmallVector<int64_t> symbols;
  const WeightStore &weights;
  const InterpretOptions &options;
  Observer observer;
  const Interpretation &shared;
  unsigned depth;
  llvm::DenseMap<Value, ReferenceTensor> values;
};

Expected<Tensors> runFunction(func::FuncOp function, ArrayRef<ReferenceTensor> inputs, const Interpretation &shared,
                              unsigned depth, SmallVector<int64_t> *symbolsAfter) {
  if (depth > maxCallDepth)
    return createStringError("@" + function.getName() + " is called at a depth of more than " +
                             std::to_string(maxCallDepth) + " calls");
  if (!llvm::hasSingleElement(function.getBody()))
    return createStringError("@" + function.getName() + " is not one block of ops");
  Expected<SmallVector<int64_t>> symbols = bindSymbols(function, inputs);
  if (!symbols)
    return symbols.takeError();
  Run run(function, *symbols, shared, depth);
  for (auto [argument, input] : llvm::zip_equal(function.getArguments(), inputs))
    run.bind(argument, input);
  Block &block = function.getBody().front();
  if (Error error = run.runBlock(block))
    return std::move(error);
  Tensors results;
  for (Value result : block.getTerminator()->getOperands())
    results.push_back(run.copyOf(result));
  if (symbolsAfter)
    symbolsAfter->assign(run.symbolValues().begin(), run.symbolValues().end());
  return results;
}

} // namespace

/// The same bytes as a tensor of another type, where a type is narrow.
static Expected<ReferenceTensor> reinterpret(const ReferenceTensor &tensor, Type element) {
  if (tensor.elementType == element)
    return tensor;
  return ReferenceTensor::fromBytes(element, tensor.sizes, tensor.toBytes());
}

Expected<Tensors> interpret(func::FuncOp function, ArrayRef<ReferenceTensor> inputs, const WeightStore &weights,
                            const InterpretOptions &options, Observer observer, SmallVector<int64_t> *symbols) {
  // Callers know narrow types as what they are, also where the function has bytes.
  Tensors stored(inputs.begin(), inputs.end());
  for (auto [i, input] : llvm::enumerate(stored))
    if (i < function.getNumArguments() && function.getArgAttr(i, elementTypeAttributeName)) {
      Expected<ReferenceTensor> bytes = reinterpret(input, getElementTypeOrSelf(function.getArgumentTypes()[i]));
      if (!bytes)
        return bytes.takeError();
      input = std::move(*bytes);
    }
  std::optional<StringPool> own;
  StringPool &strings = options.strings ? *options.strings : own.emplace(function->getParentOfType<ModuleOp>());
  RoundingNoise noise(options.seed);
  Expected<Tensors> results = runFunction(function, stored, {weights, options, observer, strings, noise}, 0, symbols);
  if (!results)
    return results;
  for (auto [i, result] : llvm::enumerate(*results))
    if (auto element = function.getResultAttrOfType<TypeAttr>(i, elementTypeAttributeName)) {
      Expected<ReferenceTensor> narrow = reinterpret(result, element.getValue());
      if (!narrow)
        return narrow.takeError();
      result = std::move(*narrow);
    }
  return results;
}

} // namespace tenon::reference
