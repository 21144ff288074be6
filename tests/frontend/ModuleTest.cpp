//===- ModuleTest.cpp - Modules and their weights ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"
#include "ScratchFile.h"
#include <fstream>

using namespace tenon;

namespace {

struct BlockImpl : nn::Module {
  nn::Linear linear = register_module("linear", nn::Linear(2, 3));
  nn::LayerNorm norm = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({3}).eps(1e-12)));
  Tensor offset = register_buffer("offset", ones({3}));

  Tensor forward(const Tensor &x) { return norm(linear(x) + offset); }
};
TENON_MODULE(Block);

struct NetImpl : nn::Module {
  nn::Sequential blocks = register_module("blocks", nn::Sequential(Block(), nn::ReLU()));
  Tensor scale = register_parameter("scale", full({3}, 2.0));

  Tensor forward(const Tensor &x) { return blocks(x) * scale; }
};
TENON_MODULE(Net);

} // namespace

TEST_CASE("Parameters and buffers have the names of their modules") {
  Net net;
  CHECK(net->named_parameters().keys() ==
        std::vector<std::string>{"scale", "blocks.0.linear.weight", "blocks.0.linear.bias", "blocks.0.norm.weight",
                                 "blocks.0.norm.bias"});
  CHECK(net->named_buffers().keys() == std::vector<std::string>{"blocks.0.offset"});
  CHECK(net->parameters().size() == 5);
  CHECK(net->modules().size() == 6);
  CHECK(net->named_children().keys() == std::vector<std::string>{"blocks"});
  CHECK(net->parameter_count() == 18);
  net->eval();
  CHECK(!net->blocks->ptr(0)->is_training());
  CHECK(net->blocks->ptr(0)->path() == "blocks.0");
  // The registered tensor and the member are one.
  net->named_parameters()["scale"].fill_(5);
  CHECK(values(net->scale) == Values{5, 5, 5});
}

TEST_CASE("Modules compute") {
  Net net;
  Tensor x = rand({4, 2});
  Tensor y = net(x);
  CHECK(sizes(y) == Sizes{4, 3});
  CHECK(equal(y, net->forward(x)));
  nn::Embedding table(nn::EmbeddingOptions(4, 2).padding_idx(1));
  CHECK(values(table(tensor({1}))) == Values{0, 0});
  nn::RMSNorm rms(nn::RMSNormOptions({2}).eps(0.0));
  CHECK(rms(tensor({{3.0, 3.0}})).allclose(ones({1, 2})));
  nn::Dropout drop(0.5);
  Tensor dropped = drop(ones({1000}));
  CHECK(dropped.mean().item<double>() == Approx(1).margin(0.2));
  CHECK(dropped.max().item<float>() == 2);
  drop->eval();
  CHECK(drop(x).is_same(x));
  net->to(kHalf);
  CHECK(net->scale.dtype() == kHalf);
}

TEST_CASE("The tree of modules as text") {
  std::ostringstream stream;
  stream << Net();
  CHECK(stream.str() == R"(Net(  # 18 parameters
  (blocks): tenon::nn::Sequential(  # 15 parameters
    (0): Block(  # 15 parameters
      (linear): tenon::nn::Linear(in_features=2, out_features=3, bias=true)  # 9 parameters
      (norm): tenon::nn::LayerNorm([3], eps=1e-12, elementwise_affine=true)  # 6 parameters
    )
    (1): tenon::nn::ReLU()
  )
))");
}

TEST_CASE("What is registered wrongly is refused") {
  Net net;
  CHECK(complaint([&] { net->register_parameter("scale", ones({1})); }) ==
        "Net registers something under a name that is taken, 'scale'");
  CHECK(complaint([&] { net->register_buffer("a.b", ones({1})); }) ==
        "Net registers something under a name with a dot, 'a.b'");
  CHECK(complaint([&] { net->register_module("other", nn::Linear(nullptr)); }) ==
        "Net registers an empty module as 'other'");
  nn::Linear none{nullptr};
  CHECK(complaint([&] { none->forward(ones({1})); }).find("an empty module is used") == 0);
  CHECK(complaint([&] { net(ones({2, 5})); }) ==
        "linear: input Float[2, 5] does not fit the weight Float[3, 2]: its last size must be the weight's second");
}

TEST_CASE("Weights come back from a file") {
  ScratchFile file;
  Net from, to;
  save(from, file.path);
  load(to, file.path);
  Tensor x = rand({3, 2});
  CHECK(equal(from(x), to(x)));
  CHECK(load_safetensors(file.path).size() == 6);
  // Writing to a loaded tensor does not write to the file.
  to->scale.data_ptr<float>()[0] = 9;
  to->scale.mul_(2);
  Net again;
  load(again, file.path);
  CHECK(values(again->scale) == Values{2, 2, 2});
}

TEST_CASE("Half precision becomes the module's type, and names may change") {
  ScratchFile file;
  Net net;
  OrderedDict<std::string, Tensor> tensors;
  for (auto &entry : net->state_dict())
    tensors.insert("model." + entry.key(), full_like(entry.value(), 0.5).to(kBFloat16));
  save_safetensors(tensors, file.path);
  load(net, file.path, {.rename = {{"model.", ""}}});
  CHECK(net->scale.dtype() == kFloat);
  CHECK(values(net->scale) == Values{0.5, 0.5, 0.5});
}

TEST_CASE("All keys that do not fit are reported at once, and nothing is changed") {
  ScratchFile file;
  Net net;
  OrderedDict<std::string, Tensor> tensors;
  for (auto &entry : net->state_dict())
    if (entry.key() != "blocks.0.norm.bias")
      tensors.insert(entry.key(), entry.key() == "blocks.0.linear.weight" ? ones({3, 3}) : zeros_like(entry.value()));
  tensors.insert("pooler.weight", ones({1}));
  save_safetensors(tensors, file.path);
  CHECK(complaint([&] { load(net, file.path); }) ==
        file.path + " does not fit the module Net: missing (1): blocks.0.norm.bias; unexpected (1): pooler.weight; "
                    "misshapen (1): blocks.0.linear.weight is [3, 3], expected [3, 2]");
  CHECK(values(net->scale) == Values{2, 2, 2});
}

TEST_CASE("A damaged file of weights is refused") {
  ScratchFile file;
  std::ofstream(file.path) << "short";
  CHECK(complaint([&] { Net net; load(net, file.path); }) ==
        file.path + ": has 5 bytes, a safetensors file starts with a length of 8 bytes");
  CHECK(complaint([] { Net net; load(net, "no-such-file"); }) == "no-such-file: cannot be read: No such file or directory");
}
