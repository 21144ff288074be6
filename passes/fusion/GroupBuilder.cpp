//===- GroupBuilder.cpp - A set of ops on its way to a graph.group --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/fusion/GroupBuilder.h"
#include "dialects/graph/SizeRegions.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "passes/simplify/EraseDead.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

int64_t sizeRegionOf(Operation *op) {
  auto region = op->getAttrOfType<IntegerAttr>(sizeRegionAttributeName);
  return region ? region.getInt() : 0;
}

bool isUngrouped(Operation *op) {
  return isa_and_nonnull<GraphDialect>(op->getDialect()) && !isa<GroupOp, YieldOp, ControlOpInterface, CallRuntimeOp, DefineSizeOp>(op) &&
         !isStored(op) && isa<func::FuncOp>(op->getParentOp());
}

StringRef whyApart(Operation *op) {
  if (isa<GroupOp>(op))
    return "has chosen its kernel before";
  if (isa<ControlOpInterface, CallRuntimeOp>(op))
    return "calls a function, on tensors in memory";
  return "";
}

StringRef GroupBuilder::whyFull(unsigned operands) const {
  if (size() >= maxOps)
    return "the kernel would have too many ops";
  if (inputs().size() + outputs().size() + operands > maxTensors)
    return "the kernel would read and write too many tensors";
  return "";
}

void GroupBuilder::shareViews(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || contains(op) || (!isView(op) && !isGenerated(op)))
    return;
  share(op);
  for (Value operand : op->getOperands())
    shareViews(operand);
}

void GroupBuilder::shareViewsIf(bool isInPlace, Value value, StringRef refusal) {
  if (isInPlace)
    shareViews(value);
  else if (Operation *view = value.getDefiningOp(); view && isView(view))
    refuse(view, refusal);
}

