//===- TensorData.h - The values of tensors in a model -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_TENSORDATA_H
#define TENON_FRONTEND_ONNX_TENSORDATA_H

#include "frontend/onnx/ElementTypes.h"
#include "frontend/onnx/ExternalData.h"

namespace tenon::onnx {

/// A tensor's values: bytes, dense and row-major, a byte for each element of
/// less than eight bits; or strings.
struct TensorData {
  DataType type = DataType::Undefined;
  llvm::SmallVector<int64_t> sizes;
  llvm::ArrayRef<char> bytes;
  std::shared_ptr<const void> owner; // of the bytes
  std::vector<std::string> strings;

  int64_t elementCount() const;
};

/// Reads tensors of one model. Bytes that lie in the file as they are needed
/// stay there. Throws ImportError for values that do not fit the type and
/// shape, sizes that no memory has, and external data that may not be read.
class TensorReader {
public:
  explicit TensorReader(const ModelFile &file) : file(file), external(file.folder) {}

  TensorData read(const file::Tensor &tensor);

  /// The tensor that a sparse one stands for, with all its zeros.
  TensorData readSparse(const file::SparseTensor &tensor);

private:
  MappedFile rawBytes(const file::Tensor &tensor);

  const ModelFile &file;
  ExternalData external;
};

/// The number of elements. Throws ImportError for a negative size, and for
/// more than 2^40 elements.
int64_t checkedElementCount(llvm::ArrayRef<int64_t> sizes);

} // namespace tenon::onnx

#endif
