//===- Regex.h - Patterns of RE2 as programs ------------------------------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_REGEX_H
#define TENON_FRONTEND_ONNX_REGEX_H

#include "llvm/ADT/StringRef.h"
#include <vector>

namespace tenon::onnx {

/// A pattern in the syntax of RE2 as the runtime runs it (runtime/longtail/RegexProgram.h). Throws ImportError for what is
/// no pattern, is too large, or needs what is not there: classes of Unicode (\pL) and case folding beyond ASCII.
std::vector<int32_t> compileRegex(llvm::StringRef pattern);

} // namespace tenon::onnx

#endif
