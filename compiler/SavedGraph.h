//===- SavedGraph.h - Graphs on disk --------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A saved graph is the module as MLIR text, readable and diffable, with its
// weights in a safetensors file beside it. The module says which format it
// has (`graph.format_version`), which file holds the weights
// (`graph.weights_file`) and what the model is called (`graph.model_name`).

#ifndef TENON_COMPILER_SAVEDGRAPH_H
#define TENON_COMPILER_SAVEDGRAPH_H

#include "compiler/Compile.h"
#include "compiler/TemporaryFiles.h"

namespace tenon::compiler {

/// Raised when a graph of today could not be read by yesterday's reader. 2: state,
/// branches and loops.
inline constexpr int savedGraphVersion = 2;

/// Writes OUT.mlir and, where the graph has weights, OUT.safetensors.
llvm::Error writeSavedGraph(const Model &model, llvm::StringRef path, OutputsObserver finished = nullptr);

/// Makes `folder` and writes the weights to it, and says so in the module: what
/// `--dump-ir` then writes there can be read as a saved graph.
llvm::Error prepareDump(const Model &model, llvm::StringRef folder);

/// Reads one, or text that `--dump-ir` wrote. A file of a newer format is refused.
llvm::Expected<Model> readSavedGraph(llvm::StringRef path, mlir::MLIRContext &context);

} // namespace tenon::compiler

#endif
