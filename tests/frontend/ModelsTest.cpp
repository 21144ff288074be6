//===- ModelsTest.cpp - Whole models as their users write them --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"

namespace torch = tenon;

// Models in the forms of PyTorch's C++ front end: eager values are those of a
// compiled program that takes any batch and length.

namespace {

struct SelfAttentionImpl : torch::nn::Module {
  SelfAttentionImpl(int64_t width, int64_t heads) : heads(heads) {
    c_attn = register_module("c_attn", torch::nn::Linear(width, 3 * width));
    c_proj = register_module("c_proj", torch::nn::Linear(torch::nn::LinearOptions(width, width)));
    drop = register_module("drop", torch::nn::Dropout(0.1));
  }

  torch::Tensor forward(const torch::Tensor &x) {
    auto batch = x.size(0), length = x.size(1), width = x.size(2);
    auto qkv = c_attn->forward(x).chunk(3, -1);
    auto split = [&](const torch::Tensor &t) { return t.view({batch, length, heads, width / heads}).transpose(1, 2); };
    auto y = torch::scaled_dot_product_attention(split(qkv[0]), split(qkv[1]), split(qkv[2]), {}, 0.0, /*is_causal=*/true);
    return drop(c_proj(y.transpose(1, 2).contiguous().view({batch, length, width})));
  }

  int64_t heads;
  torch::nn::Linear c_attn{nullptr}, c_proj{nullptr};
  torch::nn::Dropout drop{nullptr};
};
TORCH_MODULE(SelfAttention);

struct BlockImpl : torch::nn::Module {
  BlockImpl(int64_t width, int64_t heads) {
    ln_1 = register_module("ln_1", torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})));
    attn = register_module("attn", SelfAttention(width, heads));
    ln_2 = register_module("ln_2", torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})));
    mlp = register_module("mlp", torch::nn::Sequential({{"c_fc", torch::nn::Linear(width, 4 * width)},
                                                        {"act", torch::nn::GELU(torch::nn::GELUOptions().approximate("tanh"))},
                                                        {"c_proj", torch::nn::Linear(4 * width, width)}}));
  }

  torch::Tensor forward(torch::Tensor x) {
    x = x + attn(ln_1(x));
    return x + mlp->forward(ln_2(x));
  }

  torch::nn::LayerNorm ln_1{nullptr}, ln_2{nullptr};
  SelfAttention attn{nullptr};
  torch::nn::Sequential mlp{nullptr};
};
TORCH_MODULE(Block);

struct GPTImpl : torch::nn::Module {
  GPTImpl(int64_t vocabulary, int64_t context, int64_t width, int64_t layers) {
    wte = register_module("wte", torch::nn::Embedding(vocabulary, width));
    wpe = register_module("wpe", torch::nn::Embedding(context, width));
    h = register_module("h", torch::nn::ModuleList());
    for (int64_t i = 0; i < layers; ++i)
      h->push_back(Block(width, 2));
    ln_f = register_module("ln_f", torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})));
    apply([](torch::nn::Module &module) {
      if (auto *linear = module.as<torch::nn::Linear>()) {
        torch::nn::init::normal_(linear->weight, 0.0, 0.2);
        torch::nn::init::zeros_(linear->bias);
      }
    });
  }

  /// The logits of the next token, with the table of tokens as the last layer.
  torch::Tensor forward(const torch::Tensor &tokens) {
    auto positions = torch::arange(tokens.size(1), torch::kLong);
    auto x = wte(tokens) + wpe(positions);
    for (auto &block : *h)
      x = block->as<Block>()->forward(x);
    return torch::matmul(ln_f(x), wte->weight.t());
  }

  torch::nn::Embedding wte{nullptr}, wpe{nullptr};
  torch::nn::ModuleList h{nullptr};
  torch::nn::LayerNorm ln_f{nullptr};
};
TORCH_MODULE(GPT);

struct ViTImpl : torch::nn::Module {
  ViTImpl(int64_t image, int64_t patch, int64_t width, int64_t classes) {
    int64_t patches = (image / patch) * (image / patch);
    embed = register_module("embed", torch::nn::Conv2d(torch::nn::Conv2dOptions(3, width, patch).stride(patch)));
    token = register_parameter("token", torch::randn({1, 1, width}));
    position = register_parameter("position", torch::randn({1, patches + 1, width}));
    torch::nn::TransformerEncoderLayerOptions layer(width, 4);
    layer.dim_feedforward(2 * width).activation(torch::kGELU).norm_first(true).batch_first(true);
    torch::nn::LayerNorm norm(torch::nn::LayerNormOptions({width}));
    encoder = register_module("encoder", torch::nn::TransformerEncoder(
                                             torch::nn::TransformerEncoderOptions(layer, 2).norm(torch::nn::AnyModule(norm))));
    head = register_module("head", torch::nn::Linear(width, classes));
  }

  torch::Tensor forward(torch::Tensor x) {
    x = embed(x).flatten(2).transpose(1, 2);
    x = torch::cat({token.expand({x.size(0), -1, -1}), x}, 1) + position;
    return head(encoder(x).select(1, 0));
  }

  torch::nn::Conv2d embed{nullptr};
  torch::Tensor token, position;
  torch::nn::TransformerEncoder encoder{nullptr};
  torch::nn::Linear head{nullptr};
};
TORCH_MODULE(ViT);

} // namespace

TEST_CASE("A language model is traced with a symbolic batch and length") {
  torch::manual_seed(5);
  torch::NoGradGuard guard;
  GPT gpt(50, 32, 16, 2);
  gpt->eval();
  torch::Graph graph =
      torch::trace(gpt, {torch::input("tokens", torch::kLong, {torch::Dim("batch"), torch::Dim("length")})});
  CHECK(graph.str().find("graph.attention") != std::string::npos);
  CHECK(graph.str().find("h.1.mlp.c_fc.weight") != std::string::npos);
  torch::Program program = torch::compile(graph);
  for (auto [batch, length] : {std::pair<int64_t, int64_t>(1, 1), {2, 7}, {3, 32}}) {
    torch::Tensor tokens = torch::randint(50, {batch, length});
    CHECK(program({tokens})[0].allclose(gpt(tokens), 1e-4, 1e-4));
  }
  // No position sees those after it.
  torch::Tensor tokens = torch::randint(50, {1, 8});
  CHECK(gpt(tokens.slice(1, 0, 5)).allclose(gpt(tokens).slice(1, 0, 5), 1e-4, 1e-4));
}

TEST_CASE("A model of images is traced with a symbolic batch") {
  torch::manual_seed(6);
  torch::NoGradGuard guard;
  ViT vit(16, 4, 32, 10);
  vit->eval();
  torch::Program program =
      torch::compile(torch::trace(vit, {torch::input("images", torch::kFloat, {torch::Dim("batch"), 3, 16, 16})}));
  for (int64_t batch : {1, 3}) {
    torch::Tensor images = torch::randn({batch, 3, 16, 16});
    CHECK(program({images})[0].allclose(vit(images), 1e-4, 1e-4));
  }
}
