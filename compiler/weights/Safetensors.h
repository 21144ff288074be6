//===- Safetensors.h - Files of weights -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A safetensors file is the length of a header (8 bytes, little endian), the
// header (JSON: name -> dtype, shape, data_offsets), and the tensors' bytes
// one after the other, without gaps.

#ifndef TENON_COMPILER_WEIGHTS_SAFETENSORS_H
#define TENON_COMPILER_WEIGHTS_SAFETENSORS_H

#include "dialects/graph/WeightStore.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

namespace tenon::compiler {

/// The tensors of a file, in the order of their bytes. The entries are views of the mapped file, which stays mapped as
/// long as one of them lives and must not be made shorter meanwhile; tensors that lie misaligned are copied. Everything
/// that is wrong is a UserError.
llvm::Expected<graph::WeightStore> readSafetensors(llvm::StringRef path, mlir::MLIRContext *context);
/// Those of a file in memory, which the entries keep; `name` stands for it in errors.
llvm::Expected<graph::WeightStore> readSafetensors(std::shared_ptr<llvm::MemoryBuffer> file, llvm::StringRef name,
                                                   mlir::MLIRContext *context);

/// Writes all entries, the largest elements first, so that each lies aligned.
llvm::Error writeSafetensors(const graph::WeightStore &store, llvm::StringRef path);
/// The same to a stream. Errors of the stream are the caller's to look for.
llvm::Error writeSafetensors(const graph::WeightStore &store, llvm::raw_ostream &stream);

} // namespace tenon::compiler

#endif
