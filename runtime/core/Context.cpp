//===- Context.cpp - A model with memory and threads to run it ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Context.h"
#include "runtime/core/Cpu.h"
#include "runtime/core/Processors.h"
#include "runtime/core/Signature.h"
#include <algorithm>
#include <xmmintrin.h>

using namespace tenon::runtime;

namespace {

/// Rounding to nearest, denormal numbers kept, no traps: the mode that kernels
/// are compiled for, whatever the caller's is.
class FloatingPointMode {
public:
  FloatingPointMode() : before(_mm_getcsr()) {
    if ((before & ~flags) != standard)
      _mm_setcsr(standard);
  }
  ~FloatingPointMode() {
    if ((before & ~flags) != standard)
      _mm_setcsr(before);
  }

private:
  static constexpr unsigned standard = 0x1f80;
  static constexpr unsigned flags = 0x3f; // exceptions that occurred
  unsigned before;
};

/// One step that all threads share.
struct StepLoop {
  TenonKernel kernel;
  void *const *operands;
  const int64_t *symbols;
  int64_t tiles;
  int64_t grain;
  char *scratch;
  uint64_t scratchStride;
  Trace *trace;
  int32_t function;
  int32_t step;
};

} // namespace

namespace tenon::runtime {

void FunctionState::dropPending() {
  for (PendingResult &result : pending)
    free(result.data);
  pending.clear();
}

FunctionState::~FunctionState() {
  dropPending();
  for (SegmentState *segment : segments)
    dispose(segment);
  for (OwnedOutput &output : owned) {
    free(output.data);
    free(output.shape);
  }
}

} // namespace tenon::runtime

TenonContext::~TenonContext() {
  if (strings)
    model->strings->operations->close(strings);
  dispose(pool);
  dispose(trace);
  if (functions)
    for (int32_t i = 0; i < model->functionCount + model->calleeCount; ++i)
      functions[i].~FunctionState();
  free(functions);
  for (Frame *frame : frames)
    dispose(frame);
  releaseWeights(mapping);
}

int TenonContext::open(const TenonModel &tenonModel, const TenonOptions &options, Message &failure) {
  model = &tenonModel;
  if (int status = chooseVersion(*model, featuresOf(readCpuRegisters()), getenv("TENON_CPU"), version, failure))
    return status;
  if (int status = chooseThreads(options.threads, getenv("TENON_THREADS"), threads, failure))
    return status;
  if (int status = openWeights(*model, options.weights_path, weights, mapping, failure))
    return status;
  if (int status = states.open(*model, weights, failure))
    return status;
  if (int status = openFunctions(failure))
    return status;
  if (model->strings && !(strings = model->strings->operations->open(model->strings)))
    return fail(failure, TENON_ERROR_USER, "out of memory");
  parallelFor = options.parallel_for;
  callersPool = options.pool;
  if (!parallelFor && threads > 1) {
    pool = make<ThreadPool>();
    if (!pool || !pool->start(threads))
      return fail(failure, TENON_ERROR_USER, "out of memory");
    threads = pool->threads();
  }
  if (const char *path = getenv("TENON_TRACE"); path && *path) {
    trace = make<Trace>();
    return trace ? trace->open(path, *model, threads, failure) : fail(failure, TENON_ERROR_USER, "out of memory");
  }
  return TENON_OK;
}

int TenonContext::openFunctions(Message &failure) {
  const int32_t count = model->functionCount + model->calleeCount;
  functions = static_cast<FunctionState *>(calloc(static_cast<size_t>(count), sizeof(FunctionState)));
  if (!functions)
    return fail(failure, TENON_ERROR_USER, "out of memory");
  for (int32_t i = 0; i < count; ++i)
    new (functions + i) FunctionState();
  for (int32_t i = 0; i < count; ++i) {
    const TenonFunction &function = model->functions[i];
    FunctionState &state = functions[i];
    if (!makeLayout(function, state.layout))
      return fail(failure, TENON_ERROR_USER, "out of memory");
    for (int32_t segment = 0; segment < state.layout.segmentCount(); ++segment) {
      auto *segmentState = make<SegmentState>();
      if (!segmentState || !state.segments.push(segmentState)) {
        dispose(segmentState);
        return fail(failure, TENON_ERROR_USER, "out of memory");
      }
      if (segment && !laterSegments.push(segmentState))
        return fail(failure, TENON_ERROR_USER, "out of memory");
    }
    if (!state.buffers.resize(static_cast<uint64_t>(function.bufferCount)) ||
        !state.symbols.resize(static_cast<uint64_t>(function.symbolCount)) ||
        !state.inputs.resize(static_cast<uint64_t>(function.inputCount)) ||
        !state.outputs.resize(static_cast<uint64_t>(function.outputCount)) ||
        !state.owned.resize(static_cast<uint64_t>(function.outputCount)))
      return fail(failure, TENON_ERROR_USER, "out of memory");
  }
  return TENON_OK;
}

