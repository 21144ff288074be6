//===- StateTest.cpp - Modules that update their tensors ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"
#include "ScratchFile.h"

using namespace tenon;

namespace {

/// Adds up what it is given.
struct CounterImpl : nn::Module {
  Tensor sum = register_buffer("sum", tensor({1.0f, 2.0f, 3.0f}));
  Tensor calls = register_buffer("calls", zeros({}, kLong));
  Tensor factor = register_parameter("factor", full({3}, 2.0f));

  Tensor forward(const Tensor &x) {
    sum.add_(x * factor);
    calls.add_(1);
    return sum / calls;
  }
  Tensor peek(const Tensor &x) { return sum + x; }
  void clear(const Tensor &to) { sum.copy_(to); }
  std::tuple<Tensor, Tensor> total() const { return {sum, calls}; }
};
TENON_MODULE(Counter);

const std::vector<InputSpec> row = {input("x", kFloat, {3})};

std::vector<FunctionSpec> counterFunctions() {
  return {function("add", &CounterImpl::forward, row, {"mean"}), function("peek", &CounterImpl::peek, row),
          function("clear", &CounterImpl::clear, row), function("total", &CounterImpl::total, {}, {"sum", "calls"})};
}

std::vector<float> floats(const Tensor &tensor) {
  const float *data = tensor.data_ptr<float>();
  return {data, data + tensor.numel()};
}

using Floats = std::vector<float>;

/// The message of what goes wrong, with file and line.
template <typename Action> std::string failure(Action action) {
  try {
    action();
  } catch (const Error &error) {
    return error.what();
  }
  return "";
}

std::string at(int line, const std::string &message) {
  return std::string(__FILE__) + ":" + std::to_string(line) + ": " + message;
}

} // namespace

TEST_CASE("What forward writes to is state of the program, and the module stays as it is") {
  Counter counter;
  Graph graph = trace(counter, row);
  CHECK(graph.state_names() == std::vector<std::string>{"sum", "calls"});
  CHECK(graph.input_names() == std::vector<std::string>{"x"});
  CHECK(floats(counter->sum) == Floats{1, 2, 3});
  CHECK(counter->calls.item<int64_t>() == 0);

  Program program = compile(graph);
  CHECK(floats(program({ones({3})})[0]) == Floats{3, 4, 5});
  CHECK(floats(program({ones({3})})[0]) == Floats{2.5, 3, 3.5});
  CHECK(program.state("calls").item<int64_t>() == 2);
  CHECK(floats(program.state("sum")) == Floats{5, 6, 7});
  program.reset();
  CHECK(floats(program({ones({3})})[0]) == Floats{3, 4, 5});
  program.set_state("sum", zeros({3}));
  CHECK(floats(program({ones({3})})[0]) == Floats{1, 1, 1});

  // The module is as usable as before.
  CHECK(floats(counter(ones({3}))) == Floats{3, 4, 5});
  CHECK(floats(compile(trace(counter, row))({zeros({3})})[0]) == Floats{1.5, 2, 2.5});
}

TEST_CASE("Several functions share weights and state") {
  Counter counter;
  Graph graph = trace(counter, FunctionList(counterFunctions()));
  CHECK(graph.function_names() == std::vector<std::string>{"add", "peek", "clear", "total"});
  CHECK(graph.output_names() == std::vector<std::string>{"mean"});
  CHECK(graph.output_names("total") == std::vector<std::string>{"sum", "calls"});
  CHECK(graph.input_names("total").empty());
  CHECK(graph.output_names("clear").empty());

  Program program = compile(graph);
  program({ones({3})}); // the first function
  CHECK(floats(program("peek", {ones({3})})[0]) == Floats{4, 5, 6});
  CHECK(program("clear", {full({3}, 7.0f)}).empty());
  auto total = program("total", {});
  CHECK(floats(total[0]) == Floats{7, 7, 7});
  CHECK(total[1].item<int64_t>() == 1);
  CHECK(complaint([&] { program("totals", {}); }) == "the program has no function 'totals'; it has add, peek, clear, total");
  CHECK(complaint([&] { graph.input_names("totals"); }) == "the graph has no function 'totals'; it has add, peek, clear, total");
}

