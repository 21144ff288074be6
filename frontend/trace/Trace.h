//===- Trace.h - Traced modules as graphs ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRACE_TRACE_H
#define TENON_TRACE_TRACE_H

#include "compiler/Compile.h"
#include "tenon/Trace.h"

namespace tenon {

struct detail::GraphImpl {
  compiler::Model model;
};

namespace frontend {

/// Traces; the base of tenon::trace and of the registry.
compiler::Model traceModel(const std::string &name, const detail::ModelDefinition &definition, SourceLocation here);

} // namespace frontend

} // namespace tenon

#endif
