//===- model.cpp - A GPT that writes one token after the other ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// GPT-2's decoder as two functions over one cache: `prefill` reads a prompt,
// `decode` one token more. Keys and values of earlier tokens stay where they
// are: a call writes its own behind them.
//
// Modules are named as in the published weights. With $GPT_MODEL, a folder that
// holds GPT-2's model.safetensors, this is that model; else a small one of the
// same kind with weights by chance, whose tokens mean nothing. $GPT_SHAPE=gpt2
// is GPT-2's shape with weights by chance, for timing.

#include "tenon/tenon.h"
#include <cmath>
#include <cstdlib>
#include <string>

using namespace tenon;

namespace {

struct Sizes {
  int64_t vocabulary, layers, heads, width;
  /// Tokens that the cache holds; prompt and answer must fit.
  int64_t capacity;

  int64_t headSize() const { return width / heads; }
};
constexpr Sizes small{512, 4, 4, 128, 256}, gpt2{50257, 12, 12, 768, 256};
constexpr int64_t positions = 1024;

/// x W + b; the published weights are stored the other way round than nn::Linear's.
struct ProjectionImpl : nn::Module {
  Tensor weight, bias;

  ProjectionImpl(int64_t inputs, int64_t outputs) {
    weight = register_parameter("weight", nn::init::normal_(empty({inputs, outputs}), 0, 1 / std::sqrt(static_cast<double>(inputs))));
    bias = register_parameter("bias", zeros({outputs}));
  }
  Tensor forward(const Tensor &x) { return matmul(x, weight) + bias; }
};
TENON_MODULE(Projection);

struct AttentionImpl : nn::Module {
  Sizes sizes;
  Projection c_attn{nullptr}, c_proj{nullptr};
  Tensor keys, values; // [heads, capacity, head size]

  explicit AttentionImpl(const Sizes &sizes) : sizes(sizes) {
    c_attn = register_module("c_attn", Projection(sizes.width, 3 * sizes.width));
    c_proj = register_module("c_proj", Projection(sizes.width, sizes.width));
  }
  void makeCache() {
    keys = register_buffer("keys", zeros({sizes.heads, sizes.capacity, sizes.headSize()}));
    values = register_buffer("values", zeros({sizes.heads, sizes.capacity, sizes.headSize()}));
  }

  /// `x` is [tokens, width]; `places` are where its tokens go in the cache.
  /// Without a mask the tokens are the first ones, and see each other only.
  Tensor forward(const Tensor &x, const Tensor &places, const Tensor &mask) {
    Tensor parts = c_attn(x).view({x.size(0), 3, sizes.heads, sizes.headSize()}).permute({1, 2, 0, 3});
    Tensor query = parts[0], key = parts[1], value = parts[2];
    keys.index_copy_(1, places, key);
    values.index_copy_(1, places, value);
    Tensor result = mask.defined() ? scaled_dot_product_attention(query, keys, values, mask)
                                   : scaled_dot_product_attention(query, key, value, {}, 0.0, /*is_causal=*/true);
    return c_proj(result.transpose(0, 1).reshape({x.size(0), sizes.width}));
  }
};
TENON_MODULE(Attention);

struct MlpImpl : nn::Module {
  Projection c_fc{nullptr}, c_proj{nullptr};

  explicit MlpImpl(int64_t width) {
    c_fc = register_module("c_fc", Projection(width, 4 * width));
    c_proj = register_module("c_proj", Projection(4 * width, width));
  }
  Tensor forward(const Tensor &x) { return c_proj(gelu(c_fc(x), "tanh")); }
};
TENON_MODULE(Mlp);

struct BlockImpl : nn::Module {
  nn::LayerNorm ln_1{nullptr}, ln_2{nullptr};
  Attention attn{nullptr};
  Mlp mlp{nullptr};

  explicit BlockImpl(const Sizes &sizes) {
    ln_1 = register_module("ln_1", nn::LayerNorm(nn::LayerNormOptions({sizes.width})));
    attn = register_module("attn", Attention(sizes));
    ln_2 = register_module("ln_2", nn::LayerNorm(nn::LayerNormOptions({sizes.width})));
    mlp = register_module("mlp", Mlp(sizes.width));
  }
  Tensor forward(const Tensor &x, const Tensor &places, const Tensor &mask) {
    Tensor attended = x + attn(ln_1(x), places, mask);
    return attended + mlp(ln_2(attended));
  }
};
TENON_MODULE(Block);

struct GptImpl : nn::Module {
  Sizes sizes;
  nn::Embedding wte{nullptr}, wpe{nullptr};
  nn::ModuleList h;
  nn::LayerNorm ln_f{nullptr};
  Tensor length; // tokens in the cache

  GptImpl(const Sizes &sizes, const std::string &weights) : sizes(sizes) {
    wte = register_module("wte", nn::Embedding(sizes.vocabulary, sizes.width));
    wpe = register_module("wpe", nn::Embedding(positions, sizes.width));
    // Weights by chance would else write the last token again and again.
    nn::init::normal_(wte->weight, 0, 0.02);
    h = register_module("h", nn::ModuleList());
    for (int64_t i = 0; i < sizes.layers; ++i)
      h->push_back(Block(sizes));
    ln_f = register_module("ln_f", nn::LayerNorm(nn::LayerNormOptions({sizes.width})));
    // The file also holds masks, which attention has by itself here.
    if (!weights.empty())
      tenon::load(*this, weights, {.allow_unexpected = true});
    for (const auto &block : *h)
      block->as<BlockImpl>()->attn->makeCache();
    length = register_buffer("length", zeros({}, kLong));
  }

  /// The prompt, from the cache's beginning.
  TensorList prefill(const Tensor &tokens) {
    Tensor places = arange(tokens.size(0));
    Tensor next = read(tokens, places, {});
    length.copy_(zeros({}, kLong) + tokens.size(0));
    return answer(next);
  }

  /// One token behind those that were read.
  TensorList decode(const Tensor &token) {
    Tensor mask = arange(sizes.capacity) <= length;
    Tensor next = read(token, length.unsqueeze(0), mask.unsqueeze(0));
    length.add_(1);
    return answer(next);
  }

  /// Scores of each token to come next, by the last of `tokens`.
  Tensor read(const Tensor &tokens, const Tensor &places, const Tensor &mask) {
    Tensor x = wte(tokens) + wpe(places);
    for (const auto &block : *h)
      x = block->as<BlockImpl>()->forward(x, places, mask);
    return matmul(ln_f(x.select(0, -1)), wte->weight.t());
  }

  /// The likeliest token, and all scores.
  static TensorList answer(const Tensor &scores) { return {scores.argmax(-1, /*keepdim=*/true), scores}; }
};
TENON_MODULE(Gpt);

Gpt makeGpt() {
  if (const char *folder = std::getenv("GPT_MODEL"))
    return Gpt(gpt2, std::string(folder) + "/model.safetensors");
  const char *shape = std::getenv("GPT_SHAPE");
  manual_seed(0);
  return Gpt(shape && std::string(shape) == "gpt2" ? gpt2 : small, "");
}

} // namespace

TENON_MODEL(gpt, makeGpt(),
            {function("prefill", &GptImpl::prefill, {input("tokens", kInt64, {Dim("length")})}, {"next", "scores"}),
             function("decode", &GptImpl::decode, {input("token", kInt64, {1})}, {"next", "scores"})});
