//===- ExternalData.h - Values in files beside a model -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_EXTERNALDATA_H
#define TENON_FRONTEND_ONNX_EXTERNALDATA_H

#include "frontend/onnx/ModelFile.h"
#include "llvm/ADT/StringMap.h"

namespace tenon::onnx {

/// The files of one model's folder, each mapped once. A model says where its
/// values lie, and is not trusted: only regular files inside the folder are
/// opened, without symbolic links on the way and without a second hard link,
/// which may stand elsewhere.
class ExternalData {
public:
  explicit ExternalData(std::string folder) : folder(std::move(folder)) {}

  /// `bytes` bytes, or the rest of the file, from `offset` on. UserError for a
  /// location outside of the folder, and where there are fewer.
  llvm::Expected<MappedFile> read(llvm::StringRef location, uint64_t offset, std::optional<uint64_t> bytes);

private:
  std::string folder;
  llvm::StringMap<MappedFile> files;
};

} // namespace tenon::onnx

#endif
