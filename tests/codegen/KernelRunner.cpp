//===- KernelRunner.cpp - Runs kernels of a text in this process ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"
#include "codegen/cpu/ExpandMath.h"
#include "codegen/cpu/LowerToLLVM.h"
#include "codegen/cpu/ObjectEmission.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Target/LLVMIR/Export.h"
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace mlir;

namespace tenon::tests {

KernelRunner::KernelRunner(const std::string &text, const codegen::CpuTarget &target)
    : context(makeTestContext()) {
  OwningOpRef<ModuleOp> source = parseSourceString<ModuleOp>(text, context.get());
  REQUIRE(source);
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context.get()));
  OpBuilder builder(context.get());
  for (auto function : source->getOps<func::FuncOp>()) {
    auto ops = function.getOps<kernel::KernelOpInterface>();
    builder.setInsertionPointToEnd(module->getBody());
    auto shape = codegen::emitKernel(*ops.begin(), function.getName(), builder, target);
    REQUIRE(succeeded(shape));
    kernels.push_back({function.getName().str(), *shape, nullptr});
  }
  REQUIRE(succeeded(verify(*module)));
  REQUIRE(succeeded(codegen::expandMath(*module, target)));
  REQUIRE(succeeded(codegen::lowerToLLVM(*module, target)));
  llvm::LLVMContext llvmContext;
  std::unique_ptr<llvm::Module> translated = translateModuleToLLVMIR(*module, llvmContext, "kernels");
  REQUIRE(translated);
  std::unique_ptr<llvm::MemoryBuffer> object = llvm::cantFail(codegen::emitModule(*translated, target));
  jit = llvm::cantFail(llvm::orc::LLJITBuilder().create());
  llvm::cantFail(jit->addObjectFile(std::move(object)));
  for (Kernel &kernel : kernels)
    kernel.code = llvm::cantFail(jit->lookup(kernel.name)).toPtr<TenonKernel>();
}

const KernelRunner::Kernel &KernelRunner::find(const std::string &name) const {
  auto found = llvm::find_if(kernels, [&](const Kernel &kernel) { return kernel.name == name; });
  REQUIRE(found != kernels.end());
  return *found;
}

int64_t KernelRunner::tiles(const std::string &name, std::vector<int64_t> symbols) {
  return graph::evaluateSize(find(name).shape.tiles, symbols);
}

void KernelRunner::run(const std::string &name, std::vector<void *> operands, std::vector<int64_t> symbols) {
  const Kernel &kernel = find(name);
  int64_t count = graph::evaluateSize(kernel.shape.tiles, symbols);
  int64_t bytes = graph::evaluateSize(kernel.shape.scratchBytes, symbols);
  std::vector<char> memory(bytes + 64);
  void *scratch = reinterpret_cast<void *>(llvm::alignTo(reinterpret_cast<uintptr_t>(memory.data()), 64));
  int64_t middle = count / 2;
  kernel.code(operands.data(), symbols.data(), middle, count, scratch);
  kernel.code(operands.data(), symbols.data(), 0, middle, scratch);
}

std::vector<float> randomFloats(size_t count, float low, float high, unsigned seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> distribution(low, high);
  std::vector<float> values(count);
  for (float &value : values)
    value = distribution(generator);
  return values;
}

double ulps(float actual, double exact) {
  float rounded = static_cast<float>(exact);
  if (std::isnan(exact) || std::isnan(actual))
    return std::isnan(exact) && std::isnan(actual) ? 0.0 : 1e30;
  if (std::isinf(rounded) || std::isinf(actual))
    return rounded == actual ? 0.0 : (std::isinf(rounded) && std::fabs(actual) > 3.4e38) ? 1.0 : 1e30;
  int exponent = std::max(std::ilogb(std::fabs(rounded) > 0 ? rounded : 1e-45f), -126);
  return std::fabs(actual - exact) / std::ldexp(1.0, exponent - 23);
}

} // namespace tenon::tests
