//===- Context.h - A model with memory and threads to run it ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_CONTEXT_H
#define TENON_RUNTIME_CORE_CONTEXT_H

#include "runtime/core/Plan.h"
#include "runtime/core/Region.h"
#include "runtime/core/States.h"
#include "runtime/core/StepTimes.h"
#include "runtime/core/ThreadPool.h"
#include "runtime/core/Trace.h"
#include "runtime/core/Weights.h"

namespace tenon::runtime {

/// Memory for an output that the caller gave none for, reused from run to run.
struct OwnedOutput {
  void *data;
  uint64_t bytes;
  int64_t *shape;
};

/// What a context keeps of one segment of a function.
struct SegmentState {
  PlanCache plans;
  Region arena;       // but for the first one: that lies in the arena of the run
  uint64_t bytes = 0; // of it, in use by this run
};

/// A result of a call that defined its size, on its way to its place in the
/// next segment.
struct PendingResult {
  const TenonSlot *slot;
  void *data; // owned
  uint64_t bytes;
};

/// What a context keeps of one function.
struct FunctionState {
  Layout layout;
  Array<SegmentState *> segments;
  Array<int64_t> symbols; // of this run
  Array<OwnedOutput> owned;
  Array<void *> inputs, outputs; // addresses in this run; a null output gets memory of the context
  Array<void *> buffers;         // likewise
  Array<PendingResult> pending;
  const Plan *last = nullptr; // of the segment that ran last, by which all sizes are known

  ~FunctionState();
  void dropPending();
};

/// What calls at one depth need beside the arena of the run: of a step of the
/// run's function, of a step of what that calls, and so on.
struct Frame {
  Region arena;             // of the function that is called
  Region carried;           // a loop's values between iterations
  Array<uint64_t> offsets;  // of these values
  uint64_t bytes = 0;       // in use by this run, both together
};

} // namespace tenon::runtime

struct TenonContext {
  ~TenonContext();

  int open(const TenonModel &tenonModel, const TenonOptions &options, tenon::runtime::Message &failure);
  int run(int32_t index, const DLTensor *inputs, int32_t inputCount, DLTensor *outputs, int32_t outputCount);

  // Functions that change nothing of a context leave their message too.
  mutable tenon::runtime::Message message = {};
  const TenonModel *model = nullptr;
  int32_t version = 0;
  int threads = 1;
  uint64_t arenaBytes = 0; // of the last run's plan
  tenon::runtime::States states;
  void *strings = nullptr; // the table, where the model has any
  tenon::runtime::StepTimes *stepTimes = nullptr; // or null; the caller's

private:
  int keepStrings(const TenonFunction &function, const tenon::runtime::FunctionState &state,
                  const tenon::runtime::Plan &plan);
  int openFunctions(tenon::runtime::Message &failure);
  int checkLent(const TenonFunction &function, const tenon::runtime::FunctionState &state, const DLTensor *outputs);
  int ownOutput(const TenonFunction &function, tenon::runtime::FunctionState &state, int32_t i,
                const tenon::runtime::Plan &plan);
  int placeOutputs(const TenonFunction &function, tenon::runtime::FunctionState &state,
                   const tenon::runtime::Plan &plan, const DLTensor *outputs);
  int checkOverlaps(const TenonFunction &function, const tenon::runtime::FunctionState &state,
                    const tenon::runtime::Plan &plan);
  int checkStates(const TenonFunction &function, const tenon::runtime::FunctionState &state,
                  const tenon::runtime::Plan &plan);
  int prepareMemory(const TenonFunction &function, tenon::runtime::FunctionState &state, tenon::runtime::Plan &plan,
                    tenon::runtime::Region &region);
  int findPlan(int32_t index, int32_t segment, tenon::runtime::Plan *&plan);
  int runSegments(int32_t index, tenon::runtime::Plan *plan, uint64_t depth, tenon::runtime::Region &region,
                  const DLTensor *outputs);
  void settlePending(tenon::runtime::FunctionState &state);
  int execute(int32_t index, const tenon::runtime::Plan &plan, uint64_t depth);
  int runAlone(int32_t index, const tenon::runtime::Plan &plan, const tenon::runtime::Phase &phase, uint64_t depth);
  void runShared(int32_t index, const tenon::runtime::Plan &plan, const tenon::runtime::Phase &phase);
  static void runUnits(void *loop, uint32_t begin, uint32_t end, int thread);

  // Branches and loops (Control.cpp). `depth` is that of the function whose step this is.
  int runControl(int32_t index, const TenonStep &step, const tenon::runtime::Plan &caller, void *const *operands,
                 uint64_t depth);
  int requireSize(int64_t from, int64_t to, const TenonFunction &function, const TenonStep &step);
  int callRuntime(const TenonFunction &function, const TenonStep &step, const tenon::runtime::Plan &caller,
                  void *const *operands);
  int defineSize(int32_t index, int32_t symbol, int64_t size, const TenonStep &step);
  int runBranch(const TenonControl &control, const tenon::runtime::Plan &caller, void *const *operands, uint64_t depth);
  int runLoop(const TenonControl &control, const tenon::runtime::Plan &caller, void *const *operands, uint64_t depth);
  int findCallee(int32_t index, const TenonControl &control, const tenon::runtime::Plan &caller, uint64_t depth,
                 tenon::runtime::Plan *&plan);
  int call(int32_t index, tenon::runtime::Plan &plan, uint64_t depth);

  // Those that define sizes of their results (DefiningCalls.cpp).
  int runDefiningBranch(int32_t caller, const TenonStep &step, const tenon::runtime::Plan &plan, void *const *operands,
                        uint64_t depth);
  int runDefiningLoop(int32_t caller, const TenonStep &step, const tenon::runtime::Plan &plan, void *const *operands,
                      uint64_t depth);
  int keepResult(int32_t caller, const TenonStep &step, int32_t operand, void *data, const int64_t *shape);

  const void *weights = nullptr;
  tenon::runtime::WeightsMapping *mapping = nullptr;
  tenon::runtime::FunctionState *functions = nullptr;
  tenon::runtime::Array<tenon::runtime::SegmentState *> laterSegments; // of all functions, but for their first ones
  tenon::runtime::Region arena;
  tenon::runtime::Array<tenon::runtime::Frame *> frames; // by depth
  tenon::runtime::Region scratch;
  uint64_t scratchStride = 0;
  TenonParallelFor parallelFor = nullptr;
  void *callersPool = nullptr;
  tenon::runtime::ThreadPool *pool = nullptr;
  tenon::runtime::Trace *trace = nullptr;
};

#endif
