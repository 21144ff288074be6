//===- Suggestions.cpp - What the user may have meant ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Suggestions.h"

namespace tenon::tools {

std::optional<std::string> nearest(llvm::StringRef word, llvm::ArrayRef<std::string> candidates) {
  std::optional<std::string> best;
  // More than a third of the letters wrong is another word.
  unsigned bestDistance = word.size() / 3 + 1;
  for (const std::string &candidate : candidates) {
    unsigned distance = word.edit_distance(candidate);
    if (distance <= bestDistance && (!best || distance < bestDistance)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

} // namespace tenon::tools
