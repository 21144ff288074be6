//===- Support.h - Whether all of a model can be imported ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_SUPPORT_H
#define TENON_FRONTEND_ONNX_SUPPORT_H

#include "frontend/onnx/ModelFile.h"
#include <vector>

namespace tenon::onnx {

/// A node that cannot be imported, and why.
struct UnsupportedNode {
  std::string name, operatorName, reason;
};

/// All nodes of a model, its functions and subgraphs whose operator or version
/// is not in the table, in the order of the file.
std::vector<UnsupportedNode> findUnsupported(const ModelFile &file);

/// The first of them and how many there are, as a UserError.
llvm::Error checkSupport(const ModelFile &file);

/// `operator Foo of domain com.example, version 3, is not supported`
std::string unsupportedText(const file::Node &node, int64_t version);

/// The standard domain is "", also under its name `ai.onnx`.
llvm::StringRef normalizedDomain(llvm::StringRef domain);

/// A name of the model, which may hold anything, fit for messages: printable, at most 200 bytes.
std::string printableName(llvm::StringRef name);
std::string quoteName(llvm::StringRef name);

/// `tensor(float32)`, `sequence(tensor(int64))`, for messages.
std::string describeType(const file::TypeDescription &type);

} // namespace tenon::onnx

#endif