void TenonContext::runUnits(void *argument, uint32_t begin, uint32_t end, int thread) {
  const StepLoop &loop = *static_cast<StepLoop *>(argument);
  const int64_t first = begin * loop.grain, last = std::min(end * loop.grain, loop.tiles);
  const int64_t start = loop.trace ? nanoseconds() : 0;
  loop.kernel(loop.operands, loop.symbols, first, last,
              loop.scratch + static_cast<uint64_t>(thread) * loop.scratchStride);
  if (loop.trace)
    loop.trace->record(thread, loop.function, loop.step, last - first, start, nanoseconds());
}

int TenonContext::runAlone(int32_t index, const Plan &plan, const Phase &phase, uint64_t depth) {
  const TenonFunction &function = model->functions[index];
  for (int32_t i = phase.begin; i < phase.end; ++i) {
    const TenonStep &step = function.steps[i];
    const int64_t tiles = plan.tilesOf(step);
    if (tiles <= 0)
      continue;
    const int64_t start = trace || stepTimes ? nanoseconds() : 0;
    void *const *operands = plan.operandsOf(i);
    int status = TENON_OK;
    if (step.control)
      status = runControl(index, step, plan, operands, depth);
    else
      step.kernels[version](operands, plan.symbols.data(), 0, tiles, scratch.data());
    if (trace)
      trace->record(0, index, i, tiles, start, nanoseconds());
    if (stepTimes)
      stepTimes->record(index, i, plan, start, nanoseconds());
    if (status)
      return status;
  }
  return TENON_OK;
}

void TenonContext::runShared(int32_t index, const Plan &plan, const Phase &phase) {
  const TenonStep &step = model->functions[index].steps[phase.begin];
  StepLoop loop = {step.kernels[version],
                   plan.operandsOf(phase.begin),
                   plan.symbols.data(),
                   plan.tilesOf(step),
                   phase.grain,
                   scratch.data(),
                   scratchStride,
                   trace,
                   index,
                   phase.begin};
  const int64_t start = stepTimes ? nanoseconds() : 0;
  if (parallelFor)
    runOnCallersThreads(parallelFor, callersPool, threads, runUnits, &loop, phase.units);
  else
    pool->run(runUnits, &loop, phase.units);
  if (stepTimes)
    stepTimes->record(index, phase.begin, plan, start, nanoseconds());
}

int TenonContext::execute(int32_t index, const Plan &plan, uint64_t depth) {
  const int64_t start = trace ? nanoseconds() : 0;
  if (pool && plan.isParallel && plan.startsAlone)
    pool->wake();
  int status = TENON_OK;
  for (uint64_t i = 0; i < plan.phases.size() && status == TENON_OK; ++i) {
    if (plan.phases[i].units)
      runShared(index, plan, plan.phases[i]);
    else
      status = runAlone(index, plan, plan.phases[i], depth);
  }
  if (trace)
    trace->record(0, index, -1, 0, start, nanoseconds());
  return status;
}

int TenonContext::findPlan(int32_t index, int32_t segment, Plan *&plan) {
  FunctionState &state = functions[index];
  return state.segments[segment]->plans.find({model->functions[index], state.layout, segment}, state.symbols.data(),
                                             threads, plan, message);
}

/// Results that the last segment left lie in this one's memory from here on.
void TenonContext::settlePending(FunctionState &state) {
  for (const PendingResult &result : state.pending) {
    const TenonSlot &slot = *result.slot;
    void *const *bases = slot.kind == TENON_SLOT_BUFFER   ? state.buffers.data()
                         : slot.kind == TENON_SLOT_OUTPUT ? state.outputs.data()
                                                          : states.addresses();
    if (result.bytes)
      memcpy(static_cast<char *>(bases[slot.index]) + slot.offset, result.data, result.bytes);
  }
  state.dropPending();
}

