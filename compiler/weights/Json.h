//===- Json.h - JSON that is not trusted ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_WEIGHTS_JSON_H
#define TENON_COMPILER_WEIGHTS_JSON_H

#include "llvm/Support/JSON.h"
#include <string>

namespace tenon::compiler {

/// Reads JSON from a file that anybody may have written. What is nested deeper than any file of weights is an error:
/// LLVM's parser follows it with the stack.
llvm::Expected<llvm::json::Value> parseJson(llvm::StringRef text);

/// A name from such a file for a message: `'name'` on one line, shortened where it is long.
std::string quoted(llvm::StringRef name);

} // namespace tenon::compiler

#endif
