//===- SizeRegions.cpp - What waits for sizes that depend on data --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/Calls.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;

namespace tenon::graph {

SmallVector<unsigned> definedSymbols(Operation *op) {
  auto define = dyn_cast<SizeDefinitionOpInterface>(op);
  return define ? define.getDefinedSymbols() : SmallVector<unsigned>();
}

SmallVector<unsigned> listedSymbols(std::optional<ArrayRef<int64_t>> list) {
  return list ? SmallVector<unsigned>(*list) : SmallVector<unsigned>();
}

bool isOneOf(AffineExpr size, ArrayRef<unsigned> symbols) {
  auto symbol = dyn_cast<AffineSymbolExpr>(size);
  return symbol && llvm::is_contained(symbols, symbol.getPosition());
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

bool mentionsSymbols(Operation *op) {
  bool found = false;
  MentionedSymbols([&](unsigned) { found = true; }).walk(op);
  return found;
}

namespace {

/// The regions of a block's ops, found depth first: what an op waits for may
/// stand after it in the block.
class RegionFinder {
public:
  explicit RegionFinder(Block &block) {
    for (Operation &op : block.without_terminator())
      for (unsigned symbol : definedSymbols(&op))
        definitions[symbol] = &op;
  }

  /// Finds the region of `op` and of all that it waits for. False where it waits for itself.
  bool visit(Operation *op);

  llvm::DenseMap<Operation *, unsigned> regions;

private:
  /// What an op waits for, and whether for the end of that op's region.
  struct Need {
    Operation *op;
    bool isForEnd;
  };

  struct Visit {
    Operation *op;
    SmallVector<Need> needs;
    size_t next = 0;
    unsigned region = 0;
  };

  SmallVector<Need> needsOf(Operation *op) const;

  llvm::DenseMap<unsigned, Operation *> definitions;
};

SmallVector<RegionFinder::Need> RegionFinder::needsOf(Operation *op) const {
  SmallVector<Need> needs;
  // A call's results have their places when the sizes that it defines are known.
  for (Value operand : op->getOperands())
    if (Operation *producer = operand.getDefiningOp())
      needs.push_back({producer, definesSizes(producer)});
  llvm::SmallDenseSet<unsigned> mentioned;
  MentionedSymbols([&](unsigned symbol) { mentioned.insert(symbol); }).walk(op);
  for (unsigned symbol : mentioned)
    if (Operation *definition = definitions.lookup(symbol); definition && definition != op)
      needs.push_back({definition, true});
  return needs;
}

bool RegionFinder::visit(Operation *op) {
  if (regions.contains(op))
    return true;
  std::vector<Visit> open;
  llvm::DenseSet<Operation *> isOpen;
  auto enter = [&](Operation *entered) {
    open.push_back({entered, needsOf(entered)});
    return isOpen.insert(entered).second;
  };
  enter(op);
  while (!open.empty()) {
    Visit &top = open.back();
    if (top.next == top.needs.size()) {
      regions[top.op] = top.region;
      isOpen.erase(top.op);
      open.pop_back();
      continue;
    }
    Need need = top.needs[top.next];
    auto found = regions.find(need.op);
    if (found == regions.end()) {
      if (!enter(need.op))
        return false;
      continue;
    }
    top.region = std::max(top.region, found->second + need.isForEnd);
    ++top.next;
  }
  return true;
}

} // namespace

llvm::DenseMap<Operation *, unsigned> sizeRegionsOf(Block &block) {
  if (!definesSizes(block))
    return llvm::DenseMap<Operation *, unsigned>();
  RegionFinder finder(block);
  for (Operation &op : block.without_terminator())
    finder.visit(&op);
  return std::move(finder.regions);
}

LogicalResult verifySizeDefinition(Operation *op) {
  auto function = dyn_cast_or_null<FunctionOpInterface>(op->getParentOp());
  SmallVector<unsigned> symbols = definedSymbols(op);
  if (!function || symbols.empty())
    return success();
  unsigned count = symbolCount(function);
  for (unsigned symbol : symbols)
    if (symbol >= count)
      return op->emitOpError("defines s") << symbol << ", but the function has " << count << " symbols";
  // The first one looks at all of them.
  Block &block = *op->getBlock();
  if (op != &*llvm::find_if(block, [](Operation &other) { return definesSizes(&other); }))
    return success();
  llvm::BitVector defined(count);
  for (Type type : function.getArgumentTypes())
    if (auto tensor = dyn_cast<RankedTensorType>(type))
      for (AffineExpr size : shapeOf(tensor))
        if (auto symbol = dyn_cast<AffineSymbolExpr>(size); symbol && symbol.getPosition() < count)
          defined.set(symbol.getPosition());
  RegionFinder finder(block);
  for (Operation &other : block) {
    for (unsigned symbol : definedSymbols(&other)) {
      if (symbol < count && defined[symbol])
        return other.emitOpError("defines s") << symbol << ", which is a size of an input or defined before";
      if (symbol < count)
        defined.set(symbol);
    }
    if (!other.hasTrait<OpTrait::IsTerminator>() && !finder.visit(&other))
      return other.emitOpError("waits for a size that is computed from its own result");
  }
  return success();
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
