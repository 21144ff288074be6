//===- Placement.cpp - Where the operands of a run lie ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Context.h"
#include "runtime/core/Signature.h"

using namespace tenon::runtime;

/// Each thread's scratch memory starts on a page of its own.
constexpr uint64_t scratchAlignment = 4096;

/// Inputs must not lie in memory that this run may overwrite or replace.
int TenonContext::checkLent(const TenonFunction &function, const FunctionState &state, const DLTensor *outputs) {
  for (int32_t i = 0; i < function.outputCount; ++i) {
    const OwnedOutput &owned = state.owned[i];
    const bool isUsed = !outputs[i].data || outputs[i].data == owned.data;
    for (int32_t k = 0; k < function.inputCount && owned.data && isUsed; ++k) {
      const auto *input = static_cast<const char *>(state.inputs[k]), *start = static_cast<const char *>(owned.data);
      if (input >= start && input < start + owned.bytes)
        return fail(message, TENON_ERROR_USER,
                    "input '%s' lies in memory lent for output '%s', which this run overwrites; copy it first",
                    function.inputs[k].name, function.outputs[i].name);
    }
  }
  return TENON_OK;
}

/// Memory of the context for an output.
int TenonContext::ownOutput(const TenonFunction &function, FunctionState &state, int32_t i, const Plan &plan) {
  OwnedOutput &owned = state.owned[i];
  uint64_t bytes;
  if (!measureTensor(function.outputs[i], plan.sizes.data(), bytes))
    return fail(message, TENON_ERROR_USER, "output '%s' has no size that memory has, for these inputs",
                function.outputs[i].name);
  if (!owned.data || owned.bytes < bytes) {
    free(owned.data);
    owned.bytes = (bytes / arenaAlignment + 1) * arenaAlignment;
    owned.data = aligned_alloc(arenaAlignment, owned.bytes);
    if (!owned.data)
      return fail(message, TENON_ERROR_USER, "out of memory: output '%s' takes %llu bytes", function.outputs[i].name,
                  static_cast<unsigned long long>(bytes));
  }
  if (!owned.shape) {
    owned.shape = static_cast<int64_t *>(calloc(static_cast<size_t>(function.outputs[i].rank) + 1, sizeof(int64_t)));
    if (!owned.shape)
      return fail(message, TENON_ERROR_USER, "out of memory");
  }
  state.outputs[i] = owned.data;
  return TENON_OK;
}

/// Where each output goes whose size this segment knows first: the caller's
/// memory, or the context's.
int TenonContext::placeOutputs(const TenonFunction &function, FunctionState &state, const Plan &plan,
                               const DLTensor *outputs) {
  for (int32_t i = 0; i < function.outputCount; ++i) {
    if (state.layout.outputSegments[i] != plan.segment)
      continue;
    if (!outputs) { // of a call
      if (int status = state.outputs[i] ? TENON_OK : ownOutput(function, state, i, plan))
        return status;
      continue;
    }
    const OwnedOutput &owned = state.owned[i];
    uint64_t bytes;
    if (!measureTensor(function.outputs[i], plan.sizes.data(), bytes))
      return fail(message, TENON_ERROR_USER, "output '%s' has no size that memory has, for these inputs",
                  function.outputs[i].name);
    if (int status = checkOutput(function, i, outputs[i], plan.sizes.data(), owned.data, message))
      return status;
    if (outputs[i].data && outputs[i].data != owned.data)
      state.outputs[i] = static_cast<char *>(outputs[i].data) + outputs[i].byte_offset;
    else if (int status = ownOutput(function, state, i, plan))
      return status;
  }
  return TENON_OK;
}

