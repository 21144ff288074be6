//===- Einsum.h - Products by the names of dimensions --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The equations of Einstein sums, `...ij,jk->...ik`, and what a product of two
// tensors does with their names. Front ends build the ops.

#ifndef TENON_DIALECTS_GRAPH_EINSUM_H
#define TENON_DIALECTS_GRAPH_EINSUM_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace tenon::graph {

/// A name of a dimension: a letter, or the place of one in the ellipsis, counted from its end.
using Label = int;
using Labels = llvm::SmallVector<Label>;

bool has(const Labels &labels, Label label);

struct EinsumEquation {
  llvm::SmallVector<Labels> operands; // a label may be named twice
  Labels result;                      // each once
};

/// Why an equation is none for tensors of these ranks.
struct EinsumFault {
  enum Kind {
    OperandCount, // it names `operands` tensors, another number than there are
    Name,         // `part` begins with what is no name
    Rank,         // `part` does not name the dimensions of tensor `operand`
    Result        // the result names what no tensor has, or something twice
  } kind;
  std::string part;
  size_t operand = 0, operands = 0;
};

/// `equation` has no spaces. Letters that appear once are the result of an
/// equation without one, in alphabetical order after the ellipsis.
llvm::FailureOr<EinsumEquation> parseEinsum(llvm::StringRef equation, llvm::ArrayRef<int64_t> ranks, EinsumFault &fault);

/// The labels of a product: those of both operands that stay, those of one,
/// and those of both that are summed.
struct ProductLabels {
  Labels batch, left, right, summed;

  Labels all() const;
};
ProductLabels splitLabels(const Labels &left, const Labels &right, llvm::function_ref<bool(Label)> needed);

Labels joinLabels(const Labels &x, const Labels &y, const Labels &z);

} // namespace tenon::graph

#endif
