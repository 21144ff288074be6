//===- Pipelines.h - The passes in order ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PIPELINES_H
#define TENON_COMPILER_PIPELINES_H

#include "mlir/Pass/PassManager.h"

namespace tenon::compiler {

/// Graph to graph: what needs the whole function, before kernels are cut out.
/// Leaves functions `prepare_K` for what depends on weights only.
void buildGraphPipeline(mlir::OpPassManager &manager);

/// Graph to planned kernels.
void buildKernelPipeline(mlir::OpPassManager &manager);

} // namespace tenon::compiler

#endif
