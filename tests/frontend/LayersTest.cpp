//===- LayersTest.cpp - Layers against PyTorch's ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LayerFixture.h"

using namespace tenon;

TEST_CASE("Layers of every family compute what PyTorch's do") {
  LayerFixture fixture("plain");
  fixture.check("linear", nn::Linear(4, 5));
  fixture.check("linear-no-bias", nn::Linear(nn::LinearOptions(4, 5).bias(false)));
  fixture.check("bilinear", nn::Bilinear(4, 5, 3));
  fixture.check("bilinear-no-bias", nn::Bilinear(nn::BilinearOptions(4, 5, 3).bias(false)));
  fixture.check("layer-norm", nn::LayerNorm(nn::LayerNormOptions({3, 4}).eps(1e-3)));
  fixture.check("layer-norm-no-bias", nn::LayerNorm(nn::LayerNormOptions({4}).bias(false)));
  fixture.check("layer-norm-plain", nn::LayerNorm(nn::LayerNormOptions({4}).elementwise_affine(false)));
  fixture.check("rms-norm", nn::RMSNorm(nn::RMSNormOptions({4}).eps(1e-5)));
  fixture.check("flatten", nn::Flatten(nn::FlattenOptions().start_dim(0).end_dim(1)));
  fixture.check("unflatten", nn::Unflatten(2, std::vector<int64_t>{2, -1}));
  fixture.check("embedding", nn::Embedding(nn::EmbeddingOptions(5, 4).padding_idx(3)));
  fixture.check("embedding-max-norm", nn::Embedding(nn::EmbeddingOptions(5, 4).max_norm(0.5).norm_type(1)));
  auto bag = [] { return nn::EmbeddingBagOptions(5, 4); };
  for (auto [name, mode] : {std::pair<std::string, nn::EmbeddingBagMode>("sum", kSum), {"mean", kMean}, {"max", kMax}}) {
    fixture.check("bag-" + name, nn::EmbeddingBag(bag().mode(mode)));
    fixture.check("bag-" + name + "-offsets", nn::EmbeddingBag(bag().mode(mode).padding_idx(-2)));
  }
  fixture.check("bag-last-offset", nn::EmbeddingBag(bag().mode(kSum).include_last_offset(true)));
  fixture.finish();
}

TEST_CASE("Tables of vectors") {
  nn::Embedding table(nn::EmbeddingOptions(4, 2).padding_idx(-1));
  CHECK(values(table(tensor({3}))) == Values{0, 0});
  Tensor weight = arange(6, kFloat).view({3, 2});
  nn::Embedding given = nn::Embedding::from_pretrained(weight);
  CHECK(values(given(tensor({2, 0}))) == Values{4, 5, 0, 1});
  CHECK(given->options.num_embeddings() == 3);
  CHECK(given->weight.is_same(weight));
  auto copy = std::dynamic_pointer_cast<nn::EmbeddingImpl>(given->clone());
  copy->weight.zero_();
  CHECK(values(given(tensor({2, 0}))) == Values{4, 5, 0, 1});
  CHECK(!copy->weight.requires_grad());
  CHECK(complaint([] { nn::Embedding::from_pretrained(ones({3})); }) ==
        "Embedding::from_pretrained: needs a matrix, got Float[3]");
  CHECK(complaint([] { nn::Embedding(nn::EmbeddingOptions(4, 2).padding_idx(4)); }) ==
        "Embedding: padding_idx is 4, and the table has 4 rows");
  nn::EmbeddingBag bag(4, 2);
  CHECK(complaint([&] { bag(tensor({1, 2})); }) ==
        "EmbeddingBag: a vector of indices needs offsets, a vector of where bags begin");
  CHECK(complaint([&] { bag(tensor({{1, 2}}), tensor({0})); }) ==
        "EmbeddingBag: a matrix of indices has its bags as rows: offsets must not be given");
  CHECK(complaint([&] { bag(tensor({{1, 2}}), Tensor(), ones({1, 2})); }) ==
        "EmbeddingBag: per_sample_weights are for the mode kSum, not kMean");
}

TEST_CASE("Layers as text") {
  auto text = [](const auto &module) {
    std::ostringstream stream;
    module->pretty_print(stream);
    return stream.str();
  };
  CHECK(text(nn::Linear(2, 3)) == "tenon::nn::Linear(in_features=2, out_features=3, bias=true)");
  CHECK(text(nn::LeakyReLU(nn::LeakyReLUOptions().inplace(true))) ==
        "tenon::nn::LeakyReLU(negative_slope=0.01, inplace=true)");
  CHECK(text(nn::ReLU()) == "tenon::nn::ReLU()");
  CHECK(text(nn::Dropout(0.25)) == "tenon::nn::Dropout(p=0.25)");
  CHECK(text(nn::Unflatten(1, std::vector<int64_t>{2, 2})) == "tenon::nn::Unflatten(dim=1, unflattened_size=[2, 2])");
  CHECK(text(nn::Embedding(nn::EmbeddingOptions(3, 2).padding_idx(1))) ==
        "tenon::nn::Embedding(num_embeddings=3, embedding_dim=2, padding_idx=1)");
  CHECK(text(nn::LayerNorm(nn::LayerNormOptions({2, 3}))) ==
        "tenon::nn::LayerNorm([2, 3], eps=1e-05, elementwise_affine=true)");
}

