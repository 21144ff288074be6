//===- Control.cpp - Branches and loops of a program --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Control.h"
#include "runtime/core/Context.h"
#include "runtime/core/RuntimeCall.h"
#include "runtime/core/Signature.h"
#include <algorithm>

using namespace tenon::runtime;

namespace {

/// What the body reads and writes in every iteration, before the carried values.
struct IterationState {
  int64_t number;
  uint8_t goesOn;
};
static_assert(sizeof(IterationState) <= arenaAlignment);

/// Where the values of a running loop lie. A carried value that the body may
/// not write where it reads it has two places, the result's and one in the
/// frame, which take turns.
struct Loop {
  const TenonControl &control;
  const int64_t *sizes;
  void *const *operands;
  FunctionState &state;
  Frame &frame;
  int64_t limit = INT64_MAX;

  void begin() {
    if (control.count >= 0)
      limit = sizes[control.count];
    if (control.limit >= 0)
      limit = *static_cast<const int64_t *>(operands[control.limit]);
    iteration() = {0, 1};
    if (control.condition >= 0)
      iteration().goesOn = *static_cast<const uint8_t *>(operands[control.condition]);
    for (int32_t i = 0; i < control.argumentCount; ++i)
      state.inputs[i] = operands[i];
    state.inputs[control.argumentCount] = &iteration().number;
    state.outputs[0] = &iteration().goesOn;
  }

  bool goesOn() { return iteration().goesOn && iteration().number < limit; }

  void beginIteration() {
    // So that the last of all iterations writes the result.
    const bool writesResult = (limit - 1 - iteration().number) % 2 == 0;
    for (int32_t i = 0; i < resultCount(); ++i) {
      if (i >= control.carriedCount)
        state.outputs[1 + i] = partOf(i);
      else if (control.inPlace[i] || writesResult)
        state.outputs[1 + i] = result(i);
      else
        state.outputs[1 + i] = frame.carried.data() + frame.offsets[i];
    }
  }

  void endIteration() {
    for (int32_t i = 0; i < control.carriedCount; ++i)
      state.inputs[i] = state.outputs[1 + i];
    ++iteration().number;
  }

  /// Results that lie elsewhere, and parts of iterations that did not take place.
  void end() {
    // What is empty may have no address.
    for (int32_t i = 0; i < control.carriedCount; ++i)
      if (uint64_t bytes = bytesOf(i); bytes && state.inputs[i] != result(i))
        memcpy(result(i), state.inputs[i], bytes);
    for (int32_t i = control.carriedCount; i < resultCount(); ++i)
      if (uint64_t bytes = partBytes(i); bytes && iteration().number < limit)
        memset(partOf(i), 0, bytes * static_cast<uint64_t>(limit - iteration().number));
  }

private:
  IterationState &iteration() { return *reinterpret_cast<IterationState *>(frame.carried.data()); }
  int32_t resultCount() const { return static_cast<int32_t>(state.outputs.size()) - 1; }
  char *result(int32_t i) const { return static_cast<char *>(operands[firstResult(control) + i]); }

  uint64_t bytesOf(int32_t i) const {
    uint64_t bytes = 0;
    measureTensor(control.operands[firstResult(control) + i], sizes, bytes);
    return bytes;
  }
  uint64_t partBytes(int32_t i) const { return limit > 0 ? bytesOf(i) / static_cast<uint64_t>(limit) : 0; }
  /// Where the output of this iteration lies.
  char *partOf(int32_t i) { return result(i) + partBytes(i) * static_cast<uint64_t>(iteration().number); }
};

} // namespace

namespace tenon::runtime {

void bindCallee(const TenonFunction &callee, const TenonControl &control, const int64_t *sizes,
                Array<int64_t> &symbols) {
  std::fill(symbols.begin(), symbols.end(), 1);
  // A loop's body takes the number of the iteration too, which has no sizes.
  for (int32_t i = 0; i < control.argumentCount; ++i)
    for (int32_t d = 0; d < callee.inputs[i].rank; ++d)
      if (const int32_t symbol = callee.inputs[i].symbols[d]; symbol >= 0)
        symbols[symbol] = sizes[control.operands[i].sizes[d]];
}

bool placeCarried(const TenonControl &control, const int64_t *sizes, Array<uint64_t> &offsets) {
  offsets.clear();
  uint64_t offset = arenaAlignment; // behind the IterationState
  for (int32_t i = 0; i < control.carriedCount; ++i) {
    uint64_t bytes = 0;
    if (!offsets.push(offset) || (!control.inPlace[i] && !measureTensor(control.operands[i], sizes, bytes)))
      return false;
    offset += (bytes + arenaAlignment - 1) / arenaAlignment * arenaAlignment;
  }
  return offsets.push(offset);
}

} // namespace tenon::runtime

/// The plan of a function for what the step passes, and the frame of `depth`.
int TenonContext::findCallee(int32_t index, const TenonControl &control, const Plan &caller, uint64_t depth,
                             Plan *&plan) {
  const TenonFunction &function = model->functions[index];
  FunctionState &state = functions[index];
  if (depth >= maximumDepth)
    return fail(message, TENON_ERROR_DEFECT, "function '%s' is called at a depth of more than %d calls", function.name,
                static_cast<int>(maximumDepth));
  if (depth == frames.size()) {
    Frame *frame = make<Frame>();
    if (!frame || !frames.push(frame)) {
      dispose(frame);
      return fail(message, TENON_ERROR_USER, "out of memory");
    }
  }
  bindCallee(function, control, caller.sizes.data(), state.symbols);
  return findPlan(index, 0, plan);
}

