//===- FusedTransformer.cpp - com.microsoft: parts of transformers in one operator ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What ONNX Runtime's optimizer and exporters write in the place of several
// operators. Each becomes the graph ops that these would have been.

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Attention.h"
#include "frontend/onnx/operators/FusedTransformer.h"
#include "frontend/onnx/operators/Normalization.h"
#include "frontend/onnx/operators/Products.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

Value optional(NodeImport &node, int i) { return node.has(i) ? node.tensor(i) : Value(); }

/// x plus what broadcasts to it, where that is given.
Value plus(NodeImport &node, Value x, Value addend) {
  return addend ? node.build.elementwise<AddOp>(x, node.broadcast(addend, shapeOf(x))) : x;
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

Value gelu(NodeImport &node, Value x, bool isTanh) { return node.build.create<GeluOp>(x.getType(), x, isTanh); }

void importGelu(NodeImport &node) { node.set(0, gelu(node, node.tensor(0), false)); }
void importBiasGelu(NodeImport &node) { node.set(0, gelu(node, plus(node, node.tensor(0), node.tensor(1)), false)); }
void importFastGelu(NodeImport &node) { node.set(0, gelu(node, plus(node, node.tensor(0), optional(node, 1)), true)); }

void importQuickGelu(NodeImport &node) {
  Value x = node.tensor(0), factor = node.build.fill(node.real("alpha", 1.702), shapeOf(x), elementOf(x));
  node.set(0, node.build.elementwise<MulOp>(x, node.build.elementwise<SigmoidOp>(node.build.elementwise<MulOp>(x, factor))));
}

void importBiasSoftmax(NodeImport &node) {
  Value x = plus(node, node.tensor(0), node.tensor(1));
  node.set(0, node.build.softmax(x, node.axis("axis", 1, rankOf(x))));
}

//===----------------------------------------------------------------------===//
// Normalization
//===----------------------------------------------------------------------===//

Value normalize(NodeImport &node, Value x, Value scale, Value bias, int64_t axis, double epsilon, bool isRms) {
  return node.build.create<LayerNormOp>(x.getType(), x, scale, bias, axis, llvm::APFloat(epsilon), isRms);
}

/// The sum of input and skip, and a bias, normalized over the last axis.
template <bool isRms> void importSkipLayerNormalization(NodeImport &node) {
  Value sum = plus(node, node.tensor(0), node.tensor(1));
  sum = plus(node, sum, optional(node, isRms ? 3 : 4));
  Value bias = isRms ? Value() : optional(node, 3);
  node.set(0, normalize(node, sum, node.tensor(2), bias, rankOf(sum) - 1, node.real("epsilon", 1e-12), isRms));
  node.set(3, sum);
}

} // namespace

void embedAndNormalize(NodeImport &node, const EmbeddingForm &form) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value words = build.cast(node.tensor(0), integer);
  Shape sizes = shapeOf(words);
  if (sizes.size() != 2)
    throw ImportError("the words should be [batch, length], got " + describe(words));
  Value positions = form.positions ? build.cast(form.positions, integer) : build.iota(0, {sizes[1]}, integer);
  Value sum = plus(node, form.rows(2, words), form.rows(3, positions));
  if (node.has(1) && node.has(4))
    sum = plus(node, sum, form.rows(4, build.cast(node.tensor(1), integer)));
  node.set(0, normalize(node, sum, form.scale, form.shift, 2, node.real("epsilon", 1e-12), false));
  Type narrow = build.getI32Type();
  Value length = build.fillInteger(0, {sizes[0]}, narrow);
  if (node.has(7))
    length = build.reduce(ReductionKind::sum, build.cast(node.tensor(7), narrow), {1});
  node.set(1, length);
  node.set(2, sum);
}

