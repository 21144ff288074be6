//===- KernelRunner.h - Runs kernels of a text in this process --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TESTS_CODEGEN_KERNELRUNNER_H
#define TENON_TESTS_CODEGEN_KERNELRUNNER_H

#include "CompiledKernel.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include <memory>
#include <string>
#include <vector>

namespace tenon::tests {

/// The kernel ops of a module's functions, compiled for one CPU version.
/// A failure to compile fails the test.
class KernelRunner {
public:
  KernelRunner(const std::string &text, const codegen::CpuTarget &target);

  /// Runs the one kernel in the function `name`, in several calls, the last
  /// tiles first: tiles are independent.
  void run(const std::string &name, std::vector<void *> operands, std::vector<int64_t> symbols = {});

  int64_t tiles(const std::string &name, std::vector<int64_t> symbols = {});

private:
  struct Kernel {
    std::string name;
    codegen::KernelShape shape;
    TenonKernel code;
  };
  const Kernel &find(const std::string &name) const;

  std::unique_ptr<mlir::MLIRContext> context;
  std::unique_ptr<llvm::orc::LLJIT> jit;
  std::vector<Kernel> kernels;
};

/// Numbers in [low, high) that depend on the seed only.
std::vector<float> randomFloats(size_t count, float low, float high, unsigned seed = 1);

/// The distance of `actual` from `exact` in units of the last place of f32;
/// 0 for equal infinities and NaNs.
double ulps(float actual, double exact);

} // namespace tenon::tests

#endif
