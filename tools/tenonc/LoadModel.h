//===- LoadModel.h - From a MODEL argument to a graph ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_TENONC_LOADMODEL_H
#define TENON_TOOLS_TENONC_LOADMODEL_H

#include "Progress.h"
#include "compiler/Compile.h"

namespace tenon::tools {

/// What the cache must know of how a model came to be.
struct ModelOrigin {
  /// What the compiler of a C++ definition said.
  std::string messages;
  /// Whether a C++ definition reads the environment.
  bool asksEnvironment = false;
  /// A function by which a C++ definition may learn or do anything; empty: none.
  std::string reachesOut;
};

/// A model and what must outlive it.
struct ModelSource {
  std::shared_ptr<void> library; // the shared object of a C++ definition
  std::unique_ptr<mlir::MLIRContext> context;
  compiler::Model model;
  ModelOrigin origin;
};

/// `NET.cpp:name` as file and name, unless there is a file of that whole name.
std::pair<llvm::StringRef, llvm::StringRef> splitModelArgument(llvm::StringRef argument);

/// Reads a model by the suffix of its file: a C++ definition (`NET.cpp` or
/// `NET.cpp:name`) is built and executed, a saved graph (`.mlir`) is parsed.
/// Applies `--shape` and `--name`.
llvm::Expected<ModelSource> loadModel(llvm::StringRef argument, const compiler::Options &options, Progress &progress);

/// The C++ definition at `path`, model `name` (empty: the only one).
llvm::Expected<ModelSource> loadCppModel(llvm::StringRef path, llvm::StringRef name, const compiler::Options &options,
                                         Progress &progress);

/// The C++ definition whose code is running now, or null: if it crashes, the
/// reason is most likely in it.
const char *executedDefinition();

} // namespace tenon::tools

#endif
