//===- Prologue.h - Producers computed where their values are needed ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES_FUSION_PROLOGUE_H
#define TENON_PASSES_FUSION_PROLOGUE_H

#include "passes/fusion/GroupBuilder.h"

namespace tenon::passes {

/// Grows a group by ops whose results it reads: elementwise ops and ops that
/// move elements, instead of reading their results from memory.
class Prologue {
public:
  /// How often and where the group needs an op's elements.
  struct Use {
    /// Each element for the same element of the root.
    bool isIdentity = true;
    /// An element for several elements: computing it again costs.
    bool isRepeated = false;
    /// The different places, relative to the root's element, in order. Each
    /// one is code of its own; 0 is the root's.
    llvm::SmallVector<unsigned, 4> places = {0};
  };

  /// `root` computes one element from others; values that it needs at the
  /// same place may leave the group as further results.
  Prologue(GroupBuilder &group, mlir::Operation *root) : group(group) { uses[root] = Use(); }

  void grow();

  /// Results of members that are known at the place of the root.
  llvm::SmallVector<mlir::Value> identityValues() const;

private:
  std::optional<Use> useOf(mlir::Value value);
  Use useOfOperand(mlir::OpOperand &operand, const Use &use);
  // Each says why not, or nothing.
  llvm::StringRef whyIllegal(mlir::Operation *op) const;
  llvm::StringRef whyUnprofitable(mlir::Operation *op, const Use &use) const;
  llvm::StringRef whyNot(mlir::Operation *op, mlir::Value value, const Use &use, bool mayLeave) const;
  bool tryAdd(mlir::Value value, bool mayLeave);

  GroupBuilder &group;
  llvm::DenseMap<mlir::Operation *, Use> uses;
  // Numbers of places, by the place of the user and the operand.
  llvm::DenseMap<std::pair<unsigned, mlir::OpOperand *>, unsigned> placeNumbers;
};

} // namespace tenon::passes

#endif
