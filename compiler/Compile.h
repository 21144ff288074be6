//===- Compile.h - From a graph to object code ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The library entry of the compiler: a model goes in, objects and a blob of
// weights come out. They become an artefact on disk (Artefact.h) or run in
// this process (LoadedModel.h): the same bytes either way.

#ifndef TENON_COMPILER_COMPILE_H
#define TENON_COMPILER_COMPILE_H

#include "compiler/Options.h"
#include "compiler/Tuning.h"
#include "compiler/WeightBlob.h"
#include "dialects/graph/WeightStore.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <string>
#include <vector>

namespace tenon::compiler {

/// The attribute of a module that lists weights which its functions do not read,
/// but which a file of the model's weights may hold.
inline constexpr llvm::StringLiteral unreadWeightsAttribute = "graph.unread_weights";

/// A graph-dialect module with its weights. Every function that is not
/// private becomes a function of the artefact.
struct Model {
  mlir::OwningOpRef<mlir::ModuleOp> module;
  graph::WeightStore weights;
  std::string name;
};

/// A tensor in a function's signature, as the generated header tells of it.
struct TensorDescription {
  std::string name;
  mlir::RankedTensorType type;
};

struct FunctionDescription {
  std::string name;
  std::vector<std::string> symbols;
  std::vector<TensorDescription> inputs, outputs;
  /// Names of states that it finds and that it changes.
  std::vector<std::string> reads, writes;
};

/// The result of compilation. `objects` are relocatable ELF files: the kernels
/// of each CPU version, and the tables, which define `<name>_model` (a
/// TenonModel) and refer to `<name>_weights`, the start of the blob.
struct CompiledModel {
  std::string name;
  std::vector<FunctionDescription> functions;
  /// What all functions share and update, by the tables' numbers.
  std::vector<TensorDescription> states;
  llvm::SmallVector<std::unique_ptr<llvm::MemoryBuffer>> objects;
  /// Whether there are tensors of strings.
  bool hasStrings = false;
  WeightBlob weights;
  /// Of all weights, those that are made at load too.
  uint64_t weightsBytes = 0;
  /// What a search for tiles found, where there was one.
  std::optional<TuneResult> tuning;
};

/// Makes the MLIR context that models are built in, with all dialects loaded.
std::unique_ptr<mlir::MLIRContext> makeContext();

/// Compiles; consumes the module, to which the options about inputs have been
/// applied (SpecializeShapes, TieStates). With `tune` the kernels are timed here
/// first. Errors are UserError or Defect (Diagnostics.h).
llvm::Expected<CompiledModel> compileModel(Model model, const Options &options, const TuneRequest *tune = nullptr);

} // namespace tenon::compiler

#endif
