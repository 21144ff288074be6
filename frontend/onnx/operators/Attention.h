//===- Attention.h - Attention in the forms that operators have -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_ATTENTION_H
#define TENON_FRONTEND_ONNX_OPERATORS_ATTENTION_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// Which scores an operator also gives: as multiplied, capped, masked, or after softmax.
enum class ScoresOutput { Raw, Capped, Masked, Normalized };

/// softmax(cap(scale Q K^T) + mask) V.
struct AttentionForm {
  /// [batch, heads, length, size]; keys and values may have fewer heads, which then serve several of the queries'.
  mlir::Value query, key, value;
  /// What broadcasts to [batch, heads, query length, key length]: i1, true where a key is seen, or a float to add. Or null.
  mlir::Value mask;
  double scale = 1;
  double softcap = 0; ///< 0: none
  /// The type that softmax is computed in; null: that of the query.
  mlir::Type softmaxType = {};
  /// Whether a row that sees nothing gives 0; else it may be NaN.
  bool isZeroWhereBlind = true;
};

/// The result [batch, heads, query length, value size]. Where `scores` is not
/// null it gets what `output` says of them.
mlir::Value attend(NodeImport &node, const AttentionForm &form, mlir::Value *scores = nullptr,
                   ScoresOutput output = ScoresOutput::Raw);

/// [batch, length, heads * size] as [batch, heads, length, size], and back.
mlir::Value splitHeads(NodeImport &node, mlir::Value x, int64_t heads);
mlir::Value joinHeads(NodeImport &node, mlir::Value x);

/// Keys or values [batch, heads, length, size] after those of earlier calls. A cache whose sizes are symbols of their own
/// has those of what is added: a run compares.
mlir::Value extendCache(NodeImport &node, mlir::Value past, mlir::Value added);

/// Each head as often as queries share it, so that there are `heads`.
mlir::Value repeatHeads(NodeImport &node, mlir::Value x, mlir::AffineExpr heads);

/// [query length, key length] of i1: the key's place is at most the query's
/// plus `offset`, a scalar of i64.
mlir::Value causalMask(NodeImport &node, mlir::AffineExpr queries, mlir::AffineExpr keys, mlir::Value offset);

/// The same with an offset for each of the batch: [batch, 1, query length, key length].
mlir::Value causalMaskByBatch(NodeImport &node, mlir::AffineExpr queries, mlir::AffineExpr keys, mlir::Value offsets);

/// Both masks at once, broadcast; of two of i1 another one, else floats to add. Either may be null.
mlir::Value combineMasks(NodeImport &node, mlir::Value a, mlir::Value b, mlir::Type type);

/// Rotates pairs of the last axis of x [batch, heads, length, size] by cos and
/// sin [batch or 1, length, half of what is rotated].
mlir::Value rotate(NodeImport &node, mlir::Value x, mlir::Value cos, mlir::Value sin, bool isInterleaved);

} // namespace tenon::onnx

#endif
