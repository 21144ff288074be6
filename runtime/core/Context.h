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

/// What a context keeps of one function.
struct FunctionState {
  PlanCache plans;
  Array<int64_t> symbols; // of the run that starts
  Array<OwnedOutput> owned;
  Array<void *> inputs, outputs; // addresses in this run

  ~FunctionState();
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

private:
  int openFunctions(tenon::runtime::Message &failure);
  int checkLent(const TenonFunction &function, const tenon::runtime::FunctionState &state, const DLTensor *outputs);
  int placeOutputs(const TenonFunction &function, tenon::runtime::FunctionState &state,
                   const tenon::runtime::Plan &plan, const DLTensor *outputs);
  int checkOverlaps(const TenonFunction &function, const tenon::runtime::FunctionState &state,
                    const tenon::runtime::Plan &plan);
  int checkStates(const TenonFunction &function, const tenon::runtime::FunctionState &state,
                  const tenon::runtime::Plan &plan);
  int prepareMemory(const TenonFunction &function, tenon::runtime::FunctionState &state, tenon::runtime::Plan &plan,
                    tenon::runtime::Region &region);
  int execute(int32_t index, const tenon::runtime::Plan &plan, uint64_t depth);
  int runAlone(int32_t index, const tenon::runtime::Plan &plan, const tenon::runtime::Phase &phase, uint64_t depth);
  void runShared(int32_t index, const tenon::runtime::Plan &plan, const tenon::runtime::Phase &phase);
  static void runUnits(void *loop, uint32_t begin, uint32_t end, int thread);

  // Branches and loops (Control.cpp). `depth` is that of the function whose step this is.
  int runControl(const TenonControl &control, const tenon::runtime::Plan &caller, void *const *operands,
                 uint64_t depth);
  int runBranch(const TenonControl &control, const tenon::runtime::Plan &caller, void *const *operands, uint64_t depth);
  int runLoop(const TenonControl &control, const tenon::runtime::Plan &caller, void *const *operands, uint64_t depth);
  int findCallee(int32_t index, const TenonControl &control, const tenon::runtime::Plan &caller, uint64_t depth,
                 tenon::runtime::Plan *&plan);
  int call(int32_t index, tenon::runtime::Plan &plan, uint64_t depth);

  const void *weights = nullptr;
  tenon::runtime::WeightsMapping *mapping = nullptr;
  tenon::runtime::FunctionState *functions = nullptr;
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
