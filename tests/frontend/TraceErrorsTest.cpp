//===- TraceErrorsTest.cpp - What cannot be done while tracing ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"

using namespace tenon;

namespace {

/// What tracing a function of one tensor [batch, 4] complains about, file and line included.
template <typename Function> std::string traceComplaint(Function function) {
  try {
    trace(function, {input("x", kFloat, {Dim("batch"), 4})});
  } catch (const Error &error) {
    return error.what();
  }
  return "";
}

/// Checks that the function complains about its line `line` with this text.
#define REFUSES(message, ...)                                                                                          \
  CHECK(traceComplaint([&](const Tensor &x) -> Tensor { __VA_ARGS__ }) ==                                              \
        std::string(__FILE__) + ":" + std::to_string(__LINE__) + ": " + (message))

const std::string unknown = ": this value depends on an input of the trace and is not known yet: choose between tensors "
                            "with tenon::where, branch with tenon::cond, repeat with tenon::loop, or read it outside of "
                            "forward";

std::string comparison(const std::string &a, const std::string &b) {
  return "the comparison of the sizes '" + a + "' and '" + b +
         "' depends on the value of a symbol: while tracing, choose between tensors with tenon::where, branch with "
         "tenon::cond, repeat with tenon::loop, or trace with numbers";
}

const std::string symbolic = "the size 'batch' is symbolic while tracing and has no value to convert, compare or branch "
                             "on: use it in arithmetic and shapes, choose between tensors with tenon::where, branch "
                             "with tenon::cond, repeat with tenon::loop, or trace with a number for it";

} // namespace

TEST_CASE("Values that depend on inputs cannot be read") {
  std::ostringstream stream;
  REFUSES("item" + unknown, return x.sum().item<float>() > 0 ? x : -x;);
  REFUSES("item" + unknown, return x * x[0][0].item(););
  REFUSES("data_ptr" + unknown, return x * x.data_ptr<float>()[0];);
  REFUSES("data_ptr" + unknown, return x * x.const_data_ptr<float>()[0];);
  REFUSES("data_ptr" + unknown, return x * x.accessor<float, 2>()[0][0];);
  REFUSES("print" + unknown, stream << x; return x;);
  REFUSES("print" + unknown, x.print(); return x;);
  REFUSES("allclose" + unknown, return x.allclose(x * 2) ? x : -x;);
  REFUSES("equal" + unknown, return equal(x, x * 2) ? x : -x;);
  REFUSES("bool" + unknown, if (x.sum() > 0) return x; return -x;);
  REFUSES("bool" + unknown, return x.sum() > 0 && x.max() < 1 ? x : -x;);
  REFUSES("bool" + unknown, while (!(x.sum() > 0)) return x; return -x;);
  // Sizes that depend on a symbol have no value, whatever the elements are.
  REFUSES("item" + unknown, return zeros({x.size(0)}).sum().item<float>() > 0 ? x : -x;);
  REFUSES("item" + unknown, return arange(x.size(0)).max().item<int64_t>() > 0 ? x : -x;);
  CHECK(stream.str().empty());
}

TEST_CASE("Symbolic sizes cannot be branched on or converted") {
  REFUSES(comparison("batch", "3"), return x.size(0) > 3 ? x : -x;);
  REFUSES(comparison("batch", "4"), if (x.size(0) == x.size(1)) return x; return -x;);
  REFUSES(comparison("0", "batch"), Tensor y = x; for (int64_t i = 0; i < x.size(0); ++i) y = y + i; return y;);
  REFUSES(symbolic, int64_t batch = x.size(0); return x * batch;);
  REFUSES(symbolic, return x * static_cast<double>(x.size(0)););
  REFUSES(symbolic, std::vector<float> table(x.size(0)); return x * table.size(););
}

TEST_CASE("Sizes stay symbolic in arithmetic and shapes") {
  auto function = [](const Tensor &x) {
    Size batch = x.size(0), half = (batch + 1) / 2;
    return x.narrow(0, 0, half) * batch + (half * 2 - batch) + zeros({half, 4});
  };
  Program program = compile(trace(function, {input("x", kFloat, {Dim("batch"), 4})}));
  for (int64_t batch : {1, 2, 5})
    CHECK(equal(program({ones({batch, 4})})[0], function(ones({batch, 4}))));
}

TEST_CASE("What is known may be read while tracing") {
  Tensor weight = ones({4});
  auto function = [&](const Tensor &x) {
    // Neither depends on an input.
    CHECK(weight.sum().item<float>() == 4);
    if (weight.max() > 0)
      return x * x.size(1);
    return x;
  };
  CHECK(traceComplaint(function).empty());
}

TEST_CASE("A tensor of one element is true where it is not zero") {
  CHECK(tensor({2}) > 1);
  CHECK(!(tensor({0.5}) > 1));
  CHECK(!tensor({0}));
  CHECK((ones({2}).sum() > 0 && !(ones({2}).sum() < 0)));
  CHECK(complaint([] { return static_cast<bool>(ones({2})); }) ==
        "bool: Float[2] has not one element: reduce it first, with any() or all()");
}

TEST_CASE("Shapes, types and dims that do not fit are refused at their line") {
  REFUSES("view: Float[batch, 4] cannot be seen as [-1, 3]: the numbers of elements differ", return x.view({-1, 3}););
  REFUSES("add: sizes [batch, 4] and [3] do not broadcast to one shape", return x + ones({3}););
}
