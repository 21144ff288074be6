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