namespace {

void importEmbedLayerNormalization(NodeImport &node) {
  auto rows = [&](int table, Value indices) { return node.build.gather(node.tensor(table), indices, 0); };
  embedAndNormalize(node, {rows, node.tensor(5), node.tensor(6), optional(node, 8)});
}

//===----------------------------------------------------------------------===//
// Attention
//===----------------------------------------------------------------------===//

/// What a mask of 0 and 1, or of lengths, lets through of [batch, 1, queries, keys].
Value maskOfKeys(NodeImport &node, Value mask, AffineExpr batch, AffineExpr queries, AffineExpr keys) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Shape sizes = shapeOf(mask);
  mask = build.cast(mask, integer);
  AffineExpr one = build.constant(1);
  if (sizes.size() == 1) {
    Shape all{batch, one, one, keys};
    Value place = build.iota(3, all, integer);
    auto bound = [&](Value lengths) { return build.broadcast(lengths, all, {0}); };
    if (sameSize(sizes[0], batch))
      return build.compare(Predicate::lt, place, bound(mask));
    if (!sameSize(sizes[0], multiplySizes(batch, build.constant(2))))
      throw ImportError("a mask of lengths should have one or two for each of the batch, got " + describe(mask));
    Value ends = build.slice(mask, 0, build.constant(0), batch), starts = build.slice(mask, 0, batch, batch);
    return build.elementwise<AndOp>(build.compare(Predicate::lt, place, bound(ends)),
                                    build.compare(Predicate::ge, place, bound(starts)));
  }
  Value seen = build.compare(Predicate::ne, mask, build.fillInteger(0, sizes, integer));
  if (sizes.size() == 2)
    return build.reshape(seen, {sizes[0], one, one, sizes[1]});
  if (sizes.size() == 3)
    return build.unsqueeze(seen, 1);
  if (sizes.size() == 4)
    return seen;
  throw ImportError("the mask has more dimensions than attention has: " + describe(mask));
}

/// What hidden keys get instead of being left out, where the operator says so:
/// a large negative number that is added.
Value softened(NodeImport &node, Value seen, Type type) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(seen);
  double hidden = node.real("mask_filter_value", -10000);
  return build.select(seen, build.fill(0, sizes, type), build.fill(hidden, sizes, type));
}

struct Cache {
  Value key, value;
  AffineExpr past;
};

/// Keys and values after those of earlier calls.
Cache extendCache(NodeImport &node, Value key, Value value, Value pastKey, Value pastValue) {
  if (!pastKey || !pastValue)
    return {key, value, node.build.constant(0)};
  return {extendCache(node, pastKey, key), extendCache(node, pastValue, value), shapeOf(pastKey)[2]};
}

double scaleOf(NodeImport &node, Value query) {
  double given = node.real("scale", 0);
  std::optional<int64_t> size = constantSize(shapeOf(query)[3]);
  if (given == 0 && !size)
    throw ImportError("the size of a head must be known when the model is compiled");
  return given != 0 ? given : 1 / std::sqrt(static_cast<double>(*size));
}

} // namespace

void attendProjected(NodeImport &node, Value projected, Value keyMask, Value past, Value addend) {
  CheckedBuilder &build = node.build;
  int64_t heads = node.integer("num_heads");
  std::optional<int64_t> width = constantSize(shapeOf(projected).back());
  if (!width || rankOf(projected) != 3)
    throw ImportError("queries, keys and values should be [batch, length, hidden] with a known hidden size, got " + describe(projected));
  SmallVector<int64_t> widths = node.integers("qkv_hidden_sizes").value_or(SmallVector<int64_t>(3, *width / 3));
  if (widths.size() != 3 || widths[0] + widths[1] + widths[2] != *width)
    throw ImportError("the hidden sizes of queries, keys and values do not add up to " + Twine(*width));
  auto part = [&](int64_t start, int64_t size) {
    return splitHeads(node, build.slice(projected, 2, build.constant(start), build.constant(size)), heads);
  };
  Value query = part(0, widths[0]);
  Value pastKey, pastValue;
  if (past) {
    pastKey = build.part(past, 0, 0);
    pastValue = build.part(past, 0, 1);
  }
  Cache cache = extendCache(node, part(widths[0], widths[1]), part(widths[0] + widths[1], widths[2]), pastKey, pastValue);
  AffineExpr batch = shapeOf(query)[0], queries = shapeOf(query)[2], keys = shapeOf(cache.key)[2];
  Type type = elementOf(query);
  Value mask;
  if (keyMask)
    mask = softened(node, maskOfKeys(node, keyMask, batch, queries, keys), type);
  if (node.integer("unidirectional", 0))
    mask = combineMasks(node, mask, causalMask(node, queries, keys, build.size(cache.past)), type);
  mask = combineMasks(node, mask, addend, type);
  AttentionForm form{query, cache.key, cache.value, mask};
  form.scale = scaleOf(node, query);
  form.isZeroWhereBlind = false;
  node.set(0, joinHeads(node, attend(node, form)));
  if (node.wants(1))
    node.set(1, build.concat({build.unsqueeze(cache.key, 0), build.unsqueeze(cache.value, 0)}, 0));
}

