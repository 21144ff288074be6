//===- ControlTest.cpp - cond and loop ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"

using namespace tenon;

namespace {

const std::vector<InputSpec> oneInput = {input("x", kFloat, {Dim("batch"), 4})};

/// Checks that a function of one tensor computes the same, run as it is and traced.
template <typename Function> void checkSame(Function function, std::vector<Tensor> inputs) {
  Program program = compile(trace(function, oneInput));
  for (const Tensor &x : inputs) {
    Tensor expected = function(x), got = program({x})[0];
    CHECK(sizes(got) == sizes(expected));
    CHECK(got.allclose(expected, 1e-6, 1e-6));
  }
}

/// What tracing complains about, file and line included.
template <typename Function> std::string traceComplaint(Function function) {
  try {
    trace(function, oneInput);
  } catch (const Error &error) {
    return error.what();
  }
  return "";
}

std::string at(int line, const std::string &message) {
  return std::string(__FILE__) + ":" + std::to_string(line) + ": " + message;
}

std::vector<Tensor> samples() { return {ones({2, 4}), -ones({3, 4}), arange(4, kFloat).view({1, 4})}; }

} // namespace

TEST_CASE("cond decides by the value, at once or when the graph runs") {
  nn::Linear wide(4, 4);
  checkSame(
      [&](const Tensor &x) {
        Tensor twice = x * 2;
        return cond(x.sum() > 0, [&] { return wide(twice).relu() + x; }, [&] { return twice.exp(); }) + 1;
      },
      samples());
  // Anything of one element is a predicate.
  CHECK(cond(true, [] { return ones({1}); }, [] { return zeros({1}); }).item<float>() == 1);
  CHECK(cond(tensor({0}), [] { return ones({1}); }, [] { return zeros({1}); }).item<float>() == 0);
}

TEST_CASE("Functions give lists, tuples and pairs") {
  auto swap = [](const Tensor &x) {
    auto [a, b] = cond(
        x.max() > 1, [&] { return std::tuple(x, x + 1); }, [&] { return std::tuple(x + 1, x); });
    TensorList c = cond(
        x.max() > 1, [&] { return TensorList{x, a}; }, [&] { return TensorList{b, b}; });
    std::pair<Tensor, Tensor> d = cond(
        x.max() < 1, [&] { return std::pair(x, a); }, [&] { return std::pair(b, b); });
    return a - b * 2 + c[0] * c[1] + d.first - d.second;
  };
  checkSame(swap, samples());
}

TEST_CASE("Branches nest, and use tensors of every level") {
  auto nested = [](const Tensor &x) {
    Tensor y = x.relu();
    return cond(
        x.sum() > 0,
        [&] {
          Tensor z = y + 1;
          return cond(x.max() > 2, [&] { return x * y * z; }, [&] { return z; });
        },
        [&] { return cond(x.min() < -5, [&] { return y; }, [&] { return x - y; }); });
  };
  checkSame(nested, samples());
  CHECK(trace(nested, oneInput).str().find("@main_then_0_else_0(") != std::string::npos);
}

TEST_CASE("Symbolic sizes reach into branches") {
  // The size of no tensor that the branch takes.
  auto scaled = [](const Tensor &x) {
    Tensor total = x.sum();
    return cond(
        total > 0, [&] { return total * x.size(0) + zeros({x.size(0) * 2}).sum(); },
        [&] { return total / (x.size(0) + 1); });
  };
  checkSame(scaled, samples());
  auto grown = [](const Tensor &x) {
    return cond(x.sum() > 0, [&] { return cat({x, x}); }, [&] { return zeros({x.size(0) * 2, 4}); });
  };
  checkSame(grown, samples());
}

TEST_CASE("loop by a count") {
  auto power = [](const Tensor &x) { return loop(3, x, [&](const Tensor &value) { return value * x; }); };
  checkSame(power, samples());
  auto numbered = [](const Tensor &x) {
    auto [a, b] = loop(x.size(0), std::tuple(x, zeros({4})), [&](const Tensor &i, const Tensor &a, const Tensor &b) {
      return std::tuple(a + i, b + x[0] * i);
    });
    return a + b;
  };
  checkSame(numbered, samples());
  auto counted = [](const Tensor &x) {
    return loop(x.argmax(), {x, x + 1}, [](const TensorList &values) { return TensorList{values[1], values[0] * 0.5}; })[0];
  };
  checkSame(counted, samples());
  CHECK(loop(0, ones({2}), [](const Tensor &x) { return x + 1; }).sum().item<float>() == 2);
  CHECK(loop(tensor({4}), ones({2}), [](const Tensor &x) { return x + 1; }).sum().item<float>() == 10);
}

TEST_CASE("loop while a condition holds") {
  auto halve = [](const Tensor &x) {
    return loop([](const Tensor &value) { return value.abs().max() > 0.3; }, x, [](const Tensor &value) { return value / 2; });
  };
  checkSame(halve, {ones({2, 4}) * 100, zeros({3, 4}), -ones({1, 4})});
  auto counting = [](const Tensor &x) {
    auto [value, steps] = loop([](const Tensor &value, const Tensor &) { return value.sum() < 1000; },
                               std::pair(x.abs() + 1, zeros({}, kLong)),
                               [](const Tensor &value, const Tensor &steps) { return std::pair(value * 2, steps + 1); });
    return value + steps;
  };
  checkSame(counting, samples());
}

