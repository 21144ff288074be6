//===- SizeRegions.h - What waits for sizes that depend on data ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// `graph.define_size` gives a symbol its value in the middle of a run. An op
// whose types or attributes hold the symbol has to wait for that, though it
// may have no operand that says so; so has an op that reads results of a call
// that defines sizes. The number of an op's region counts what it has to wait
// for one after the other: 0 is everything that the inputs' sizes decide, 1
// what needs sizes computed in region 0, and so on. Within a region all sizes
// are known when it begins.
//
// The order of ops in a block follows their operands only: who runs them
// orders them by region.

#ifndef TENON_DIALECTS_GRAPH_SIZEREGIONS_H
#define TENON_DIALECTS_GRAPH_SIZEREGIONS_H

#include "mlir/IR/Block.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"

namespace tenon::graph {

/// The attribute of ops with the number of their region, where passes need it
/// beyond a single look; absent: region 0.
inline constexpr llvm::StringLiteral sizeRegionAttributeName = "graph.size_region";

/// The symbols that an op gives their values. Such an op ends its region.
llvm::SmallVector<unsigned> definedSymbols(mlir::Operation *op);
inline bool definesSizes(mlir::Operation *op) { return !definedSymbols(op).empty(); }

/// The symbols of an op's list of those that it defines; none without one.
llvm::SmallVector<unsigned> listedSymbols(std::optional<llvm::ArrayRef<int64_t>> list);

/// Whether a size is one of these symbols by itself.
bool isOneOf(mlir::AffineExpr size, llvm::ArrayRef<unsigned> symbols);

/// Whether some size of the block's ops depends on data.
bool definesSizes(mlir::Block &block);

/// The symbols that ops of the function define; the others are sizes of inputs.
llvm::BitVector symbolsDefinedIn(mlir::FunctionOpInterface function);

/// The symbols below `count` that types and attributes of the op and of those
/// inside mention.
llvm::BitVector symbolsMentionedIn(mlir::Operation *op, unsigned count);

/// Whether they mention any.
bool mentionsSymbols(mlir::Operation *op);

/// The region of every op of the block, but for its terminator.
llvm::DenseMap<mlir::Operation *, unsigned> sizeRegionsOf(mlir::Block &block);

/// The ops of the block but for its terminator, by region; those that define
/// sizes stand last in theirs. Else in the order of the block.
llvm::SmallVector<mlir::Operation *> inRegionOrder(mlir::Block &block);

} // namespace tenon::graph

#endif
