//===- RegistryTest.cpp - Models that a file registers -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/Registry.h"
#include "tenon/tenon.h"
#include <catch2/catch.hpp>

using namespace tenon;

namespace {

struct GateImpl : nn::Module {
  nn::Linear linear = register_module("linear", nn::Linear(2, 1));
  nn::Dropout drop = register_module("drop", nn::Dropout(0.5));

  Tensor forward(const Tensor &x) { return drop(linear(x)).sigmoid(); }
};
TENON_MODULE(Gate);

} // namespace

TENON_MODEL(gate, Gate(), {input("x", kFloat, {Dim("batch"), 2})}, {"y"});
TENON_MODEL(missing, (throw Error("no weights"), Gate()), {input("x", kFloat, {2})});

TEST_CASE("Registered models are traced by name, in eval mode") {
  CHECK(frontend::registeredModels() == std::vector<std::string>{"gate", "missing"});
  compiler::Model model = frontend::traceRegisteredModel("gate");
  CHECK(model.name == "gate");
  CHECK(model.weights.size() == 2);
  CHECK(model.weights.find("linear.weight"));
}

TEST_CASE("What a definition gets wrong is thrown when it is traced") {
  CHECK_THROWS_WITH(frontend::traceRegisteredModel("missing"), Catch::EndsWith("no weights"));
  CHECK_THROWS_WITH(frontend::traceRegisteredModel("none"), Catch::EndsWith("no model is registered as 'none'"));
}
