//===- KnownValues.cpp - What a graph computes from sizes and constants --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/KnownValues.h"
#include "codegen/reference/Interpreter.h"
#include "dialects/graph/Graph.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// Shapes are short; a chain of computations is not.
constexpr int64_t mostElements = 4096;
constexpr int64_t mostSizes = 64;
constexpr size_t mostOps = 512;
constexpr size_t mostWeightBytes = 65536;

int64_t countOf(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  return type.hasStaticShape() ? type.getNumElements() : -1;
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

using MaybeShape = std::optional<Shape>;

/// The sizes that values of integer type hold, element by element.
class SizeEvaluator {
public:
  MaybeShape evaluate(Value value, int depth = 0) {
    auto type = dyn_cast<RankedTensorType>(value.getType());
    if (!type || !type.hasStaticShape() || type.getNumElements() > mostSizes || !type.getElementType().isIntOrIndex() ||
        depth > 100)
      return std::nullopt;
    Operation *op = value.getDefiningOp();
    if (!op)
      return std::nullopt;
    auto found = values.find(value);
    if (found != values.end())
      return found->second;
    MaybeShape result = evaluateOp(op, type, depth + 1);
    values[value] = result;
    return result;
  }

private:
  MaybeShape evaluateOp(Operation *op, RankedTensorType type, int depth) {
    auto operand = [&](unsigned i) { return evaluate(op->getOperand(i), depth); };
    MLIRContext *context = op->getContext();
    return TypeSwitch<Operation *, MaybeShape>(op)
        .Case([&](ConstantOp constant) -> MaybeShape {
          auto elements = dyn_cast<DenseElementsAttr>(constant.getValue());
          if (!elements)
            return std::nullopt;
          Shape result;
          bool isUnsigned = type.getElementType().isUnsignedInteger() || type.getElementType().isInteger(1);
          for (const APInt &element : elements.getValues<APInt>())
            result.push_back(getAffineConstantExpr(
                isUnsigned ? static_cast<int64_t>(element.getZExtValue()) : element.getSExtValue(), context));
          return result;
        })
        .Case([&](FillOp fill) -> MaybeShape {
          auto number = dyn_cast<IntegerAttr>(fill.getValue());
          if (!number)
            return std::nullopt;
          int64_t element = number.getType().isInteger(1) ? number.getValue().getZExtValue() : number.getValue().getSExtValue();
          return Shape(type.getNumElements(), getAffineConstantExpr(element, context));
        })
        .Case([&](SizeOp size) -> MaybeShape { return Shape(size.getValue().getSizes()); })
        .Case([&](IotaOp iota) -> MaybeShape {
          if (type.getRank() != 1)
            return std::nullopt;
          Shape result;
          for (int64_t i = 0; i < type.getNumElements(); ++i)
            result.push_back(getAffineConstantExpr(i, context));
          return result;
        })
        .Case([&](ReshapeOp) { return operand(0); })
        .Case([&](CastOp cast) { return evaluateCast(cast, type, depth); })
        .Case([&](BroadcastOp broadcast) { return evaluateBroadcast(broadcast, type, depth); })
        .Case([&](ConcatOp concat) { return evaluateConcat(concat, type, depth); })
        .Case([&](SliceOp slice) { return evaluateSlice(slice, type, depth); })
        .Case([&](GatherOp gather) { return evaluateGather(gather, type, depth); })
        .Case([&](ReduceOp reduce) { return evaluateReduce(reduce, type, depth); })
        .Case([&](SelectOp select) { return evaluateSelect(select, depth); })
        .Case([&](CompareOp compare) { return evaluateCompare(compare, depth); })
        .Case<AddOp, SubOp, MulOp, DivOp, FloorDivOp, RemainderOp, TruncatedRemainderOp, MaxOp, MinOp>(
            [&](auto binary) { return evaluateBinary(binary, depth); })
        .Case([&](NegOp) -> MaybeShape {
          MaybeShape from = operand(0);
          if (from)
            for (AffineExpr &element : *from)
              element = normalizeSize(-element);
          return from;
        })
        .Default([](Operation *) { return std::nullopt; });
  }

  MaybeShape evaluateCast(CastOp cast, RankedTensorType type, int depth) {
    if (type.getElementType().getIntOrFloatBitWidth() < 32) {
      // A narrow type may cut, but not what is a small number.
      MaybeShape from = evaluate(cast.getOperand(), depth);
      if (!from || !llvm::all_of(*from, [](AffineExpr element) {
            std::optional<int64_t> number = constantSize(element);
            return number && *number >= 0 && *number <= 1;
          }))
        return std::nullopt;
      return from;
    }
    return evaluate(cast.getOperand(), depth);
  }

  MaybeShape evaluateBroadcast(BroadcastOp op, RankedTensorType type, int depth) {
    MaybeShape from = evaluate(op.getOperand(), depth);
    if (!from || (from->size() != 1 && static_cast<int64_t>(from->size()) != type.getNumElements()))
      return std::nullopt;
    return from->size() == 1 ? Shape(type.getNumElements(), from->front()) : from;
  }

  MaybeShape evaluateConcat(ConcatOp op, RankedTensorType type, int depth) {
    if (type.getRank() != 1)
      return std::nullopt;
    Shape result;
    for (Value part : op.getOperands()) {
      MaybeShape elements = evaluate(part, depth);
      if (!elements)
        return std::nullopt;
      result.append(*elements);
    }
    return result;
  }

  MaybeShape evaluateSlice(SliceOp op, RankedTensorType type, int depth) {
    MaybeShape from = evaluate(op.getOperand(), depth);
    std::optional<int64_t> start = type.getRank() == 1 ? constantSize(op.getStarts().getSizes()[0]) : std::nullopt;
    if (!from || !start)
      return std::nullopt;
    Shape result;
    for (int64_t i = 0; i < type.getNumElements(); ++i) {
      int64_t at = *start + i * op.getSteps()[0];
      if (at < 0 || at >= static_cast<int64_t>(from->size()))
        return std::nullopt;
      result.push_back((*from)[at]);
    }
    return result;
  }

  MaybeShape evaluateGather(GatherOp op, RankedTensorType type, int depth) {
    MaybeShape from = evaluate(op.getOperand(), depth), indices = evaluate(op.getIndices(), depth);
    if (!from || !indices || cast<RankedTensorType>(op.getOperand().getType()).getRank() != 1)
      return std::nullopt;
    Shape result;
    for (AffineExpr index : *indices) {
      std::optional<int64_t> at = constantSize(index);
      int64_t size = from->size();
      if (!at || *at < -size || *at >= size)
        return std::nullopt;
      result.push_back((*from)[*at < 0 ? *at + size : *at]);
    }
    return result;
  }

  MaybeShape evaluateReduce(ReduceOp op, RankedTensorType type, int depth) {
    MaybeShape from = evaluate(op.getOperand(), depth);
    if (!from || type.getNumElements() != 1)
      return std::nullopt;
    MLIRContext *context = op.getContext();
    if (op.getKind() == ReductionKind::product)
      return Shape{elementCount(context, *from)};
    if (op.getKind() != ReductionKind::sum)
      return std::nullopt;
    AffineExpr sum = getAffineConstantExpr(0, context);
    for (AffineExpr element : *from)
      sum = sum + element;
    return Shape{normalizeSize(sum)};
  }

  MaybeShape evaluateSelect(SelectOp op, int depth) {
    MaybeShape condition = evaluate(op.getCondition(), depth), one = evaluate(op.getTrueValue(), depth),
               other = evaluate(op.getFalseValue(), depth);
    if (!condition || !one || !other)
      return std::nullopt;
    Shape result;
    for (auto [decides, a, b] : llvm::zip_equal(*condition, *one, *other)) {
      std::optional<int64_t> isTrue = constantSize(decides);
      if (!isTrue && !sameSize(a, b))
        return std::nullopt;
      result.push_back(!isTrue || *isTrue ? a : b);
    }
    return result;
  }

  MaybeShape evaluateCompare(CompareOp op, int depth) {
    MaybeShape lhs = evaluate(op.getLhs(), depth), rhs = evaluate(op.getRhs(), depth);
    if (!lhs || !rhs)
      return std::nullopt;
    Shape result;
    for (auto [a, b] : llvm::zip_equal(*lhs, *rhs)) {
      std::optional<int64_t> difference = constantSize(normalizeSize(a - b));
      // A size is not negative, so that it is no -1, the mark for "the rest".
      std::optional<int64_t> right = constantSize(b);
      if (!difference && right && *right < 0 && isNeverNegative(a))
        difference = 1;
      if (!difference)
        return std::nullopt;
      result.push_back(getAffineConstantExpr(holds(op.getPredicate(), *difference), op.getContext()));
    }
    return result;
  }

  static bool holds(Predicate predicate, int64_t difference) {
    switch (predicate) {
    case Predicate::eq:
      return difference == 0;
    case Predicate::ne:
      return difference != 0;
    case Predicate::lt:
      return difference < 0;
    case Predicate::le:
      return difference <= 0;
    case Predicate::gt:
      return difference > 0;
    case Predicate::ge:
      return difference >= 0;
    }
    llvm_unreachable("all predicates are above");
  }

  MaybeShape evaluateBinary(Operation *op, int depth) {
    MaybeShape lhs = evaluate(op->getOperand(0), depth), rhs = evaluate(op->getOperand(1), depth);
    if (!lhs || !rhs)
      return std::nullopt;
    Shape result;
    for (auto [a, b] : llvm::zip_equal(*lhs, *rhs)) {
      AffineExpr element = combine(op, a, b);
      if (!element)
        return std::nullopt;
      result.push_back(normalizeSize(element));
    }
    return result;
  }

  /// Null where no expression says it.
  static AffineExpr combine(Operation *op, AffineExpr a, AffineExpr b) {
    std::optional<int64_t> divisor = constantSize(b);
    bool divides = (divisor && *divisor > 0) || (!divisor && isNeverNegative(b));
    return TypeSwitch<Operation *, AffineExpr>(op)
        .Case([&](AddOp) { return a + b; })
        .Case([&](SubOp) { return a - b; })
        .Case([&](MulOp) { return a * b; })
        .Case([&](FloorDivOp) { return divides ? a.floorDiv(b) : AffineExpr(); })
        // Rounds towards zero, which is the same for what is not negative.
        .Case([&](DivOp) { return divides && isNeverNegative(a) ? a.floorDiv(b) : AffineExpr(); })
        .Case([&](RemainderOp) { return divides ? a % b : AffineExpr(); })
        .Case([&](TruncatedRemainderOp) { return divides && isNeverNegative(a) ? a % b : AffineExpr(); })
        .Case<MaxOp, MinOp>([&](auto) {
          std::optional<int64_t> difference = constantSize(normalizeSize(a - b));
          if (!difference && divisor && *divisor <= 0 && isNeverNegative(a))
            difference = 0;
          if (!difference)
            return AffineExpr();
          return (*difference >= 0) == isa<MaxOp>(op) ? a : b;
        })
        .Default([](Operation *) { return AffineExpr(); });
  }

  DenseMap<Value, MaybeShape> values;
};

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

/// The ops that a value is computed by, operands first; nothing where they
/// need an input, or are many or large.
std::optional<SetVector<Operation *>> computationOf(Value value, const WeightStore &weights, int64_t mostElements) {
  SetVector<Operation *> result;
  SmallVector<std::pair<Operation *, bool>> stack;
  auto push = [&](Value operand) {
    Operation *op = operand.getDefiningOp();
    if (!op || countOf(operand) < 0 || countOf(operand) > mostElements)
      return false;
    stack.push_back({op, false});
    return true;
  };
  if (!push(value))
    return std::nullopt;
  while (!stack.empty()) {
    auto [op, isVisited] = stack.pop_back_val();
    if (isVisited) {
      result.insert(op);
      continue;
    }
    if (result.contains(op))
      continue;
    if (auto weight = dyn_cast<WeightOp>(op)) {
      const WeightData *data = weights.find(weight.getName());
      if (!data || data->bytes.size() > mostWeightBytes)
        return std::nullopt;
    }
    if (isa<SizeOp, CallRuntimeOp>(op) || !isMemoryEffectFree(op) || result.size() + stack.size() > mostOps)
      return std::nullopt;
    stack.push_back({op, true});
    for (Value operand : op->getOperands())
      if (!push(operand))
        return std::nullopt;
  }
  return result;
}

std::optional<reference::ReferenceTensor> interpretConstant(Value value, const WeightStore &weights,
                                                            int64_t mostElements = onnx::mostElements) {
  std::optional<SetVector<Operation *>> ops = computationOf(value, weights, mostElements);
  if (!ops)
    return std::nullopt;
  OpBuilder builder(value.getContext());
  OwningOpRef<ModuleOp> module = ModuleOp::create(value.getLoc());
  builder.setInsertionPointToEnd(module->getBody());
  auto function = func::FuncOp::create(builder, value.getLoc(), "constant", builder.getFunctionType({}, value.getType()));
  builder.setInsertionPointToEnd(function.addEntryBlock());
  IRMapping mapping;
  for (Operation *op : *ops)
    builder.clone(*op, mapping);
  func::ReturnOp::create(builder, value.getLoc(), mapping.lookup(value));
  reference::InterpretOptions options;
  options.rounding = reference::Rounding::nearest;
  auto results = reference::interpret(function, {}, weights, options);
  if (!results) {
    llvm::consumeError(results.takeError());
    return std::nullopt;
  }
  return std::move(results->front());
}

} // namespace

