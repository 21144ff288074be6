//===- Branches.h - Values that one of two functions gives ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_BRANCHES_H
#define TENON_FRONTEND_ONNX_BRANCHES_H

#include "frontend/onnx/Callee.h"
#include "frontend/onnx/OperatorTable.h"

namespace tenon::onnx {

/// Writes branch 0, taken where the condition is true, or branch 1; gives what it results in.
using BranchWriter = llvm::function_ref<std::vector<ImportedValue>(Callee &branch, int number)>;

/// What one of two branches gives, by a scalar of i1. Where they give values that no form can hold, the result is
/// either of both.
std::vector<ImportedValue> buildBranches(NodeImport &node, mlir::Value condition, BranchWriter write);

/// Imports a node; one that reads what is either of two values, which the operator does not take, once for each of
/// them, as two branches.
void importOperator(const OperatorEntry &entry, NodeImport &node);

/// A value of an optional: the run fails where there is none.
ImportedValue requireGiven(Importer &importer, const ImportedValue &value);
/// Whether there is a value, as a scalar of i1.
mlir::Value isGiven(CheckedBuilder &build, const ImportedValue &value);

} // namespace tenon::onnx

#endif
