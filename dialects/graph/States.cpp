//===- States.cpp - What functions keep from call to call ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/States.h"
#include "dialects/graph/Strings.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace tenon::graph {

StringAttr stateOfArgument(FunctionOpInterface function, unsigned argument) {
  return function.getArgAttrOfType<StringAttr>(argument, stateAttributeName);
}

StringAttr stateOfResult(FunctionOpInterface function, unsigned result) {
  return dyn_cast_or_null<StringAttr>(function.getResultAttr(result, stateAttributeName));
}

SmallVector<unsigned> inputsOf(FunctionOpInterface function) {
  SmallVector<unsigned> inputs;
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (!stateOfArgument(function, i))
      inputs.push_back(i);
  return inputs;
}

SmallVector<unsigned> outputsOf(FunctionOpInterface function) {
  SmallVector<unsigned> outputs;
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    if (!stateOfResult(function, i))
      outputs.push_back(i);
  return outputs;
}

/// Calls `visit` with each state that stands in a public function.
static void visitStates(ModuleOp module, llvm::function_ref<void(StateDeclaration)> visit) {
  for (auto function : module.getOps<FunctionOpInterface>()) {
    if (function.isPrivate())
      continue;
    for (unsigned i = 0; i < function.getNumArguments(); ++i)
      if (StringAttr name = stateOfArgument(function, i))
        visit({name, cast<RankedTensorType>(function.getArgumentTypes()[i]), function});
    for (unsigned i = 0; i < function.getNumResults(); ++i)
      if (StringAttr name = stateOfResult(function, i))
        visit({name, cast<RankedTensorType>(function.getResultTypes()[i]), function});
  }
}

SmallVector<StateDeclaration> statesOf(ModuleOp module) {
  SmallVector<StateDeclaration> states;
  visitStates(module, [&](StateDeclaration state) {
    if (llvm::none_of(states, [&](const StateDeclaration &other) { return other.name == state.name; }))
      states.push_back(state);
  });
  return states;
}

LogicalResult verifyStates(ModuleOp module) {
  SmallVector<StateDeclaration> states = statesOf(module);
  LogicalResult result = success();
  visitStates(module, [&](StateDeclaration state) {
    auto *first = llvm::find_if(states, [&](const StateDeclaration &other) { return other.name == state.name; });
    if (first->type == state.type || failed(result))
      return;
    result = state.function.emitError() << "state \"" << state.name.getValue() << "\" is " << state.type << " in @"
                                        << state.function.getName() << " and " << first->type << " in @"
                                        << first->function.getName() << ": functions share states by name";
  });
  return result;
}

/// The number of the argument or result that is this state, other than `index`.
static std::optional<unsigned> findState(FunctionOpInterface function, bool amongArguments, StringAttr name,
                                         std::optional<unsigned> index) {
  unsigned count = amongArguments ? function.getNumArguments() : function.getNumResults();
  for (unsigned i = 0; i < count; ++i)
    if (i != index && (amongArguments ? stateOfArgument(function, i) : stateOfResult(function, i)) == name)
      return i;
  return std::nullopt;
}

LogicalResult verifyStateAttribute(FunctionOpInterface function, bool isArgument, unsigned index, Attribute value) {
  StringRef kind = isArgument ? "argument" : "result";
  auto name = dyn_cast<StringAttr>(value);
  if (!name || name.empty())
    return function.emitError() << stateAttributeName << " of " << kind << " " << index << " must be the state's name";
  Type type = isArgument ? function.getArgumentTypes()[index] : function.getResultTypes()[index];
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape())
    return function.emitError() << "state \"" << name.getValue() << "\" needs sizes that are numbers, got " << type
                                << ": choose a capacity and keep the length in a state of its own";
  if (isString(tensor.getElementType()))
    return function.emitError() << "state \"" << name.getValue() << "\" is of strings, which live for two runs only";
  if (findState(function, isArgument, name, index))
    return function.emitError() << "two " << kind << "s are the state \"" << name.getValue() << "\"";
  std::optional<unsigned> other = findState(function, !isArgument, name, std::nullopt);
  if (other && !isArgument && function.getArgumentTypes()[*other] != type)
    return function.emitError() << "state \"" << name.getValue() << "\" is " << function.getArgumentTypes()[*other]
                                << " before the call and " << type << " after it";
  return success();
}

} // namespace tenon::graph
