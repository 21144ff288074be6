//===- DumpPasses.h - One file of IR for each pass that changed something ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_DUMPPASSES_H
#define TENON_COMPILER_DUMPPASSES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"
#include <string>

namespace tenon::compiler {

/// Writes the module to `folder` now (as 00-input.mlir) and after every pass of
/// `manager` that changes it (as 01-simplify.mlir and so on). Passes run
/// one after the other from here on.
void dumpPasses(mlir::PassManager &manager, mlir::ModuleOp module, const std::string &folder);

} // namespace tenon::compiler

#endif
