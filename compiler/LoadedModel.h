//===- LoadedModel.h - A compiled model in this process -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Links the objects of a compiled model into this process, through LLVM's
// JITLink: the bytes that an artefact on disk would hold, hence equal results.

#ifndef TENON_COMPILER_LOADEDMODEL_H
#define TENON_COMPILER_LOADEDMODEL_H

#include "compiler/Compile.h"

namespace tenon::compiler {

class LoadedModel {
public:
  /// Links and maps; keeps the weights and consumes the objects. With `weights`
  /// those lie there, as long as this object lives, and not in `compiled`.
  static llvm::Expected<std::unique_ptr<LoadedModel>> load(CompiledModel compiled, const char *weights = nullptr);
  ~LoadedModel();

  /// The TenonModel, for tenonCreate. Valid as long as this object.
  const void *model() const { return table; }
  const CompiledModel &compiled() const { return source; }

private:
  LoadedModel();
  struct Linker;

  CompiledModel source;
  std::unique_ptr<Linker> linker;
  const void *table = nullptr;
};

} // namespace tenon::compiler

#endif
