//===- InterpreterTest.cpp - Inputs, weights, comparison ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/RoundingNoise.h"
#include "codegen/reference/Verification.h"
#include "tests/reference/RunGraph.h"
#include <cmath>

using namespace tenon::reference;

static std::string errorOf(const std::string &function, const std::vector<Numbers> &numbers) {
  TestGraph graph(function);
  auto results = graph.run(numbers);
  return results ? "" : llvm::toString(results.takeError());
}

static const char *twoInputs =
    "func.func @main(%x: tensor<?x2xf32, #graph.sizes<s0, 2>> {graph.name = \"x\"},\n"
    "                %y: tensor<?xf32, #graph.sizes<s0>> {graph.name = \"y\"})\n"
    "    -> tensor<?x2xf32, #graph.sizes<s0, 2>> attributes {graph.symbols = [\"batch\"]} {\n"
    "  return %x : tensor<?x2xf32, #graph.sizes<s0, 2>>\n}";

TEST_CASE("inputs that contradict the types are errors") {
  CHECK(errorOf(twoInputs, {{{1, 2}, {1, 2}}}) == "@main takes 2 inputs, got 1");
  CHECK(errorOf(twoInputs, {{{1, 2}, {1, 2}}, {{1, 2}, {2}}}) ==
        "y is f32[2], but by tensor<?xf32, #graph.sizes<s0>> a size should be 1");
  CHECK(errorOf(twoInputs, {{{1, 2, 3}, {1, 3}}, {{1}, {1}}}) ==
        "x is f32[1, 3], but by tensor<?x2xf32, #graph.sizes<s0, 2>> a size should be 2");
  CHECK(errorOf(twoInputs, {{{1, 2}, {2}}, {{1}, {1}}}) ==
        "x should be a tensor<?x2xf32, #graph.sizes<s0, 2>>, got f32[2]");
}

TEST_CASE("weights come from the store, else from the function of their name") {
  TestGraph graph("module {\n"
                  "func.func @main() -> tensor<2xf32> {\n"
                  "  %0 = graph.weight \"prepare_0\" : tensor<2xf32>\n  return %0 : tensor<2xf32>\n}\n"
                  "func.func @prepare_0(%w: tensor<2xf32> {graph.weight = \"w\"}) -> tensor<2xf32> {\n"
                  "  %0 = graph.neg %w : tensor<2xf32> -> tensor<2xf32>\n  return %0 : tensor<2xf32>\n}\n}");
  auto missing = graph.run({});
  REQUIRE(!missing);
  CHECK(llvm::toString(missing.takeError()).find("weight w is not in the store") != std::string::npos);
  float values[] = {1, 2};
  auto type = mlir::RankedTensorType::get({2}, mlir::Float32Type::get(graph.get()->getContext()));
  graph.weights.add("w", {type, llvm::ArrayRef(reinterpret_cast<const char *>(values), sizeof(values)), nullptr});
  requireEqual(graph.result({}), {-1, -2});
}

TEST_CASE("tensors keep their values through bytes") {
  mlir::MLIRContext context;
  mlir::Builder builder(&context);
  mlir::Type types[] = {builder.getF64Type(),
                        builder.getF32Type(),
                        builder.getF16Type(),
                        builder.getBF16Type(),
                        builder.getI64Type(),
                        builder.getI32Type(),
                        builder.getI16Type(),
                        builder.getI8Type(),
                        builder.getIntegerType(8, false),
                        builder.getIntegerType(64, false),
                        builder.getI1Type()};
  for (mlir::Type type : types) {
    ReferenceTensor tensor(type, {2, 2});
    for (int i = 0; i < 4; ++i)
      tensor.setReal(i, type.isInteger(1) || type.isUnsignedInteger() ? i % 2 : i - 1.0);
    auto back = ReferenceTensor::fromBytes(type, {2, 2}, tensor.toBytes());
    REQUIRE(static_cast<bool>(back));
    requireEqual(toDoubles(*back), toDoubles(tensor));
  }
  auto wrong = ReferenceTensor::fromBytes(builder.getF32Type(), {2}, std::vector<char>(7));
  REQUIRE(!wrong);
  CHECK(llvm::toString(wrong.takeError()) == "f32[2] takes 8 bytes, got 7");
}

static const char *embedding =
    "func.func @main(%ids: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = \"input_ids\"},\n"
    "                %mask: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = \"attention_mask\"})\n"
    "    -> tensor<?x?x2xf32, #graph.sizes<s0, s1, 2>> attributes {graph.symbols = [\"batch\", \"sequence\"]} {\n"
    "  %w = graph.weight \"table\" : tensor<5x2xf32>\n"
    "  %i = graph.cast %ids : tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?xi32, #graph.sizes<s0, s1>>\n"
    "  %0 = graph.gather %w, %i axis = 0 : tensor<5x2xf32>, tensor<?x?xi32, #graph.sizes<s0, s1>>"
    " -> tensor<?x?x2xf32, #graph.sizes<s0, s1, 2>>\n"
    "  return %0 : tensor<?x?x2xf32, #graph.sizes<s0, s1, 2>>\n}";

