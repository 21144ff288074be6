//===- CompiledKernel.cpp - A kernel op compiled into the test --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompiledKernel.h"
#include "codegen/cpu/LowerToLLVM.h"
#include "dialects/graph/Graph.h"
#include "dialects/kernel/Kernel.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

using namespace mlir;

namespace tenon::tests {

std::vector<codegen::CpuTarget> runnableTargets() {
  const codegen::CpuTarget *host = codegen::hostCpuTarget();
  REQUIRE(host);
  std::vector<codegen::CpuTarget> targets;
  for (const codegen::CpuTarget &target : codegen::allCpuTargets())
    if ((target.runtimeFeatures & host->runtimeFeatures) == target.runtimeFeatures)
      targets.push_back(target);
  return targets;
}

std::unique_ptr<MLIRContext> makeTestContext() {
  DialectRegistry registry;
  registry.insert<graph::GraphDialect>();
  codegen::registerCodegenDialects(registry);
  auto context = std::make_unique<MLIRContext>(registry);
  context->loadAllAvailableDialects();
  return context;
}

OwningOpRef<ModuleOp> parseKernels(MLIRContext &context, const std::string &text) {
  INFO(text);
  auto module = parseSourceString<ModuleOp>(text, &context);
  REQUIRE(module);
  return module;
}

CompiledKernel::CompiledKernel(ModuleOp module, const codegen::CpuTarget &target) {
  codegen::GenerationOptions options;
  options.name = "test";
  options.targets = {target};
  // The table decides; what the text says is part of it.
  module.walk([&](kernel::ContractionOp op) {
    if (op.getTilesAttr())
      options.tiles[codegen::tableKeyOf(op)] = codegen::tilesOf(op);
  });
  auto code = codegen::generateCode(module, options, [](llvm::StringRef) { return uint64_t(0); });
  if (!code)
    FAIL(llvm::toString(code.takeError()));
  llvm::LLVMContext context;
  auto tables = codegen::buildModelTables(context, code->tables);
  auto tablesObject = codegen::emitModule(*tables, codegen::allCpuTargets().back());
  REQUIRE(static_cast<bool>(tablesObject));
  linker = llvm::cantFail(llvm::orc::LLJITBuilder().create());
  llvm::cantFail(linker->addObjectFile(std::move(code->files.front())));
  llvm::cantFail(linker->addObjectFile(std::move(*tablesObject)));
  function = llvm::cantFail(linker->lookup("test_model")).toPtr<const TenonModel *>()->functions;
}

void CompiledKernel::run(std::vector<void *> operands, std::vector<int64_t> symbols) {
  std::vector<int64_t> sizes(function->sizeCount);
  function->sizes(symbols.data(), sizes.data());
  const TenonStep &step = function->steps[0];
  REQUIRE(static_cast<size_t>(step.operandCount) == operands.size());
  // Behind the scratch memory that the kernel asked for nothing may be written.
  constexpr size_t guardBytes = 8192;
  constexpr char guard = 0x5a;
  const size_t bytes = (sizes[step.scratch] + 63) / 64 * 64;
  char *scratch = static_cast<char *>(std::aligned_alloc(64, bytes + guardBytes));
  std::fill_n(scratch + bytes, guardBytes, guard);
  // Tile by tile: no tile may rely on the one before.
  for (int64_t tile = sizes[step.tiles]; tile-- > 0;)
    step.kernels[0](operands.data(), symbols.data(), tile, tile + 1, scratch);
  bool isKept = std::all_of(scratch + bytes, scratch + bytes + guardBytes, [](char byte) { return byte == guard; });
  std::free(scratch);
  REQUIRE(isKept);
}

} // namespace tenon::tests
