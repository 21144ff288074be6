//===- Attention.cpp - Attention as one op ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeFunctions.h"
#include "frontend/tensor/Build.h"
#include <cmath>
#include <limits>

namespace tenon {

using namespace frontend;

namespace {

const char *op = "scaled_dot_product_attention";

/// The arguments of one call, checked as far as each stands for itself.
struct Arguments {
  NodePtr query, key, value, mask;
  bool causal;
  double scale;
};

void checkTypes(const NodePtr &a, const NodePtr &b, SourceLocation here) {
  if (a->dtype != b->dtype)
    fail(op, a->describe() + " and " + b->describe() + " have different types: convert one with to()", here);
}

double scaleOf(const NodePtr &query, std::optional<double> scale, SourceLocation here) {
  if (scale)
    return *scale;
  std::optional<int64_t> features = graph::constantSize(query->sizes.back());
  if (!features)
    fail(op, "the size of a head is symbolic: give a scale", here);
  return 1 / std::sqrt(static_cast<double>(*features));
}

Arguments check(const Tensor &query, const Tensor &key, const Tensor &value, const OptionalTensor &attn_mask,
                bool causal, std::optional<double> scale, SourceLocation here) {
  NodePtr q = nodeOf(query, here), k = nodeOf(key, here), v = nodeOf(value, here);
  checkTypes(q, k, here);
  checkTypes(q, v, here);
  if (!isFloatingType(q->dtype))
    fail(op, "needs floats, got " + q->describe(), here);
  if (q->sizes.size() < 2 || k->sizes.size() < 2 || v->sizes.size() < 2)
    fail(op, "needs matrices, got " + q->describe() + ", " + k->describe() + ", " + v->describe(), here);
  NodePtr mask = attn_mask ? nodeOf(*attn_mask, here) : nullptr;
  if (mask && causal)
    fail(op, "attn_mask and is_causal exclude each other", here);
  if (mask && mask->dtype != kBool && mask->dtype != q->dtype)
    fail(op, "attn_mask must be bool or of the query's type, got " + mask->describe(), here);
  return {q, k, v, mask, causal, scaleOf(q, scale, here)};
}

graph::Shape batchOf(const NodePtr &node) { return graph::Shape(graph::ShapeRef(node->sizes).drop_back(2)); }

/// With one batch shape for all three.
void broadcastBatch(Arguments &a, SourceLocation here) {
  graph::Shape batch = broadcastSizes(batchOf(a.query), batchOf(a.key), op, here);
  batch = broadcastSizes(batch, batchOf(a.value), op, here);
  for (NodePtr *node : {&a.query, &a.key, &a.value}) {
    graph::Shape sizes(batch);
    llvm::append_range(sizes, graph::ShapeRef((*node)->sizes).take_back(2));
    *node = broadcast(*node, sizes, here);
  }
}

graph::Shape scoresOf(const Arguments &a) {
  graph::Shape scores(a.query->sizes);
  scores.back() = a.key->sizes[a.key->sizes.size() - 2];
  return scores;
}

void checkMask(const NodePtr &mask, graph::ShapeRef scores, SourceLocation here) {
  std::string misfit;
  auto repeated = graph::broadcastShapes(scores, mask->sizes, misfit);
  if (failed(repeated) || !sameSizes(*repeated, scores))
    fail(op, "attn_mask " + mask->describe() + " does not broadcast to the scores " + toText(scores), here);
}

NodePtr attend(Arguments a, SourceLocation here) {
  broadcastBatch(a, here);
  std::string error;
  auto sizes = graph::attentionShape(a.query->sizes, a.key->sizes, a.value->sizes, error);
  if (failed(sizes))
    fail(op, error, here);
  llvm::SmallVector<NodePtr> operands = {a.query, a.key, a.value};
  if (a.mask) {
    checkMask(a.mask, scoresOf(a), here);
    operands.push_back(a.mask->dtype == kBool ? a.mask : cast(a.mask, kFloat, here));
  }
  llvm::SmallVector<mlir::NamedAttribute> attributes = {
      attribute("scale", mlir::Builder(&context()).getF64FloatAttr(a.scale))};
  if (a.causal)
    attributes.push_back(attribute("causal", mlir::UnitAttr::get(&context())));
  return makeOp("graph.attention", operands, attributes, *sizes, a.query->dtype, here);
}

/// The weights are made to drop some of them.
Tensor attendWithDropout(const Arguments &a, double dropout_p, SourceLocation here) {
  Tensor q = makeTensor(a.query), k = makeTensor(a.key), v = makeTensor(a.value);
  Tensor scores = mul(matmul(q, k.transpose(-2, -1, here), here), Operand(a.scale, here), here);
  graph::Shape sizes = nodeOf(scores, here)->sizes;
  Tensor allowed;
  if (a.causal)
    allowed = tril(ones({scores.size(-2, here), scores.size(-1, here)}, kBool, here), 0, here);
  else if (a.mask && a.mask->dtype == kBool)
    allowed = makeTensor(a.mask);
  if (a.mask)
    checkMask(a.mask, sizes, here);
  constexpr double minusInfinity = -std::numeric_limits<double>::infinity();
  if (allowed.defined())
    scores = where(allowed, Operand(scores, here), Operand(minusInfinity, here), here);
  else if (a.mask)
    scores = add(scores, Operand(makeTensor(a.mask), here), 1, here);
  return matmul(dropout(softmax(scores, -1, std::nullopt, here), dropout_p, /*train=*/true, here), v, here);
}

/// Fewer heads of key and value than of the query: the heads of a group become rows of one head, or where rows have an
/// order, which causal attention needs, key and value are repeated.
class Groups {
public:
  Groups(const Arguments &a, SourceLocation here) : here(here) {
    size_t rank = a.query->sizes.size();
    if (rank < 3 || a.key->sizes.size() != rank || a.value->sizes.size() != rank)
      fail(op, "enable_gqa needs [.., heads, L, E] with as many dims in all three, got " + a.query->describe() + ", " +
                   a.key->describe() + ", " + a.value->describe(),
           here);
    axis = rank - 3;
    heads = headsOf(a.query);
    groups = headsOf(a.key);
    if (headsOf(a.value) != groups)
      fail(op, "key " + a.key->describe() + " and value " + a.value->describe() + " have different numbers of heads",
           here);
    if (groups == 0 || heads % groups != 0)
      fail(op, "the " + std::to_string(heads) + " heads of the query are no multiple of the " +
                   std::to_string(groups) + " heads of key and value",
           here);
  }

