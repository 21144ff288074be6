//===- Shrinking.cpp - The smallest graph that still fails ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tenon-fuzz/Shrinking.h"
#include "dialects/graph/SizeRegions.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;

namespace tenon::fuzz {

namespace {

/// A change of a function; false where it does not apply.
using Change = llvm::function_ref<bool(func::FuncOp)>;

std::string print(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream(text) << module;
  return text;
}

SmallVector<Operation *> opsOf(func::FuncOp function) {
  return llvm::map_to_vector(function.getBody().front().without_terminator(), [](Operation &op) { return &op; });
}

void removeDeadOps(func::FuncOp function) {
  SmallVector<Operation *> ops = opsOf(function);
  // What defines a size stays: something may have it.
  for (Operation *op : llvm::reverse(ops))
    if (op->use_empty() && !graph::definesSizes(op))
      op->erase();
}

/// Removes ops and inputs that nothing reads. The first input stays: it binds
/// the symbols.
void removeDead(func::FuncOp function) {
  removeDeadOps(function);
  for (unsigned i = function.getNumArguments(); i-- > 1;)
    if (function.getArgument(i).use_empty())
      (void)function.eraseArgument(i);
}

/// Removes functions that nothing calls any more.
void removeUncalled(ModuleOp module) {
  for (bool changed = true; changed;) {
    changed = false;
    for (func::FuncOp function : llvm::make_early_inc_range(module.getOps<func::FuncOp>()))
      if (function.isPrivate() && SymbolTable::symbolKnownUseEmpty(function, module)) {
        function.erase();
        changed = true;
      }
  }
}

void setResults(func::FuncOp function, ValueRange results) {
  Operation *terminator = function.getBody().front().getTerminator();
  BitVector dropped(function.getNumResults(), true);
  (void)function.eraseResults(dropped);
  terminator->setOperands(results);
  function.setType(FunctionType::get(function.getContext(), function.getArgumentTypes(), results.getTypes()));
}

/// The module with the change applied, or nothing.
std::string changed(MLIRContext &context, const std::string &text, Change change) {
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  func::FuncOp function = *module->getOps<func::FuncOp>().begin();
  if (!change(function))
    return "";
  removeDead(function);
  removeUncalled(*module);
  std::string smaller = print(*module);
  return smaller == text ? "" : smaller;
}

/// Only result number `i` of an op, or of the function where there are more.
bool keepOnly(func::FuncOp function, size_t i) {
  SmallVector<Operation *> ops = opsOf(function);
  if (i >= ops.size() || ops[i]->getNumResults() == 0)
    return false;
  setResults(function, ops[i]->getResult(0));
  return true;
}

/// The value of op `i` becomes an input.
bool cutAbove(func::FuncOp function, size_t i) {
  SmallVector<Operation *> ops = opsOf(function);
  if (i >= ops.size() || ops[i]->getNumOperands() == 0 || ops[i]->getNumResults() == 0)
    return false;
  unsigned position = function.getNumArguments();
  std::string name = "cut" + std::to_string(position);
  auto names =
      DictionaryAttr::get(function.getContext(), {NamedAttribute(StringAttr::get(function.getContext(), "graph.name"),
                                                                 StringAttr::get(function.getContext(), name))});
  if (failed(function.insertArgument(position, ops[i]->getResult(0).getType(), names, ops[i]->getLoc())))
    return false;
  ops[i]->getResult(0).replaceAllUsesWith(function.getArgument(position));
  return true;
}

/// The op is skipped: its users read operand `k` of the same type.
bool skipOp(Operation *op, unsigned k) {
  if (op->getNumResults() == 0 || k >= op->getNumOperands() ||
      op->getOperand(k).getType() != op->getResult(0).getType() || op->getResult(0).use_empty())
    return false;
  op->getResult(0).replaceAllUsesWith(op->getOperand(k));
  return true;
}

bool skip(func::FuncOp function, size_t i, unsigned k) {
  SmallVector<Operation *> ops = opsOf(function);
  return i < ops.size() && skipOp(ops[i], k);
}

/// The same for op `i` of those in the functions that are called.
bool skipInside(func::FuncOp function, size_t i, unsigned k) {
  for (func::FuncOp callee : function->getParentOfType<ModuleOp>().getOps<func::FuncOp>()) {
    if (callee == function)
      continue;
    SmallVector<Operation *> ops = opsOf(callee);
    if (i >= ops.size()) {
      i -= ops.size();
      continue;
    }
    if (!skipOp(ops[i], k))
      return false;
    removeDeadOps(callee);
    return true;
  }
  return false;
}

} // namespace

std::string shrink(MLIRContext &context, std::string text, llvm::function_ref<bool(const std::string &)> fails) {
  auto accept = [&](Change change) {
    std::string smaller = changed(context, text, change);
    if (smaller.empty() || !fails(smaller))
      return false;
    text = std::move(smaller);
    return true;
  };
  auto opCount = [&](bool inside) {
    OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
    size_t count = 0;
    for (func::FuncOp function : module->getOps<func::FuncOp>())
      count += function.isPrivate() == inside ? opsOf(function).size() : 0;
    return count;
  };
  // The first op whose value is wrong.
  for (size_t i = 0, count = opCount(/*inside=*/false); i < count; ++i)
    if (accept([&](func::FuncOp function) { return keepOnly(function, i); }))
      break;
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (size_t i = opCount(/*inside=*/true); i-- > 0;)
      for (unsigned k = 0; k < 2; ++k)
        smaller |= accept([&](func::FuncOp function) { return skipInside(function, i, k); });
    for (size_t i = opCount(/*inside=*/false); i-- > 0;) {
      smaller |= accept([&](func::FuncOp function) { return cutAbove(function, i); });
      for (unsigned k = 0; k < 2; ++k)
        smaller |= accept([&](func::FuncOp function) { return skip(function, i, k); });
    }
  }
  return text;
}

} // namespace tenon::fuzz
