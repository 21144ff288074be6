//===- RunGraph.cpp - Runs a graph given as text through the reference ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/reference/RunGraph.h"
#include "dialects/graph/Graph.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include <cmath>

using namespace mlir;

namespace tenon::reference {

TestGraph::TestGraph(const std::string &function) : context(MLIRContext::Threading::DISABLED) {
  context.loadDialect<graph::GraphDialect, func::FuncDialect>();
  module = parseSourceString<ModuleOp>(function, &context);
  INFO(function);
  REQUIRE(module);
}

std::vector<ReferenceTensor> TestGraph::inputs(const std::vector<Numbers> &numbers) {
  std::vector<ReferenceTensor> tensors;
  for (auto [i, input] : llvm::enumerate(numbers)) {
    auto type = cast<RankedTensorType>(function().getArgumentTypes()[i]);
    ReferenceTensor tensor(type.getElementType(), input.sizes.empty() ? type.getShape() : ArrayRef(input.sizes));
    REQUIRE(tensor.elementCount() == static_cast<int64_t>(input.values.size()));
    for (auto [position, value] : llvm::enumerate(input.values))
      tensor.setReal(position, value);
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

llvm::Expected<std::vector<ReferenceTensor>> TestGraph::run(const std::vector<Numbers> &numbers, Rounding rounding) {
  InterpretOptions options;
  options.rounding = rounding;
  return interpret(function(), inputs(numbers), weights, options);
}

std::vector<double> TestGraph::result(const std::vector<Numbers> &numbers, Rounding rounding) {
  auto results = run(numbers, rounding);
  if (!results)
    FAIL(llvm::toString(results.takeError()));
  return toDoubles(results->front());
}

std::vector<double> toDoubles(const ReferenceTensor &tensor) {
  std::vector<double> values;
  for (int64_t i = 0; i < tensor.elementCount(); ++i)
    values.push_back(tensor.real(i));
  return values;
}

std::vector<double> evaluate(const std::string &function, const std::vector<Numbers> &numbers, Rounding rounding) {
  return TestGraph(function).result(numbers, rounding);
}

static std::string tensorOf(const std::string &type, size_t count) {
  return "tensor<" + std::to_string(count) + "x" + type + ">";
}

std::vector<double> unary(const std::string &op, const std::string &type, const std::vector<double> &x,
                          const std::string &resultType) {
  std::string in = tensorOf(type, x.size()), out = tensorOf(resultType.empty() ? type : resultType, x.size());
  std::string name = op, suffix;
  if (size_t space = op.find(' '); space != std::string::npos) {
    name = op.substr(0, space);
    suffix = op.substr(space);
  }
  return evaluate("func.func @main(%x: " + in + ") -> " + out + " {\n  %y = graph." + name + " %x" + suffix + " : " +
                      in + " -> " + out + "\n  return %y : " + out + "\n}",
                  {{x, {}}});
}

std::vector<double> binary(const std::string &op, const std::string &type, const std::vector<double> &x,
                           const std::vector<double> &y, const std::string &resultType) {
  std::string in = tensorOf(type, x.size()), out = tensorOf(resultType.empty() ? type : resultType, x.size());
  return evaluate("func.func @main(%x: " + in + ", %y: " + in + ") -> " + out + " {\n  %z = graph." + op +
                      " %x, %y : " + in + ", " + in + " -> " + out + "\n  return %z : " + out + "\n}",
                  {{x, {}}, {y, {}}});
}

void requireEqual(const std::vector<double> &got, const std::vector<double> &expected, double margin) {
  REQUIRE(got.size() == expected.size());
  for (size_t i = 0; i < got.size(); ++i) {
    INFO("at " << i << ": expected " << expected[i] << ", got " << got[i]);
    bool same = got[i] == expected[i] || (std::isnan(got[i]) && std::isnan(expected[i])) ||
                std::fabs(got[i] - expected[i]) <= margin;
    CHECK(same);
  }
}

} // namespace tenon::reference
