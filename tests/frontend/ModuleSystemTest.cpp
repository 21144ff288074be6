//===- ModuleSystemTest.cpp - What modules and containers offer --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"

namespace torch = tenon;
using namespace tenon;

namespace {

struct BlockImpl : nn::Cloneable<BlockImpl> {
  explicit BlockImpl(int64_t width) : width(width) { reset(); }
  void reset() override {
    linear = register_module("linear", nn::Linear(width, width));
    scale = register_parameter("scale", full({width}, 2.0));
    offset = register_buffer("offset", ones({width}));
  }
  Tensor forward(const Tensor &x) { return linear(x) * scale + offset; }

  int64_t width;
  nn::Linear linear{nullptr};
  Tensor scale, offset;
};
TENON_MODULE(Block);

struct NetImpl : nn::Cloneable<NetImpl> {
  NetImpl() { reset(); }
  void reset() override {
    blocks = register_module("blocks", nn::Sequential(Block(2), nn::ReLU()));
    head = register_module("head", nn::Linear(2, 1));
  }
  Tensor forward(const Tensor &x) { return head(blocks->forward(x)); }

  nn::Sequential blocks{nullptr};
  nn::Linear head{nullptr};
};
TENON_MODULE(Net);

struct PairImpl : nn::Module {
  std::tuple<Tensor, int> forward(const Tensor &a, int b) { return {a + b, b}; }
};
TENON_MODULE(Pair);

struct UnpairImpl : nn::Module {
  Tensor forward(std::tuple<Tensor, int> pair) { return std::get<0>(pair) * std::get<1>(pair); }
};
TENON_MODULE(Unpair);

struct PlainImpl : nn::Module {
  nn::Linear linear = register_module("linear", nn::Linear(1, 1));
};
TENON_MODULE(Plain);

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("Modules are walked with their names") {
  Net net;
  CHECK(net->named_modules().keys() == Names{"", "blocks", "blocks.0", "blocks.0.linear", "blocks.1", "head"});
  CHECK(net->named_modules("net", false).keys() ==
        Names{"net.blocks", "net.blocks.0", "net.blocks.0.linear", "net.blocks.1", "net.head"});
  CHECK(net->modules().size() == 6);
  CHECK(net->modules(/*include_self=*/false).size() == 5);
  NetImpl onTheStack;
  CHECK(onTheStack.modules(false).size() == 5);
  CHECK(complaint([&] { onTheStack.modules(); }).find("a shared pointer of the module Net is needed") == 0);

  Names visited;
  net->apply([&](nn::Module &module) { visited.push_back(module.name()); });
  CHECK(visited == Names{"Net", "tenon::nn::Sequential", "Block", "tenon::nn::Linear", "tenon::nn::ReLU", "tenon::nn::Linear"});
  visited.clear();
  net->apply([&](const std::string &name, nn::Module &) { visited.push_back(name); }, "top");
  CHECK(visited.front() == "top");
  CHECK(visited.back() == "top.head");
  size_t count = 0;
  net->apply([&](const std::shared_ptr<nn::Module> &module) { count += module->children().size(); });
  net->apply([&](const std::string &, const std::shared_ptr<nn::Module> &) { ++count; });
  const NetImpl &constant = *net;
  constant.apply([&](const nn::Module &) { ++count; });
  CHECK(count == 5 + 6 + 6);

  for (auto &module : net->modules(false))
    if (auto *linear = module->as<nn::Linear>())
      linear->weight.zero_();
  CHECK(values(net->head->weight) == Values{0, 0});
  CHECK(net->as<nn::LinearImpl>() == nullptr);
  CHECK(net->as<Net>() == net.get());
}

TEST_CASE("A clone has the same values and shares nothing") {
  Net net;
  net->eval();
  net->to(kDouble);
  auto copy = std::dynamic_pointer_cast<NetImpl>(net->clone());
  REQUIRE(copy);
  Tensor x = rand({3, 2}, kDouble);
  CHECK(equal(net(x), copy->forward(x)));
  CHECK(copy->state_dict().keys() == net->state_dict().keys());
  CHECK(!copy->is_training());
  CHECK(!copy->head->is_training());
  CHECK(copy->blocks->ptr(0)->path() == "blocks.0");
  copy->head->weight.fill_(7);
  copy->blocks->at<BlockImpl>(0).offset.fill_(7);
  CHECK(values(net->head->weight) != Values{7, 7});
  CHECK(values(net->blocks->at<BlockImpl>(0).offset) == Values{1, 1});
  CHECK(copy->named_parameters()["head.weight"].is_same(copy->head->weight));
  // Contents that came after construction are cloned, too.
  net->blocks->push_back(nn::Tanh());
  CHECK(std::dynamic_pointer_cast<NetImpl>(net->clone())->blocks->size() == 3);
  CHECK(complaint([] { Plain()->clone(); }).find("clone: Plain does not say how it is made anew") == 0);
  CHECK(complaint([&] { net->clone(Device(kCUDA)); }) != "");
}

TEST_CASE("Submodules are replaced and unregistered") {
  Net net;
  net->head = net->replace_module("head", nn::Linear(2, 5));
  CHECK(sizes(net(ones({1, 2}))) == Sizes{1, 5});
  CHECK(net->named_children().keys() == Names{"blocks", "head"});
  CHECK(net->head->path() == "head");
  nn::Sequential removed = net->blocks;
  net->unregister_module("blocks");
  CHECK(removed->path() == "");
  CHECK(net->named_parameters().keys() == Names{"head.weight", "head.bias"});
  CHECK(complaint([&] { net->unregister_module("blocks"); }) == "Net has no submodule 'blocks' to unregister");
  CHECK(complaint([&] { net->replace_module("blocks", nn::Linear(1, 1)); }) == "Net has no submodule 'blocks' to replace");
  CHECK(complaint([&] { net->register_module("itself", net); }) == "Net registers 'itself', of which it is a part itself");
}

TEST_CASE("Names that have no tensor are no parameters, and shared ones count once") {
  nn::Linear linear(nn::LinearOptions(2, 3).bias(false));
  CHECK(linear->named_parameters().keys() == Names{"weight"});
  CHECK(linear->parameter_count() == 6);
  nn::Sequential tied(linear, nn::ReLU(), linear);
  CHECK(tied->parameters().size() == 2);
  CHECK(tied->parameter_count() == 6);
}

TEST_CASE("A dictionary of tensors becomes the state of a module") {
  Block from(2), to(2);
  to->load_state_dict(from->state_dict());
  CHECK(equal(from->linear->weight, to->linear->weight));
  from->linear->weight.zero_();
  CHECK(values(to->linear->weight) != Values{0, 0, 0, 0});
  OrderedDict<std::string, Tensor> part = {{"scale", tensor({1.0, 2.0}).to(kHalf)}, {"more", ones({1})}};
  CHECK(complaint([&] { to->load_state_dict(part); }) ==
        "the dictionary does not fit the module Block: missing (3): linear.weight, linear.bias, offset; "
        "unexpected (1): more");
  CHECK(values(to->scale) == Values{2, 2});
  to->load_state_dict(part, /*strict=*/false);
  CHECK(values(to->scale) == Values{1, 2});
  CHECK(to->scale.dtype() == kFloat);
}

TEST_CASE("Holders") {
  nn::Linear none{nullptr};
  CHECK(none.is_empty());
  CHECK(!none);
  nn::Linear linear(2, 3);
  std::shared_ptr<nn::LinearImpl> pointer = linear;
  CHECK(nn::Linear(pointer).get() == linear.get());
  nn::Sequential list(linear, nn::ReLU());
  CHECK(list[0] == linear.ptr());
  CHECK(equal(linear(ones({1, 2})), linear->forward(ones({1, 2}))));
}

TEST_CASE("A module of any class") {
  nn::AnyModule any(nn::Linear(2, 3));
  CHECK(sizes(any.forward(ones({4, 2}))) == Sizes{4, 3});
  CHECK(any.get<nn::Linear>()->options.in_features() == 2);
  CHECK(any.ptr<nn::LinearImpl>() == any.ptr());
  CHECK(any.type_info() == typeid(nn::LinearImpl));
  CHECK(!any.is_empty());
  nn::AnyModule copy = any.clone();
  CHECK(copy.ptr() != any.ptr());
  CHECK(equal(copy.forward(ones({1, 2})), any.forward(ones({1, 2}))));

  nn::AnyModule pair(std::make_shared<PairImpl>());
  auto [sum, number] = pair.forward<std::tuple<Tensor, int>>(ones({1}), 3);
  CHECK(sum.item<float>() == 4);
  CHECK(number == 3);
  CHECK(complaint([&] { pair.forward(ones({1}), 3); }) ==
        "a value is of the type std::tuple<tenon::Tensor, int>, expected tenon::Tensor");
  CHECK(complaint([&] { pair.forward(ones({1}), 3.0); }) == "a value is of the type double, expected int");
  CHECK(complaint([&] { pair.forward(ones({1})); }) == "forward of Pair does not take 1 argument");
  CHECK(complaint([&] { any.get<nn::ReLU>(); }) ==
        "the module is of the type tenon::nn::LinearImpl, expected tenon::nn::ReLUImpl");
  CHECK(complaint([] { nn::AnyModule().forward(ones({1})); }) == "an empty AnyModule is used: make it of a module before");
}

TEST_CASE("Sequential") {
  nn::Sequential named({{"first", nn::Linear(2, 3)}, {"second", nn::ReLU()}});
  named->push_back("third", nn::Linear(3, 1));
  CHECK(named->named_children().keys() == Names{"first", "second", "third"});
  CHECK(sizes(named(ones({5, 2}))) == Sizes{5, 1});
  CHECK(std::dynamic_pointer_cast<nn::SequentialImpl>(named->clone())->named_children().keys() ==
        Names{"first", "second", "third"});

  nn::Sequential mixed{Pair(), Unpair(), nn::Tanh()};
  CHECK(mixed->forward(ones({1}), 2).item<float>() == Approx(std::tanh(6.0)));
  CHECK(mixed(ones({1}), 2).item<float>() == Approx(std::tanh(6.0)));
  nn::Sequential nested{nn::Sequential{Pair()}, Unpair()};
  CHECK(nested->forward(ones({1}), 2).item<float>() == 6);
  auto pair = nn::Sequential{Pair()}->forward<std::tuple<Tensor, int>>(ones({1}), 2);
  CHECK(std::get<1>(pair) == 2);

  nn::Sequential grown;
  CHECK(complaint([&] { grown->forward(ones({1})); }).find("forward of an empty Sequential") == 0);
  grown->push_back(nn::Linear(2, 2));
  grown->push_back(nn::LinearImpl(2, 2)); // the module itself
  grown->push_back(std::make_shared<nn::ReLUImpl>());
  grown->extend(*named);
  CHECK(grown->size() == 6);
  CHECK(grown->at<nn::LinearImpl>(5).options.out_features() == 1);
  CHECK(grown->ptr<nn::ReLUImpl>(2) == (*grown)[2]);
  for (auto &module : *grown)
    CHECK(!module.is_empty());
  CHECK(complaint([&] { grown->ptr(6); }) == "Sequential has 6 entries, no place 6");
}

TEST_CASE("Lists and dictionaries of modules") {
  nn::ModuleList list(nn::Linear(2, 3), nn::ReLU());
  list->push_back(nn::Linear(3, 4));
  list->insert(1, nn::Tanh());
  CHECK(list->size() == 4);
  CHECK(list->named_parameters().keys() == Names{"0.weight", "0.bias", "3.weight", "3.bias"});
  CHECK(list->at<nn::LinearImpl>(3).options.out_features() == 4);
  CHECK(list->at<nn::Linear>(0).options.out_features() == 3);
  CHECK(list->ptr(1)->path() == "1");
  size_t count = 0;
  for (const auto &module : *list)
    count += module->parameters().size();
  CHECK(count == 4);
  nn::ModuleList more;
  more->extend(*list);
  CHECK(more->size() == 4);
  CHECK(complaint([&] { list->at<nn::ReLUImpl>(0); }) == "module '0' of the list is of another class, tenon::nn::Linear");
  CHECK(std::dynamic_pointer_cast<nn::ModuleListImpl>(list->clone())->size() == 4);

  nn::ModuleDict dict({{"a", nn::Linear(1, 2).ptr()}, {"b", nn::ReLU().ptr()}});
  dict->insert("c", nn::Tanh());
  dict->update({{"a", nn::Linear(1, 3).ptr()}});
  CHECK(dict->keys() == Names{"a", "b", "c"});
  CHECK(dict->at<nn::LinearImpl>("a").options.out_features() == 3);
  CHECK(dict->contains("b"));
  CHECK(dict[std::string("b")]->name() == "tenon::nn::ReLU");
  CHECK(dict->pop("b")->name() == "tenon::nn::ReLU");
  CHECK(dict->size() == 2);
  CHECK(complaint([&] { dict->pop("b"); }) == "tenon::nn::ModuleDict has no submodule 'b' to unregister");
  CHECK(std::dynamic_pointer_cast<nn::ModuleDictImpl>(dict->clone())->keys() == Names{"a", "c"});
  dict->clear();
  CHECK(dict->empty());
}

TEST_CASE("Lists and dictionaries of parameters") {
  nn::ParameterList list(ones({2}), zeros({3}));
  list->append(ones({1}));
  CHECK(list->size() == 3);
  CHECK(sizes(list->at(1)) == Sizes{3});
  CHECK(list->named_parameters().keys() == Names{"0", "1", "2"});
  std::ostringstream text;
  text << list;
  CHECK(text.str() == "tenon::nn::ParameterList(\n  (0): Parameter of Float[2]\n  (1): Parameter of Float[3]\n"
                      "  (2): Parameter of Float[1]\n)  # 6 parameters");
  auto copy = std::dynamic_pointer_cast<nn::ParameterListImpl>(list->clone());
  copy->at(0).fill_(5);
  CHECK(values(list->at(0)) == Values{1, 1});

  nn::ParameterDict dict;
  dict->insert("a", ones({2}));
  dict->insert("b", zeros({2}));
  CHECK(dict->contains("a"));
  CHECK(values(dict->pop("a")) == Values{1, 1});
  CHECK(dict->keys() == Names{"b"});
  CHECK(complaint([&] { dict->get("a"); }) == "no parameter 'a'");
}
