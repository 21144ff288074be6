//===- TraceTest.cpp - From modules to graphs and programs -------------===//
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

constexpr int innerLine = __LINE__ + 5;

struct InnerImpl : nn::Module {
  nn::Linear linear = register_module("linear", nn::Linear(4, 4));

  Tensor forward(const Tensor &x) { return (linear(x) * 2).exp(); }
};
TENON_MODULE(Inner);

struct OuterImpl : nn::Module {
  Inner inner = register_module("inner", Inner());
  Tensor table = register_buffer("table", arange(8, kFloat).view({2, 4}));

  Tensor forward(const Tensor &x, const Tensor &mask) {
    Tensor y = inner(x) + table[1];
    return (y * mask.unsqueeze(-1)).sum(1) / Tensor(mask.sum(1, true));
  }
};
TENON_MODULE(Outer);

const std::vector<InputSpec> outerInputs = {input("x", kFloat, {Dim("batch"), Dim("length"), 4}),
                                            input("mask", kFloat, {Dim("batch"), Dim("length")})};

/// What tracing a function of one tensor [batch, 4] complains about, file and line included.
template <typename Function> std::string traceComplaint(Function function) {
  try {
    trace(function, {input("x", kFloat, {Dim("batch"), 4})});
  } catch (const Error &error) {
    return error.what();
  }
  return "";
}

std::string at(int line, const std::string &message) {
  return std::string(__FILE__) + ":" + std::to_string(line) + ": " + message;
}

} // namespace

TEST_CASE("A program takes every size") {
  Outer net;
  Graph graph = trace(net, outerInputs, {"result"});
  CHECK(graph.input_names() == std::vector<std::string>{"x", "mask"});
  CHECK(graph.output_names() == std::vector<std::string>{"result"});
  Program program = compile(graph);
  for (int64_t batch : {1, 3})
    for (int64_t length : {1, 5, 17}) {
      Tensor x = randn({batch, length, 4}), mask = ones({batch, length});
      CHECK(program({x, mask})[0].allclose(net(x, mask), 1e-5, 1e-5));
    }
  CHECK(complaint([&] { program({ones({1, 1, 4})}); }) == "the program has 2 inputs, 1 are given");
  CHECK(complaint([&] { program({ones({1, 1, 4}, kLong), ones({1, 1})}); }) ==
        "input 'x' is Long[1, 1, 4], expected float32 [batch, length, 4]");
  CHECK(complaint([&] { program({ones({1, 1, 5}), ones({1, 1})}); }) != "");
}

TEST_CASE("Examples stand for their types and sizes") {
  nn::Linear linear(3, 2);
  Tensor x = rand({5, 3});
  CHECK(compile(trace(linear, {x}))({x})[0].allclose(linear(x)));
  auto both = [](const Tensor &a, const Tensor &b) { return std::make_tuple(a + b, a - b); };
  auto results = compile(trace(both, {x, x}))({x, x});
  CHECK(equal(results[0], x * 2));
  CHECK(values(results[1].abs().sum()) == Values{0});
}

TEST_CASE("The graph names weights, modules and lines") {
  Graph graph = trace(Outer(), outerInputs);
  std::string text = graph.str();
  CHECK(text.find("graph.symbols = [\"batch\", \"length\"]") != std::string::npos);
  CHECK(text.find("graph.weight \"inner.linear.weight\"") != std::string::npos);
  CHECK(text.find("graph.weight \"table\"") != std::string::npos);
  ScratchFile file(".mlir");
  graph.save(file.path);
  std::stringstream saved;
  saved << std::ifstream(file.path).rdbuf();
  CHECK(saved.str().find("(\"" __FILE__ "\":" + std::to_string(innerLine) + ":") != std::string::npos);
  CHECK(saved.str().find("loc(\"inner.linear\"(") != std::string::npos);
  CHECK(saved.str().find("loc(\"inner\"(") != std::string::npos);
}