TEST_CASE("A program's state is saved and loaded") {
  Graph graph = trace(Counter(), {function("add", &CounterImpl::forward, row)});
  Program program = compile(graph), other = compile(graph);
  program({ones({3})});
  ScratchFile file;
  program.save(file.path);
  other.load(file.path);
  CHECK(floats(other.state("sum")) == Floats{3, 4, 5});
  CHECK(complaint([&] { other.load("/nonexistent"); }) == "cannot read the state /nonexistent: No such file or directory");
  CHECK(complaint([&] { program.state("count"); }) == "the model 'Counter' has no state 'count'; it has sum, calls");
  CHECK(complaint([&] { program.set_state("sum", zeros({4})); }) == "the state 'sum' is Float[3], and the given value Float[4]");
  // It can be read as any other file of tensors.
  Tensor sum = load_safetensors(file.path)["sum"];
  CHECK(floats(sum) == Floats{3, 4, 5});
}

TEST_CASE("Buffers that are written through views, or were views, are state") {
  struct WindowImpl : nn::Module {
    Tensor window = register_buffer("window", arange(8, kFloat).view({4, 2}));
    Tensor forward(const Tensor &x) {
      Tensor rest = window.slice(0, 1, 4).clone();
      window.slice(0, 0, 3).copy_(rest);
      window[3] = x;
      return window.sum(1);
    }
  };
  auto window = std::make_shared<WindowImpl>();
  Graph graph = trace(window, {input("x", kFloat, {2})});
  CHECK(graph.state_names() == std::vector<std::string>{"window"});
  Program program = compile(graph);
  CHECK(floats(program({ones({2})})[0]) == Floats{5, 9, 13, 2});
  CHECK(floats(program({zeros({2})})[0]) == Floats{9, 13, 2, 0});
  CHECK(floats(window->window) == Floats{0, 1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("State that one function updates is state for those that only read it") {
  Counter counter;
  std::string text = trace(counter, {function("peek", &CounterImpl::peek, row),
                                     function("add", &CounterImpl::forward, row)})
                         .str();
  size_t peek = text.find("@peek"), add = text.find("@add");
  REQUIRE(peek < add);
  CHECK(text.substr(peek, add - peek).find("graph.state = \"sum\"") != std::string::npos);
  CHECK(text.find("graph.weight \"sum\"") == std::string::npos);
}

TEST_CASE("A state that is read while tracing is an error at that line") {
  struct BranchingImpl : nn::Module {
    Tensor position = register_buffer("position", zeros({}, kLong));
    Tensor forward(const Tensor &x) {
      bool isFirst = position.item<int64_t>() == 0;
      position.add_(1);
      return isFirst ? x : x * 2;
    }
  };
  int line = __LINE__ - 5;
  auto branching = std::make_shared<BranchingImpl>();
  CHECK(failure([&] { trace(branching, row); }).find(at(line, "item: this value depends on an input of the trace and is not known yet")) == 0);
  CHECK(branching->position.item<int64_t>() == 0);
}

TEST_CASE("Writing to a tensor that is no part of the module is an error at that line") {
  Tensor outside = zeros({3});
  auto add = [&](const Tensor &x) {
    outside.add_(x);
    return outside * 2;
  };
  int line = __LINE__ - 3;
  CHECK(failure([&] { trace(add, row); }) ==
        at(line, "a tensor from outside of the trace is written to, which is no parameter or buffer of the module: "
                 "register_buffer makes it one, and state of the graph; or write to a clone()"));
  CHECK(floats(outside) == Floats{0, 0, 0});
  // One of its own is not.
  auto own = [](const Tensor &x) {
    Tensor y = zeros({3});
    y.add_(x);
    y[1] = 5;
    return y;
  };
  CHECK(floats(compile(trace(own, row))({ones({3})})[0]) == Floats{1, 5, 1});
}

TEST_CASE("Functions that do not fit are refused") {
  Counter counter;
  auto traced = [&](FunctionSpec spec) { return complaint([&] { trace(counter, {spec}); }); };
  CHECK(traced(function("peek", &CounterImpl::peek, {})) == "peek does not take 0 tensors");
  CHECK(traced(function("linear", &nn::LinearImpl::reset_parameters, {})) == "function 'linear' is a method of another class than the module, which is a Counter");
  CHECK(traced(function("nothing", [](Tensor) {}, row)) == "trace: nothing gives no tensor and updates no state");
  FunctionSpec add = function("add", &CounterImpl::forward, row);
  CHECK(complaint([&] { trace(counter, {add, add}); }) == "trace: two functions are named 'add'");
  CHECK(complaint([&] { trace(counter, FunctionList(std::vector<FunctionSpec>())); }) == "trace: there is no function to trace");
}
