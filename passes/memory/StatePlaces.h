//===- StatePlaces.h - Results that are written where a state lies --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES_MEMORY_STATEPLACES_H
#define TENON_PASSES_MEMORY_STATEPLACES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"

namespace tenon::passes {

/// Whether a kernel may write a result where one of its inputs lies: the op,
/// the number of the input, the number of the result.
using CanOverwrite = llvm::function_ref<bool(mlir::Operation *, unsigned, unsigned)>;

/// The memory of a tensor: what it is a view of.
mlir::Value memoryOf(mlir::Value value);

/// What a function leaves in a state, and what it found there.
struct StateUpdate {
  unsigned result;              // of the function
  mlir::Value newest;           // memory of what is returned
  mlir::BlockArgument previous; // null where the function does not read the state
};

/// The states that the function changes.
llvm::SmallVector<StateUpdate> stateUpdatesOf(mlir::func::FuncOp function);

/// Moves the kernel that makes a state's new value behind those that still read
/// the previous one, where it may stand there.
void sinkStateUpdates(mlir::func::FuncOp function);

/// Finds the results of kernels that are written straight into a state's
/// memory. The last of them is the new value. Those before it, each overwritten
/// in place by the next, come after the last reader of the previous value, or
/// overwrite that in place too.
class StatePlaces {
public:
  StatePlaces(mlir::func::FuncOp function, CanOverwrite canOverwrite);

  /// The result of the function that becomes the state where `value` lies.
  std::optional<unsigned> find(mlir::Value value) const;

  /// Updates whose new value does not lie in the state yet.
  llvm::ArrayRef<StateUpdate> unplaced() const { return failed; }

private:
  llvm::SmallVector<mlir::Value> chainOf(const StateUpdate &update, CanOverwrite canOverwrite) const;
  mlir::Value overwrittenBy(mlir::OpResult value, CanOverwrite canOverwrite) const;
  bool takesOver(const StateUpdate &update, mlir::OpResult value, CanOverwrite canOverwrite) const;
  int64_t numberOf(mlir::Value value) const { return numbers.lookup(value.getDefiningOp()); }
  int64_t lastUse(mlir::Value memory) const;

  llvm::DenseMap<mlir::Operation *, int64_t> numbers; // of kernels, in order
  llvm::DenseMap<mlir::Value, int64_t> lastUses;      // of memory
  llvm::DenseMap<mlir::Value, unsigned> places;
  llvm::SmallVector<StateUpdate> failed;
};

} // namespace tenon::passes

#endif
