//===- Suggestions.h - What the user may have meant -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_TENONC_SUGGESTIONS_H
#define TENON_TOOLS_TENONC_SUGGESTIONS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace tenon::tools {

/// The candidate nearest to `word`, if one is near.
std::optional<std::string> nearest(llvm::StringRef word, llvm::ArrayRef<std::string> candidates);

} // namespace tenon::tools

#endif
