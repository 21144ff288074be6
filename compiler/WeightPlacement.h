//===- WeightPlacement.h - Where weights and first states lie -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_WEIGHTPLACEMENT_H
#define TENON_COMPILER_WEIGHTPLACEMENT_H

#include "codegen/cpu/ModelTables.h"
#include "compiler/WeightBlob.h"
#include "dialects/graph/WeightStore.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"

namespace tenon::compiler {

/// The largest magnitude of made values for a weight of this type: products by
/// it keep the magnitude of what they multiply.
double weightScale(mlir::RankedTensorType type);

/// What is known of weights before they are placed: results of `prepare_K` that
/// the blob holds already, or, where values are made at load, their scales.
struct PreparedWeights {
  llvm::StringMap<uint64_t> offsets;
  llvm::StringMap<double> scales;
};

/// Appends to the blob what kernels read and what states begin with.
class WeightPlacement {
public:
  /// `makesValues`: numbers of float types are not stored, but made at load.
  WeightPlacement(const graph::WeightStore &store, WeightBlob &blob, PreparedWeights prepared, bool makesValues)
      : store(store), blob(blob), prepared(std::move(prepared)), makesValues(makesValues) {}

  /// Places every weight of the module, its constants, which become weights
  /// since kernels read memory, and the first values of its states.
  llvm::Error place(mlir::ModuleOp module);

  uint64_t weightOffset(llvm::StringRef name) const { return prepared.offsets.lookup(name); }
  /// Nothing for a state that begins with zeros.
  std::optional<uint64_t> stateOffset(llvm::StringRef name) const;

  /// Bytes of all weights, those that are made too.
  uint64_t bytes() const { return end; }
  const std::vector<codegen::MadeWeightEntry> &made() const { return madeEntries; }

private:
  llvm::Error placeNamed(llvm::StringRef name, mlir::RankedTensorType type);
  llvm::Error append(llvm::StringRef name, llvm::ArrayRef<char> bytes);
  llvm::Error placeStates(mlir::ModuleOp module);
  void placeMade();

  const graph::WeightStore &store;
  WeightBlob &blob;
  PreparedWeights prepared;
  bool makesValues;
  /// To be made, by name.
  llvm::MapVector<std::string, codegen::MadeWeightEntry, std::map<std::string, unsigned>> open;
  std::vector<codegen::MadeWeightEntry> madeEntries;
  llvm::StringMap<bool> initialized; // states that do not begin with zeros
  uint64_t end = 0;
};

} // namespace tenon::compiler

#endif
