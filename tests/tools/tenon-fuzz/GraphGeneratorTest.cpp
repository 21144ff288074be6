//===- GraphGeneratorTest.cpp - Random graphs are valid and run -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tenon-fuzz/GraphGenerator.h"
#include "codegen/reference/Verification.h"
#include "mlir/IR/Verifier.h"
#include <catch2/catch.hpp>
#include <cmath>

using namespace tenon;

TEST_CASE("every seed makes a graph that verifies, runs and has finite results") {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  context.loadDialect<graph::GraphDialect, mlir::func::FuncDialect>();
  constexpr uint64_t seeds = 300;
  for (uint64_t seed = 0; seed < seeds; ++seed) {
    mlir::OwningOpRef<mlir::ModuleOp> module = fuzz::GraphGenerator(context, seed).generate(1 + seed % 16);
    std::string text;
    llvm::raw_string_ostream(text) << *module;
    INFO("seed " << seed << "\n" << text);
    REQUIRE(mlir::succeeded(mlir::verify(*module)));
    mlir::func::FuncOp function = *module->getOps<mlir::func::FuncOp>().begin();
    graph::WeightStore weights;
    REQUIRE(!reference::makeWeights(*module, seed, weights));
    reference::SymbolSizes sizes;
    for (llvm::StringRef name : reference::symbolNames(function))
      sizes[name] = 1 + static_cast<int64_t>(seed % 33);
    auto made = reference::makeInputs(function, seed, sizes);
    REQUIRE(static_cast<bool>(made));
    auto results = reference::interpret(function, made->tensors, weights);
    std::string error = results ? "" : llvm::toString(results.takeError());
    INFO(error);
    REQUIRE(error.empty());
    for (const reference::ReferenceTensor &result : *results)
      for (double value : result.reals)
        REQUIRE(std::isfinite(value));
  }
}
