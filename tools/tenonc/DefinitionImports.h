//===- DefinitionImports.h - What a built definition may ask for ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_TENONC_DEFINITIONIMPORTS_H
#define TENON_TOOLS_TENONC_DEFINITIONIMPORTS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace tenon::tools {

/// A definition is code. One that opens files by itself, looks at the clock or
/// prints is executed each time: its source does not say what comes of it.
struct DefinitionImports {
  bool asksEnvironment = false;
  /// A function or stream of the system that it uses; empty: none.
  std::string reachesOut;
};

/// Of the shared object at `path`.
llvm::Expected<DefinitionImports> importsOf(llvm::StringRef path);

} // namespace tenon::tools

#endif
