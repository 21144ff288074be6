//===- Registry.h - The models that a file registers -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_REGISTRY_H
#define TENON_REGISTRY_H

#include "compiler/Compile.h"
#include "tenon/Error.h"

namespace tenon::frontend {

/// The names given by TENON_MODEL in the files that are loaded, in order.
TENON_API std::vector<std::string> registeredModels();

/// Makes the module of that name, in eval mode, and traces it. Throws tenon::Error for what the definition gets wrong.
/// The graph lives in a context of the front end's; its weights may lie in memory of the definition's.
TENON_API compiler::Model traceRegisteredModel(const std::string &name);

} // namespace tenon::frontend

#endif
