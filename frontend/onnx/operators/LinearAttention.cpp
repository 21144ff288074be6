//===- LinearAttention.cpp - Attention by recurrence and with modifiers ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Attention.h"
#include "frontend/onnx/operators/Loops.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

//===----------------------------------------------------------------------===//
// LinearAttention
//===----------------------------------------------------------------------===//

/// What one step reads: [batch, heads, size] each.
struct LinearStep {
  Value query, key, value, decay, rate; // the last two may be null
};

/// The next state [batch, heads, key size, value size] and the output [batch, query heads, value size].
std::pair<Value, Value> stepState(NodeImport &node, Value state, const LinearStep &step, int64_t queriesPerKey) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(state);
  auto outer = [&](Value vector, ArrayRef<int64_t> axes) { return build.broadcast(vector, sizes, axes); };
  if (step.decay)
    state = build.elementwise<MulOp>(state, outer(build.elementwise<ExpOp>(step.decay), {0, 1, 2}));
  Value key = outer(step.key, {0, 1, 2}), value = step.value;
  if (step.rate) {
    Value recalled = build.reduce(ReductionKind::sum, build.elementwise<MulOp>(state, key), {2});
    value = build.elementwise<MulOp>(build.broadcast(step.rate, shapeOf(value), {0, 1}), build.elementwise<SubOp>(value, recalled));
  }
  state = build.elementwise<AddOp>(state, build.elementwise<MulOp>(key, outer(value, {0, 1, 3})));
  // The queries that share a head's state are rows of one matrix.
  Shape rows{sizes[0], sizes[1], build.constant(queriesPerKey), sizes[2]}, result = shapeOf(step.query);
  result[2] = sizes[3];
  return {state, build.reshape(build.matmul(build.reshape(step.query, rows), state), result)};
}

/// What the products of queries and keys of this size are multiplied by.
double scaleOf(NodeImport &node, AffineExpr keySize) {
  double scale = node.real("scale", 0);
  if (scale != 0)
    return scale;
  std::optional<int64_t> size = constantSize(keySize);
  if (!size)
    throw ImportError("the size of a head must be known when the model is compiled, or its attribute 'scale' given");
  return 1 / std::sqrt(static_cast<double>(*size));
}

void importLinearAttention(NodeImport &node) {
  CheckedBuilder &build = node.build;
  std::string rule = node.text("update_rule", "gated_delta");
  bool isGated = rule == "gated" || rule == "gated_delta", isDelta = rule == "delta" || rule == "gated_delta";
  if (!isGated && !isDelta && rule != "linear")
    throw ImportError("its attribute 'update_rule' is '" + rule + "', expected linear, gated, delta or gated_delta");
  int64_t queryHeads = node.integer("q_num_heads"), heads = node.integer("kv_num_heads");
  if (heads < 1 || queryHeads < 1 || queryHeads % heads)
    throw ImportError(Twine(queryHeads) + " heads of queries are no multiple of " + Twine(heads) + " heads of keys and values");
  Type type = elementOf(node.tensor(0)), computed = build.getF32Type();
  // [length, batch, heads, size], so that a step is an element of the first axis.
  auto byStep = [&](Value x, int64_t count) {
    return build.cast(build.transpose(splitHeads(node, x, count), {2, 0, 1, 3}), computed);
  };
  Value query = byStep(node.tensor(0), queryHeads), key = byStep(node.tensor(1), heads), value = byStep(node.tensor(2), heads);
  Shape sizes = shapeOf(key), stateSizes{sizes[1], sizes[2], sizes[3], shapeOf(value)[3]};
  Value decay, rate;
  if (isGated) {
    // One number for each head, or one for each element of a key.
    decay = byStep(node.tensor(4), heads);
    decay = node.broadcast(decay, sizes);
  }
  if (isDelta) {
    Value given = node.tensor(5);
    bool isShared = rankOf(given) == 3 && constantSize(shapeOf(given)[2]) == 1;
    rate = byStep(given, isShared ? 1 : heads);
    Shape spread(sizes.begin(), sizes.end());
    spread[3] = build.constant(1);
    rate = build.squeeze(node.broadcast(rate, spread), 3);
  }
  double scale = scaleOf(node, sizes[3]);
  Type stateType = node.has(3) ? elementOf(node.tensor(3)) : type;
  Value state = node.has(3) ? build.cast(node.tensor(3), computed) : build.fill(0, stateSizes, computed);
  if (rankOf(state) != 4)
    throw ImportError("the past state should have 4 dimensions, got " + describe(node.tensor(3)));
  LoopLimits limits{sizes[0], {}, {}};
  Value outputs;
  if (constantSize(sizes[0]) == 1) {
    auto only = [&](Value x) { return x ? build.squeeze(x, 0) : x; };
    LinearStep step{only(query), only(key), only(value), only(decay), only(rate)};
    std::tie(state, outputs) = stepState(node, state, step, queryHeads / heads);
    outputs = build.unsqueeze(outputs, 0);
  } else {
    SmallVector<Value> results = buildLoop(node, {state}, limits, [&](Callee &body, ArrayRef<Value> carried, Value number) {
      auto element = [&](Value x) { return x ? build.gather(body.capture(x), number, 0) : x; };
      LinearStep step{element(query), element(key), element(value), element(decay), element(rate)};
      auto [next, output] = stepState(node, carried.front(), step, queryHeads / heads);
      return SmallVector<Value>{trueValue(node), next, output};
    });
    state = results[0];
    outputs = results[1];
  }
  outputs = build.elementwise<MulOp>(outputs, build.fill(scale, shapeOf(outputs), computed));
  outputs = build.transpose(outputs, {1, 0, 2, 3});
  Shape result = shapeOf(outputs);
  node.set(0, build.cast(build.reshape(outputs, {result[0], result[1], multiplySizes(result[2], result[3])}), type));
  node.set(1, build.cast(state, stateType));
}

