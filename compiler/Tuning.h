//===- Tuning.h - Tiles of products as a file -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a search found for a model (TuneTiles.h), as a file that may be committed
// beside it. Without one the cost model decides (codegen/cpu/ContractionTiles.h).

#ifndef TENON_COMPILER_TUNING_H
#define TENON_COMPILER_TUNING_H

#include "codegen/cpu/ContractionTiles.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include <functional>

namespace tenon::compiler {

struct TuneRequest {
  double seconds = 0;
  /// Of the runs; 0: as compiled programs choose.
  int threads = 0;
  /// Of the inputs, which are made up.
  uint64_t seed = 0;
  /// Called now and then with what is being done; may be null.
  std::function<void(const llvm::Twine &)> report;
};

struct TuneResult {
  codegen::TileTable tiles;
  /// How many times as fast as with the cost model's tiles: each product of the
  /// table, and all functions of the model together.
  llvm::StringMap<double> gains;
  double gain = 1;
  unsigned tried = 0;
};

/// The text of a tuning file.
std::string formatTuning(const TuneResult &result, llvm::StringRef cpuVersion);

/// The tiles of a tuning file, which is noted as an input of the model. Errors
/// are the user's, and name the file.
llvm::Expected<codegen::TileTable> readTuning(llvm::StringRef path);

} // namespace tenon::compiler

#endif