TEST_CASE("A loop in a graph uses weights once, and branches inside") {
  nn::Linear linear(4, 4);
  auto recurrent = [&](const Tensor &x) {
    return loop(5, x, [&](const Tensor &i, const Tensor &state) {
      return cond(i % 2 == 0, [&] { return linear(state).tanh(); }, [&] { return state + linear.get()->weight.sum(); });
    });
  };
  checkSame(recurrent, samples());
  std::string text = trace(recurrent, oneInput).str();
  CHECK(text.find("graph.loop @main_loop_0") != std::string::npos);
}

TEST_CASE("What is decided by data alone is decided while tracing") {
  Tensor weight = full({4}, 2.0);
  auto known = [&](const Tensor &x) {
    Tensor y = cond(weight.sum() > 3, [&] { return x + weight; }, [&] { return zeros({1}); });
    return loop(tensor({2}), y, [&](const Tensor &value) { return value * weight; });
  };
  checkSame(known, samples());
  std::string text = trace(known, oneInput).str();
  CHECK(text.find("graph.if") == std::string::npos);
  CHECK(text.find("count = <2>") != std::string::npos);
}

TEST_CASE("Functions that do not fit each other are refused where cond or loop stands") {
  int line = 0;
  auto types = [&](const Tensor &x) {
    line = __LINE__ + 1;
    return cond(x.sum() > 0, [&] { return x; }, [&] { return x.to(kLong); });
  };
  CHECK(traceComplaint(types) == at(line, "cond: the first function gives Float[batch, 4] and the second one Long[batch, 4]: "
                                          "both must give the same type and sizes"));
  auto sizes = [&](const Tensor &x) {
    line = __LINE__ + 1;
    auto [a, b] = cond(x.sum() > 0, [&] { return std::tuple(x, x); }, [&] { return std::tuple(x, x[0]); });
    return a + b;
  };
  CHECK(traceComplaint(sizes) == at(line, "cond: the first function gives Float[batch, 4] and the second one Float[4] as "
                                          "tensor 1: both must give the same type and sizes"));
  auto counts = [&](const Tensor &x) {
    line = __LINE__ + 1;
    return cond(x.sum() > 0, [&] { return TensorList{x, x}; }, [&] { return TensorList{x}; })[0];
  };
  CHECK(traceComplaint(counts) ==
        at(line, "cond: the first function gives 2 tensors and the second one 1: both must give as many"));
  auto predicate = [&](const Tensor &x) {
    line = __LINE__ + 1;
    return cond(x > 0, [&] { return x; }, [&] { return x; });
  };
  CHECK(traceComplaint(predicate) == at(line, "cond: the condition must have one element, got Bool[batch, 4]: reduce it "
                                              "with any() or all()"));
  auto carried = [&](const Tensor &x) {
    line = __LINE__ + 1;
    return loop(3, x, [](const Tensor &x) { return cat({x, x}); });
  };
  std::string grows = "loop: the body gives Float[batch * 2, 4] where it got Float[batch, 4]: values keep their types and "
                      "sizes from iteration to iteration";
  CHECK(traceComplaint(carried) == at(line, grows));
  CHECK(complaint([&] { carried(ones({3, 4})); }) == "loop: the body gives Float[6, 4] where it got Float[3, 4]: values "
                                                     "keep their types and sizes from iteration to iteration");
  CHECK(complaint([&] { loop(1, {ones({1})}, [](const TensorList &) { return TensorList{}; }); }) ==
        "loop: the body gives 0 tensors for 1 values: it must give the next one of each");
  CHECK(complaint([&] { loop(ones({2}, kLong), ones({1}), [](const Tensor &x) { return x; }); }) ==
        "loop: the number of iterations must be one integer, got Long[2]");
  CHECK(complaint([&] { loop(2.5, ones({1}), [](const Tensor &x) { return x; }); }) ==
        "loop: the number of iterations is a float: give an integer");
}

TEST_CASE("What happens inside stays inside") {
  int line = 0;
  auto writes = [&](const Tensor &x) {
    Tensor sum = zeros({4});
    cond(
        x.sum() > 0,
        [&] {
          line = __LINE__ + 1;
          sum.add_(x[0]);
          return x;
        },
        [&] { return x; });
    return sum;
  };
  CHECK(traceComplaint(writes) ==
        at(line, "a function of tenon::cond or tenon::loop writes into a tensor that was made outside of it, which would not "
                 "be seen there: let the function return the new value"));
  auto escapes = [&](const Tensor &x) {
    Tensor inside;
    loop(2, x, [&](const Tensor &value) { return inside = value * 2; });
    line = __LINE__ + 1;
    return inside + 1;
  };
  CHECK(traceComplaint(escapes) == at(line, "a tensor is used that a function of tenon::cond or tenon::loop made, outside of "
                                            "that function: let the function return it"));
  auto returns = [&](const Tensor &x) {
    Tensor inside;
    loop(2, x, [&](const Tensor &value) { return inside = value * 2; });
    return inside;
  };
  CHECK(traceComplaint(returns).find("outside of that function") != std::string::npos);
  // What is made inside may be written to, and a view of the outside that is looked at inside first is no leak.
  auto views = [](const Tensor &x) {
    Tensor copy = x.clone(), row = copy[0];
    copy.add_(1);
    Tensor y = cond(
        x.sum() > 0,
        [&] {
          Tensor own = row * 2;
          own[0] = 7;
          return own;
        },
        [&] { return row; });
    return y + row;
  };
  checkSame(views, samples());
}
