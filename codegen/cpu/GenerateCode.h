//===- GenerateCode.h - Objects and tables for a planned module -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_GENERATECODE_H
#define TENON_CODEGEN_CPU_GENERATECODE_H

#include "codegen/cpu/ContractionTiles.h"
#include "codegen/cpu/ModelTables.h"
#include "codegen/cpu/ObjectEmission.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace tenon::codegen {

struct GenerationOptions {
  std::string name;
  std::vector<CpuTarget> targets; // best first
  EmissionKind kind = EmissionKind::Object;
  unsigned threads = 1;
  /// Of products that the cost model shall not cut.
  TileTable tiles;
};

/// A product among the kernels.
struct GeneratedProduct {
  std::string kernel;
  std::string key; // in a table of tiles
  ContractionTiles tiles;
  /// Of the product; the largest number where only a run knows it.
  int64_t rows, depth;
};

struct GeneratedCode {
  /// Of each target several, in the order of the targets.
  llvm::SmallVector<std::unique_ptr<llvm::MemoryBuffer>> files;
  /// Names, functions and targets are filled in; what concerns the weights is not.
  ModelEntry tables;
  std::vector<GeneratedProduct> products;
};

/// Emits every kernel of the module's functions, equal ones once, for each
/// target. Private functions are those that branches and loops call. The module
/// must have passed the memory plan. `weightOffset` says where in the blob a
/// weight begins, `stateOffset` where the first value of a state does; zeros
/// have none, and where it is null all states begin so.
llvm::Expected<GeneratedCode> generateCode(mlir::ModuleOp module, const GenerationOptions &options,
                                           llvm::function_ref<uint64_t(llvm::StringRef)> weightOffset,
                                           llvm::function_ref<std::optional<uint64_t>(llvm::StringRef)> stateOffset = nullptr);

} // namespace tenon::codegen

#endif
