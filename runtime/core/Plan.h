//===- Plan.h - A segment of a function for one set of sizes ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything about a segment's run (Layout.h) that depends on the symbols'
// values only is computed once and kept: sizes, arena offsets, addresses of
// operands, and which steps are worth more than one thread. A run patches in
// the inputs and outputs, and the buffers of other segments.

#ifndef TENON_RUNTIME_CORE_PLAN_H
#define TENON_RUNTIME_CORE_PLAN_H

#include "runtime/core/ArenaPlan.h"
#include "runtime/core/Layout.h"
#include "runtime/core/Message.h"
#include "runtime/core/ModelFormat.h"

namespace tenon::runtime {

/// Consecutive steps that thread 0 runs alone, or one step that all share.
struct Phase {
  int32_t begin;
  int32_t end;
  int64_t grain;  // tiles a unit, for shared ones
  uint32_t units; // 0: thread 0 alone
};

/// An operand that is an input, an output or a buffer of another segment, to be set at each run.
struct Patch {
  uint32_t position; // in `operands`
  int32_t kind;
  int32_t index;
  uint64_t offset;
};

/// Where a context's memory lies.
struct Bases {
  char *arena;
  const char *weights;
  void *const *states;
};

struct Plan {
  int32_t segment = 0;
  int32_t begin = 0, end = 0; // its steps
  Array<int64_t> symbols;
  Array<int64_t> sizes;
  Array<int32_t> buffers;  // those that lie in its arena
  Array<uint64_t> offsets; // of these
  uint64_t arenaBytes = 0;
  uint64_t scratchBytes = 0;    // a thread
  Array<void *> operands;       // of its steps
  Array<uint32_t> firstOperand; // of each step
  Array<Patch> patches;
  Array<Phase> phases;
  bool isParallel = false; // any phase is shared
  bool startsAlone = false;
  const char *boundArena = nullptr; // operands are valid for this one
  bool isBound = false;

  int64_t tilesOf(const TenonStep &step) const { return sizes[step.tiles]; }
  void *const *operandsOf(int32_t step) const { return operands.data() + firstOperand[step - begin]; }

  /// Sets the operands that are not patched. `places` gets the address of each of its buffers.
  void bind(const TenonFunction &function, const Bases &bases, void **places);
};

/// A segment of a function, cut as its layout says.
struct Segment {
  const TenonFunction &function;
  const Layout &layout;
  int32_t number;
};

/// Fills in a new plan. Returns a status.
int makePlan(const Segment &segment, const int64_t *symbols, int threads, Plan &plan, Message &message);

/// The most recently used plans of a segment.
class PlanCache {
public:
  PlanCache() = default;
  ~PlanCache();

  /// The plan for these values, made where it is missing. Returns a status.
  int find(const Segment &segment, const int64_t *symbols, int threads, Plan *&plan, Message &message);

private:
  static constexpr int capacity = 16;
  Plan *plans[capacity] = {}; // last used first
};

} // namespace tenon::runtime

#endif
