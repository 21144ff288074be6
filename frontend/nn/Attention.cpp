//===- Attention.cpp - Attention with several heads -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Attention.h"
#include "frontend/nn/Check.h"
#include "frontend/nn/LayerText.h"
#include "frontend/tensor/Build.h"
#include "tenon/nn/Init.h"
#include <cmath>
#include <limits>

namespace tenon::nn {

using detail::ModuleScope;
using frontend::fail;

namespace {

constexpr double minusInfinity = -std::numeric_limits<double>::infinity();
const char *op = "MultiheadAttention";

std::string describe(const Tensor &tensor, SourceLocation here) { return frontend::nodeOf(tensor, here)->describe(); }

/// One call of a MultiheadAttention.
class Call {
public:
  Call(const MultiheadAttentionImpl &module, SourceLocation here)
      : module(module), options(module.options), here(here) {}

  /// Query, key and value with the features of the heads, batch first: [N, L, E].
  void project(const Tensor &query, const Tensor &key, const Tensor &value) {
    for (const Tensor *tensor : {&query, &key, &value})
      if (tensor->dim(here) != 3)
        fail(op, "needs query, key and value of 3 dims, got " + describe(*tensor, here), here);
    int64_t width = options.embed_dim();
    if (module._qkv_same_embed_dim && query.is_same(key) && key.is_same(value)) {
      // One product for all three.
      TensorList parts =
          split(linear(query, module.in_proj_weight, module.in_proj_bias, here), width, -1, here);
      q = parts[0], k = parts[1], v = parts[2];
    } else {
      q = projected(query, 0, module.q_proj_weight);
      k = projected(key, 1, module.k_proj_weight);
      v = projected(value, 2, module.v_proj_weight);
    }
    if (!options.batch_first())
      for (Tensor *tensor : {&q, &k, &v})
        *tensor = tensor->transpose(0, 1, here);
    batch = q.size(0, here);
    if (module.bias_k.defined())
      append(module.bias_k.expand({batch, 1, width}, here), module.bias_v.expand({batch, 1, width}, here));
    if (options.add_zero_attn()) {
      Tensor nothing = zeros({batch, 1, width}, q.dtype(here), here);
      append(nothing, nothing);
    }
    for (Tensor *tensor : {&q, &k, &v})
      *tensor = unflatten(*tensor, -1, {options.num_heads(), module.head_dim}, here).transpose(1, 2, here);
  }

  /// What is added to the scores, or a bool that is true where attention is allowed: none, [L, S], or [N, 1 or heads,
  /// 1 or L, S].
  void takeMasks(const Tensor &key_padding_mask, const Tensor &attn_mask) {
    Tensor hidden = padded(asMask(key_padding_mask));
    if (hidden.defined()) {
      if (hidden.dim(here) != 2)
        fail(op, "key_padding_mask must be [N, S], got " + describe(key_padding_mask, here), here);
      hidden = hidden.unsqueeze(1, here).unsqueeze(1, here);
    }
    mask = padded(asMask(attn_mask));
    if (mask.defined() && mask.dim(here) == 3)
      mask = unflatten(mask, 0, {batch, options.num_heads()}, here);
    else if (mask.defined() && mask.dim(here) != 2)
      fail(op, "attn_mask must be [L, S] or [N * heads, L, S], got " + describe(attn_mask, here), here);
    if (!mask.defined() || !hidden.defined()) {
      mask = mask.defined() ? mask : hidden;
      if (mask.defined() && mask.dtype(here) == kBool)
        mask = logical_not(mask, here);
    } else if (mask.dtype(here) == kBool && hidden.dtype(here) == kBool) {
      mask = logical_not(logical_or(mask, Operand(hidden, here), here), here);
    } else {
      Tensor sum = asAddend(hidden);
      mask = add(asAddend(mask), Operand(sum, here), 1, here);
    }
  }

  double scale() const { return 1 / std::sqrt(static_cast<double>(module.head_dim)); }

  /// The softmax of the scores, [N, heads, L, S].
  Tensor weights() const {
    Tensor scores = mul(matmul(q, k.transpose(-2, -1, here), here), Operand(scale(), here), here);
    if (mask.defined() && mask.dtype(here) == kBool)
      scores = where(mask, Operand(scores, here), Operand(minusInfinity, here), here);
    else if (mask.defined())
      scores = add(scores, Operand(mask, here), 1, here);
    return softmax(scores, -1, std::nullopt, here);
  }

  /// The result of the heads as it is handed out.
  Tensor result(const Tensor &heads) const {
    Tensor joined = flatten(heads.transpose(1, 2, here), -2, -1, here);
    return module.out_proj->forward(options.batch_first() ? joined : joined.transpose(0, 1, here), here);
  }