SmallVector<Operation *> GroupBuilder::inOrder() const {
  SmallVector<Operation *> ops;
  for (auto &[op, ownership] : members)
    ops.push_back(op);
  llvm::sort(ops, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  return ops;
}

SmallVector<Value> GroupBuilder::inputs() const {
  SetVector<Value> inputs;
  for (Operation *op : inOrder())
    for (Value operand : op->getOperands())
      if (Operation *producer = operand.getDefiningOp(); !producer || !contains(producer))
        inputs.insert(operand);
  return inputs.takeVector();
}

bool GroupBuilder::isUsedOutside(Value value) const {
  return llvm::any_of(value.getUsers(), [&](Operation *user) {
    auto found = members.find(user);
    if (found == members.end())
      return true;
    return found->second == Ownership::Shared && isUsedOutside(user->getResult(0));
  });
}

SmallVector<Value> GroupBuilder::outputs() const {
  SmallVector<Value> outputs;
  for (Operation *op : inOrder())
    for (Value result : op->getResults())
      if (owns(op) && isUsedOutside(result))
        outputs.push_back(result);
  return outputs;
}

bool GroupBuilder::wouldCycle(Operation *added) const {
  for (auto &[op, ownership] : members)
    if (ownership == Ownership::Owned && sizeRegionOf(op) != sizeRegionOf(added))
      return true;
  auto isOwned = [&](Operation *op) { return op == added || owns(op); };
  Operation *first = added;
  for (auto &[op, ownership] : members)
    if (ownership == Ownership::Owned && op->isBeforeInBlock(first))
      first = op;
  // Backwards from what the group reads; nothing before its first op can
  // depend on it.
  SmallVector<Operation *> worklist;
  llvm::DenseSet<Operation *> seen;
  auto visitOperands = [&](Operation *op) {
    for (Value operand : op->getOperands())
      if (Operation *producer = operand.getDefiningOp())
        if (!producer->isBeforeInBlock(first) && seen.insert(producer).second)
          worklist.push_back(producer);
  };
  auto visitInputs = [&](Operation *op) {
    for (Value operand : op->getOperands())
      if (Operation *producer = operand.getDefiningOp())
        if (!isOwned(producer) && !contains(producer) && !producer->isBeforeInBlock(first) && seen.insert(producer).second)
          worklist.push_back(producer);
  };
  visitInputs(added);
  for (auto &[op, ownership] : members)
    visitInputs(op);
  while (!worklist.empty()) {
    Operation *op = worklist.pop_back_val();
    if (isOwned(op))
      return true;
    visitOperands(op);
  }
  return false;
}

/// Where the computation comes from: the anchor if there is one.
static Location locationOf(ArrayRef<Operation *> ops) {
  for (Operation *op : ops)
    if (isAnchor(op))
      return op->getLoc();
  return ops.back()->getLoc();
}

/// The op that people know a group by.
static Operation *mainOpOf(Operation *op) {
  auto group = dyn_cast<GroupOp>(op);
  if (!group)
    return op;
  Operation *last = op;
  for (Operation &inner : group.getBody().front().without_terminator()) {
    if (isAnchor(&inner))
      return &inner;
    last = &inner;
  }
  return last;
}

/// `packed_matmul, add x2`: ops that compute or move something, in the order of their first appearance.
static std::string listOps(ArrayRef<Operation *> ops) {
  llvm::MapVector<StringRef, unsigned> counts;
  for (Operation *op : ops)
    if (!isGenerated(op) && !isa<ReshapeOp, BroadcastOp>(op))
      ++counts[op->getName().stripDialect()];
  std::string text;
  for (auto [name, count] : counts)
    text += (text.empty() ? "" : ", ") + name.str() + (count > 1 ? " x" + std::to_string(count) : "");
  return text;
}

FusionNote GroupBuilder::note() const {
  llvm::SetVector<std::pair<StringRef, StringRef>> distinct;
  for (auto &[op, reason] : refusals)
    if (!contains(op) && !reason.empty())
      distinct.insert({mainOpOf(op)->getName().stripDialect(), reason});
  FusionNote note{listOps(inOrder()), ""};
  for (auto [name, reason] : distinct)
    note.stopped += (note.stopped.empty() ? "" : "; ") + name.str() + ": " + reason.str();
  return note;
}

/// Moves what reads the group, directly or not, from its place before the group behind it. Sorting the whole block
/// would do so, too, and take time for each group that grows with the block.
static void moveReadersBehind(GroupOp group, Block::iterator begin) {
  llvm::DenseSet<Operation *> readers{group};
  SmallVector<Operation *> ordered;
  for (Operation &op : llvm::make_range(begin, Block::iterator(group)))
    if (llvm::any_of(op.getOperands(), [&](Value operand) { return readers.contains(operand.getDefiningOp()); })) {
      readers.insert(&op);
      ordered.push_back(&op);
    }
  Operation *last = group;
  for (Operation *op : ordered) {
    op->moveAfter(last);
    last = op;
  }
}

GroupOp GroupBuilder::finish() {
  SmallVector<Operation *> ops = inOrder();
  Block *block = ops.front()->getBlock();
  Operation *before = ops.front()->getPrevNode();
  SmallVector<Value> results = outputs();
  Operation *last = ops.front();
  for (Operation *op : ops)
    if (owns(op))
      last = op;
  OpBuilder builder(last);
  SmallVector<Value> operands = inputs();
  auto group = GroupOp::create(builder, withFusionNote(locationOf(ops), note()), TypeRange(ValueRange(results)), operands);
  Block *body = &group.getBody().emplaceBlock();
  IRMapping mapping;
  for (Value operand : operands)
    mapping.map(operand, body->addArgument(operand.getType(), operand.getLoc()));
  builder.setInsertionPointToEnd(body);
  for (Operation *op : ops)
    builder.clone(*op, mapping);
  SmallVector<Value> yielded = llvm::map_to_vector(results, [&](Value value) { return mapping.lookup(value); });
  YieldOp::create(builder, group.getLoc(), yielded);

  for (auto [value, output] : llvm::zip_equal(results, group.getOutputs()))
    value.replaceAllUsesWith(output);
  for (Operation *op : llvm::reverse(ops))
    if (op->use_empty())
      op->erase();
  // Clones that were only needed outside, and inputs that only they read.
  eraseDead(*body);
  for (unsigned i = body->getNumArguments(); i-- > 0;)
    if (body->getArgument(i).use_empty()) {
      body->eraseArgument(i);
      group->eraseOperand(i);
    }
  moveReadersBehind(group, before ? std::next(Block::iterator(before)) : block->begin());
  return group;
}

} // namespace tenon::passes
