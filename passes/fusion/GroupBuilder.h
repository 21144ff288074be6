//===- GroupBuilder.h - A set of ops on its way to a graph.group ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES_FUSION_GROUPBUILDER_H
#define TENON_PASSES_FUSION_GROUPBUILDER_H

#include "dialects/graph/Locations.h"
#include "passes/analysis/ElementAccess.h"
#include "llvm/ADT/MapVector.h"

namespace tenon::passes {

/// Collects the ops of one group in a block and makes the group of them. An
/// op that is owned moves into the group, and its result leaves it where there
/// are other users. An op that is shared is cloned: views and generated
/// tensors cost nothing twice.
class GroupBuilder {
public:
  /// More tensors than this in one kernel cost registers for their addresses.
  static constexpr size_t maxTensors = 12;

  /// Longer groups gain little and compile slowly.
  static constexpr size_t maxOps = 64;

  explicit GroupBuilder(mlir::Operation *first) { own(first); }

  void own(mlir::Operation *op) { members[op] = Ownership::Owned; }
  void share(mlir::Operation *op) { members.insert({op, Ownership::Shared}); }

  /// Notes why a neighbour is no member, in words that live as long as the
  /// program; for one that is asked several times, the last reason.
  void refuse(mlir::Operation *op, llvm::StringRef reason) { refusals[op] = reason; }
  bool contains(mlir::Operation *op) const { return members.contains(op); }
  bool owns(mlir::Operation *op) const { return members.lookup(op) == Ownership::Owned; }
  size_t size() const { return members.size(); }

  /// Shares the views and generated tensors that `value` is made by.
  void shareViews(mlir::Value value);

  /// The same where the kernel can read what the views show in place; else
  /// `refusal` says why the last of them is no member.
  void shareViewsIf(bool isInPlace, mlir::Value value, llvm::StringRef refusal);

  /// Whether some op outside would have to run both after and before the group
  /// if it owned `op`, too; so may what defines sizes, where `op` is of another
  /// region of sizes. Fusion must not do that.
  bool wouldCycle(mlir::Operation *op) const;

  /// Tensors from outside that the group would read.
  llvm::SmallVector<mlir::Value> inputs() const;

  /// Results of owned ops that are used outside.
  llvm::SmallVector<mlir::Value> outputs() const;

  /// Whether an op outside reads the value, if need be by a view that is shared.
  bool isUsedOutside(mlir::Value value) const;

  /// The members as they stand in the block.
  llvm::SmallVector<mlir::Operation *> inOrder() const;

  /// Why the group should not get another op with so many operands; empty where it may.
  llvm::StringRef whyFull(unsigned operands) const;

  /// Replaces the members by a group, and puts what reads it behind it. Its
  /// location says what it fuses, and what the refusals were.
  graph::GroupOp finish();

private:
  enum class Ownership { None, Owned, Shared };

  graph::FusionNote note() const;

  llvm::MapVector<mlir::Operation *, Ownership> members;
  llvm::MapVector<mlir::Operation *, llvm::StringRef> refusals;
};

/// The region of sizes that the op was marked with (graph::SizeRegions.h).
int64_t sizeRegionOf(mlir::Operation *op);

/// Whether the op still stands alone: in a function, and to become part of a group.
bool isUngrouped(mlir::Operation *op);

/// Why an op that does not stand alone can be in no group; empty where that needs no word, as for a weight.
llvm::StringRef whyApart(mlir::Operation *op);

} // namespace tenon::passes

#endif
