//===- Recording.cpp - Where operations are recorded -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Recording.h"
#include "llvm/ADT/STLExtras.h"
#include <atomic>

namespace tenon::frontend {

namespace {

/// The low bit of a scope's number says that it is a callee.
std::atomic<ScopeId> lastScope{0};

thread_local ScopeId current = 0;
thread_local llvm::SmallVector<ScopeId> open;

} // namespace

ScopeId currentScope() { return current; }
bool isCallee(ScopeId scope) { return scope & 1; }
bool isOpen(ScopeId scope) { return scope == 0 || llvm::is_contained(open, scope); }

Scope::Scope(ScopeKind kind)
    : number((lastScope += 2) + (kind == ScopeKind::Callee ? 1 : 0)), outer(current) {
  open.push_back(number);
  current = number;
}
Scope::~Scope() {
  open.pop_back();
  current = outer;
}

ScopeSwitch::ScopeSwitch(ScopeId scope) : outer(current) { current = scope; }
ScopeSwitch::~ScopeSwitch() { current = outer; }

} // namespace tenon::frontend
