//===- ModelFile.h - An ONNX file in memory -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A model file is untrusted. It is mapped, not read: values of large tensors
// stay where they are in the file, and only what describes the graph is parsed.

#ifndef TENON_FRONTEND_ONNX_MODELFILE_H
#define TENON_FRONTEND_ONNX_MODELFILE_H

#include "frontend/onnx/Onnx.pb.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <string>

namespace tenon::onnx {

/// The bytes of a whole file, mapped; unmapped with the last owner.
struct MappedFile {
  llvm::ArrayRef<char> bytes;
  std::shared_ptr<const void> owner;
};

struct ModelFile {
  std::string path;
  /// The folder that external data must lie in.
  std::string folder;
  MappedFile content;
  std::shared_ptr<file::Model> model;
};

/// Maps and parses a file. UserError for what cannot be read, is no ONNX
/// model, nests deeper than 100 messages, or is larger than the format allows.
llvm::Expected<ModelFile> readModelFile(llvm::StringRef path);

/// The same of bytes that are in memory, for tests and fuzzers; they must
/// outlive the result. External data are looked for in `folder`.
llvm::Expected<ModelFile> parseModel(llvm::ArrayRef<char> bytes, llvm::StringRef name, llvm::StringRef folder);

} // namespace tenon::onnx

#endif
