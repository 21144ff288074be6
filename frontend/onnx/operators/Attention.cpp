//===- Attention.cpp - Attention and rotary embeddings ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/operators/Attention.h"
#include "frontend/onnx/OperatorTable.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

Value splitHeads(NodeImport &node, Value x, int64_t heads) {
  Shape sizes = shapeOf(x);
  std::optional<int64_t> width = sizes.size() == 3 ? constantSize(sizes[2]) : std::nullopt;
  if (!width || heads < 1 || *width % heads)
    throw ImportError(describe(x) + " cannot be split into " + Twine(heads) + " heads");
  CheckedBuilder &build = node.build;
  Value split = build.reshape(x, {sizes[0], sizes[1], build.constant(heads), build.constant(*width / heads)});
  return build.transpose(split, {0, 2, 1, 3});
}

Value joinHeads(NodeImport &node, Value x) {
  Shape sizes = shapeOf(x);
  return node.build.reshape(node.build.transpose(x, {0, 2, 1, 3}), {sizes[0], sizes[2], multiplySizes(sizes[1], sizes[3])});
}

Value extendCache(NodeImport &node, Value past, Value added) {
  if (rankOf(past) != 4 || rankOf(added) != 4)
    throw ImportError("keys and values should have 4 dimensions, got " + describe(past) + " and " + describe(added));
  Shape sizes = shapeOf(added);
  for (int64_t axis : {0, 1, 3})
    past = node.withSize(past, axis, sizes[axis]);
  return node.build.concat({past, added}, 2);
}

Value causalMask(NodeImport &node, AffineExpr queries, AffineExpr keys, Value offset) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Shape sizes{queries, keys};
  Value last = build.elementwise<AddOp>(build.iota(0, sizes, integer), build.broadcast(offset, sizes));
  return build.compare(Predicate::le, build.iota(1, sizes, integer), last);
}

Value causalMaskByBatch(NodeImport &node, AffineExpr queries, AffineExpr keys, Value offsets) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Shape sizes{shapeOf(offsets)[0], build.constant(1), queries, keys};
  Value last = build.elementwise<AddOp>(build.iota(2, sizes, integer), build.broadcast(offsets, sizes, {0}));
  return build.compare(Predicate::le, build.iota(3, sizes, integer), last);
}

/// 0 where a key is seen, minus infinity elsewhere.
static Value toBias(NodeImport &node, Value mask, Type type) {
  if (!elementOf(mask).isInteger(1))
    return node.build.cast(mask, type);
  Shape sizes = shapeOf(mask);
  return node.build.select(mask, node.build.fill(0, sizes, type),
                           node.build.fill(-std::numeric_limits<double>::infinity(), sizes, type));
}

Value combineMasks(NodeImport &node, Value a, Value b, Type type) {
  if (!a || !b)
    return a ? a : b;
  if (elementOf(a).isInteger(1) && elementOf(b).isInteger(1)) {
    SmallVector<Value> both = node.broadcast({a, b});
    return node.build.elementwise<AndOp>(both[0], both[1]);
  }
  SmallVector<Value> both = node.broadcast({toBias(node, a, type), toBias(node, b, type)});
  return node.build.elementwise<AddOp>(both[0], both[1]);
}

Value repeatHeads(NodeImport &node, Value x, AffineExpr heads) {
  Shape sizes = shapeOf(x);
  std::optional<int64_t> has = constantSize(sizes[1]), needs = constantSize(heads);
  if (sameSize(sizes[1], heads))
    return x;
  if (!has || !needs || *has < 1 || *needs % *has)
    throw ImportError("the queries' heads are no multiple of the keys' and values': " + toString({heads}) + " and " +
                      toString({sizes[1]}));
  CheckedBuilder &build = node.build;
  Shape spread{sizes[0], sizes[1], build.constant(*needs / *has), sizes[2], sizes[3]};
  return build.reshape(build.broadcast(x, spread, {0, 1, 3, 4}), {sizes[0], heads, sizes[2], sizes[3]});
}

