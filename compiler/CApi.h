//===- CApi.h - The C functions of an artefact ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// NAME_create, NAME_run and the others are one call each of the runtime's
// functions with the model filled in. They are built as LLVM IR, so that an
// artefact needs no C compiler; Header.h writes the declarations.

#ifndef TENON_COMPILER_CAPI_H
#define TENON_COMPILER_CAPI_H

#include "compiler/Compile.h"
#include "llvm/IR/Module.h"

namespace tenon::compiler {

/// Raised with every change of what a generated header declares.
inline constexpr int abiVersion = 2;

/// The section that carries the model's description (JSON) in every artefact.
inline constexpr llvm::StringLiteral infoSection = ".tenon.info";

/// Refuses functions of the model whose C name is taken by the interface.
llvm::Error checkFunctionNames(const CompiledModel &compiled);

/// The global symbols of an object or library.
llvm::SmallVector<std::string> exportedNames(const CompiledModel &compiled);

/// The module that defines them; for a program, one that defines `main`.
std::unique_ptr<llvm::Module> buildCApi(llvm::LLVMContext &context, const CompiledModel &compiled, bool isProgram);

} // namespace tenon::compiler

#endif
