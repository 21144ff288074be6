//===- ContractionTiles.h - How products are cut ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The order in which a product's terms are added follows from its tiles, which
// follow from its sizes, or from a table that a search made: never from the
// machine that runs it.

#ifndef TENON_CODEGEN_CPU_CONTRACTIONTILES_H
#define TENON_CODEGEN_CPU_CONTRACTIONTILES_H

#include "codegen/cpu/MicroKernel.h"
#include "dialects/kernel/Kernel.h"
#include "llvm/ADT/StringMap.h"
#include <string>

namespace tenon::codegen {

/// The smallest second-level cache of a core that is common.
inline constexpr int64_t level2Bytes = int64_t(1) << 20;

/// Columns of a tile of work: four panels, a register tile's with 512 bits.
inline constexpr int64_t columnsOfTile = 64;

struct ContractionTiles {
  /// Rows of a tile of work: they stream past its columns of the right operand.
  int64_t rows;
  /// Steps of the depth that one pass over the rows takes. A deep product takes
  /// several, so that the part of the right operand stays in the cache from one
  /// register tile to the next.
  int64_t depth;
  /// The register tile is no larger than this, nor than the registers allow.
  int64_t registerRows, registerVectors;

  /// The largest depth that is not worth a second pass.
  int64_t depthOfOnePass() const { return depth * 3 / 2; }

  bool operator==(const ContractionTiles &) const = default;
};

/// The choice of the cost model, for elements of so many bytes.
ContractionTiles defaultTiles(int64_t elementBytes);

/// What the op says, else the cost model's choice.
ContractionTiles tilesOf(kernel::ContractionOp op);

/// Work tiles have at most this many rows, whatever a table says: a thread's
/// scratch memory holds one with all its columns.
inline constexpr int64_t mostRowsOfTile = 1024;

/// The register tile of a target within the limits.
RegisterTile registerTile(const CpuTarget &target, const ContractionTiles &tiles);

/// Tiles by what is multiplied: `f32 [196, 256] depth [3, 3, 256]`.
using TileTable = llvm::StringMap<ContractionTiles>;

/// The product's name in a table: its element type and sizes.
std::string tableKeyOf(kernel::ContractionOp op);

/// Gives the module's products the tiles that the table has for them.
void applyTiles(mlir::ModuleOp module, const TileTable &table);

} // namespace tenon::codegen

#endif
