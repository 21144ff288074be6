//===- DefiningCalls.cpp - Calls that say how large their results are ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The sizes of what these calls give are known when they return. The callee
// writes into memory of its own, which is taken from it here: the same function
// may be called again before the results have their places.

#include "runtime/core/Context.h"
#include "runtime/core/Control.h"
#include "runtime/core/Signature.h"
#include <algorithm>

using namespace tenon::runtime;

namespace {

/// A tensor that a loop carries or gathers.
struct HeldTensor {
  const void *data = nullptr; // the initial value at first
  void *owned = nullptr;      // where it is in memory of its own
  int64_t shape[maximumRank] = {};
};

uint64_t bytesOf(const TenonTensorInfo &info, const int64_t *shape) {
  uint64_t bytes = static_cast<uint64_t>(typeOf(info).bytes());
  for (int32_t d = 0; d < info.rank; ++d)
    bytes *= static_cast<uint64_t>(shape[d]);
  return bytes;
}

/// The memory of an output that a callee made, with its shape.
void *takeOutput(const TenonFunction &function, FunctionState &state, int32_t i, int64_t *shape) {
  for (int32_t d = 0; d < function.outputs[i].rank; ++d)
    shape[d] = state.last->sizes[function.outputs[i].sizes[d]];
  void *data = state.owned[i].data;
  state.owned[i].data = nullptr;
  state.owned[i].bytes = 0;
  return data;
}

/// What a loop holds from one iteration to the next.
struct HeldTensors {
  HeldTensor *tensors = nullptr;
  int32_t count = 0;

  bool make(int32_t number) {
    count = number;
    tensors = static_cast<HeldTensor *>(calloc(static_cast<size_t>(number) + 1, sizeof(HeldTensor)));
    return tensors != nullptr;
  }
  ~HeldTensors() {
    for (int32_t i = 0; tensors && i < count; ++i)
      free(tensors[i].owned);
    free(tensors);
  }
  HeldTensor &operator[](int32_t i) const { return tensors[i]; }
};

/// Adds an iteration's part behind those before it. False for lack of memory.
bool append(HeldTensor &whole, const void *part, uint64_t bytes, int64_t number) {
  if (bytes == 0)
    return true;
  // Doubled at powers of two.
  if ((number & (number - 1)) == 0) {
    const uint64_t room = bytes * static_cast<uint64_t>(number ? 2 * number : 1);
    void *grown = realloc(whole.owned, room);
    if (!grown)
      return false;
    whole.owned = grown;
  }
  memcpy(static_cast<char *>(whole.owned) + bytes * static_cast<uint64_t>(number), part, bytes);
  return true;
}

} // namespace

/// Result `operand` of the step waits for the next segment, which its sizes
/// begin. Owns `data` from here on.
int TenonContext::keepResult(int32_t caller, const TenonStep &step, int32_t operand, void *data, const int64_t *shape) {
  const TenonControl &control = *step.control;
  if (!functions[caller].pending.push({&step.operands[operand], data, bytesOf(control.operands[operand], shape)})) {
    free(data);
    return fail(message, TENON_ERROR_USER, "out of memory");
  }
  for (int32_t i = 0; i < control.definitionCount; ++i) {
    const TenonSizeDefinition &definition = control.definitions[i];
    if (definition.operand != operand)
      continue;
    if (int status = defineSize(caller, definition.symbol, shape[definition.dimension], step))
      return status;
  }
  return TENON_OK;
}

int TenonContext::runDefiningBranch(int32_t caller, const TenonStep &step, const Plan &plan, void *const *operands,
                                    uint64_t depth) {
  const TenonControl &control = *step.control;
  const bool condition = *static_cast<const uint8_t *>(operands[control.condition]) != 0;
  const int32_t index = condition ? control.function : control.otherwise;
  Plan *first;
  if (int status = findCallee(index, control, plan, depth, first))
    return status;
  const TenonFunction &function = model->functions[index];
  FunctionState &state = functions[index];
  for (int32_t i = 0; i < control.argumentCount; ++i)
    state.inputs[i] = operands[i];
  std::fill(state.outputs.begin(), state.outputs.end(), nullptr);
  frames[depth]->bytes = std::max(frames[depth]->bytes, first->arenaBytes);
  if (int status = call(index, *first, depth))
    return status;
  for (int32_t i = 0; i < function.outputCount; ++i) {
    int64_t shape[maximumRank];
    void *data = takeOutput(function, state, i, shape);
    if (int status = keepResult(caller, step, firstResult(control) + i, data, shape))
      return status;
  }
  return TENON_OK;
}

