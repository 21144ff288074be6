//===- Support.h - Whether all of a model can be imported ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_SUPPORT_H
#define TENON_FRONTEND_ONNX_SUPPORT_H

#include "frontend/onnx/ModelFile.h"
#include <optional>

namespace tenon::onnx {

/// The first node of a model, its functions and subgraphs whose operator or version is not in the table and how many
/// there are, as a UserError.
llvm::Error checkSupport(const ModelFile &file);
/// UserError for an operator set later than the newest.
llvm::Error checkOperatorSet(const ModelFile &file);

/// `operator Foo of domain com.example 3 is not supported`. No version where the model states none.
std::string unsupportedText(const file::Node &node, std::optional<int64_t> version);
/// `operator set 17`, `domain com.example 1`
std::string operatorSetText(llvm::StringRef domain, int64_t version);

/// The standard domain is "", also under its name `ai.onnx`.
llvm::StringRef normalizedDomain(llvm::StringRef domain);

/// A name of the model, which may hold anything, fit for messages: printable, at most 200 bytes.
std::string printableName(llvm::StringRef name);
std::string quoteName(llvm::StringRef name);

/// `tensor(float32)`, `sequence(tensor(int64))`, for messages.
std::string describeType(const file::TypeDescription &type);

} // namespace tenon::onnx

#endif
