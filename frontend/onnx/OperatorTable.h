//===- OperatorTable.h - Which operators are imported, and how -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORTABLE_H
#define TENON_FRONTEND_ONNX_OPERATORTABLE_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// An operator from a version of its operator set on, until a later entry of
/// the same name.
struct OperatorEntry {
  const char *name;
  int64_t since;
  OperatorImport import;
  StringInputs strings = 0; // inputs that may be strings
  /// Whether it reads what is either of two values as such; others are imported for each of them.
  bool takesEither = false;
};

/// The domain of the operators that need no name for it.
inline constexpr llvm::StringLiteral standardDomain = "";

/// Models of classical machine learning.
inline constexpr llvm::StringLiteral learningDomain = "ai.onnx.ml";

/// The operators that ONNX Runtime's tools write.
inline constexpr llvm::StringLiteral microsoftDomain = "com.microsoft";

/// Operators that may become standard ones.
inline constexpr llvm::StringLiteral previewDomain = "ai.onnx.preview";

/// Operators of training steps.
inline constexpr llvm::StringLiteral trainingDomain = "ai.onnx.preview.training";

/// The newest operator set of the standard domain that is read.
inline constexpr int64_t newestOperatorSet = 28;

/// The entry for a node; null where there is none. `ai.onnx` is the standard
/// domain's other name.
const OperatorEntry *findOperator(llvm::StringRef domain, llvm::StringRef name, int64_t version);

// Each family's entries, from its file in operators/.
llvm::ArrayRef<OperatorEntry> elementwiseOperators();
llvm::ArrayRef<OperatorEntry> reductionOperators();
llvm::ArrayRef<OperatorEntry> shapeOperators();
llvm::ArrayRef<OperatorEntry> controlOperators();
llvm::ArrayRef<OperatorEntry> sliceOperators();
llvm::ArrayRef<OperatorEntry> indexingOperators();
llvm::ArrayRef<OperatorEntry> productOperators();
llvm::ArrayRef<OperatorEntry> normalizationOperators();
llvm::ArrayRef<OperatorEntry> attentionOperators();
llvm::ArrayRef<OperatorEntry> quantizationOperators();
llvm::ArrayRef<OperatorEntry> lossOperators();
llvm::ArrayRef<OperatorEntry> convolutionOperators();
llvm::ArrayRef<OperatorEntry> poolingOperators();
llvm::ArrayRef<OperatorEntry> scatterOperators();
llvm::ArrayRef<OperatorEntry> orderingOperators();
llvm::ArrayRef<OperatorEntry> resizeOperators();
llvm::ArrayRef<OperatorEntry> signalOperators();
llvm::ArrayRef<OperatorEntry> sourceOperators();
llvm::ArrayRef<OperatorEntry> stringOperators();
llvm::ArrayRef<OperatorEntry> termOperators();
llvm::ArrayRef<OperatorEntry> sequenceOperators();
llvm::ArrayRef<OperatorEntry> recurrentOperators();
llvm::ArrayRef<OperatorEntry> einsumOperators();
llvm::ArrayRef<OperatorEntry> randomOperators();
llvm::ArrayRef<OperatorEntry> samplingOperators();
llvm::ArrayRef<OperatorEntry> selectionOperators();
llvm::ArrayRef<OperatorEntry> uniqueOperators();
llvm::ArrayRef<OperatorEntry> blockOperators();
llvm::ArrayRef<OperatorEntry> linearAttentionOperators();

// Of ai.onnx.ml.
llvm::ArrayRef<OperatorEntry> featureOperators();
llvm::ArrayRef<OperatorEntry> linearModelOperators();
llvm::ArrayRef<OperatorEntry> treeOperators();

// Of ai.onnx.preview and ai.onnx.preview.training.
llvm::ArrayRef<OperatorEntry> previewOperators();
llvm::ArrayRef<OperatorEntry> optimizerOperators();

// Of com.microsoft.
llvm::ArrayRef<OperatorEntry> fusedTransformerOperators();
llvm::ArrayRef<OperatorEntry> fusedActivationOperators();
llvm::ArrayRef<OperatorEntry> fusedQuantizedOperators();

} // namespace tenon::onnx

#endif
