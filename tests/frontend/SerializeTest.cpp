//===- SerializeTest.cpp - Weights on disk ----------------------------===//
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

struct NetImpl : nn::Module {
  nn::Linear first = register_module("first", nn::Linear(2, 3));
  nn::Sequential rest = register_module("rest", nn::Sequential(nn::ReLU(), nn::LayerNorm(nn::LayerNormOptions({3}))));
  Tensor steps = register_buffer("steps", zeros({}, kLong));
};
TENON_MODULE(Net);

/// A folder for the time of a test.
struct ScratchFolder : ScratchFile {
  ScratchFolder() : ScratchFile("") { std::filesystem::create_directory(path); }
  ~ScratchFolder() { std::filesystem::remove_all(path); }
  std::string at(const std::string &name) const { return path + "/" + name; }
};

bool sameState(const Net &a, const Net &b) {
  auto state = b->state_dict();
  for (auto &entry : a->state_dict())
    if (!equal(entry.value(), state[entry.key()]))
      return false;
  return true;
}

} // namespace

TEST_CASE("A folder of shards is loaded, in any float type") {
  ScratchFolder folder;
  Net net, loaded;
  save(OrderedDict<std::string, Tensor>{{"first.weight", net->first->weight.to(kHalf)}, {"steps", net->steps}},
       folder.at("a.safetensors"));
  save(OrderedDict<std::string, Tensor>{{"first.bias", net->first->bias.to(kBFloat16)},
                                        {"rest.1.weight", ones({3}, kDouble)},
                                        {"rest.1.bias", zeros({3})}},
       folder.at("b.safetensors"));
  std::ofstream(folder.at("model.safetensors.index.json"))
      << R"({"weight_map": {"first.weight": "a.safetensors", "steps": "a.safetensors", "first.bias": "b.safetensors",
            "rest.1.weight": "b.safetensors", "rest.1.bias": "b.safetensors"}})";
  for (const std::string &path : {folder.path, folder.at("model.safetensors.index.json")}) {
    loaded->first->weight.zero_();
    load(loaded, path);
    CHECK(loaded->first->weight.dtype() == kFloat);
    CHECK(loaded->first->weight.allclose(net->first->weight, 1e-3, 1e-3));
    CHECK(loaded->first->bias.allclose(net->first->bias, 1e-2, 1e-2));
  }
  std::filesystem::remove(folder.at("b.safetensors"));
  CHECK(complaint([&] { load(loaded, folder.path); }) ==
        folder.at("model.safetensors.index.json") + ": names 1 of 2 files that are not there: 'b.safetensors'");
}

TEST_CASE("Modules are saved and loaded as PyTorch's programs do it") {
  ScratchFile file;
  Net net, a, b, c, d;
  save(net, file.path);
  load(a, file.path);
  CHECK(sameState(net, a));
  load(b, file.path, kCPU);
  CHECK(sameState(net, b));
  std::stringstream stream;
  save(net, stream);
  load(c, stream);
  CHECK(sameState(net, c));
  std::shared_ptr<NetImpl> pointer = net.ptr();
  save(pointer, file.path);
  load(pointer, file.path);
  serialize::OutputArchive output;
  net->save(output);
  output.save_to(file.path);
  serialize::InputArchive input;
  input.load_from(file.path);
  d->load(input);
  CHECK(sameState(net, d));
  CHECK(input.keys().size() == 5);
  CHECK(complaint([&] { load(b, file.path, kCUDA); }) != "");
}

TEST_CASE("Archives hold tensors under names, and archives under others") {
  ScratchFile file;
  serialize::OutputArchive inner, outer;
  inner.write("x", ones({2}));
  outer.write("part", inner);
  Tensor y = zeros({1});
  outer.write("y", y, /*is_buffer=*/true);
  y.fill_(5); // what was written stays
  outer.save_to(file.path);
  CHECK(complaint([&] { outer.write("y", y); }) == "the archive holds 'y' already");
  serialize::InputArchive read, nested;
  read.load_from(file.path);
  Tensor x, none, misfit = ones({3});
  read.read("y", y);
  CHECK(values(y) == Values{0});
  read.read("part", nested);
  nested.read("x", x);
  CHECK(values(x) == Values{1, 1});
  CHECK(!read.try_read("z", none));
  CHECK(!read.try_read("z", nested));
  CHECK(complaint([&] { read.read("z", none); }) == "the archive has no tensor 'z'");
  CHECK(complaint([&] { read.read("y", misfit); }) == "'y' of the archive is Float[1], expected Float[3]");
}