/// i1 of [.., query length, 1]: no key is seen.
static Value blindRows(NodeImport &node, Value mask) {
  CheckedBuilder &build = node.build;
  int64_t last = rankOf(mask) - 1;
  if (elementOf(mask).isInteger(1))
    return build.elementwise<NotOp>(build.reduce(ReductionKind::any, mask, {last}, /*keep=*/true));
  Value largest = build.reduce(ReductionKind::max, mask, {last}, /*keep=*/true);
  return build.compare(Predicate::eq, largest,
                       build.fill(-std::numeric_limits<double>::infinity(), shapeOf(largest), elementOf(largest)));
}

Value attend(NodeImport &node, const AttentionForm &form, Value *scores, ScoresOutput output) {
  CheckedBuilder &build = node.build;
  Value query = form.query;
  Type type = elementOf(query);
  Shape sizes = shapeOf(query);
  Value key = repeatHeads(node, form.key, sizes[1]), value = repeatHeads(node, form.value, sizes[1]);
  Shape scoreSizes{sizes[0], sizes[1], sizes[2], shapeOf(key)[2]};
  if (!sameSize(sizes[3], shapeOf(key)[3]) || !sameSize(scoreSizes[3], shapeOf(value)[2]))
    throw ImportError("queries, keys and values do not fit: " + describe(query) + ", " + describe(key) + ", " + describe(value));
  Value mask = form.mask ? node.broadcast(form.mask, scoreSizes) : Value();
  Value blind = mask && form.isZeroWhereBlind ? blindRows(node, mask) : Value();
  auto withoutBlind = [&](Value x) {
    if (!blind)
      return x;
    return build.select(build.broadcast(blind, shapeOf(x)), build.fill(0, shapeOf(x), elementOf(x)), x);
  };

  if (!scores && !form.softcap && (!form.softmaxType || form.softmaxType == type || type.getIntOrFloatBitWidth() == 16)) {
    Type scoreType = type.getIntOrFloatBitWidth() == 16 ? Type(build.getF32Type()) : type;
    if (mask && !elementOf(mask).isInteger(1))
      mask = build.cast(mask, scoreType);
    Shape result = sizes;
    result[3] = shapeOf(value)[3];
    Value attention = build.create<AttentionOp>(tensorType(result, type), query, key, value, mask,
                                                llvm::APFloat(form.scale), /*causal=*/false);
    return withoutBlind(attention);
  }

  auto scaled = [&](Value x) {
    return build.elementwise<MulOp>(x, build.fill(std::sqrt(form.scale), shapeOf(x), type));
  };
  Value product = build.matmul(scaled(query), build.transpose(scaled(key), {0, 1, 3, 2}));
  auto give = [&](ScoresOutput stage, Value x) {
    if (scores && output == stage)
      *scores = build.cast(x, type);
  };
  give(ScoresOutput::Raw, product);
  if (form.softcap) {
    Value cap = build.fill(form.softcap, scoreSizes, type);
    product = build.elementwise<MulOp>(build.elementwise<TanhOp>(build.elementwise<DivOp>(product, cap)), cap);
  }
  give(ScoresOutput::Capped, product);
  if (mask)
    product = build.elementwise<AddOp>(product, toBias(node, mask, type));
  give(ScoresOutput::Masked, product);
  if (form.softmaxType)
    product = build.cast(product, form.softmaxType);
  Value weights = build.cast(withoutBlind(build.softmax(product, 3)), type);
  give(ScoresOutput::Normalized, weights);
  return build.matmul(weights, value);
}

