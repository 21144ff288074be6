//===- AttentionLayersTest.cpp - Attention and transformers against PyTorch's ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LayerFixture.h"

using namespace tenon;

namespace {

TensorList list(const std::tuple<Tensor, Tensor> &two) { return {std::get<0>(two), std::get<1>(two)}; }

nn::MultiheadAttentionOptions attention() { return nn::MultiheadAttentionOptions(8, 2); }
nn::TransformerEncoderLayerOptions layer() {
  return nn::TransformerEncoderLayerOptions(8, 2).dim_feedforward(16);
}

} // namespace

TEST_CASE("MultiheadAttention computes what PyTorch's does") {
  LayerFixture fixture("attention");
  auto plain = [](nn::MultiheadAttention &m, const TensorList &in) { return list(m(in[0], in[1], in[2])); };
  auto padded = [](nn::MultiheadAttention &m, const TensorList &in) { return list(m(in[0], in[1], in[2], in[3])); };
  auto masked = [](nn::MultiheadAttention &m, const TensorList &in) {
    return list(m(in[0], in[1], in[2], in[3], /*need_weights=*/true, in[4]));
  };
  fixture.check("plain", nn::MultiheadAttention(8, 2), plain);
  fixture.check("same", nn::MultiheadAttention(8, 2),
                [](nn::MultiheadAttention &m, const TensorList &in) { return list(m(in[0], in[0], in[0])); });
  fixture.check("per-head", nn::MultiheadAttention(8, 2), [](nn::MultiheadAttention &m, const TensorList &in) {
    return list(m->forward(in[0], in[1], in[2], {}, /*need_weights=*/true, {}, /*average_attn_weights=*/false));
  });
  fixture.check("batch-first", nn::MultiheadAttention(attention().batch_first(true)), plain);
  fixture.check("no-bias", nn::MultiheadAttention(attention().bias(false)), plain);
  fixture.check("bias-kv", nn::MultiheadAttention(attention().add_bias_kv(true).add_zero_attn(true)), plain);
  fixture.check("other-sizes", nn::MultiheadAttention(attention().kdim(3).vdim(5)), plain);
  fixture.check("padding", nn::MultiheadAttention(8, 2), padded);
  fixture.check("masks", nn::MultiheadAttention(8, 2), masked);
  fixture.check("float-mask", nn::MultiheadAttention(8, 2), masked);
  fixture.check("masks-appended", nn::MultiheadAttention(attention().add_bias_kv(true).add_zero_attn(true)), masked);

  fixture.check("encoder-layer", nn::TransformerEncoderLayer(layer()));
  fixture.check("encoder-layer-norm-first", nn::TransformerEncoderLayer(layer().norm_first(true)));
  fixture.check("encoder-layer-gelu", nn::TransformerEncoderLayer(layer().activation(kGELU)));
  fixture.check("encoder-layer-masks", nn::TransformerEncoderLayer(layer()));
  fixture.check("decoder-layer", nn::TransformerDecoderLayer(layer()));
  fixture.check("decoder-layer-norm-first", nn::TransformerDecoderLayer(layer().norm_first(true)));
  fixture.check("decoder-layer-gelu", nn::TransformerDecoderLayer(
                                          layer().activation([](const Tensor &x) { return gelu(x); })));
  fixture.check("encoder", nn::TransformerEncoder(nn::TransformerEncoderOptions(layer(), 2).norm(
                               nn::AnyModule(nn::LayerNorm(nn::LayerNormOptions({8}))))));
  fixture.check("decoder", nn::TransformerDecoder(nn::TransformerDecoderOptions(nn::TransformerDecoderLayer(layer()), 2)));
  fixture.check("transformer", nn::Transformer(nn::TransformerOptions(8, 2, 1, 2).dim_feedforward(16)),
                [](nn::Transformer &m, const TensorList &in) -> TensorList { return {m(in[0], in[1], Tensor(), in[2])}; });
  fixture.finish();
}