bool isNeverNegative(AffineExpr expression) {
  bool hasNegative = false;
  normalizeSize(expression).walk([&](AffineExpr part) {
    auto number = dyn_cast<AffineConstantExpr>(part);
    hasNegative |= number && number.getValue() < 0;
  });
  return !hasNegative;
}

std::optional<Shape> knownSizes(Value value) { return SizeEvaluator().evaluate(value); }

std::optional<std::vector<char>> knownBytes(Value value, const WeightStore &weights, int64_t mostElements) {
  std::optional<reference::ReferenceTensor> tensor = interpretConstant(value, weights, mostElements);
  return tensor ? std::optional(tensor->toBytes()) : std::nullopt;
}

std::optional<SmallVector<int64_t>> knownIntegers(Value value, const WeightStore &weights) {
  std::optional<reference::ReferenceTensor> tensor = interpretConstant(value, weights);
  if (tensor && !tensor->isReal())
    return SmallVector<int64_t>(tensor->integers.begin(), tensor->integers.end());
  // Sizes may come to numbers, too.
  std::optional<Shape> sizes = knownSizes(value);
  if (!sizes)
    return std::nullopt;
  SmallVector<int64_t> numbers;
  for (AffineExpr size : *sizes) {
    std::optional<int64_t> number = constantSize(size);
    if (!number)
      return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<SmallVector<double>> knownReals(Value value, const WeightStore &weights) {
  std::optional<reference::ReferenceTensor> tensor = interpretConstant(value, weights);
  if (!tensor)
    return std::nullopt;
  SmallVector<double> result;
  for (int64_t i = 0; i < tensor->elementCount(); ++i)
    result.push_back(tensor->real(i));
  return result;
}

} // namespace tenon::onnx
