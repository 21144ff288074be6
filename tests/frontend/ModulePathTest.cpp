//===- ModulePathTest.cpp - Which module an operation belongs to -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"
#include "ScratchFile.h"
#include <fstream>
#include <regex>

using namespace tenon;

namespace {

/// A module of the user's with operations of its own, before and after those of its part.
struct BlockImpl : nn::Module {
  nn::Linear fc = register_module("fc", nn::Linear(4, 4));

  Tensor forward(const Tensor &x, double scale = 2) { return fc->forward(x.sin()).mul(scale).cos(); }
};
TENON_MODULE(Block);

/// A `forward` that takes a list, braces included.
struct SumImpl : nn::Module {
  Tensor forward(const TensorList &list) { return list[0] + list[1].tan(); }
};
TENON_MODULE(Sum);

/// Several.
struct SeveralImpl : nn::Module {
  Tensor forward(const Tensor &x) { return x.sinh(); }
  Tensor forward(const Tensor &x, int64_t times) const { return x.cosh() * times; }
};
TENON_MODULE(Several);

/// One of Tenon's under another name.
struct OwnLinearImpl : nn::LinearImpl {
  using nn::LinearImpl::LinearImpl;
};
TENON_MODULE(OwnLinear);

/// Each op with its path, `fc/graph.add`, in the order of the graph; weights and constants left out.
std::vector<std::string> pathsOf(const Graph &graph) {
  ScratchFile file(".mlir");
  graph.save(file.path);
  std::ifstream stream(file.path);
  std::string line;
  std::vector<std::pair<std::string, std::string>> ops; // and their locations
  std::map<std::string, std::string> paths;
  std::smatch match;
  while (std::getline(stream, line)) {
    if (std::regex_search(line, match, std::regex("= graph\\.(\\w+) .*loc\\((#loc\\d*)\\)$")))
      ops.emplace_back(match[1], match[2]);
    else if (std::regex_search(line, match, std::regex("^(#loc\\d*) = loc\\(\"([^\"]*)\"\\(")))
      paths[match[1]] = match[2];
  }
  std::vector<std::string> result;
  for (auto &[op, location] : ops)
    if (op != "weight" && op != "constant" && op != "fill" && op != "broadcast" && op != "transpose")
      result.push_back(paths[location] + "/" + op);
  return result;
}

using Paths = std::vector<std::string>;

/// The outer module, whose forward is given.
struct NetImpl : nn::Module {
  explicit NetImpl(std::function<Tensor(NetImpl &, const Tensor &)> body) : body(std::move(body)) {}
  Tensor forward(const Tensor &x) { return body(*this, x); }

  Block a = register_module("a", Block()), b = register_module("b", Block());
  nn::Linear fc1 = register_module("fc1", nn::Linear(4, 4)), fc2 = register_module("fc2", nn::Linear(4, 4));
  Sum sum = register_module("sum", Sum());
  Several several = register_module("several", Several());
  OwnLinear own = register_module("own", OwnLinear(4, 4));

private:
  std::function<Tensor(NetImpl &, const Tensor &)> body;
};
TENON_MODULE(Net);

Paths pathsIn(std::function<Tensor(NetImpl &, const Tensor &)> body) {
  struct RootImpl : nn::Module {
    explicit RootImpl(Net net) : net(register_module("net", net)) {}
    Tensor forward(const Tensor &x) { return net->forward(x); }
    Net net;
  };
  return pathsOf(trace(std::make_shared<RootImpl>(Net(std::move(body))), {input("x", kFloat, {Dim("n"), 4})}));
}

} // namespace

TEST_CASE("Calls in one expression keep their paths") {
  // Two blocks of one class, the outer one called with the result of the inner one.
  CHECK(pathsIn([](NetImpl &net, const Tensor &x) { return net.b->forward(net.a->forward(x)); }) ==
        Paths{"net.a/sin", "net.a.fc/matmul", "net.a.fc/add", "net.a/mul", "net.a/cos", "net.b/sin", "net.b.fc/matmul",
              "net.b.fc/add", "net.b/mul", "net.b/cos"});
  // What stands around and between calls is the caller's.
  CHECK(pathsIn([](NetImpl &net, const Tensor &x) { return net.fc2(relu(net.fc1(x))); }) ==
        Paths{"net.fc1/matmul", "net.fc1/add", "net/relu", "net.fc2/matmul", "net.fc2/add"});
  CHECK(pathsIn([](NetImpl &net, const Tensor &x) { return net.fc2->forward(relu(net.fc1->forward(x))).exp(); }) ==
        Paths{"net.fc1/matmul", "net.fc1/add", "net/relu", "net.fc2/matmul", "net.fc2/add", "net/exp"});
  CHECK(pathsIn([](NetImpl &net, const Tensor &x) { return x.exp() + net.a->forward(x.log(), 1).neg(); }) ==
        Paths{"net/exp", "net/log", "net.a/sin", "net.a.fc/matmul", "net.a.fc/add", "net.a/mul", "net.a/cos", "net/neg",
              "net/add"});
}

TEST_CASE("Modules with any kind of forward keep their paths") {
  CHECK(pathsIn([](NetImpl &net, const Tensor &x) { return net.sum->forward({x, x + 1}).abs(); }) ==
        Paths{"net/add", "net.sum/tan", "net.sum/add", "net/abs"});
  CHECK(pathsIn([](NetImpl &net, const Tensor &x) { return net.several->forward(net.several->forward(x), 3).abs(); }) ==
        Paths{"net.several/sinh", "net.several/cosh", "net.several/mul", "net/abs"});
  CHECK(pathsIn([](NetImpl &net, const Tensor &x) { return net.own->forward(x).abs(); }) ==
        Paths{"net.own/matmul", "net.own/add", "net/abs"});
}

TEST_CASE("Modules of a list keep their paths") {
  struct RootImpl : nn::Module {
    Tensor forward(Tensor x) {
      for (const auto &each : *list)
        x = each->as<Block>()->forward(x);
      return list->at<BlockImpl>(1).forward(x).neg();
    }
    nn::ModuleList list = register_module("list", nn::ModuleList(Block(), Block()));
  };
  Paths paths = pathsOf(trace(std::make_shared<RootImpl>(), {input("x", kFloat, {Dim("n"), 4})}));
  REQUIRE(paths.size() == 16);
  CHECK(paths[0] == "list.0/sin");
  CHECK(paths[5] == "list.1/sin");
  CHECK(paths[10] == "list.1/sin");
  CHECK(paths[15] == "/neg");
}

TEST_CASE("Paths and lines go into branches and loops") {
  auto body = [](NetImpl &net, const Tensor &x) {
    return loop(2, x, [&](const Tensor &value) {
      return cond(value.sum() > 0, [&] { return net.a->forward(value); }, [&] { return value.abs(); });
    });
  };
  CHECK(pathsIn(body) == Paths{"net/loop", "net/reduce", "net/compare", "net/if", "net.a/sin", "net.a.fc/matmul",
                               "net.a.fc/add", "net.a/mul", "net.a/cos", "net/abs"});
}

TEST_CASE("What holders make is of the user's class") {
  Block block;
  CHECK(block->name() == "Block");
  CHECK(Sum()->name() == "Sum");
  CHECK(Several()->name() == "Several");
  CHECK(block.get()->as<BlockImpl>() != nullptr);
  // An object that was made otherwise is called like others.
  Block other(std::make_shared<BlockImpl>());
  CHECK(other->forward(zeros({1, 4})).sizes() == SizeList{1, 4});
}
