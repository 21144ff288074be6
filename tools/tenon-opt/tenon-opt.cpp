//===- tenon-opt.cpp - Runs single passes on IR, for tests ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/EmitCpuKernels.h"
#include "dialects/kernel/Kernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"
#include "passes/Passes.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  registry.insert<tenon::graph::GraphDialect, tenon::kernel::KernelDialect, mlir::arith::ArithDialect,
                  mlir::func::FuncDialect, mlir::math::MathDialect>();
  mlir::registerTransformsPasses();
  tenon::passes::registerTenonPasses();
  tenon::codegen::registerEmitCpuKernels();
  return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, "Tenon pass runner\n", registry));
}