TEST_CASE("made inputs index within range, masks are ones, sizes are 1 and 128") {
  TestGraph graph(embedding);
  auto made = makeInputs(graph.function(), 0);
  REQUIRE(static_cast<bool>(made));
  CHECK(made->descriptions[0] == "input_ids: i64[1, 128], indices below 5");
  CHECK(made->descriptions[1] == "attention_mask: i64[1, 128], ones");
  for (int64_t index : made->tensors[0].integers)
    CHECK((index >= 0 && index < 5));
  auto again = makeInputs(graph.function(), 0), other = makeInputs(graph.function(), 1);
  CHECK(made->tensors[0].integers == again->tensors[0].integers);
  CHECK(made->tensors[0].integers != other->tensors[0].integers);
  SymbolSizes sizes;
  sizes["sequence"] = 3;
  CHECK(makeInputs(graph.function(), 0, sizes)->tensors[0].sizes == llvm::SmallVector<int64_t>{1, 3});
  sizes["sequenz"] = 3;
  auto wrong = makeInputs(graph.function(), 0, sizes);
  REQUIRE(!wrong);
  CHECK(llvm::toString(wrong.takeError()) == "@main has no size named 'sequenz'; it has: batch, sequence");
}

TEST_CASE("verification names the first value that differs") {
  TestGraph graph(embedding);
  REQUIRE(!makeWeights(graph.get(), 0, graph.weights));
  RunCompiled right = [&](llvm::ArrayRef<ReferenceTensor> inputs) {
    InterpretOptions options;
    options.rounding = Rounding::nearest;
    return interpret(graph.function(), inputs, graph.weights, options);
  };
  auto report = verifyModel(graph.function(), graph.weights, 7, {}, right);
  REQUIRE(static_cast<bool>(report));
  CHECK(report->matches);
  CHECK(report->outputs[0] == "output 0: 256 values agree, made at -:6");
  RunCompiled wrong = [&](llvm::ArrayRef<ReferenceTensor> inputs) {
    auto results = right(inputs);
    results->front().reals[5] = 1e6;
    return results;
  };
  report = verifyModel(graph.function(), graph.weights, 7, {}, wrong);
  REQUIRE(static_cast<bool>(report));
  CHECK_FALSE(report->matches);
  CHECK_THAT(report->outputs[0], Catch::Contains("1 of 256 values differ; the first at [0, 2, 1]: expected"));
}

TEST_CASE("where sums cancel, what their additions lose is tolerated") {
  TestGraph graph(R"(func.func @main(%x: tensor<2048xf32>) -> tensor<f32> {
    %sum = graph.reduce sum %x axes = [0] : tensor<2048xf32> -> tensor<f32>
    return %sum : tensor<f32>
  })");
  Numbers numbers{{}, {2048}};
  for (int i = 0; i < 2048; ++i)
    numbers.values.push_back(i % 2 == 0 ? 0.1f : -0.1f);
  numbers.values[0] += 0x1p-20f;
  auto expected = expect(graph.function(), graph.inputs({numbers}), graph.weights);
  REQUIRE(static_cast<bool>(expected));
  double largest = expected->outputs[0].reals[0], step = 0x1p-24 * 0.1 * 2048;
  CHECK(largest < 1e-6);
  CHECK(expected->tolerances[0] > 2 * step);
  CHECK(expected->tolerances[0] < 16 * step);
}

TEST_CASE("noise keeps what is exact and moves the rest to a neighbour") {
  mlir::MLIRContext context;
  mlir::Builder builder(&context);
  ReferenceTensor tensor(builder.getF16Type(), {64});
  for (auto [i, value] : llvm::enumerate(tensor.reals))
    value = i % 2 == 0 ? 1.0 + i * 0x1p-10 : 1.0 + i * 0x1p-10 + 0x1p-11;
  ReferenceTensor rounded = tensor;
  RoundingNoise noise(1);
  noise.round(rounded);
  int up = 0, down = 0;
  for (int i = 0; i < 64; ++i) {
    double moved = rounded.reals[i] - tensor.reals[i];
    CHECK(std::fabs(moved) == (i % 2 == 0 ? 0 : 0x1p-11));
    up += moved > 0;
    down += moved < 0;
  }
  CHECK(up > 8);
  CHECK(down > 8);
}

TEST_CASE("comparison") {
  mlir::MLIRContext context;
  mlir::Builder builder(&context);
  ReferenceTensor a(builder.getF32Type(), {3}), b = a;
  a.reals = {1, 100, NAN};
  b.reals = {1.00001, 100, NAN};
  CHECK(compareTensors(a, b, 1e-4).matches());
  CHECK_FALSE(compareTensors(a, b, 1e-6).matches());
  b.reals = {1, INFINITY, NAN};
  CHECK_FALSE(compareTensors(a, b, 1).matches());
  b.reals = {1, 100, 0};
  CHECK_FALSE(compareTensors(a, b, 1).matches());
  ReferenceTensor x(builder.getI64Type(), {1}), y = x;
  x.integers = {(int64_t(1) << 60) + 1};
  y.integers = {int64_t(1) << 60};
  CHECK_FALSE(compareTensors(x, y, 1).matches());
  CHECK(compareTensors(a, x, 1).mismatch == "expected f32[3], got i64[1]");
}

TEST_CASE("tolerance grows with the coarsest type and the reductions on the way") {
  TestGraph graph("func.func @main(%x: tensor<2x100xbf16>) -> tensor<2xf32> {\n"
                  "  %0 = graph.cast %x : tensor<2x100xbf16> -> tensor<2x100xf32>\n"
                  "  %1 = graph.reduce sum %0 axes = [1] : tensor<2x100xf32> -> tensor<2xf32>\n"
                  "  return %1 : tensor<2xf32>\n}");
  mlir::Value result = graph.function().getBody().front().getTerminator()->getOperand(0);
  RoundingOrigin origin = roundingOrigin(result, {});
  CHECK(origin.epsilon == std::ldexp(1, -7));
  CHECK(origin.reductionLength == 100);
  CHECK(toleranceOf(origin) == std::ldexp(1, -7) * 21);
}