int TenonContext::runDefiningLoop(int32_t caller, const TenonStep &step, const Plan &plan, void *const *operands,
                                  uint64_t depth) {
  const TenonControl &control = *step.control;
  const TenonFunction &body = model->functions[control.function];
  FunctionState &state = functions[control.function];
  const int32_t results = body.outputCount - 1;
  HeldTensors held;
  if (!held.make(results))
    return fail(message, TENON_ERROR_USER, "out of memory");
  Plan *first;
  if (int status = findCallee(control.function, control, plan, depth, first))
    return status;
  for (int32_t i = 0; i < control.carriedCount; ++i) {
    held[i].data = operands[i];
    for (int32_t d = 0; d < control.operands[i].rank; ++d)
      held[i].shape[d] = plan.sizes[control.operands[i].sizes[d]];
  }
  // Without iterations a part has the shape that the initial values give it.
  for (int32_t i = control.carriedCount; i < results; ++i)
    for (int32_t d = 0; d < body.outputs[1 + i].rank; ++d)
      held[i].shape[1 + d] = first->sizes[body.outputs[1 + i].sizes[d]];

  int64_t limit = control.count >= 0   ? plan.sizes[control.count]
                  : control.limit >= 0 ? *static_cast<const int64_t *>(operands[control.limit])
                                       : INT64_MAX;
  uint8_t goesOn = control.condition >= 0 ? *static_cast<const uint8_t *>(operands[control.condition]) : 1;
  int64_t number = 0;
  for (; goesOn && number < limit; ++number) {
    for (int32_t i = 0; i < control.argumentCount; ++i)
      state.inputs[i] = i < control.carriedCount ? const_cast<void *>(held[i].data) : operands[i];
    state.inputs[control.argumentCount] = &number;
    if (number) {
      bindCallee(body, control, plan.sizes.data(), state.symbols);
      for (int32_t i = 0; i < control.carriedCount; ++i)
        for (int32_t d = 0; d < body.inputs[i].rank; ++d)
          if (const int32_t symbol = body.inputs[i].symbols[d]; symbol >= 0)
            state.symbols[symbol] = held[i].shape[d];
      if (int status = findPlan(control.function, 0, first))
        return status;
      // What the body says of one size by another was checked for the initial values only.
      for (int32_t i = 0; i < control.carriedCount; ++i)
        for (int32_t d = 0; d < body.inputs[i].rank; ++d)
          if (const int64_t size = first->sizes[body.inputs[i].sizes[d]]; size != held[i].shape[d])
            return fail(message, TENON_ERROR_USER,
                        "value %d that the loop%s%s carries has the size %lld in dimension %d after %lld iterations, "
                        "expected %lld",
                        i, *step.origin ? " at " : "", step.origin, static_cast<long long>(held[i].shape[d]), d,
                        static_cast<long long>(number), static_cast<long long>(size));
    }
    std::fill(state.outputs.begin(), state.outputs.end(), nullptr);
    frames[depth]->bytes = std::max(frames[depth]->bytes, first->arenaBytes);
    if (int status = call(control.function, *first, depth))
      return status;
    goesOn = *static_cast<const uint8_t *>(state.outputs[0]);
    for (int32_t i = 0; i < control.carriedCount; ++i) {
      void *next = takeOutput(body, state, 1 + i, held[i].shape);
      free(held[i].owned);
      held[i].data = held[i].owned = next;
    }
    for (int32_t i = control.carriedCount; i < results; ++i) {
      const TenonTensorInfo &info = body.outputs[1 + i];
      int64_t shape[maximumRank];
      for (int32_t d = 0; d < info.rank; ++d)
        shape[d] = state.last->sizes[info.sizes[d]];
      if (number && !std::equal(shape, shape + info.rank, held[i].shape + 1))
        return fail(message, TENON_ERROR_USER,
                    "output %d of the loop%s%s has another shape in iteration %lld than before: such parts make no tensor",
                    i - control.carriedCount, *step.origin ? " at " : "", step.origin, static_cast<long long>(number));
      std::copy_n(shape, info.rank, held[i].shape + 1);
      if (!append(held[i], state.outputs[1 + i], bytesOf(info, shape), number))
        return fail(message, TENON_ERROR_USER, "out of memory for what the loop gathers");
    }
  }
  for (int32_t i = 0; i < results; ++i) {
    const int32_t operand = firstResult(control) + i;
    if (i >= control.carriedCount)
      held[i].shape[0] = number;
    void *data = held[i].owned;
    held[i].owned = nullptr;
    if (!data) {
      // The initial value, or no part at all.
      const uint64_t bytes = bytesOf(control.operands[operand], held[i].shape);
      data = malloc(bytes + 1);
      if (!data)
        return fail(message, TENON_ERROR_USER, "out of memory");
      if (held[i].data)
        memcpy(data, held[i].data, bytes);
    }
    if (int status = keepResult(caller, step, operand, data, held[i].shape))
      return status;
  }
  return TENON_OK;
}
