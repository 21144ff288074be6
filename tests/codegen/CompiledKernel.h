//===- CompiledKernel.h - A kernel op compiled into the test ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TESTS_CODEGEN_COMPILEDKERNEL_H
#define TENON_TESTS_CODEGEN_COMPILEDKERNEL_H

#include "codegen/cpu/GenerateCode.h"
#include "runtime/core/ModelFormat.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include <string>
#include <vector>

namespace tenon::tests {

/// The CPU versions that this machine can run.
std::vector<codegen::CpuTarget> runnableTargets();

/// Parses `text`, a function @main of planned kernel ops; fails the test if it does not parse.
mlir::OwningOpRef<mlir::ModuleOp> parseKernels(mlir::MLIRContext &context, const std::string &text);

/// A context with the dialects of code generation.
std::unique_ptr<mlir::MLIRContext> makeTestContext();

/// The only kernel of @main, compiled for one target and linked.
class CompiledKernel {
public:
  CompiledKernel(mlir::ModuleOp module, const codegen::CpuTarget &target);

  /// Runs all tiles. `operands` are the inputs, then the results.
  void run(std::vector<void *> operands, std::vector<int64_t> symbols = {});

private:
  std::unique_ptr<llvm::orc::LLJIT> linker;
  const TenonFunction *function = nullptr;
};

} // namespace tenon::tests

#endif