TEST_CASE("Sizes stay symbolic in arithmetic") {
  Graph graph = trace([](const Tensor &x) { return x.reshape({x.size(0) * 2, -1}).t() * x.size(0) + arange(x.size(0) * 2); },
                      {input("x", kFloat, {Dim("batch"), 4})});
  Tensor result = compile(graph)({ones({3, 4})})[0];
  CHECK(sizes(result) == Sizes{2, 6});
  CHECK(values(result[1]) == Values{3, 4, 5, 6, 7, 8});
}

TEST_CASE("Values cannot be looked at while tracing") {
  int line = 0;
  auto branch = [&](const Tensor &x) {
    line = __LINE__ + 1;
    return x.sum().item<float>() > 0 ? x : -x;
  };
  auto print = [&](const Tensor &x) {
    std::ostringstream stream;
    line = __LINE__ + 1;
    stream << x;
    return x;
  };
  std::string unknown = ": this value depends on an input of the trace and is not known yet: choose between tensors with "
                        "tenon::where, branch with tenon::cond, repeat with tenon::loop, or read it outside of forward";
  CHECK(traceComplaint(branch) == at(line, "item" + unknown));
  CHECK(traceComplaint(print) == at(line, "print" + unknown));
}

TEST_CASE("Symbolic sizes cannot be used as numbers") {
  int line = 0;
  auto compare = [&](const Tensor &x) {
    line = __LINE__ + 1;
    return x.size(0) > 3 ? x : -x;
  };
  auto convert = [&](const Tensor &x) {
    line = __LINE__ + 1;
    int64_t batch = x.size(0);
    return x * batch;
  };
  auto random = [&](const Tensor &x) {
    line = __LINE__ + 1;
    return x + rand({x.size(0), 4});
  };
  auto misfit = [&](const Tensor &x) {
    line = __LINE__ + 1;
    return x.view({-1, 5});
  };
  CHECK(traceComplaint(compare) == at(line, "the comparison of the sizes 'batch' and '3' depends on the value of a "
                                            "symbol: while tracing, choose between tensors with tenon::where, branch "
                                            "with tenon::cond, repeat with tenon::loop, or trace with numbers"));
  CHECK(traceComplaint(convert) == at(line, "the size 'batch' is symbolic while tracing and has no value to convert, "
                                            "compare or branch on: use it in arithmetic and shapes, choose between "
                                            "tensors with tenon::where, branch with tenon::cond, repeat with "
                                            "tenon::loop, or trace with a number for it"));
  CHECK(traceComplaint(random) == at(line, "rand: the size batch is symbolic, and a graph has no random numbers: make "
                                           "them an input"));
  CHECK(traceComplaint(misfit) == at(line, "view: Float[batch, 4] cannot be seen as [-1, 5]: the numbers of "
                                           "elements differ"));
}

TEST_CASE("Errors in a module name its path") {
  Outer net;
  try {
    net->inner(ones({2, 5}));
    FAIL("no error");
  } catch (const Error &error) {
    CHECK(std::string(error.what()) == at(innerLine, "in inner.linear: linear: input Float[2, 5] does not fit the weight "
                                              "Float[4, 4]: its last size must be the weight's second"));
  }
}

TEST_CASE("What is wrong with a trace is said") {
  Outer net;
  CHECK(complaint([&] { trace(net, {outerInputs[0]}); }) == "forward does not take 1 tensors");
  CHECK(complaint([&] { trace(net, {outerInputs[0], input("x", kFloat, {1, 1})}); }) == "trace: two inputs are named 'x'");
  CHECK(complaint([&] { trace(net, outerInputs, {"a", "b"}); }) ==
        "trace: forward gives 1 tensors, and 2 names are given for them");
  nn::Dropout drop(0.5);
  CHECK(complaint([&] { trace(drop, {ones({3})}); }) ==
        "dropout: training mode drops at random, which a graph cannot: call eval() on the module before tracing");
  CHECK(complaint([&] { compile(trace(nn::ReLU(), {ones({3})}), CompileOptions().cpu("z80")); }) ==
        "compile: 'z80' is no CPU version: use all, native, x86-64-v2, x86-64-v3 or x86-64-v4");
}
