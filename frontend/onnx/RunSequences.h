//===- RunSequences.h - Sequences whose length only a run knows ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A sequence of known length is that many tensors, and nothing of it is left in
// the graph. One whose length or order depends on data is two tensors: the
// elements of all its tensors, one after the other, and a table with a row for
// each: its number of dimensions, then its sizes, then ones. Its tensors are of
// one element type; they are taken out again where their number of dimensions is
// known.

#ifndef TENON_FRONTEND_ONNX_RUNSEQUENCES_H
#define TENON_FRONTEND_ONNX_RUNSEQUENCES_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// What a sequence is without its tensors: their element type, the most
/// dimensions that one has, and the number of dimensions of all, where it is one.
struct SequenceForm {
  mlir::Type element;
  int64_t width = 0;
  std::optional<int64_t> rank;

  bool operator==(const SequenceForm &) const = default;
};

SequenceForm formOf(const RunSequence &sequence);
/// That of a sequence with these tensors; nothing where they have several element types or there are none.
std::optional<SequenceForm> formOf(llvm::ArrayRef<ImportedValue> tensors);
/// One that sequences of both forms can take; nothing for other element types.
std::optional<SequenceForm> joinForms(const SequenceForm &one, const SequenceForm &other);

RunSequence makeRunSequence(CheckedBuilder &build, llvm::ArrayRef<ImportedValue> tensors, const SequenceForm &form);
/// The same sequence with a table as wide as `form` asks.
RunSequence widen(CheckedBuilder &build, const RunSequence &sequence, const SequenceForm &form);

/// How many tensors there are.
mlir::AffineExpr lengthOf(const RunSequence &sequence);

/// A scalar as a position below `limit`, negative ones from the end on; the run fails where it is none.
mlir::AffineExpr runPosition(NodeImport &node, mlir::Value position, mlir::AffineExpr length, bool isGap);

mlir::Value elementAt(NodeImport &node, const RunSequence &sequence, mlir::AffineExpr position);
RunSequence insertElement(NodeImport &node, const RunSequence &sequence, mlir::Value tensor, mlir::AffineExpr position);
RunSequence eraseElement(NodeImport &node, const RunSequence &sequence, mlir::AffineExpr position);
/// All tensors after each other along `axis`, which is a new one where `isNew`. The run fails where they do not fit.
mlir::Value joinElements(NodeImport &node, const RunSequence &sequence, int64_t axis, bool isNew);
/// Parts of the size `part` of an axis, the last one smaller where there is a rest; without the axis where `dropsAxis`.
RunSequence splitAxis(NodeImport &node, mlir::Value value, int64_t axis, mlir::AffineExpr part, bool dropsAxis);

} // namespace tenon::onnx

#endif