/// Runs a function on the addresses in its state.
int TenonContext::call(int32_t index, Plan &plan, uint64_t depth) {
  return runSegments(index, &plan, depth + 1, frames[depth]->arena, /*outputs=*/nullptr);
}

/// Of a symbol of function `index`, by one of its steps.
int TenonContext::defineSize(int32_t index, int32_t symbol, int64_t size, const TenonStep &step) {
  constexpr int64_t largest = int64_t{1} << 46;
  const TenonFunction &function = model->functions[index];
  if (size < 0 || size > largest)
    return fail(message, TENON_ERROR_USER, "the data ask for a size of %lld ('%s' of function '%s'%s%s)",
                static_cast<long long>(size), function.symbolNames[symbol], function.name, *step.origin ? ", at " : "",
                step.origin);
  functions[index].symbols[symbol] = size;
  return TENON_OK;
}

int TenonContext::requireSize(int64_t from, int64_t to, const TenonFunction &function, const TenonStep &step) {
  if (from == to)
    return TENON_OK;
  return fail(message, TENON_ERROR_USER, "the data ask for a shape of %lld elements for a tensor of %lld (function '%s'%s%s)",
              static_cast<long long>(to), static_cast<long long>(from), function.name, *step.origin ? ", at " : "",
              step.origin);
}

int TenonContext::runControl(int32_t index, const TenonStep &step, const Plan &caller, void *const *operands,
                             uint64_t depth) {
  const TenonControl &control = *step.control;
  if (control.kind == TENON_CONTROL_DEFINE)
    return defineSize(index, control.definitions[0].symbol, *static_cast<const int64_t *>(operands[0]), step);
  if (control.kind == TENON_CONTROL_REQUIRE)
    return requireSize(caller.sizes[control.count], caller.sizes[control.other], model->functions[index], step);
  if (control.kind == TENON_CONTROL_CALL)
    return callRuntime(model->functions[index], step, caller, operands);
  if (control.kind == TENON_CONTROL_IF)
    return definesSizes(step) ? runDefiningBranch(index, step, caller, operands, depth)
                              : runBranch(control, caller, operands, depth);
  return definesSizes(step) ? runDefiningLoop(index, step, caller, operands, depth)
                            : runLoop(control, caller, operands, depth);
}

int TenonContext::callRuntime(const TenonFunction &function, const TenonStep &step, const Plan &caller,
                              void *const *operands) {
  const TenonControl &control = *step.control;
  CallTensor tensors[maximumArguments + 1];
  if (!strings)
    return fail(message, TENON_ERROR_DEFECT, "%s is called in a model that has no strings", step.name);
  if (control.argumentCount > maximumArguments)
    return fail(message, TENON_ERROR_DEFECT, "%s is called with %d arguments", step.name, control.argumentCount);
  for (int32_t i = 0; i <= control.argumentCount; ++i) {
    const TenonTensorInfo &info = control.operands[i];
    uint64_t bytes;
    if (!measureTensor(info, caller.sizes.data(), bytes))
      return fail(message, TENON_ERROR_USER, "a tensor of %s has no size that memory has (function '%s')", step.name,
                  function.name);
    tensors[i] = {operands[i], static_cast<int64_t>(bytes) / typeOf(info).bytes(),
                  info.rank ? caller.sizes[info.sizes[info.rank - 1]] : 1, typeOf(info)};
  }
  Message reason = {};
  const TenonRuntimeCall call = {strings, tensors, tensors[control.argumentCount], &reason};
  const int status = control.call(&call);
  return status ? fail(message, status, "%s%s%s: %s", step.name, *step.origin ? " at " : "", step.origin, reason.text)
                : TENON_OK;
}

int TenonContext::runBranch(const TenonControl &control, const Plan &caller, void *const *operands, uint64_t depth) {
  const bool condition = *static_cast<const uint8_t *>(operands[control.condition]) != 0;
  const int32_t index = condition ? control.function : control.otherwise;
  Plan *plan;
  if (int status = findCallee(index, control, caller, depth, plan))
    return status;
  FunctionState &state = functions[index];
  for (int32_t i = 0; i < control.argumentCount; ++i)
    state.inputs[i] = operands[i];
  for (uint64_t i = 0; i < state.outputs.size(); ++i)
    state.outputs[i] = operands[firstResult(control) + i];
  frames[depth]->bytes = std::max(frames[depth]->bytes, plan->arenaBytes);
  return call(index, *plan, depth);
}

int TenonContext::runLoop(const TenonControl &control, const Plan &caller, void *const *operands, uint64_t depth) {
  Plan *plan;
  if (int status = findCallee(control.function, control, caller, depth, plan))
    return status;
  Frame &frame = *frames[depth];
  const int64_t *sizes = caller.sizes.data();
  if (!placeCarried(control, sizes, frame.offsets) || !frame.carried.ensure(frame.offsets[control.carriedCount]))
    return fail(message, TENON_ERROR_USER, "out of memory for the values that the loop '%s' carries",
                model->functions[control.function].name);
  frame.bytes = std::max(frame.bytes, plan->arenaBytes + frame.offsets[control.carriedCount]);
  Loop loop{control, sizes, operands, functions[control.function], frame};
  loop.begin();
  while (loop.goesOn()) {
    loop.beginIteration();
    if (int status = call(control.function, *plan, depth))
      return status;
    loop.endIteration();
  }
  loop.end();
  return TENON_OK;
}