TEST_CASE("Attention is one op of the graph, for any batch and length") {
  nn::MultiheadAttention attention(8, 2);
  auto forward = [&](const Tensor &x, const Tensor &hidden) { return std::get<0>(attention(x, x, x, hidden)); };
  Graph graph = trace(forward, {input("x", kFloat, {Dim("length"), Dim("batch"), 8}),
                                input("hidden", kBool, {Dim("batch"), Dim("length")})});
  std::string text = graph.str();
  CHECK(text.find("graph.attention") != std::string::npos);
  CHECK(text.find("graph.softmax") == std::string::npos);
  Program program = compile(graph);
  for (auto [length, batch] : {std::pair<int64_t, int64_t>(1, 1), {5, 3}}) {
    Tensor x = randn({length, batch, 8}), hidden = zeros({batch, length}, kBool);
    if (length > 1)
      hidden[0][length - 1] = true;
    CHECK(program({x, hidden})[0].allclose(forward(x, hidden), 1e-5, 1e-6));
  }
}

TEST_CASE("Fewer keys than heads are shared by groups of heads") {
  Tensor q = randn({2, 6, 4, 8}), k = randn({2, 2, 5, 8}), v = randn({2, 2, 5, 8});
  auto repeat = [](const Tensor &x) { return x.unsqueeze(2).expand({2, 2, 3, 5, 8}).flatten(1, 2); };
  Tensor mask = randn({2, 6, 4, 5});
  auto grouped = [&](const OptionalTensor &mask) {
    return scaled_dot_product_attention(q, k, v, mask, 0.0, false, std::nullopt, /*enable_gqa=*/true);
  };
  auto repeated = [&](const OptionalTensor &mask) { return scaled_dot_product_attention(q, repeat(k), repeat(v), mask); };
  CHECK(grouped({}).allclose(repeated({}), 1e-5, 1e-6));
  CHECK(grouped(mask).allclose(repeated(mask), 1e-5, 1e-6));
  Tensor shared = mask[0][0];
  CHECK(grouped(shared).allclose(repeated(shared), 1e-5, 1e-6));
  Tensor perBatch = mask.slice(1, 0, 1);
  CHECK(grouped(perBatch).allclose(repeated(perBatch), 1e-5, 1e-6));
  CHECK(complaint([&] { scaled_dot_product_attention(randn({2, 5, 4, 8}), k, v, {}, 0.0, false, std::nullopt, true); }) ==
        "scaled_dot_product_attention: the 5 heads of the query are no multiple of the 2 heads of key and value");
  // In training weights are dropped: their mean stays.
  Tensor value = ones({1, 1, 64, 1});
  Tensor dropped = scaled_dot_product_attention(randn({1, 1, 64, 8}), randn({1, 1, 64, 8}), value, {}, 0.5);
  CHECK(dropped.mean().item<double>() == Approx(1).margin(0.2));
  CHECK(dropped.min().item<double>() < 0.9);
}

TEST_CASE("What does not fit attention is said") {
  CHECK(complaint([] { nn::MultiheadAttention(8, 3); }) == "MultiheadAttention: embed_dim 8 is no multiple of num_heads 3");
  nn::MultiheadAttention attention(8, 2);
  Tensor x = ones({3, 2, 8});
  CHECK(complaint([&] { attention(x, x, ones({3, 8})); }) ==
        "MultiheadAttention: needs query, key and value of 3 dims, got Float[3, 8]");
  CHECK(complaint([&] { attention(x, x, x, zeros({2, 3}, kLong)); }) ==
        "MultiheadAttention: a mask must be of bools or floats, got Long[2, 3]");
  CHECK(complaint([&] { attention(x, x, x, zeros({3}, kBool)); }) ==
        "MultiheadAttention: key_padding_mask must be [N, S], got Bool[3]");
  Tensor mask = nn::TransformerImpl::generate_square_subsequent_mask(2);
  CHECK(text(mask).find("0 -inf") != std::string::npos);
}
