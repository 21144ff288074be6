//===- Prepare.h - What is computed before the first run --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PREPARE_H
#define TENON_COMPILER_PREPARE_H

#include "compiler/Options.h"
#include "compiler/WeightBlob.h"
#include "dialects/graph/WeightStore.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"

namespace tenon::compiler {

/// Compiles the module's functions `prepare_K` for this machine, removes them
/// from it, runs them on the weights one after the other, and appends each
/// result to the blob. Adds their offsets under the functions' names.
llvm::Error runPrepareFunctions(mlir::ModuleOp module, const graph::WeightStore &weights, const Options &options,
                                WeightBlob &blob, llvm::StringMap<uint64_t> &offsets);

} // namespace tenon::compiler

#endif
