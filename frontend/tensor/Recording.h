//===- Recording.h - Where operations are recorded ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A trace is a scope, and so is each function that tenon::cond and tenon::loop
// record in it, for the time in which it runs. What is made in a scope and
// depends on it has a meaning there and in the scopes inside only.

#ifndef TENON_TENSOR_RECORDING_H
#define TENON_TENSOR_RECORDING_H

#include "llvm/ADT/SmallVector.h"
#include "tenon/Error.h"
#include <cstdint>

namespace tenon::frontend {

/// The number of a scope, never used again; 0 outside of all.
using ScopeId = uint32_t;

enum class ScopeKind : uint8_t { Trace, Callee };

/// The scope that this thread records in.
ScopeId currentScope();

/// Whether this thread traces: operations may depend on inputs without values.
inline bool isTracing() { return currentScope() != 0; }

/// Whether a scope is the function of a tenon::cond or tenon::loop.
bool isCallee(ScopeId scope);

/// Whether what was made in the scope may be used now.
bool isOpen(ScopeId scope);

/// Opens a scope while it lives.
class Scope {
public:
  explicit Scope(ScopeKind kind);
  ~Scope();
  Scope(const Scope &) = delete;
  Scope &operator=(const Scope &) = delete;

  ScopeId id() const { return number; }

private:
  ScopeId number, outer;
};

/// While it lives, this thread records in another scope: one that is open, or none.
class ScopeSwitch {
public:
  explicit ScopeSwitch(ScopeId scope);
  ~ScopeSwitch();
  ScopeSwitch(const ScopeSwitch &) = delete;
  ScopeSwitch &operator=(const ScopeSwitch &) = delete;

private:
  ScopeId outer;
};

} // namespace tenon::frontend

#endif
