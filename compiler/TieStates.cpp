//===- TieStates.cpp - Inputs that keep what outputs gave -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/TieStates.h"
#include "compiler/Diagnostics.h"
#include "compiler/Signature.h"
#include "dialects/graph/GraphBuilder.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/States.h"
#include "dialects/graph/Strings.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mlir;
using tenon::graph::GraphBuilder;

namespace tenon::compiler {

namespace {

/// An input and an output of one function, by their numbers.
struct Tie {
  const StateOption *option;
  unsigned argument, result;
  const TensorDescription *input, *output;
  /// Counted from the front, where it grows.
  int64_t axis = 0;
};

/// Ties that grow by the same number of elements, hence have one length.
struct Growth {
  AffineExpr before, after;
  int64_t capacity;
  SmallVector<Tie> ties;
};

/// What `*` of the pattern stands for in a name that it fits.
std::optional<StringRef> matchName(StringRef pattern, StringRef name) {
  size_t star = pattern.find('*');
  if (star == StringRef::npos)
    return name == pattern ? std::optional(StringRef()) : std::nullopt;
  if (!name.consume_front(pattern.take_front(star)) || !name.consume_back(pattern.drop_front(star + 1)))
    return std::nullopt;
  return name;
}

std::string namesOf(ArrayRef<TensorDescription> tensors) {
  return shortList(map_to_vector(tensors, [](const TensorDescription &tensor) { return tensor.name; }));
}

llvm::Error refuse(const StateOption &option, const Twine &reason) {
  return userError("--state " + option.text + ": " + reason);
}

/// The pairs of one function that an option names.
llvm::Error findTies(func::FuncOp function, const FunctionDescription &description, const StateOption &option,
                     SmallVectorImpl<Tie> &ties) {
  for (auto [argument, input] : zip_equal(graph::inputsOf(function), description.inputs)) {
    std::optional<StringRef> part = matchName(option.input, input.name);
    if (!part)
      continue;
    if (any_of(ties, [&](const Tie &tie) { return tie.argument == argument; }))
      return refuse(option, "input " + input.name + " is tied already");
    bool isFound = false;
    for (auto [result, output] : zip_equal(graph::outputsOf(function), description.outputs)) {
      if (matchName(option.output, output.name) != part)
        continue;
      if (any_of(ties, [&](const Tie &tie) { return tie.result == result; }))
        return refuse(option, "output " + output.name + " is tied already");
      ties.push_back({&option, argument, result, &input, &output});
      isFound = true;
      break;
    }
    if (!isFound)
      return refuse(option, "no output of " + description.name + " belongs to input " + input.name +
                                "; the outputs are: " + namesOf(description.outputs));
  }
  return llvm::Error::success();
}

std::string describePair(const FunctionDescription &function, const Tie &tie) {
  return "input " + tie.input->name + " is " + formatType(tie.input->type, function.symbols) + " and output " +
         tie.output->name + " is " + formatType(tie.output->type, function.symbols);
}

/// `--shape input_ids=1x?`: a way to give a symbol the value 1.
std::string suggestShape(const FunctionDescription &function, unsigned symbol) {
  for (const TensorDescription &input : function.inputs) {
    graph::Shape shape = graph::shapeOf(input.type);
    auto isSymbol = [&](AffineExpr size) {
      auto found = dyn_cast<AffineSymbolExpr>(size);
      return found && found.getPosition() == symbol;
    };
    if (none_of(shape, isSymbol))
      continue;
    auto sizes = map_range(shape, [&](AffineExpr size) {
      std::optional<int64_t> constant = graph::constantSize(size);
      return constant ? std::to_string(*constant) : isSymbol(size) ? "1" : "?";
    });
    return ", for example --shape " + input.name + "=" + join(sizes, "x");
  }
  return "";
}

llvm::Error requireNumber(const FunctionDescription &function, const Tie &tie, AffineExpr size) {
  if (graph::constantSize(size))
    return llvm::Error::success();
  auto symbol = dyn_cast<AffineSymbolExpr>(size);
  return refuse(*tie.option, describePair(function, tie) + ": " + formatSize(size, function.symbols) +
                                 " must be a number, since a state has its memory before the first call; fix it with --shape" +
                                 (symbol ? suggestShape(function, symbol.getPosition()) : ""));
}

/// A pair that keeps its sizes.
llvm::Error checkFixedTie(const FunctionDescription &function, const Tie &tie) {
  if (tie.input->type != tie.output->type)
    return refuse(*tie.option, describePair(function, tie) +
                                   ": they must have one type and shape, unless one axis grows (:axis=2,capacity=1024)");
  for (AffineExpr size : graph::shapeOf(tie.input->type))
    if (llvm::Error error = requireNumber(function, tie, size))
      return error;
  return llvm::Error::success();
}

/// A pair that grows: what its length is before and after a call joins `growths`.
llvm::Error checkGrowingTie(func::FuncOp function, const FunctionDescription &description, Tie tie,
                            MapVector<unsigned, Growth> &growths) {
  const StateOption &option = *tie.option;
  graph::Shape before = graph::shapeOf(tie.input->type), after = graph::shapeOf(tie.output->type);
  int64_t rank = before.size();
  tie.axis = option.growth->axis < 0 ? option.growth->axis + rank : option.growth->axis;
  std::string pair = describePair(description, tie);
  if (tie.axis < 0 || tie.axis >= rank)
    return refuse(option, pair + ": there is no axis " + Twine(option.growth->axis));
  if (tie.input->type.getElementType() != tie.output->type.getElementType() || after.size() != before.size())
    return refuse(option, pair + ": they must have one type and differ in axis " + Twine(tie.axis) + " only");
  for (auto [i, from, to] : enumerate(before, after)) {
    if (static_cast<int64_t>(i) == tie.axis)
      continue;
    if (llvm::Error error = requireNumber(description, tie, from))
      return error;
    if (from != to)
      return refuse(option, pair + ": they must differ in axis " + Twine(tie.axis) + " only");
  }
  auto symbol = dyn_cast<AffineSymbolExpr>(before[tie.axis]);
  if (!symbol)
    return refuse(option, pair + ": axis " + Twine(tie.axis) + " of the input must have a size of its own that is not fixed");
  BitVector dataSizes = graph::symbolsDefinedIn(function);
  AffineExpr growth = graph::normalizeSize(after[tie.axis] - before[tie.axis]);
  bool isKnown = !growth.isFunctionOfSymbol(symbol.getPosition());
  for (unsigned i : dataSizes.set_bits())
    isKnown &= !growth.isFunctionOfSymbol(i);
  if (!isKnown)
    return refuse(option, pair + ": the output must be the input with a number of elements added that the other inputs' sizes give");
  auto [entry, isNew] = growths.try_emplace(
      symbol.getPosition(), Growth{before[tie.axis], after[tie.axis], option.growth->capacity, {}});
  if (!graph::sameSize(entry->second.after, after[tie.axis]))
    return refuse(option, pair + ": another input with this size grows to " +
                              formatSize(entry->second.after, description.symbols));
  entry->second.capacity = std::min(entry->second.capacity, option.growth->capacity);
  entry->second.ties.push_back(tie);
  return llvm::Error::success();
}

void markState(func::FuncOp function, const Tie &tie) {
  auto name = StringAttr::get(function.getContext(), tie.input->name);
  function.setArgAttr(tie.argument, graph::stateAttributeName, name);
  function.setResultAttr(tie.result, graph::stateAttributeName, name);
}

/// The types of the function after those of its block's arguments and results.
void updateType(func::FuncOp function) {
  Block &block = function.front();
  function.setType(FunctionType::get(function.getContext(), block.getArgumentTypes(),
                                     block.getTerminator()->getOperandTypes()));
}

unsigned addSymbol(func::FuncOp function, StringRef name) {
  auto names = to_vector(function->getAttrOfType<ArrayAttr>(graph::symbolsAttributeName).getValue());
  names.push_back(StringAttr::get(function.getContext(), name));
  function->setAttr(graph::symbolsAttributeName, ArrayAttr::get(function.getContext(), names));
  return names.size() - 1;
}

/// Other inputs whose sizes mention the length take any size there: the call
/// looks whether it is the right one.
void freeInputs(func::FuncOp function, const FunctionDescription &description, unsigned symbol, GraphBuilder &build) {
  for (auto [number, input] : zip_equal(graph::inputsOf(function), description.inputs)) {
    BlockArgument argument = function.getArgument(number);
    graph::Shape expected = graph::shapeOf(argument), sizes = expected;
    for (auto [axis, size] : enumerate(sizes))
      if (size.isFunctionOfSymbol(symbol))
        size = build.getAffineSymbolExpr(addSymbol(function, input.name + "_" + std::to_string(axis)));
    if (sizes == expected)
      continue;
    argument.setType(graph::tensorType(sizes, graph::elementOf(argument)));
    Type type = graph::tensorType(expected, graph::elementOf(argument));
    auto fitted = graph::ReshapeOp::create(build, argument.getLoc(), type, argument);
    argument.replaceAllUsesExcept(fitted, fitted);
  }
}

/// The value of the state after the call, of which `[0, after)` is the output.
Value growState(GraphBuilder &build, const Tie &tie, const Growth &growth, Value state, Value past, Value present,
                Value length) {
  auto concat = present.getDefiningOp<graph::ConcatOp>();
  bool isAppended = concat && concat.getOperands().front() == past && static_cast<int64_t>(concat.getAxis()) == tie.axis;
  AffineExpr start = isAppended ? growth.before : build.constant(0);
  AffineExpr count = graph::normalizeSize(growth.after - start);
  Value updates = isAppended ? build.concat(SmallVector<Value>(drop_begin(concat.getOperands())), tie.axis) : present;
  Value indices = build.iota(0, {count}, build.getI64Type());
  if (isAppended)
    indices = build.elementwise<graph::AddOp>(indices, build.broadcast(length, {count}));
  return graph::ScatterOp::create(build, present.getLoc(), state.getType(), graph::ScatterKind::replace, state, indices,
                                  updates, tie.axis);
}

void rewriteGrowth(func::FuncOp function, const FunctionDescription &description, const Growth &growth) {
  Block &block = function.front();
  unsigned symbol = cast<AffineSymbolExpr>(growth.before).getPosition();
  const StateOption &option = *growth.ties.front().option;
  std::string origin = "--state " + option.text + ": a negative size says how many places are missing";
  GraphBuilder build(NameLoc::get(StringAttr::get(function.getContext(), origin)), function.getContext());
  build.setInsertionPointToStart(&block);

  auto scalar = RankedTensorType::get({}, build.getI64Type());
  auto lengthName = build.getStringAttr(description.symbols[symbol]);
  auto attributes = build.getDictionaryAttr(build.getNamedAttr(graph::stateAttributeName, lengthName));
  (void)function.insertArgument(function.getNumArguments(), scalar, attributes, build.getLoc());
  Value length = block.getArguments().back();
  // A length that leaves no room becomes a negative size, which ends the call before a state changes.
  Value added = build.size(graph::normalizeSize(growth.after - growth.before));
  Value room = build.elementwise<graph::SubOp>(build.size(build.constant(growth.capacity)), added);
  room = build.elementwise<graph::SubOp>(room, length);
  Value isFull = build.compare(graph::Predicate::lt, room, build.fillInteger(0, {}, build.getI64Type()));
  build.create<graph::DefineSizeOp>(build.select(isFull, room, length), symbol);

  for (const Tie &tie : growth.ties) {
    BlockArgument state = function.getArgument(tie.argument);
    Type element = graph::elementOf(state);
    graph::Shape sizes = graph::shapeOf(state);
    sizes[tie.axis] = build.constant(growth.capacity);
    state.setType(graph::tensorType(sizes, element));
    Value past = build.slice(state, tie.axis, build.constant(0), growth.before);
    state.replaceAllUsesExcept(past, past.getDefiningOp());

    Operation *terminator = block.getTerminator();
    Value present = terminator->getOperand(tie.result);
    OpBuilder::InsertionGuard guard(build);
    build.setInsertionPointAfterValue(present);
    Value grown = growState(build, tie, growth, state, past, present, length);
    terminator->setOperand(tie.result, grown);
    // What reads the output reads it where it is kept.
    Value kept = build.slice(grown, tie.axis, build.constant(0), growth.after);
    SmallPtrSet<Operation *, 4> makers = {grown.getDefiningOp(), kept.getDefiningOp()};
    if (present.getDefiningOp<graph::ConcatOp>())
      present.replaceAllUsesExcept(kept, makers);
    if (kept.use_empty())
      kept.getDefiningOp()->erase();
  }
  freeInputs(function, description, symbol, build);

  build.setInsertionPoint(block.getTerminator());
  (void)function.insertResult(function.getNumResults(), scalar, attributes);
  block.getTerminator()->insertOperands(block.getTerminator()->getNumOperands(), build.size(growth.after));
}

llvm::Error tieFunction(func::FuncOp function, ArrayRef<StateOption> states, std::vector<bool> &used) {
  FunctionDescription description = describeFunction(function);
  SmallVector<Tie> ties;
  for (auto [i, option] : enumerate(states)) {
    size_t before = ties.size();
    if (llvm::Error error = findTies(function, description, option, ties))
      return error;
    if (ties.size() > before)
      used[i] = true;
  }
  if (ties.empty())
    return llvm::Error::success();
  for (StringRef name : {graph::inputValuesAttributeName, graph::outputValuesAttributeName})
    if (function->hasAttr(name))
      return refuse(*ties.front().option, description.name + " has sequences or optionals, beside which states are not possible");
  MapVector<unsigned, Growth> growths;
  for (const Tie &tie : ties)
    if (graph::isString(tie.input->type.getElementType()))
      return refuse(*tie.option, describePair(description, tie) + ": strings are no state, since they live for two runs only");
  for (const Tie &tie : ties)
    if (llvm::Error error = tie.option->growth ? checkGrowingTie(function, description, tie, growths)
                                               : checkFixedTie(description, tie))
      return error;
  for (const Tie &tie : ties)
    markState(function, tie);
  // Of what is left.
  FunctionDescription rest = describeFunction(function);
  for (const auto &[symbol, growth] : growths) {
    rewriteGrowth(function, rest, growth);
    updateType(function);
  }
  return llvm::Error::success();
}

} // namespace

llvm::Error tieStates(ModuleOp module, ArrayRef<StateOption> states) {
  std::vector<bool> used(states.size());
  std::vector<TensorDescription> inputs;
  for (func::FuncOp function : module.getOps<func::FuncOp>()) {
    if (function.isPrivate())
      continue;
    append_range(inputs, describeFunction(function).inputs);
    if (llvm::Error error = tieFunction(function, states, used))
      return error;
  }
  for (auto [option, isUsed] : zip_equal(states, used))
    if (!isUsed)
      return refuse(option, "no input is called " + option.input + "; the inputs are: " + namesOf(inputs));
  DiagnosticCollector diagnostics(module.getContext());
  if (!states.empty() && failed(verify(module)))
    return diagnostics.takeDefect("states could not be tied");
  return llvm::Error::success();
}

} // namespace tenon::compiler
