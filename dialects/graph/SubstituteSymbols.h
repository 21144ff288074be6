//===- SubstituteSymbols.h - Other sizes for a function's symbols -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_DIALECTS_GRAPH_SUBSTITUTESYMBOLS_H
#define TENON_DIALECTS_GRAPH_SUBSTITUTESYMBOLS_H

#include "dialects/graph/SymbolicShape.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace tenon::graph {

/// Replaces symbol i by `replacements[i]` in every size of `op` and of the ops
/// in its regions: types, `#graph.sizes`, affine maps. `symbols` is how many
/// symbols the replacements are over.
void substituteSymbols(mlir::Operation *op, ShapeRef replacements, unsigned symbols);

/// The sizes of `shape` with their symbols replaced.
Shape substituteSymbols(ShapeRef shape, ShapeRef replacements);

/// Gives symbols of a function numbers for values; the others, with their
/// names, move up to follow one another. `values` has an entry a symbol.
void fixSymbols(mlir::FunctionOpInterface function, llvm::ArrayRef<std::optional<int64_t>> values);

} // namespace tenon::graph

#endif
