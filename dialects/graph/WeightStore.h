//===- WeightStore.h - The values of a module's weights -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Weights are not constants of the IR: `graph.weight "name"` names an entry of
// a store that travels beside the module. Entries are views of memory, mostly
// of mapped files, and are never copied here.

#ifndef TENON_DIALECTS_GRAPH_WEIGHTSTORE_H
#define TENON_DIALECTS_GRAPH_WEIGHTSTORE_H

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/MapVector.h"
#include <map>
#include <memory>
#include <string>

namespace tenon::graph {

/// A tensor's bytes, dense and row-major; i1 takes a byte an element. `owner`
/// keeps the memory alive.
struct WeightData {
  mlir::RankedTensorType type;
  llvm::ArrayRef<char> bytes;
  std::shared_ptr<const void> owner;
};

class WeightStore {
public:
  /// Adds an entry; false where the name is taken.
  bool add(llvm::StringRef name, WeightData data) {
    return entries.insert({name.str(), std::move(data)}).second;
  }

  /// The entry, or null. Valid until the next `add`.
  const WeightData *find(llvm::StringRef name) const {
    auto found = entries.find(name.str());
    return found == entries.end() ? nullptr : &found->second;
  }

  void erase(llvm::StringRef name) { entries.erase(name.str()); }

  /// In the order of insertion.
  auto begin() const { return entries.begin(); }
  auto end() const { return entries.end(); }
  size_t size() const { return entries.size(); }

private:
  llvm::MapVector<std::string, WeightData, std::map<std::string, unsigned>> entries;
};

} // namespace tenon::graph

#endif