TEST_CASE("Tensors, lists and dictionaries") {
  ScratchFile file;
  Tensor one, x = rand({2, 3}), empty = zeros({0, 4}, kShort);
  save(x + 1, file.path);
  load(one, file.path);
  CHECK(equal(one, x + 1));
  TensorList list, tensors = {x, arange(3), empty, ones({}, kBool)};
  for (int i = 4; i < 12; ++i)
    tensors.push_back(full({1}, i));
  save(tensors, file.path);
  load(list, file.path);
  REQUIRE(list.size() == 12);
  for (size_t i = 0; i < list.size(); ++i) {
    CHECK(list[i].dtype() == tensors[i].dtype());
    CHECK(equal(list[i], tensors[i]));
  }
  OrderedDict<std::string, Tensor> dict;
  save(OrderedDict<std::string, Tensor>{{"a", x}, {"b", x.t()}}, file.path);
  load(dict, file.path);
  CHECK(equal(dict["b"], x.t()));
  CHECK(complaint([&] { load(list, file.path); }) ==
        file.path + " holds 2 tensors, of which none is named '0' as in a list: load a dictionary");
  CHECK(complaint([&] { load(one, file.path); }) ==
        file.path + " holds 2 tensors, expected one: load a list, or a dictionary");
  std::istringstream bad("short");
  CHECK(complaint([&] { load(dict, bad); }) ==
        "the stream: has 5 bytes, a safetensors file starts with a length of 8 bytes");
  CHECK(dict.size() == 2);
  // What has to be computed before is computed by one program.
  TensorList many;
  for (int i = 0; i < 4; ++i)
    many.push_back(rand({2, 3}) * i);
  save(many, file.path);
}

TEST_CASE("Names change by exact rules and by prefixes that end in a dot") {
  ScratchFile file;
  Net net;
  OrderedDict<std::string, Tensor> tensors;
  for (auto &entry : net->state_dict())
    tensors.insert(entry.key() == "steps" ? "counter" : "model." + entry.key(), entry.value());
  save(tensors, file.path);
  Net loaded;
  load(loaded, file.path, {.rename = {{"model.", ""}, {"counter", "steps"}}});
  CHECK(sameState(net, loaded));
  // Without the dot a rule is for one name only, and the longest rule counts.
  save(OrderedDict<std::string, Tensor>{{"layer.1", ones({1})}, {"layer.10", ones({1})}}, file.path);
  nn::ParameterDict dict;
  dict->insert("one", zeros({1}));
  dict->insert("10", zeros({1}));
  load(dict, file.path, {.rename = {{"layer.", ""}, {"layer.1", "one"}}});
  CHECK(dict["one"].item<float>() == 1);
  CHECK(complaint([&] { load(dict, file.path, {.rename = {{"layer", ""}}}); }) ==
        file.path + " does not fit the module tenon::nn::ParameterDict: missing (2): one, 10; unexpected (2): layer.1, "
                    "layer.10; rules of the rename map without a name that they are for (1): 'layer'");
  CHECK(complaint([&] { load(dict, file.path, {.rename = {{"layer.1", "one"}, {"layer.10", "one"}}}); })
            .find("one is there twice after renaming") != std::string::npos);
}

TEST_CASE("What is missing, unexpected or misshapen may be allowed, but for sizes and kinds") {
  ScratchFile file;
  Net net;
  save(OrderedDict<std::string, Tensor>{{"first.bias", ones({3})}, {"more", ones({1})}}, file.path);
  load(net, file.path, {.strict = false});
  CHECK(values(net->first->bias) == Values{1, 1, 1});
  CHECK(complaint([&] { load(net, file.path, {.allow_missing = true}); }) ==
        file.path + " does not fit the module Net: unexpected (1): more");
  CHECK(complaint([&] { load(net, file.path, {.allow_unexpected = true}); }).find("missing (4)") != std::string::npos);
  save(OrderedDict<std::string, Tensor>{{"first.bias", zeros({3}, kLong)}, {"first.weight", ones({2})}}, file.path);
  CHECK(complaint([&] { load(net, file.path, {.strict = false}); }) ==
        file.path + " does not fit the module Net: misshapen (2): first.bias is Long, expected Float, first.weight is [2], "
                    "expected [3, 2]");
  CHECK(values(net->first->bias) == Values{1, 1, 1});
  // Long lists are cut.
  OrderedDict<std::string, Tensor> many;
  for (int i = 100; i < 114; ++i)
    many.insert("t" + std::to_string(i), ones({1}));
  CHECK(complaint([&] { net->load_state_dict(many); }).find("unexpected (14): t100, t101, t102, t103, t104, t105, t106, "
                                                            "t107, t108, t109, and 4 more") != std::string::npos);
}