/// A kernel may write an output before another has read an input.
int TenonContext::checkOverlaps(const TenonFunction &function, const FunctionState &state, const Plan &plan) {
  auto rangeOf = [&](const TenonTensorInfo &info, const void *data, uintptr_t &begin, uintptr_t &end) {
    uint64_t bytes = 0;
    measureTensor(info, plan.sizes.data(), bytes);
    begin = reinterpret_cast<uintptr_t>(data);
    end = begin + bytes;
  };
  const Array<int32_t> &segments = state.layout.outputSegments;
  for (int32_t i = 0; i < function.outputCount; ++i) {
    if (segments[i] != plan.segment || state.outputs[i] == state.owned[i].data)
      continue;
    uintptr_t begin, end, otherBegin, otherEnd;
    rangeOf(function.outputs[i], state.outputs[i], begin, end);
    for (int32_t k = 0; k < function.inputCount; ++k) {
      rangeOf(function.inputs[k], state.inputs[k], otherBegin, otherEnd);
      if (begin < otherEnd && otherBegin < end)
        return fail(message, TENON_ERROR_USER, "output '%s' overlaps input '%s' in memory", function.outputs[i].name,
                    function.inputs[k].name);
    }
    for (int32_t k = 0; k < function.outputCount; ++k) {
      if (k == i || segments[k] > plan.segment || (segments[k] == plan.segment && k > i))
        continue;
      rangeOf(function.outputs[k], state.outputs[k], otherBegin, otherEnd);
      if (begin < otherEnd && otherBegin < end)
        return fail(message, TENON_ERROR_USER, "output '%s' overlaps output '%s' in memory", function.outputs[i].name,
                    function.outputs[k].name);
    }
  }
  return TENON_OK;
}

/// A view of a state is no input or output: the run may change it meanwhile.
int TenonContext::checkStates(const TenonFunction &function, const FunctionState &state, const Plan &plan) {
  auto check = [&](const char *kind, const TenonTensorInfo &info, const void *data) {
    uint64_t bytes = 0;
    measureTensor(info, plan.sizes.data(), bytes);
    return states.overlap(data, bytes) ? fail(message, TENON_ERROR_USER,
                                              "%s '%s' lies in the memory of the context's state; copy it first", kind,
                                              info.name)
                                       : TENON_OK;
  };
  int status = TENON_OK;
  for (int32_t i = 0; i < function.inputCount && !status && plan.segment == 0; ++i)
    status = check("input", function.inputs[i], state.inputs[i]);
  for (int32_t i = 0; i < function.outputCount && !status; ++i)
    if (state.layout.outputSegments[i] == plan.segment)
      status = check("output", function.outputs[i], state.outputs[i]);
  return status;
}

/// The segment's arena and the scratch memory large enough, and all operands' addresses in the plan.
int TenonContext::prepareMemory(const TenonFunction &function, FunctionState &state, Plan &plan, Region &region) {
  if (!region.ensure(plan.arenaBytes))
    return fail(message, TENON_ERROR_USER, "out of memory: function '%s' needs %llu bytes for these sizes",
                function.name, static_cast<unsigned long long>(plan.arenaBytes));
  const uint64_t stride = (plan.scratchBytes + scratchAlignment - 1) / scratchAlignment * scratchAlignment;
  if (stride > scratchStride) {
    if (!scratch.ensure(stride * static_cast<uint64_t>(threads)))
      return fail(message, TENON_ERROR_USER, "out of memory: function '%s' needs %llu bytes of scratch memory",
                  function.name, static_cast<unsigned long long>(stride * static_cast<uint64_t>(threads)));
    scratchStride = stride;
  }
  // What a later segment reads of this one is found by the places of this run's plan.
  if (!plan.isBound || plan.boundArena != region.data() || state.segments.size() > 1)
    plan.bind(function, {region.data(), static_cast<const char *>(weights), states.addresses()}, state.buffers.data());
  for (const Patch &patch : plan.patches) {
    void *const *bases = patch.kind == TENON_SLOT_INPUT    ? state.inputs.data()
                         : patch.kind == TENON_SLOT_OUTPUT ? state.outputs.data()
                                                           : state.buffers.data();
    plan.operands[patch.position] = static_cast<char *>(bases[patch.index]) + patch.offset;
  }
  return TENON_OK;
}
