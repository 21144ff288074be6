//===- SizeRegions.cpp - What waits for sizes that depend on data --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/Calls.h"
#include "mlir/IR/AttrTypeSubElements.h"

using namespace mlir;

namespace tenon::graph {

SmallVector<unsigned> definedSymbols(Operation *op) {
  auto define = dyn_cast<SizeDefinitionOpInterface>(op);
  return define ? define.getDefinedSymbols() : SmallVector<unsigned>();
}

bool definesSizes(Block &block) {
  return llvm::any_of(block, [](Operation &op) { return definesSizes(&op); });
}

llvm::BitVector symbolsDefinedIn(FunctionOpInterface function) {
  llvm::BitVector defined(symbolCount(function));
  function->walk([&](SizeDefinitionOpInterface op) {
    for (unsigned symbol : op.getDefinedSymbols())
      if (symbol < defined.size())
        defined.set(symbol);
  });
  return defined;
}

namespace {

/// The symbols that an op mentions, in its own types and attributes and in
/// those of the ops inside.
class MentionedSymbols {
public:
  explicit MentionedSymbols(llvm::function_ref<void(unsigned)> report) {
    auto visit = [report](AffineExpr expression) {
      expression.walk([&](AffineExpr part) {
        if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
          report(symbol.getPosition());
      });
    };
    walker.addWalk([visit](SizesAttr sizes) { llvm::for_each(sizes.getSizes(), visit); });
    walker.addWalk([visit](AffineMapAttr map) { llvm::for_each(map.getValue().getResults(), visit); });
  }

  void walk(Operation *op) {
    op->walk([&](Operation *inner) {
      walker.walk(inner->getAttrDictionary());
      for (Type type : inner->getResultTypes())
        walker.walk(type);
    });
  }

private:
  AttrTypeWalker walker;
};

} // namespace

llvm::BitVector symbolsMentionedIn(Operation *op, unsigned count) {
  llvm::BitVector mentioned(count);
  MentionedSymbols([&](unsigned symbol) {
    if (symbol < count)
      mentioned.set(symbol);
  }).walk(op);
  return mentioned;
}

llvm::DenseMap<Operation *, unsigned> sizeRegionsOf(Block &block) {
  llvm::DenseMap<Operation *, unsigned> regions;
  if (!definesSizes(block))
    return regions;
  llvm::DenseMap<unsigned, Operation *> definitions;
  llvm::DenseMap<Operation *, SmallVector<unsigned>> mentioned;
  for (Operation &op : block.without_terminator()) {
    for (unsigned symbol : definedSymbols(&op))
      definitions[symbol] = &op;
    SmallVector<unsigned> &symbols = mentioned[&op];
    MentionedSymbols([&](unsigned symbol) {
      if (!llvm::is_contained(symbols, symbol))
        symbols.push_back(symbol);
    }).walk(&op);
  }
  // Depth first: what an op waits for may stand after it in the block.
  SmallVector<Operation *> stack;
  auto need = [&](Operation *producer, unsigned &region, unsigned added) {
    auto found = regions.find(producer);
    if (found != regions.end()) {
      region = std::max(region, found->second + added);
      return true;
    }
    stack.push_back(producer);
    return false;
  };
  auto visit = [&](Operation *op) {
    unsigned region = 0;
    bool isReady = true;
    for (Value operand : op->getOperands())
      if (Operation *producer = operand.getDefiningOp())
        isReady &= need(producer, region, 0);
    for (unsigned symbol : mentioned[op])
      if (Operation *definition = definitions.lookup(symbol); definition && definition != op)
        isReady &= need(definition, region, 1);
    if (isReady)
      regions[op] = region;
    return isReady;
  };
  for (Operation &op : block.without_terminator()) {
    // A symbol that waits for itself has no region: who verifies says so, here it ends.
    size_t limit = 4 * mentioned.size() + 4;
    stack.push_back(&op);
    while (!stack.empty() && stack.size() < limit) {
      Operation *top = stack.back();
      if (regions.contains(top) || visit(top))
        stack.pop_back();
    }
    for (Operation *left : stack)
      regions.try_emplace(left, 0);
    stack.clear();
  }
  return regions;
}

SmallVector<Operation *> inRegionOrder(Block &block) {
  llvm::DenseMap<Operation *, unsigned> regions = sizeRegionsOf(block);
  // By region, the ops that end it last, and in the order of the block.
  SmallVector<std::tuple<unsigned, bool, size_t, Operation *>> keys;
  for (Operation &op : block.without_terminator())
    keys.push_back({regions.lookup(&op), !regions.empty() && definesSizes(&op), keys.size(), &op});
  if (!regions.empty())
    llvm::sort(keys);
  return llvm::map_to_vector(keys, [](const auto &key) { return std::get<Operation *>(key); });
}

} // namespace tenon::graph
