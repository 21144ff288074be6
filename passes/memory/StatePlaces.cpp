//===- StatePlaces.cpp - Results that are written where a state lies ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/memory/StatePlaces.h"
#include "dialects/graph/States.h"
#include "dialects/kernel/Kernel.h"
#include "llvm/ADT/STLExtras.h"
#include <limits>

using namespace mlir;
using tenon::kernel::KernelOpInterface;

namespace tenon::passes {

Value memoryOf(Value value) {
  while (auto view = value.getDefiningOp<graph::ReshapeOp>())
    value = view.getOperand();
  return value;
}

SmallVector<StateUpdate> stateUpdatesOf(func::FuncOp function) {
  SmallVector<StateUpdate> updates;
  Operation *terminator = function.front().getTerminator();
  for (unsigned i = 0; i < function.getNumResults(); ++i) {
    StringAttr state = graph::stateOfResult(function, i);
    if (!state)
      continue;
    StateUpdate update{i, memoryOf(terminator->getOperand(i)), {}};
    for (BlockArgument argument : function.getArguments())
      if (graph::stateOfArgument(function, argument.getArgNumber()) == state)
        update.previous = argument;
    if (update.newest != update.previous)
      updates.push_back(update);
  }
  return updates;
}

/// Calls `visit` with every kernel that reads the memory.
static void visitReaders(Value memory, llvm::function_ref<void(Operation *)> visit) {
  SmallVector<Value> aliases = {memory};
  for (size_t i = 0; i < aliases.size(); ++i)
    for (Operation *user : aliases[i].getUsers()) {
      if (auto view = dyn_cast<graph::ReshapeOp>(user))
        aliases.push_back(view);
      else
        visit(user);
    }
}

void sinkStateUpdates(func::FuncOp function) {
  for (const StateUpdate &update : stateUpdatesOf(function)) {
    Operation *writer = update.newest.getDefiningOp();
    if (!isa_and_nonnull<KernelOpInterface>(writer) || !update.previous)
      continue;
    Operation *lastReader = writer;
    visitReaders(update.previous, [&](Operation *reader) {
      if (isa<KernelOpInterface>(reader) && lastReader->isBeforeInBlock(reader))
        lastReader = reader;
    });
    // Views of the results stand where they are, so these must be late too.
    bool isNeededBefore =
        llvm::any_of(writer->getUsers(), [&](Operation *user) { return !lastReader->isBeforeInBlock(user); });
    if (lastReader != writer && !isNeededBefore)
      writer->moveAfter(lastReader);
  }
}

StatePlaces::StatePlaces(func::FuncOp function, CanOverwrite canOverwrite) {
  for (auto op : function.getOps<KernelOpInterface>()) {
    int64_t number = numbers.size();
    numbers[op] = number;
    for (Value input : op.getInputs())
      lastUses[memoryOf(input)] = number;
  }
  // What is returned is never overwritten.
  for (Value value : function.front().getTerminator()->getOperands())
    lastUses[memoryOf(value)] = std::numeric_limits<int64_t>::max();
  for (const StateUpdate &update : stateUpdatesOf(function)) {
    SmallVector<Value> chain = chainOf(update, canOverwrite);
    if (chain.empty())
      failed.push_back(update);
    for (Value value : chain)
      places[value] = update.result;
  }
}

std::optional<unsigned> StatePlaces::find(Value value) const {
  auto found = places.find(value);
  return found == places.end() ? std::nullopt : std::optional(found->second);
}

int64_t StatePlaces::lastUse(Value memory) const {
  auto found = lastUses.find(memory);
  return found == lastUses.end() ? -1 : found->second;
}

/// Whether `value` may be written into the memory of the state while, or after,
/// the previous value is read for the last time.
bool StatePlaces::takesOver(const StateUpdate &update, OpResult value, CanOverwrite canOverwrite) const {
  int64_t last = update.previous ? lastUse(update.previous) : -1, number = numberOf(value);
  if (last != number)
    return last < number;
  Operation *op = value.getOwner();
  for (unsigned i = 0; i < op->getNumOperands(); ++i)
    if (memoryOf(op->getOperand(i)) == update.previous && canOverwrite(op, i, value.getResultNumber()))
      return true;
  return false;
}

/// A result of an earlier kernel in whose memory `value` can be written.
Value StatePlaces::overwrittenBy(OpResult value, CanOverwrite canOverwrite) const {
  Operation *op = value.getOwner();
  for (unsigned i = 0; i < op->getNumOperands(); ++i) {
    Value memory = memoryOf(op->getOperand(i));
    if (numbers.contains(memory.getDefiningOp()) && lastUse(memory) == numberOf(value) && !places.contains(memory) &&
        canOverwrite(op, i, value.getResultNumber()))
      return memory;
  }
  return nullptr;
}

/// The longest chain of values, newest first, that begins where the memory is free.
SmallVector<Value> StatePlaces::chainOf(const StateUpdate &update, CanOverwrite canOverwrite) const {
  SmallVector<Value> chain;
  size_t valid = 0;
  Value value = update.newest;
  while (value && numbers.contains(value.getDefiningOp())) {
    chain.push_back(value);
    auto result = cast<OpResult>(value);
    // What is changed in place lies where the value before it lies.
    if (!cast<KernelOpInterface>(result.getOwner()).getChangedInput() && takesOver(update, result, canOverwrite))
      valid = chain.size();
    value = overwrittenBy(result, canOverwrite);
  }
  chain.truncate(valid);
  return chain;
}

} // namespace tenon::passes