//===----------------------------------------------------------------------===//
// FlexAttention
//===----------------------------------------------------------------------===//

/// What a graph of the node makes of a tensor; it is written in place.
Value modified(NodeImport &node, StringRef name, Value x) {
  if (!node.hasAttribute(name))
    return x;
  const file::Graph &graph = node.graph(name);
  if (graph.input_size() != 1 || graph.output_size() != 1)
    throw ImportError("the graph '" + name + "' should have one input and one output");
  SubgraphImport import(node, graph, nullptr);
  import.bind({x});
  std::vector<ImportedValue> results = import.run();
  if (!results.front().tensor || results.front().tensor.getType() != x.getType())
    throw ImportError("the graph '" + name + "' should give a tensor like its input, " + describe(x));
  return results.front().tensor;
}

void importFlexAttention(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value query = node.tensor(0), key = node.tensor(1), value = node.tensor(2);
  node.requireSameType({query, key, value});
  if (rankOf(query) != 4 || rankOf(key) != 4 || rankOf(value) != 4)
    throw ImportError("queries, keys and values should have 4 dimensions, got " + describe(query));
  std::optional<int64_t> size = constantSize(shapeOf(query)[3]);
  if (!size)
    throw ImportError("the size of a head must be known when the model is compiled");
  double scale = node.real("scale", 1 / std::sqrt(static_cast<double>(*size)));
  if (!node.hasAttribute("score_mod") && !node.hasAttribute("prob_mod") && !node.hasAttribute("softmax_precision")) {
    AttentionForm form{query, key, value, {}};
    form.scale = scale;
    return node.set(0, attend(node, form));
  }
  key = repeatHeads(node, key, shapeOf(query)[1]);
  value = repeatHeads(node, value, shapeOf(query)[1]);
  Type type = elementOf(query), precision = node.elementType("softmax_precision");
  Type computed = precision ? precision : type.getIntOrFloatBitWidth() < 32 ? Type(build.getF32Type()) : type;
  auto scaled = [&](Value x) { return build.elementwise<MulOp>(x, build.fill(std::sqrt(scale), shapeOf(x), type)); };
  Value scores = build.cast(build.matmul(scaled(query), build.transpose(scaled(key), {0, 1, 3, 2})), computed);
  Value weights = modified(node, "prob_mod", build.softmax(modified(node, "score_mod", scores), 3));
  node.set(0, build.cast(build.matmul(weights, build.cast(value, computed)), type));
}

constexpr OperatorEntry entries[] = {
    {"LinearAttention", 27, importLinearAttention},
};

constexpr OperatorEntry previewEntries[] = {
    {"FlexAttention", 1, importFlexAttention},
};

} // namespace

ArrayRef<OperatorEntry> linearAttentionOperators() { return entries; }
ArrayRef<OperatorEntry> previewOperators() { return previewEntries; }

} // namespace tenon::onnx