namespace {

/// Queries, keys and values by one product of the input with [hidden, 3 * hidden].
void importAttention(NodeImport &node) {
  Value projected = plus(node, multiplyMatrices(node, node.tensor(0), node.tensor(1)), optional(node, 2));
  attendProjected(node, projected, optional(node, 3), optional(node, 4), optional(node, 5));
}

/// Part `i` of [batch, length, heads, parts, size] as [batch, heads, length, size].
Value packedPart(NodeImport &node, Value packed, int64_t i) {
  CheckedBuilder &build = node.build;
  Value part = build.part(packed, 3, i);
  return build.transpose(part, {0, 2, 1, 3});
}

void importMultiHeadAttention(NodeImport &node) {
  CheckedBuilder &build = node.build;
  int64_t heads = node.integer("num_heads");
  Value query = node.tensor(0), key = optional(node, 1), value = optional(node, 2), bias = optional(node, 3);
  // One bias for all three, in parts.
  AffineExpr start = build.constant(0);
  auto biased = [&](Value x) {
    if (!bias)
      return x;
    AffineExpr width = shapeOf(x).back();
    Value part = build.slice(bias, 0, start, width);
    start = normalizeSize(start + width);
    return plus(node, x, part);
  };
  if (rankOf(query) == 5) {
    key = packedPart(node, query, 1);
    value = packedPart(node, query, 2);
    query = packedPart(node, query, 0);
  } else {
    query = splitHeads(node, biased(query), heads);
    if (!key)
      throw ImportError("its keys are missing");
    if (rankOf(key) == 5) {
      value = packedPart(node, key, 1);
      key = packedPart(node, key, 0);
    } else if (rankOf(key) == 3) {
      key = splitHeads(node, biased(key), heads);
      value = splitHeads(node, biased(value), heads);
    }
  }
  Cache cache = extendCache(node, key, value, optional(node, 6), optional(node, 7));
  node.set(1, cache.key);
  node.set(2, cache.value);
  AffineExpr batch = shapeOf(query)[0], queries = shapeOf(query)[2], keys = shapeOf(cache.key)[2];
  Type type = elementOf(query);
  Value mask;
  if (node.has(4))
    mask = softened(node, maskOfKeys(node, node.tensor(4), batch, queries, keys), type);
  if (node.integer("unidirectional", 0))
    mask = combineMasks(node, mask, causalMask(node, queries, keys, build.size(cache.past)), type);
  mask = combineMasks(node, mask, optional(node, 5), type);
  AttentionForm form{query, cache.key, cache.value, mask};
  form.scale = scaleOf(node, query);
  form.isZeroWhereBlind = false;
  node.set(0, joinHeads(node, attend(node, form)));
}

/// Of `joined` [batch, heads, keys, size], keys after those of earlier calls,
/// the new ones where a row of the batch has fewer keys before: behind its own
/// `before` [batch] keys. What follows them means nothing.
Value moveBehindOwn(NodeImport &node, Value joined, Value before, AffineExpr past) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(joined);
  Value place = build.iota(2, sizes, build.getI64Type());
  Value own = build.broadcast(before, sizes, {0});
  Value isNew = build.compare(Predicate::ge, place, own);
  Value moved = build.elementwise<AddOp>(build.elementwise<SubOp>(place, own), build.broadcast(build.size(past), sizes));
  moved = build.elementwise<MinOp>(moved, build.broadcast(build.size(normalizeSize(sizes[2] - 1)), sizes));
  return build.takeAlong(joined, build.select(isNew, moved, place), 2);
}