TEST_CASE("In training elements or channels are dropped, else nothing is") {
  manual_seed(3);
  Tensor x = ones({40, 25, 4});
  auto shares = [&](const Tensor &y) { return y.eq(0).to(kFloat).mean().item<double>(); };
  nn::Dropout dropout(0.25);
  CHECK(shares(dropout(x)) == Approx(0.25).margin(0.03));
  CHECK(dropout(x).max().item<double>() == Approx(1 / 0.75));
  nn::Dropout2d channels(0.25);
  Tensor y = channels(x);
  CHECK(shares(y) == Approx(0.25).margin(0.05));
  CHECK(equal(std::get<0>(y.max(-1)), std::get<0>(y.min(-1))));
  // These keep mean and variance of normal numbers.
  Tensor normal = randn({100, 100});
  nn::AlphaDropout alpha(0.2);
  CHECK(alpha(normal).mean().item<double>() == Approx(0).margin(0.05));
  CHECK(alpha(normal).var().item<double>() == Approx(1).margin(0.1));
  nn::FeatureAlphaDropout features(0.2);
  CHECK(sizes(features(normal)) == Sizes{100, 100});
  // Masks come from the seed.
  manual_seed(7);
  Tensor first = dropout(x);
  manual_seed(7);
  CHECK(equal(dropout(x), first));
  CHECK(!equal(dropout(x), first));
  Tensor written = x.clone();
  nn::Dropout inplace(nn::DropoutOptions(0.5).inplace(true));
  CHECK(inplace(written).is_same(written));
  CHECK(shares(written) > 0.4);
  for (auto module : {nn::AnyModule(dropout), nn::AnyModule(channels), nn::AnyModule(alpha), nn::AnyModule(features)}) {
    module.ptr()->eval();
    CHECK(module.forward(x).is_same(x));
    module.ptr()->train();
    CHECK(complaint([&] { trace([&](const Tensor &x) { return module.forward(x); }, {x}); })
              .find("training mode drops at random, which a graph cannot: call eval() on the module before tracing") !=
          std::string::npos);
  }
  CHECK(complaint([] { nn::Dropout(1.5); }) == "Dropout: the probability is 1.500000, expected one of 0 to 1");
}

TEST_CASE("Parameters are filled as PyTorch fills them") {
  CHECK(nn::init::calculate_gain(kTanh) == Approx(5.0 / 3));
  CHECK(nn::init::calculate_gain(kLeakyReLU, 0.5) == Approx(std::sqrt(1.6)));
  CHECK(nn::init::_calculate_fan_in_and_fan_out(ones({4, 3, 2, 2})) == std::tuple<int64_t, int64_t>(12, 16));
  auto deviation = [](const Tensor &x) { return x.std().item<double>(); };
  auto largest = [](const Tensor &x) { return x.abs().max().item<double>(); };
  Tensor w = zeros({200, 100});
  CHECK(largest(nn::init::xavier_uniform_(w)) == Approx(std::sqrt(6.0 / 300)).epsilon(0.01));
  CHECK(deviation(nn::init::xavier_normal_(w, 2)) == Approx(2 * std::sqrt(2.0 / 300)).epsilon(0.03));
  CHECK(largest(nn::init::kaiming_uniform_(w, std::sqrt(5.0))) == Approx(0.1).epsilon(0.01));
  CHECK(deviation(nn::init::kaiming_normal_(w, 0, kFanOut, kReLU)) == Approx(std::sqrt(2.0 / 200)).epsilon(0.03));
  CHECK(deviation(nn::init::normal_(w, 1, 3)) == Approx(3).epsilon(0.03));
  CHECK(largest(nn::init::uniform_(w, -2, 1)) == Approx(2).epsilon(0.01));
  CHECK(values(nn::init::eye_(ones({2, 3}))) == Values{1, 0, 0, 0, 1, 0});
  CHECK(values(nn::init::constant_(ones({2}), 3)) == Values{3, 3});
  CHECK(values(nn::init::dirac_(ones({2, 2, 3}))) == Values{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0});
  for (auto [rows, columns] : {std::pair<int64_t, int64_t>(3, 7), {7, 3}}) {
    Tensor q = nn::init::orthogonal_(zeros({rows, columns}), 2);
    Tensor gram = rows < columns ? q.matmul(q.t()) : q.t().matmul(q);
    CHECK(gram.allclose(eye(3) * 4, 1e-5, 1e-5));
  }
  CHECK(nn::init::sparse_(w, 0.1).eq(0).sum(0).to(kDouble).allclose(full({100}, 20.0, kDouble)));
  CHECK(complaint([] { nn::init::xavier_normal_(ones({3})); }) ==
        "_calculate_fan_in_and_fan_out: needs two dims or more, got Float[3]");
}
