//===- model.cpp - The sentence encoder all-MiniLM-L6-v2 ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A BERT of six layers. Modules are named as in the published weights, which
// are read from $MINILM_MODEL/model.safetensors when this file is compiled.

#include "tenon/tenon.h"
#include <cmath>
#include <cstdlib>
#include <string>

using namespace tenon;

namespace {

constexpr int64_t vocabularySize = 30522, longestText = 512, tokenTypes = 2;
constexpr int64_t width = 384, heads = 12, innerWidth = 1536, layers = 6;

nn::LayerNorm makeNorm() { return nn::LayerNorm(nn::LayerNormOptions({width}).eps(1e-12)); }

/// What each token is, where it stands and which sentence it belongs to.
struct EmbeddingsImpl : nn::Module {
  nn::Embedding words = register_module("word_embeddings", nn::Embedding(vocabularySize, width));
  nn::Embedding positions = register_module("position_embeddings", nn::Embedding(longestText, width));
  nn::Embedding types = register_module("token_type_embeddings", nn::Embedding(tokenTypes, width));
  nn::LayerNorm norm = register_module("LayerNorm", makeNorm());

  Tensor forward(const Tensor &ids) {
    // There is one sentence a row: every token is of type 0.
    Tensor type = types->weight.select(0, 0);
    Tensor position = positions->weight.slice(0, 0, ids.size(1));
    return norm(words(ids) + position + type);
  }
};
TENON_MODULE(Embeddings);

struct SelfAttentionImpl : nn::Module {
  nn::Linear query = register_module("query", nn::Linear(width, width));
  nn::Linear key = register_module("key", nn::Linear(width, width));
  nn::Linear value = register_module("value", nn::Linear(width, width));

  Tensor forward(const Tensor &x, const Tensor &mask) {
    Tensor result = scaled_dot_product_attention(split(query(x)), split(key(x)), split(value(x)), mask);
    return result.transpose(1, 2).reshape({x.size(0), x.size(1), width});
  }

  /// [batch, sequence, width] to [batch, heads, sequence, width / heads].
  static Tensor split(const Tensor &x) {
    return x.view({x.size(0), x.size(1), heads, width / heads}).transpose(1, 2);
  }
};
TENON_MODULE(SelfAttention);

/// A linear layer whose result is added to what the block began with.
struct AddAndNormImpl : nn::Module {
  nn::Linear dense{nullptr};
  nn::LayerNorm norm = register_module("LayerNorm", makeNorm());

  explicit AddAndNormImpl(int64_t inputs) { dense = register_module("dense", nn::Linear(inputs, width)); }
  Tensor forward(const Tensor &x, const Tensor &begin) { return norm(dense(x) + begin); }
};
TENON_MODULE(AddAndNorm);

struct AttentionImpl : nn::Module {
  SelfAttention self = register_module("self", SelfAttention());
  AddAndNorm output = register_module("output", AddAndNorm(width));

  Tensor forward(const Tensor &x, const Tensor &mask) { return output(self(x, mask), x); }
};
TENON_MODULE(Attention);

struct IntermediateImpl : nn::Module {
  nn::Linear dense = register_module("dense", nn::Linear(width, innerWidth));

  Tensor forward(const Tensor &x) { return gelu(dense(x)); }
};
TENON_MODULE(Intermediate);

struct LayerImpl : nn::Module {
  Attention attention = register_module("attention", Attention());
  Intermediate intermediate = register_module("intermediate", Intermediate());
  AddAndNorm output = register_module("output", AddAndNorm(innerWidth));

  Tensor forward(const Tensor &x, const Tensor &mask) {
    Tensor attended = attention(x, mask);
    return output(intermediate(attended), attended);
  }
};
TENON_MODULE(Layer);

struct LayersImpl : nn::Module {
  std::vector<Layer> layer;

  LayersImpl() {
    for (int64_t i = 0; i < layers; ++i)
      layer.push_back(register_module(std::to_string(i), Layer()));
  }
  Tensor forward(Tensor x, const Tensor &mask) {
    for (Layer &each : layer)
      x = each(x, mask);
    return x;
  }
};
TENON_MODULE(Layers);

struct EncoderImpl : nn::Module {
  Layers layer = register_module("layer", Layers());

  Tensor forward(const Tensor &x, const Tensor &mask) { return layer(x, mask); }
};
TENON_MODULE(Encoder);

struct MiniLMImpl : nn::Module {
  Embeddings embeddings = register_module("embeddings", Embeddings());
  Encoder encoder = register_module("encoder", Encoder());

  explicit MiniLMImpl(const std::string &weights) {
    // The file also holds a pooler, which sentence embeddings do not use.
    tenon::load(*this, weights, {.allow_unexpected = true});
  }

  /// The mean over a text's tokens, with length 1.
  Tensor forward(const Tensor &ids, const Tensor &attention_mask) {
    Tensor isToken = attention_mask.ne(0);
    Tensor x = encoder(embeddings(ids), isToken.unsqueeze(1).unsqueeze(1));
    Tensor weight = isToken.to(kFloat32).unsqueeze(2);
    Tensor mean = (x * weight).sum(1) / weight.sum(1);
    return nn::functional::normalize(mean);
  }
};
TENON_MODULE(MiniLM);

std::string weightsPath() {
  const char *folder = std::getenv("MINILM_MODEL");
  if (!folder)
    throw Error("set MINILM_MODEL to the folder with all-MiniLM-L6-v2's model.safetensors");
  return std::string(folder) + "/model.safetensors";
}

} // namespace

TENON_MODEL(minilm, MiniLM(weightsPath()),
            {input("input_ids", kInt64, {Dim("batch"), Dim("sequence")}),
             input("attention_mask", kInt64, {Dim("batch"), Dim("sequence")})},
            {"embedding"});