/// The keys that queries see: none after their own, of which there are `before`
/// before query 0, for all or for each of the batch; none beyond `last` [batch];
/// with a window none left of it.
Value maskOfRows(NodeImport &node, Value before, Value last, AffineExpr queries, AffineExpr keys) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  auto seen = [&](int64_t offset) {
    Value shifted = build.elementwise<AddOp>(before, build.fillInteger(offset, shapeOf(before), integer));
    return rankOf(before) == 1 ? causalMaskByBatch(node, queries, keys, shifted) : causalMask(node, queries, keys, shifted);
  };
  Value mask = seen(0);
  int64_t window = node.integer("local_window_size", -1);
  if (window >= 0)
    mask = build.elementwise<AndOp>(mask, build.elementwise<NotOp>(seen(-window)));
  Shape all{shapeOf(last)[0], build.constant(1), build.constant(1), keys};
  Value isThere = build.compare(Predicate::le, build.iota(3, all, integer), build.broadcast(last, all, {0}));
  return combineMasks(node, mask, isThere, build.getF32Type());
}

/// Queries of several heads share keys and values; the last key of each batch's
/// row is at its `seqlens_k`.
void importGroupQueryAttention(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  int64_t heads = node.integer("num_heads"), keyHeads = node.integer("kv_num_heads");
  Value query = node.tensor(0), key = optional(node, 1), value = optional(node, 2);
  if (!key) {
    // Packed: all heads of queries, then of keys, then of values.
    Value all = splitHeads(node, query, heads + 2 * keyHeads);
    auto part = [&](int64_t start, int64_t count) { return build.slice(all, 1, build.constant(start), build.constant(count)); };
    query = part(0, heads);
    key = part(heads, keyHeads);
    value = part(heads + keyHeads, keyHeads);
  } else {
    query = splitHeads(node, query, heads);
    key = splitHeads(node, key, keyHeads);
    value = splitHeads(node, value, keyHeads);
  }
  AffineExpr batch = shapeOf(query)[0], queries = shapeOf(query)[2];
  Value last = build.reshape(build.cast(node.tensor(5), integer), {batch}); // the place of the last key
  // The place of query i is the last one less those after it; a row that is shorter than others, with nothing before
  // it, begins at 0.
  Value first = build.elementwise<SubOp>(last, build.broadcast(build.size(normalizeSize(queries - 1)), shapeOf(last)));
  first = build.elementwise<MaxOp>(first, build.fillInteger(0, shapeOf(first), integer));
  if (node.integer("do_rotary", 0)) {
    Shape places{batch, queries};
    Value place = build.elementwise<AddOp>(build.broadcast(first, places, {0}), build.iota(1, places, integer));
    if (node.has(9))
      place = build.cast(node.tensor(9), integer);
    Value cos = build.gather(node.tensor(7), place, 0), sin = build.gather(node.tensor(8), place, 0);
    bool isInterleaved = node.integer("rotary_interleaved", 0) != 0;
    query = rotate(node, query, cos, sin, isInterleaved);
    key = rotate(node, key, cos, sin, isInterleaved);
  }
  Cache cache = extendCache(node, key, value, optional(node, 3), optional(node, 4));
  // One row has all of the earlier keys before it.
  bool rowsDiffer = constantSize(batch) != 1 && constantSize(cache.past) != 0;
  if (rowsDiffer) {
    cache.key = moveBehindOwn(node, cache.key, first, cache.past);
    cache.value = moveBehindOwn(node, cache.value, first, cache.past);
  }
  node.set(1, cache.key);
  node.set(2, cache.value);
  Value mask = maskOfRows(node, rowsDiffer ? first : build.size(cache.past), last, queries, shapeOf(cache.key)[2]);
  mask = combineMasks(node, mask, optional(node, 10), elementOf(query));
  AttentionForm form{query, cache.key, cache.value, mask};
  form.scale = scaleOf(node, query);
  form.softcap = node.real("softcap", 0);
  node.set(0, joinHeads(node, attend(node, form)));
}