Value rotate(NodeImport &node, Value x, Value cos, Value sin, bool isInterleaved) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x);
  AffineExpr half = shapeOf(cos).back(), rotated = multiplySizes(half, build.constant(2));
  Value turning = build.slice(x, 3, build.constant(0), rotated);
  Shape halves = sizes;
  halves[3] = half;
  auto part = [&](int64_t which) {
    if (!isInterleaved)
      return build.slice(turning, 3, which ? half : build.constant(0), half);
    Shape starts(4, build.constant(0));
    starts[3] = build.constant(which);
    return build.slice(turning, starts, {1, 1, 1, 2}, halves);
  };
  // [batch or 1, length, half] beside heads.
  auto spread = [&](Value table) { return node.broadcast(build.unsqueeze(build.cast(table, elementOf(x)), 1), halves); };
  Value first = part(0), second = part(1), c = spread(cos), s = spread(sin);
  Value real = build.elementwise<SubOp>(build.elementwise<MulOp>(c, first), build.elementwise<MulOp>(s, second));
  Value imaginary = build.elementwise<AddOp>(build.elementwise<MulOp>(s, first), build.elementwise<MulOp>(c, second));
  Value result;
  if (isInterleaved) {
    Shape whole = sizes;
    whole[3] = rotated;
    result = build.reshape(build.concat({build.unsqueeze(real, 4), build.unsqueeze(imaginary, 4)}, 4), whole);
  } else {
    result = build.concat({real, imaginary}, 3);
  }
  AffineExpr rest = normalizeSize(sizes[3] - rotated);
  if (constantSize(rest) == 0)
    return result;
  return build.concat({result, build.slice(x, 3, rotated, rest)}, 3);
}

namespace {

/// Keys from `left` before to `right` after the query's place; -1 is no bound. One offset of the queries' places for
/// all, or one for each batch: [batch, 1, query length, key length].
Value windowMask(NodeImport &node, AffineExpr queries, AffineExpr keys, Value offset, int64_t left, int64_t right) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  bool isByBatch = rankOf(offset) == 1;
  Shape sizes{queries, keys};
  if (isByBatch)
    sizes = {shapeOf(offset)[0], build.constant(1), queries, keys};
  int64_t axis = rankOf(offset) ? 2 : 0;
  Value spread = isByBatch ? build.broadcast(offset, sizes, {0}) : build.broadcast(offset, sizes);
  Value place = build.elementwise<AddOp>(build.iota(axis, sizes, integer), spread);
  Value distance = build.elementwise<SubOp>(place, build.iota(axis + 1, sizes, integer));
  Value mask;
  if (left >= 0)
    mask = build.compare(Predicate::le, distance, build.fillInteger(left, sizes, integer));
  if (right >= 0)
    mask = combineMasks(node, mask, build.compare(Predicate::ge, distance, build.fillInteger(-right, sizes, integer)), Type());
  return mask;
}

/// A mask that is shorter than the keys hides what lies beyond it.
Value extendMask(NodeImport &node, Value mask, AffineExpr keys) {
  Shape sizes = shapeOf(mask);
  std::optional<int64_t> missing = constantSize(normalizeSize(keys - sizes.back()));
  if (!missing || *missing <= 0 || constantSize(sizes.back()) == 1)
    return mask;
  CheckedBuilder &build = node.build;
  SmallVector<int64_t> none(sizes.size(), 0), high(none);
  high.back() = *missing;
  Value hidden = elementOf(mask).isInteger(1) ? build.fillInteger(0, {}, build.getI1Type())
                                              : build.fill(-std::numeric_limits<double>::infinity(), {}, elementOf(mask));
  return build.pad(mask, hidden, none, high);
}

