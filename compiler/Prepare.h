//===- Prepare.h - What is computed before the first run --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PREPARE_H
#define TENON_COMPILER_PREPARE_H

#include "compiler/Options.h"
#include "compiler/WeightPlacement.h"
#include "dialects/graph/WeightStore.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"

namespace tenon::compiler {

/// Compiles the module's functions `prepare_K` for this machine, removes them
/// from it, runs them on the weights one after the other, and appends each
/// result to the blob. Where the options make weights at load, numbers of float
/// types are not computed: their scales are told.
llvm::Expected<PreparedWeights> runPrepareFunctions(mlir::ModuleOp module, const graph::WeightStore &weights,
                                                    const Options &options, WeightBlob &blob);

} // namespace tenon::compiler

#endif
