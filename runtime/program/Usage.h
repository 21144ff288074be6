//===- Usage.h - What a program says about itself -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_USAGE_H
#define TENON_RUNTIME_PROGRAM_USAGE_H

#include "runtime/core/ModelFormat.h"
#include "runtime/core/Text.h"

namespace tenon::runtime {

/// Inputs and outputs of a function, a line each.
void appendSignature(const TenonFunction &function, Text &text);

/// Command lines that give this function its inputs.
void appendExamples(const char *program, const TenonModel &model, const TenonFunction &function, Text &text);

/// What --help prints.
void appendHelp(const char *program, const TenonModel &model, Text &text);

/// What --version prints.
void appendVersion(const TenonModel &model, Text &text);

} // namespace tenon::runtime

#endif
