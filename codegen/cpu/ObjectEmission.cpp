//===- ObjectEmission.cpp - From LLVM IR to object code ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/ObjectEmission.h"
#include "codegen/cpu/SingleLaneStores.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Triple.h"
#include <mutex>

using namespace llvm;

namespace tenon::codegen {

namespace {

constexpr StringLiteral tripleName = "x86_64-unknown-linux-gnu";

Expected<std::unique_ptr<TargetMachine>> makeTargetMachine(const CpuTarget &target) {
  static std::once_flag once;
  std::call_once(once, [] {
    InitializeNativeTarget();
    InitializeNativeTargetAsmPrinter();
  });
  std::string error;
  Triple triple(tripleName);
  const Target *found = TargetRegistry::lookupTarget(triple, error);
  if (!found)
    return createStringError(error);
  TargetOptions options;
  std::unique_ptr<TargetMachine> machine(found->createTargetMachine(triple, target.name, target.features, options, Reloc::PIC_,
                                                                    CodeModel::Small, CodeGenOptLevel::Default));
  if (!machine)
    return createStringError("LLVM has no code generator for " + tripleName);
  return machine;
}

/// The usual O2 pipeline without the transformations that the emitters have
/// already done by hand: vectorizing or unrolling again only costs time.
void optimize(Module &module, TargetMachine &machine) {
  PipelineTuningOptions tuning;
  tuning.LoopVectorization = false;
  tuning.SLPVectorization = false;
  tuning.LoopUnrolling = false;
  tuning.LoopInterleaving = false;
  PassBuilder builder(&machine, tuning);
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager calls;
  ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(calls);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, calls, modules);
  builder.buildPerModuleDefaultPipeline(OptimizationLevel::O2).run(module, modules);
}

} // namespace

Expected<std::unique_ptr<MemoryBuffer>> emitModule(Module &module, const CpuTarget &target, EmissionKind kind) {
  Expected<std::unique_ptr<TargetMachine>> machine = makeTargetMachine(target);
  if (!machine)
    return machine.takeError();
  module.setTargetTriple((*machine)->getTargetTriple());
  module.setDataLayout((*machine)->createDataLayout());
  optimize(module, **machine);
  scalarizeSingleLaneStores(module);
  SmallVector<char, 0> bytes;
  raw_svector_ostream stream(bytes);
  if (kind == EmissionKind::LLVMIR) {
    module.print(stream, nullptr);
  } else {
    legacy::PassManager passes;
    auto type = kind == EmissionKind::Object ? CodeGenFileType::ObjectFile : CodeGenFileType::AssemblyFile;
    if ((*machine)->addPassesToEmitFile(passes, stream, nullptr, type))
      return createStringError("LLVM cannot emit this kind of file");
    passes.run(module);
  }
  return std::make_unique<SmallVectorMemoryBuffer>(std::move(bytes), module.getName());
}

} // namespace tenon::codegen
