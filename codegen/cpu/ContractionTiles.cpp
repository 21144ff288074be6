//===- ContractionTiles.cpp - How products are cut --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/ContractionTiles.h"
#include "dialects/graph/Graph.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace tenon::codegen {

/// Rows only stream past the right operand: from wherever they come, each
/// element is used for 64 columns. There have to be enough of them to pay for
/// bringing those columns, and few enough that many threads find work.
constexpr int64_t usualRows = 256;

ContractionTiles defaultTiles(int64_t elementBytes) {
  // A quarter of the cache is for the columns of a pass; what tiles prefetch takes another one.
  const int64_t depth = level2Bytes / 4 / (columnsOfTile * elementBytes);
  constexpr int64_t unlimited = 64;
  return {usualRows, depth, unlimited, unlimited};
}

/// Where the columns alone make few tiles of work, the rows are cut into more blocks, so that threads find work.
static int64_t rowsForThreads(graph::ShapeRef sizes, int64_t rows) {
  constexpr int64_t wantedTiles = 8, fewestRows = 48;
  std::optional<int64_t> count = graph::constantSize(sizes[sizes.size() - 2]), columns = graph::constantSize(sizes.back());
  if (!count || !columns || sizes.size() > 2)
    return rows;
  int64_t stripes = std::max<int64_t>(llvm::divideCeil(*columns, columnsOfTile), 1);
  int64_t blocks = llvm::divideCeil(wantedTiles, stripes);
  return std::clamp<int64_t>(llvm::divideCeil(*count, blocks), fewestRows, rows);
}

ContractionTiles tilesOf(kernel::ContractionOp op) {
  if (kernel::TilesAttr tiles = op.getTilesAttr())
    return {tiles.getRows(), tiles.getDepth(), tiles.getRegisterRows(), tiles.getRegisterVectors()};
  ContractionTiles tiles = defaultTiles(getElementTypeOrSelf(op.getInputs()[0].getType()).getIntOrFloatBitWidth() / 8);
  tiles.rows = rowsForThreads(op.getSizes().getSizes(), tiles.rows);
  return tiles;
}

RegisterTile registerTile(const CpuTarget &target, const ContractionTiles &tiles) {
  RegisterTile usual = registerTile(target);
  // A tile of work has whole slices only.
  int64_t vectors = std::min<int64_t>(usual.vectors, llvm::bit_floor<uint64_t>(std::max<int64_t>(tiles.registerVectors, 1)));
  RegisterTile tile = registerTile(target, vectors);
  tile.rows = std::clamp<int64_t>(tiles.registerRows, 1, tile.rows);
  return tile;
}

std::string tableKeyOf(kernel::ContractionOp op) {
  std::string key;
  llvm::raw_string_ostream stream(key);
  auto print = [&](graph::ShapeRef sizes) {
    stream << '[';
    llvm::interleaveComma(sizes, stream);
    stream << ']';
  };
  stream << getElementTypeOrSelf(op.getInputs()[0].getType()) << ' ';
  print(op.getSizes().getSizes());
  stream << " depth ";
  print(op.getDepth().getSizes());
  return key;
}

void applyTiles(ModuleOp module, const TileTable &table) {
  module.walk([&](kernel::ContractionOp op) {
    auto found = table.find(tableKeyOf(op));
    if (found == table.end())
      return op.removeTilesAttr(), void();
    const ContractionTiles &tiles = found->second;
    op.setTilesAttr(kernel::TilesAttr::get(op.getContext(), tiles.rows, tiles.depth, tiles.registerRows, tiles.registerVectors));
  });
}

} // namespace tenon::codegen