  bool areNeeded() const { return heads != groups; }

  Arguments together(Arguments a) {
    rows = a.query->sizes[axis + 1];
    if (a.causal) {
      a.query = split(a.query);
      a.key = repeated(a.key);
      a.value = repeated(a.value);
      return a;
    }
    if (a.mask && a.mask->sizes.size() > 1) {
      // The mask of each head and row; the dims before them may still be 1.
      checkMask(a.mask, scoresOf(a), here);
      graph::Shape sizes(a.mask->sizes);
      if (sizes.size() == 2)
        sizes.insert(sizes.begin(), constantExpression(heads));
      sizes[sizes.size() - 3] = constantExpression(heads);
      sizes[sizes.size() - 2] = rows;
      a.mask = merged(broadcast(a.mask, sizes, here));
    }
    a.query = merged(a.query);
    return a;
  }

  NodePtr apart(const NodePtr &result) const {
    graph::Shape sizes(graph::ShapeRef(result->sizes).take_front(axis));
    llvm::append_values(sizes, constantExpression(heads), rows, result->sizes.back());
    return reshape(result, sizes, here);
  }

private:
  int64_t headsOf(const NodePtr &node) const {
    std::optional<int64_t> count = graph::constantSize(node->sizes[axis]);
    if (!count)
      fail(op, "enable_gqa needs a number of heads, got " + node->describe(), here);
    return *count;
  }
  /// [.., heads, L, X] as [.., groups, heads / groups * L, X].
  NodePtr merged(const NodePtr &node) const {
    graph::Shape sizes(node->sizes);
    size_t at = sizes.size() - 3;
    sizes[at] = constantExpression(groups);
    sizes[at + 1] = sizes[at + 1] * (heads / groups);
    return reshape(node, sizes, here);
  }
  /// [.., heads, L, X] as [.., groups, heads / groups, L, X].
  NodePtr split(const NodePtr &node) const {
    graph::Shape sizes(node->sizes);
    sizes[axis] = constantExpression(heads / groups);
    sizes.insert(sizes.begin() + axis, constantExpression(groups));
    return reshape(node, sizes, here);
  }
  NodePtr repeated(const NodePtr &node) const {
    graph::Shape sizes(node->sizes);
    sizes.insert(sizes.begin() + axis + 1, constantExpression(1));
    return reshape(node, sizes, here);
  }

  SourceLocation here;
  size_t axis;
  int64_t heads, groups;
  mlir::AffineExpr rows;
};

} // namespace

Tensor scaled_dot_product_attention(const Tensor &query, const Tensor &key, const Tensor &value,
                                    const OptionalTensor &attn_mask, double dropout_p, bool is_causal,
                                    std::optional<double> scale, bool enable_gqa, SourceLocation here) {
  Arguments arguments = check(query, key, value, attn_mask, is_causal, scale, here);
  auto attention = [&](const Arguments &a) {
    return dropout_p == 0 ? attend(a, here) : nodeOf(attendWithDropout(a, dropout_p, here), here);
  };
  if (enable_gqa)
    if (Groups groups(arguments, here); groups.areNeeded())
      return makeTensor(groups.apart(attention(groups.together(arguments))));
  return makeTensor(attention(arguments));
}

} // namespace tenon
