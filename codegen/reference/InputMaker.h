//===- InputMaker.h - Inputs made from a seed -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Inputs for running a model without the user's data: the same for the same
// seed on every machine. They make sense to the model as far as its graph
// tells: indices lie within what they index, and masks let everything through.

#ifndef TENON_CODEGEN_REFERENCE_INPUTMAKER_H
#define TENON_CODEGEN_REFERENCE_INPUTMAKER_H

#include "codegen/reference/Tensor.h"
#include "dialects/graph/WeightStore.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace tenon::reference {

/// Numbers from a seed (SplitMix64).
class Random {
public:
  explicit Random(uint64_t seed) : state(seed) {}

  uint64_t bits();
  /// At least 0 and less than `limit`, which is positive.
  int64_t below(int64_t limit) { return static_cast<int64_t>(bits() % static_cast<uint64_t>(limit)); }
  /// At least -1 and less than 1.
  double real() { return static_cast<double>(bits() >> 11) * 0x1p-52 - 1; }

private:
  uint64_t state;
};

/// Sizes by the names of symbols (`batch`, `sequence`).
using SymbolSizes = llvm::StringMap<int64_t>;

/// `batch=3,sequence=17`.
llvm::Expected<SymbolSizes> parseSymbolSizes(llvm::StringRef text);

/// The values of the function's symbols: the given ones, else 1 for the first
/// and 128 for others. Fails for a name that is no symbol of the function.
llvm::Expected<llvm::SmallVector<int64_t>> chooseSymbols(mlir::func::FuncOp function, const SymbolSizes &given);

struct MadeInputs {
  llvm::SmallVector<int64_t> symbols;
  std::vector<ReferenceTensor> tensors;
  /// What was chosen, one line an input: `input_ids: i64[1, 128], indices below 30522`.
  std::vector<std::string> descriptions;
};

llvm::Expected<MadeInputs> makeInputs(mlir::func::FuncOp function, uint64_t seed, const SymbolSizes &sizes = {});

/// Adds random values for every weight that the module reads and `store`
/// lacks, scaled so that products keep the magnitude of what they multiply.
llvm::Error makeWeights(mlir::ModuleOp module, uint64_t seed, graph::WeightStore &store);

/// The size of what `value` indexes, or nothing where it does not lead to the
/// indices of a gather.
std::optional<int64_t> indexedSize(mlir::Value value, llvm::ArrayRef<int64_t> symbols);

} // namespace tenon::reference

#endif