/// Runs a function, segment by segment. `plan` is that of the first, which
/// lies in `region`; `outputs` are null for one that is called.
int TenonContext::runSegments(int32_t index, Plan *plan, uint64_t depth, Region &region, const DLTensor *outputs) {
  const TenonFunction &function = model->functions[index];
  FunctionState &state = functions[index];
  state.dropPending();
  for (int32_t i = 0;; ++i) {
    SegmentState &segment = *state.segments[i];
    if (int status = i ? findPlan(index, i, plan) : TENON_OK)
      return status;
    if (int status = placeOutputs(function, state, *plan, outputs))
      return status;
    if (int status = outputs ? checkOverlaps(function, state, *plan) : TENON_OK)
      return status;
    if (int status = outputs && states.count() ? checkStates(function, state, *plan) : TENON_OK)
      return status;
    if (int status = prepareMemory(function, state, *plan, i ? segment.arena : region))
      return status;
    segment.bytes = i && plan->arenaBytes > segment.bytes ? plan->arenaBytes : segment.bytes;
    settlePending(state);
    if (int status = execute(index, *plan, depth))
      return status;
    if (i + 1 == state.layout.segmentCount())
      break;
  }
  state.last = plan;
  return TENON_OK;
}

/// The strings of the inputs live on, those of earlier runs do not.
int TenonContext::keepStrings(const TenonFunction &function, const FunctionState &state, const Plan &plan) {
  const TenonStringOperations &operations = *model->strings->operations;
  operations.beginRun(strings);
  for (int32_t i = 0; i < function.inputCount; ++i) {
    const TenonTensorInfo &info = function.inputs[i];
    uint64_t bytes = 0;
    if (!(typeOf(info) == stringType) || !measureTensor(info, plan.sizes.data(), bytes))
      continue;
    const auto *handles = static_cast<const int64_t *>(state.inputs[i]);
    const int64_t wrong = operations.keep(strings, handles, static_cast<int64_t>(bytes / sizeof(int64_t)));
    if (wrong >= 0)
      return fail(message, TENON_ERROR_USER,
                  "input '%s': element %lld is %lld, which is no handle of a string: intern the string for this run",
                  info.name, static_cast<long long>(wrong), static_cast<long long>(handles[wrong]));
  }
  operations.dropOthers(strings);
  return TENON_OK;
}

int TenonContext::run(int32_t index, const DLTensor *inputs, int32_t inputCount, DLTensor *outputs,
                      int32_t outputCount) {
  message.text[0] = 0;
  if (index < 0 || index >= model->functionCount)
    return fail(message, TENON_ERROR_USER, "there is no function number %d; the model has %d", index,
                model->functionCount);
  const TenonFunction &function = model->functions[index];
  FunctionState &state = functions[index];
  if (int status = bindSymbols(function, inputs, inputCount, state.layout.isDefined.data(), state.symbols.data(), message))
    return status;
  if (outputCount != function.outputCount || (outputCount && !outputs))
    return fail(message, TENON_ERROR_USER, "function '%s' has %d outputs, got %d", function.name, function.outputCount,
                outputs ? outputCount : 0);
  Plan *plan;
  if (int status = findPlan(index, 0, plan))
    return status;
  if (int status = checkSizes(function, inputs, plan->sizes.data(), message))
    return status;
  for (int32_t i = 0; i < inputCount; ++i)
    state.inputs[i] = static_cast<char *>(inputs[i].data) + inputs[i].byte_offset;
  if (int status = checkLent(function, state, outputs))
    return status;
  if (int status = strings ? keepStrings(function, state, *plan) : TENON_OK)
    return status;
  for (Frame *frame : frames)
    frame->bytes = 0;
  for (SegmentState *segment : laterSegments)
    segment->bytes = 0;
  FloatingPointMode mode;
  if (int status = runSegments(index, plan, 0, arena, outputs))
    return status;
  arenaBytes = plan->arenaBytes;
  for (Frame *frame : frames)
    arenaBytes += frame->bytes;
  for (const SegmentState *segment : laterSegments)
    arenaBytes += segment->bytes;
  for (int32_t i = 0; i < outputCount; ++i) {
    const TenonTensorInfo &info = function.outputs[i];
    if (state.outputs[i] == state.owned[i].data) {
      int64_t *shape = outputs[i].shape ? outputs[i].shape : state.owned[i].shape;
      outputs[i] = {
          state.owned[i].data, {kDLCPU, 0}, info.rank, {info.dtypeCode, info.dtypeBits, 1}, shape, nullptr, 0};
      for (int32_t d = 0; d < info.rank; ++d)
        shape[d] = state.last->sizes[info.sizes[d]];
    }
  }
  return TENON_OK;
}
