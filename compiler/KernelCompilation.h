//===- KernelCompilation.h - From a graph that is ready to objects ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_KERNELCOMPILATION_H
#define TENON_COMPILER_KERNELCOMPILATION_H

#include "codegen/cpu/ObjectEmission.h"
#include "compiler/Compile.h"
#include "compiler/WeightPlacement.h"
#include <functional>

namespace tenon::compiler {

/// How the second half of compilation runs; `compileModel` and the preparation
/// of weights both need it.
struct KernelCompilation {
  std::string name;
  std::vector<std::string> cpuVersions;
  std::string dumpDirectory;
  /// The name of the weights file for so many bytes, or "" to embed them; none embeds.
  std::function<std::string(uint64_t)> chooseWeightsFile;
  /// Makes weights of float types at load, from this seed.
  std::optional<uint64_t> weightsSeed;
  codegen::EmissionKind emission = codegen::EmissionKind::Object;
  /// Of products, by what they multiply; the cost model cuts the others.
  codegen::TileTable tiles;
  /// Where there is one: to search for better tiles first, from these on.
  const TuneRequest *tune = nullptr;
};

/// Runs the kernel pipeline on the module, writes the weights that are still
/// read to `result.weights`, generates code, and fills in the rest of `result`.
/// `prepared` tells of the weights that were computed before.
llvm::Error compileKernels(mlir::ModuleOp module, const graph::WeightStore &weights, const KernelCompilation &options,
                           CompiledModel &result, PreparedWeights prepared);

} // namespace tenon::compiler

#endif