void importRotaryEmbedding(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value x = node.tensor(0), positions = build.cast(node.tensor(1), integer);
  bool isFlat = rankOf(x) == 3;
  int64_t heads = node.integer("num_heads", 0);
  if (isFlat) {
    std::optional<int64_t> width = constantSize(shapeOf(x)[2]), half = constantSize(shapeOf(node.tensor(2))[1]);
    if (!heads && width && half)
      heads = *width / (2 * *half);
    x = splitHeads(node, x, heads);
  }
  // One number is where all of the batch begins.
  if (rankOf(positions) == 1) {
    Shape places{build.constant(1), shapeOf(x)[2]};
    positions = build.elementwise<AddOp>(build.iota(1, places, integer), build.broadcast(build.reshape(positions, {}), places));
  }
  Value result = rotate(node, x, build.gather(node.tensor(2), positions, 0), build.gather(node.tensor(3), positions, 0),
                        node.integer("interleaved", 0) != 0);
  node.set(0, isFlat ? joinHeads(node, result) : result);
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// The last two axes swapped; with `batch` the first of a batch goes before the last axis.
Value transposed(NodeImport &node, Value x, bool isTransposed, bool isBatchTransposed) {
  int64_t rank = rankOf(x);
  SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  if (isBatchTransposed && rank > 2)
    std::rotate(order.begin(), order.begin() + 1, order.end() - 1);
  if (isTransposed && rank > 1)
    std::swap(order[rank - 1], order[rank - 2]);
  return node.build.transpose(x, order);
}

void importFusedMatMul(NodeImport &node) {
  Value lhs = transposed(node, node.tensor(0), node.integer("transA", 0) != 0, node.integer("transBatchA", 0) != 0);
  Value rhs = transposed(node, node.tensor(1), node.integer("transB", 0) != 0, node.integer("transBatchB", 0) != 0);
  Value result = multiplyMatrices(node, lhs, rhs);
  double alpha = node.real("alpha", 1);
  if (alpha != 1)
    result = node.build.elementwise<MulOp>(result, node.build.fill(alpha, shapeOf(result), elementOf(result)));
  node.set(0, result);
}

constexpr OperatorEntry entries[] = {
    {"Attention", 1, importAttention},
    {"BiasGelu", 1, importBiasGelu},
    {"BiasSoftmax", 1, importBiasSoftmax},
    {"EmbedLayerNormalization", 1, importEmbedLayerNormalization},
    {"FastGelu", 1, importFastGelu},
    {"FusedMatMul", 1, importFusedMatMul},
    {"Gelu", 1, importGelu},
    {"GroupQueryAttention", 1, importGroupQueryAttention},
    {"MultiHeadAttention", 1, importMultiHeadAttention},
    {"QuickGelu", 1, importQuickGelu},
    {"RotaryEmbedding", 1, importRotaryEmbedding},
    {"SimplifiedLayerNormalization", 1, importSimplifiedLayerNormalization},
    {"SkipLayerNormalization", 1, importSkipLayerNormalization<false>},
    {"SkipSimplifiedLayerNormalization", 1, importSkipLayerNormalization<true>},
    {"TransposeMatMul", 1, importFusedMatMul},
};

} // namespace

ArrayRef<OperatorEntry> fusedTransformerOperators() { return entries; }

} // namespace tenon::onnx
