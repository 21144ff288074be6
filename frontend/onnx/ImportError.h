//===- ImportError.h - What an operator's import throws ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_IMPORTERROR_H
#define TENON_FRONTEND_ONNX_IMPORTERROR_H

#include "llvm/ADT/Twine.h"
#include <stdexcept>

namespace tenon::onnx {

/// A mistake in the model. Thrown while a node is imported, caught by the
/// importer, which says which file and node it is about.
class ImportError : public std::runtime_error {
public:
  explicit ImportError(const llvm::Twine &message) : std::runtime_error(message.str()) {}
};

/// A value is needed that a node makes which cannot be imported itself.
class DependsOnUnsupported : public ImportError {
public:
  DependsOnUnsupported() : ImportError("it depends on a node that is not supported") {}
};

} // namespace tenon::onnx

#endif