/// All that hides keys: the mask given, causality, a window, and keys that are padding.
Value maskOf(NodeImport &node, Type type, AffineExpr queries, AffineExpr keys, AffineExpr past) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  Value mask = node.has(3) ? extendMask(node, node.tensor(3), keys) : Value();
  Value offset = build.size(past), lengths, offsets;
  if (node.has(6)) {
    lengths = build.cast(node.tensor(6), integer);
    offsets = build.elementwise<SubOp>(lengths, build.broadcast(build.size(queries), shapeOf(lengths)));
  }
  if (node.integer("is_causal", 0))
    mask = combineMasks(node, mask, offsets ? causalMaskByBatch(node, queries, keys, offsets)
                                            : causalMask(node, queries, keys, offset), type);
  int64_t left = node.integer("left_window_size", -1), right = node.integer("right_window_size", -1);
  if (left >= 0 || right >= 0)
    mask = combineMasks(node, mask, windowMask(node, queries, keys, offsets ? offsets : offset, left, right), type);
  if (!lengths)
    return mask;
  Shape sizes{shapeOf(lengths)[0], build.constant(1), build.constant(1), keys};
  Value isThere = build.compare(Predicate::lt, build.iota(3, sizes, integer), build.broadcast(lengths, sizes, {0}));
  return combineMasks(node, mask, isThere, type);
}

void importAttention(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value query = node.tensor(0), key = node.tensor(1), value = node.tensor(2);
  bool isFlat = rankOf(query) == 3;
  if (isFlat) {
    query = splitHeads(node, query, node.integer("q_num_heads"));
    key = splitHeads(node, key, node.integer("kv_num_heads"));
    value = splitHeads(node, value, node.integer("kv_num_heads"));
  }
  if (rankOf(query) != 4 || rankOf(key) != 4 || rankOf(value) != 4)
    throw ImportError("queries, keys and values should have 3 or 4 dimensions, got " + describe(query));
  AffineExpr past = build.constant(0);
  if (node.has(4)) {
    past = shapeOf(node.tensor(4))[2];
    key = extendCache(node, node.tensor(4), key);
    value = extendCache(node, node.tensor(5), value);
  }
  node.set(1, key);
  node.set(2, value);
  Value mask = maskOf(node, elementOf(query), shapeOf(query)[2], shapeOf(key)[2], past);
  AttentionForm form{query, key, value, mask};
  std::optional<int64_t> size = constantSize(shapeOf(query)[3]);
  if (!size)
    throw ImportError("the size of a head must be known when the model is compiled");
  form.scale = node.real("scale", 1 / std::sqrt(static_cast<double>(*size)));
  form.softcap = node.real("softcap", 0);
  form.softmaxType = node.elementType("softmax_precision");
  constexpr ScoresOutput stages[] = {ScoresOutput::Raw, ScoresOutput::Capped, ScoresOutput::Masked, ScoresOutput::Normalized};
  int64_t mode = node.integer("qk_matmul_output_mode", 0);
  if (mode < 0 || mode > 3)
    throw ImportError("its attribute 'qk_matmul_output_mode' is " + Twine(mode) + ", expected 0 to 3");
  Value scores;
  Value result = attend(node, form, node.wants(3) ? &scores : nullptr, stages[mode]);
  node.set(0, isFlat ? joinHeads(node, result) : result);
  if (scores)
    node.set(3, scores);
}

void importRotaryEmbedding(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), cos = node.tensor(1), sin = node.tensor(2);
  bool isFlat = rankOf(x) == 3;
  if (isFlat)
    x = splitHeads(node, x, node.integer("num_heads"));
  if (node.has(3)) {
    Value positions = build.cast(node.tensor(3), build.getI64Type());
    cos = build.gather(cos, positions, 0);
    sin = build.gather(sin, positions, 0);
  }
  Value result = rotate(node, x, cos, sin, node.integer("interleaved", 0) != 0);
  node.set(0, isFlat ? joinHeads(node, result) : result);
}

constexpr OperatorEntry entries[] = {
    {"Attention", 23, importAttention},
    {"RotaryEmbedding", 23, importRotaryEmbedding},
};

} // namespace

ArrayRef<OperatorEntry> attentionOperators() { return entries; }

} // namespace tenon::onnx