  Tensor q, k, v, mask;

private:
  Tensor projected(const Tensor &input, int64_t part, const Tensor &separate) const {
    int64_t width = options.embed_dim();
    auto third = [&](const Tensor &whole) {
      return whole.defined() ? narrow(whole, 0, part * width, width, here) : Tensor();
    };
    return linear(input, separate.defined() ? separate : third(module.in_proj_weight), third(module.in_proj_bias), here);
  }

  void append(const Tensor &key, const Tensor &value) {
    k = cat({k, key}, 1, here);
    v = cat({v, value}, 1, here);
    ++appended;
  }

  /// Bytes are bools, as they were before there were any.
  Tensor asMask(const Tensor &given) const {
    if (!given.defined() || given.dtype(here) == kBool || isFloatingType(given.dtype(here)))
      return given;
    if (given.dtype(here) != kByte)
      fail(op, "a mask must be of bools or floats, got " + describe(given, here), here);
    return given.to(kBool, here);
  }
  /// The keys that were appended are attended to.
  Tensor padded(const Tensor &given) const {
    return given.defined() && appended ? constant_pad_nd(given, {0, appended}, 0, here) : given;
  }
  Tensor asAddend(const Tensor &given) const {
    if (given.dtype(here) != kBool)
      return given;
    return where(given, Operand(Tensor(full({}, minusInfinity, q.dtype(here), here)), here), Operand(0, here), here);
  }

  const MultiheadAttentionImpl &module;
  const MultiheadAttentionOptions &options;
  SourceLocation here;
  Size batch = 0;
  int64_t appended = 0;
};

} // namespace

MultiheadAttentionImpl::MultiheadAttentionImpl(const MultiheadAttentionOptions &options) : options(options) { reset(); }

void MultiheadAttentionImpl::reset() {
  int64_t width = options.embed_dim();
  checkPositive(op, {width, options.num_heads(), options.kdim(), options.vdim()});
  if (width % options.num_heads() != 0)
    fail(op, "embed_dim " + std::to_string(width) + " is no multiple of num_heads " +
                 std::to_string(options.num_heads()),
         SourceLocation::unknown());
  head_dim = width / options.num_heads();
  _qkv_same_embed_dim = options.kdim() == width && options.vdim() == width;
  auto parameter = [&](const char *name, bool is, std::vector<int64_t> sizes) {
    return register_parameter(name, is ? tenon::empty(sizes) : Tensor());
  };
  bool separate = !_qkv_same_embed_dim;
  q_proj_weight = parameter("q_proj_weight", separate, {width, width});
  k_proj_weight = parameter("k_proj_weight", separate, {width, options.kdim()});
  v_proj_weight = parameter("v_proj_weight", separate, {width, options.vdim()});
  in_proj_weight = parameter("in_proj_weight", !separate, {3 * width, width});
  in_proj_bias = parameter("in_proj_bias", options.bias(), {3 * width});
  out_proj = register_module("out_proj", Linear(LinearOptions(width, width).bias(options.bias())));
  bias_k = parameter("bias_k", options.add_bias_kv(), {1, 1, width});
  bias_v = parameter("bias_v", options.add_bias_kv(), {1, 1, width});
  _reset_parameters();
}

void MultiheadAttentionImpl::_reset_parameters() {
  for (const Tensor &weight : {in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight})
    if (weight.defined())
      init::xavier_uniform_(weight);
  if (in_proj_bias.defined()) {
    in_proj_bias.zero_();
    out_proj->bias.zero_();
  }
  for (const Tensor &bias : {bias_k, bias_v})
    if (bias.defined())
      init::xavier_normal_(bias);
}

std::tuple<Tensor, Tensor> MultiheadAttentionImpl::forward(const Tensor &query, const Tensor &key, const Tensor &value,
                                                           const Tensor &key_padding_mask, bool need_weights,
                                                           const Tensor &attn_mask, bool average_attn_weights,
                                                           SourceLocation here) {
  ModuleScope scope(*this);
  Call call(*this, here);
  call.project(query, key, value);
  call.takeMasks(key_padding_mask, attn_mask);
  bool drops = is_training() && options.dropout() > 0;
  // Recorded apart from the result, the weights cost nothing unless somebody reads them.
  Tensor weights = need_weights || drops ? call.weights() : Tensor();
  Tensor heads = drops ? matmul(dropout(weights, options.dropout(), /*train=*/true, here), call.v, here)
                       : scaled_dot_product_attention(call.q, call.k, call.v, call.mask, 0.0, /*is_causal=*/false,
                                                      call.scale(), /*enable_gqa=*/false, here);
  if (need_weights && average_attn_weights)
    weights = mean(weights, {1}, /*keepdim=*/false, std::nullopt, here);
  return {call.result(heads), need_weights ? weights : Tensor()};
}

void MultiheadAttentionImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with("embed_dim", options.embed_dim())
      .with("num_heads", options.num_heads())
      .unless(0.0, "dropout", options.dropout())
      .unless(true, "bias", options.bias())
      .unless(false, "batch_first", options.batch_first());
}

} // namespace tenon::nn
