//===- RunGraph.h - Runs a graph given as text through the reference ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TESTS_REFERENCE_RUNGRAPH_H
#define TENON_TESTS_REFERENCE_RUNGRAPH_H

#include "codegen/reference/Interpreter.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace tenon::reference {

/// The numbers of one input, of the sizes given or those of the argument.
struct Numbers {
  std::vector<double> values;
  std::vector<int64_t> sizes;
};

/// A module with one function, ready to run.
class TestGraph {
public:
  /// `signature` is what follows `func.func @main`; `body` its ops.
  explicit TestGraph(const std::string &function);

  mlir::func::FuncOp function() { return *module->getOps<mlir::func::FuncOp>().begin(); }
  mlir::ModuleOp get() { return *module; }

  std::vector<ReferenceTensor> inputs(const std::vector<Numbers> &numbers);
  llvm::Expected<std::vector<ReferenceTensor>> run(const std::vector<Numbers> &numbers, Rounding rounding = Rounding::none);
  /// The elements of the first result.
  std::vector<double> result(const std::vector<Numbers> &numbers, Rounding rounding = Rounding::none);

  graph::WeightStore weights;

private:
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

/// The elements of a tensor as doubles.
std::vector<double> toDoubles(const ReferenceTensor &tensor);

/// The first result of `function` for `numbers`.
std::vector<double> evaluate(const std::string &function, const std::vector<Numbers> &numbers, Rounding rounding = Rounding::none);

/// The result of one op on tensors of one element type: `graph.<op> ... : <type>... -> <result>`.
std::vector<double> unary(const std::string &op, const std::string &type, const std::vector<double> &x,
                          const std::string &resultType = "");
std::vector<double> binary(const std::string &op, const std::string &type, const std::vector<double> &x,
                           const std::vector<double> &y, const std::string &resultType = "");

/// That numbers are equal, NaN to NaN, or within `margin`.
void requireEqual(const std::vector<double> &got, const std::vector<double> &expected, double margin = 0);

} // namespace tenon::reference

#endif
