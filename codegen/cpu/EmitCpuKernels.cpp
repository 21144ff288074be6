//===- EmitCpuKernels.cpp - A pass that shows emitted kernels --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// `stage` says how far: `emit` for what the emitters make, `math` with math
// functions expanded, `llvm` for the LLVM dialect.

#include "codegen/cpu/EmitCpuKernels.h"
#include "codegen/cpu/ExpandMath.h"
#include "codegen/cpu/KernelEmitters.h"
#include "codegen/cpu/LowerToLLVM.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

std::string textOf(AffineExpr expression) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  expression.print(stream);
  return text;
}

struct EmitCpuKernels : PassWrapper<EmitCpuKernels, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(EmitCpuKernels)

  EmitCpuKernels() = default;
  EmitCpuKernels(const EmitCpuKernels &other) : PassWrapper(other) {}

  StringRef getArgument() const override { return "emit-cpu-kernels"; }
  StringRef getDescription() const override { return "Replaces functions by the CPU kernels in them"; }
  void getDependentDialects(DialectRegistry &registry) const override { registerCodegenDialects(registry); }

  void runOnOperation() override {
    const CpuTarget *target = findCpuTarget(cpu);
    if (!target) {
      getOperation().emitError("unknown CPU version: ") << cpu;
      return signalPassFailure();
    }
    OpBuilder builder(&getContext());
    for (func::FuncOp function : llvm::to_vector(getOperation().getOps<func::FuncOp>())) {
      for (auto [number, op] : llvm::enumerate(function.getOps<kernel::KernelOpInterface>())) {
        builder.setInsertionPointToEnd(getOperation().getBody());
        std::string name = (function.getName() + "_" + Twine(number)).str();
        FailureOr<KernelShape> shape = emitKernel(op, name, builder, *target);
        if (failed(shape))
          return signalPassFailure();
        auto emitted = cast<func::FuncOp>(getOperation().lookupSymbol(name));
        emitted->setAttr("tiles", builder.getStringAttr(textOf(shape->tiles)));
        emitted->setAttr("scratch_bytes", builder.getStringAttr(textOf(shape->scratchBytes)));
      }
      function.erase();
    }
    if (stage == "emit")
      return;
    if (failed(expandMath(getOperation(), *target)))
      return signalPassFailure();
    if (stage == "llvm" && failed(lowerToLLVM(getOperation(), *target)))
      return signalPassFailure();
  }

  Option<std::string> cpu{*this, "cpu", llvm::cl::desc("CPU version"), llvm::cl::init("x86-64-v4")};
  Option<std::string> stage{*this, "stage", llvm::cl::desc("emit, math or llvm"), llvm::cl::init("emit")};
};

} // namespace

void registerEmitCpuKernels() { PassRegistration<EmitCpuKernels>(); }

} // namespace tenon::codegen
