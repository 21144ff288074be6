//===- TuneTiles.h - A search for the tiles of a model's products -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs the model in this process with one table of tiles and with another, in
// turn, and looks at each product by itself: one run tries a change of every
// product at once.

#ifndef TENON_COMPILER_TUNETILES_H
#define TENON_COMPILER_TUNETILES_H

#include "codegen/cpu/GenerateCode.h"
#include "compiler/LoadedModel.h"
#include "compiler/Tuning.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace tenon::compiler {

/// A model that can be run here, and its products.
struct TunableModel {
  std::unique_ptr<LoadedModel> loaded;
  std::vector<codegen::GeneratedProduct> products;
};

/// Makes the model for this machine with a table of tiles.
using MakeTunable = llvm::function_ref<llvm::Expected<TunableModel>(const codegen::TileTable &)>;

/// Searches from `start` on, on a machine of version `target`. Errors are those
/// of `make`, and the user's where the model cannot be run on made-up inputs.
llvm::Expected<TuneResult> tuneTiles(const TuneRequest &request, const codegen::CpuTarget &target,
                                     codegen::TileTable start, MakeTunable make);

} // namespace tenon::compiler

#endif
