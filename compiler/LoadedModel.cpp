//===- LoadedModel.cpp - A compiled model in this process -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/LoadedModel.h"
#include "runtime/longtail/RuntimeFunctions.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h"
#include "llvm/ExecutionEngine/Orc/SelfExecutorProcessControl.h"

using namespace llvm;
using namespace llvm::orc;

namespace tenon::compiler {

struct LoadedModel::Linker {
  std::unique_ptr<ExecutionSession> session;
  std::unique_ptr<ObjectLinkingLayer> layer;

  ~Linker() {
    if (Error error = session->endSession())
      consumeError(std::move(error));
  }
};

LoadedModel::LoadedModel() = default;
LoadedModel::~LoadedModel() = default;

Expected<std::unique_ptr<LoadedModel>> LoadedModel::load(CompiledModel compiled, const char *givenWeights) {
  auto control = SelfExecutorProcessControl::Create();
  if (!control)
    return control.takeError();
  std::unique_ptr<LoadedModel> loaded(new LoadedModel());
  loaded->source = std::move(compiled);
  loaded->linker = std::make_unique<Linker>();
  Linker &linker = *loaded->linker;
  linker.session = std::make_unique<ExecutionSession>(std::move(*control));
  linker.layer = std::make_unique<ObjectLinkingLayer>(*linker.session);

  Expected<const char *> weights = givenWeights ? Expected<const char *>(givenWeights) : loaded->source.weights.map();
  if (!weights)
    return weights.takeError();
  JITDylib &library = linker.session->createBareJITDylib(loaded->source.name);
  // libm and memory functions that the kernels call.
  auto process = DynamicLibrarySearchGenerator::GetForCurrentProcess('\0');
  if (!process)
    return process.takeError();
  library.addGenerator(std::move(*process));
  SymbolMap symbols;
  symbols[linker.session->intern(loaded->source.name + "_weights")] = {ExecutorAddr::fromPtr(*weights), JITSymbolFlags::Exported};
  auto define = [&](StringRef name, auto *address) {
    symbols[linker.session->intern(name)] = {ExecutorAddr::fromPtr(address), JITSymbolFlags::Exported};
  };
#define TENON_DEFINE(NAME) define("tenon_" #NAME, tenon_##NAME);
  TENON_FOR_EACH_RUNTIME_FUNCTION(TENON_DEFINE)
#undef TENON_DEFINE
  define("tenonStringOperations", &tenonStringOperations);
  if (Error error = library.define(absoluteSymbols(std::move(symbols))))
    return std::move(error);
  for (auto &object : loaded->source.objects)
    if (Error error = linker.layer->add(library, std::move(object)))
      return std::move(error);
  loaded->source.objects.clear();
  auto table = linker.session->lookup(makeJITDylibSearchOrder(&library, JITDylibLookupFlags::MatchAllSymbols),
                                      linker.session->intern(loaded->source.name + "_model"));
  if (!table)
    return table.takeError();
  loaded->table = table->getAddress().toPtr<const void *>();
  return std::move(loaded);
}

} // namespace tenon::compiler
