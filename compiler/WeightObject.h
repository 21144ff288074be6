//===- WeightObject.h - A file of weights as an object file ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_WEIGHTOBJECT_H
#define TENON_COMPILER_WEIGHTOBJECT_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace tenon::compiler {

/// Writes to `path` a relocatable ELF file that defines the hidden symbol
/// `name` as the `bytes` bytes of the file `source`: read-only data on pages
/// of its own, in a section that linkers place apart from code, so that it may
/// be larger than 2 GB. The bytes are copied by the kernel and never held here.
llvm::Error writeWeightObject(llvm::StringRef path, llvm::StringRef name, llvm::StringRef source, uint64_t bytes);

} // namespace tenon::compiler

#endif
