//===- Strings.cpp - Tensors of strings ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Strings.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;

namespace tenon::graph {

std::optional<SmallVector<StringRef>> stringsOf(ModuleOp module) {
  auto list = module->getAttrOfType<ArrayAttr>(stringsAttributeName);
  if (!list)
    return std::nullopt;
  return llvm::map_to_vector(list.getAsRange<StringAttr>(), [](StringAttr text) { return text.getValue(); });
}

LogicalResult verifyStrings(Operation *op, Attribute strings) {
  auto list = dyn_cast<ArrayAttr>(strings);
  if (!isa<ModuleOp>(op) || !list || list.empty())
    return op->emitOpError("has ") << stringsAttributeName << ", which is a list of strings of a module";
  llvm::DenseSet<Attribute> seen;
  for (auto [i, text] : llvm::enumerate(list)) {
    if (!isa<StringAttr>(text) || !seen.insert(StringAttr::get(op->getContext(), cast<StringAttr>(text).getValue())).second)
      return op->emitOpError("has ") << stringsAttributeName << " with " << text << ", expected strings, each once";
    if (i == 0 && !cast<StringAttr>(text).empty())
      return op->emitOpError("has ") << stringsAttributeName << " that begin with " << text << ", expected the empty string";
  }
  return success();
}

/// Whether an op may have strings among its operands and results.
static bool takesStrings(Operation *op) {
  if (auto compare = dyn_cast<CompareOp>(op))
    return compare.getPredicate() == Predicate::eq || compare.getPredicate() == Predicate::ne;
  if (auto scatter = dyn_cast<ScatterOp>(op))
    return scatter.getKind() == ScatterKind::replace;
  if (auto scatter = dyn_cast<ScatterAlongOp>(op))
    return scatter.getKind() == ScatterKind::replace;
  return isa<CallRuntimeOp, BitcastOp, SelectOp, FillOp, BroadcastOp, TransposeOp, ReshapeOp, SliceOp, ConcatOp, PadOp,
             GatherOp, TakeAlongOp, IfOp, LoopOp>(op);
}

LogicalResult verifyStringUses(ModuleOp module) {
  auto isOfStrings = [](Type type) { return isString(getElementTypeOrSelf(type)); };
  WalkResult result = module.walk([&](Operation *op) {
    bool isAsked = isa_and_nonnull<GraphDialect>(op->getDialect()) && !takesStrings(op);
    if (!isAsked || (llvm::none_of(op->getOperandTypes(), isOfStrings) && llvm::none_of(op->getResultTypes(), isOfStrings)))
      return WalkResult::advance();
    op->emitOpError("takes and gives numbers, not strings");
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

const RuntimeFunction *findRuntimeFunction(StringRef name) {
  static constexpr RuntimeFunction functions[] = {
      {"string_concat", "SS", 'S'},
      {"string_lower", "S", 'S'},
      {"string_upper", "S", 'S'},
      // Of a string, a delimiter, and at how many of them it is cut at most; negative: at all.
      {"string_count_parts", "Ssi", 'I'},
      {"string_split", "Ssi", 'P'},
      // Against a pattern (runtime/longtail/RegexProgram.h).
      {"string_match", "Sv", 'B'},
      {"string_from_number", "N", 'S'},
      {"string_to_number", "S", 'N'},
  };
  const auto *found = llvm::find_if(functions, [&](const RuntimeFunction &entry) { return entry.name == name; });
  return found == std::end(functions) ? nullptr : found;
}

} // namespace tenon::graph
