//===- Header.h - The C header of an artefact -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_HEADER_H
#define TENON_COMPILER_HEADER_H

#include "compiler/Compile.h"

namespace tenon::compiler {

/// The text of OUT.h: self-contained C99 and valid C++, with a comment that
/// lists every function's inputs and outputs.
std::string headerText(const CompiledModel &compiled);

} // namespace tenon::compiler

#endif
