//===- ValueForms.h - What branches and loops give besides tensors -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Functions that branches and loops call take and give tensors. Every other
// value goes through them as its tensors. Where two branches give, or two
// iterations carry, values of different forms, there may be a form that both
// can take: a sequence of known length becomes one whose length a run knows,
// a value that may not be there an optional that only a run knows to be empty.

#ifndef TENON_FRONTEND_ONNX_VALUEFORMS_H
#define TENON_FRONTEND_ONNX_VALUEFORMS_H

#include "frontend/onnx/RunSequences.h"

namespace tenon::onnx {

struct ValueForm {
  enum class Kind { Absent, Tensor, Sequence, RunSequence, Either };
  Kind kind = Kind::Absent;
  mlir::RankedTensorType type;  // of a tensor
  SequenceForm sequence;        // of a sequence whose length only a run knows
  std::vector<ValueForm> parts; // the tensors of a sequence; the alternatives of either

  /// Sizes may differ.
  bool operator==(const ValueForm &other) const;
};

/// Throws for strings.
ValueForm formOf(const ImportedValue &value);
std::optional<ValueForm> join(const ValueForm &one, const ValueForm &other);
/// An optional of this: either it or nothing.
ValueForm optionalOf(const ValueForm &form);

/// A value in a form that its own joined into.
ImportedValue adapt(CheckedBuilder &build, const ImportedValue &value, const ValueForm &form);
/// What stands for a value of this form where there is none: zeros of the sizes that are numbers, else empty tensors.
ImportedValue placeholder(CheckedBuilder &build, const ValueForm &form);

/// The tensors of values one after the other; and a value of this form from its tensors, which are taken off.
void appendTensors(const ImportedValue &value, llvm::SmallVectorImpl<mlir::Value> &tensors);
llvm::SmallVector<mlir::Value> flatten(llvm::ArrayRef<ImportedValue> values);
ImportedValue unflatten(const ValueForm &form, llvm::ArrayRef<mlir::Value> &tensors);

} // namespace tenon::onnx

#endif
