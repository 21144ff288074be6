//===- Plan.cpp - A segment of a function for one set of sizes ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Plan.h"
#include <algorithm>

namespace tenon::runtime {

namespace {

/// Sharing a step costs about a microsecond and moves its data to another
/// core's cache: less work than this stays on one thread.
constexpr int64_t sharedNanoseconds = 20000;

/// A unit of work should be long against taking it.
constexpr int64_t unitNanoseconds = 1000;

/// No machine has more; larger results are overflows.
constexpr int64_t maximumBytes = int64_t{1} << 46;

bool isShared(const TenonStep &step, const Plan &plan, int threads) {
  return threads > 1 && plan.tilesOf(step) > 1 && plan.sizes[step.work] >= sharedNanoseconds;
}

Phase makeShared(const TenonStep &step, int32_t index, const Plan &plan) {
  const int64_t tiles = plan.tilesOf(step);
  const int64_t work = std::max<int64_t>(1, plan.sizes[step.work]);
  int64_t grain = std::max<int64_t>(
      1, static_cast<int64_t>(static_cast<double>(tiles) * unitNanoseconds / static_cast<double>(work)));
  // Units are counted in 32 bits.
  grain = std::max(grain, tiles / (1 << 30) + 1);
  return {index, index + 1, grain, static_cast<uint32_t>((tiles + grain - 1) / grain)};
}

bool makePhases(const TenonFunction &function, int threads, Plan &plan) {
  for (int32_t i = plan.begin; i < plan.end; ++i) {
    const TenonStep &step = function.steps[i];
    if (plan.tilesOf(step) <= 0)
      continue;
    if (isShared(step, plan, threads)) {
      Phase phase = makeShared(step, i, plan);
      if (!plan.phases.push(phase))
        return false;
      plan.isParallel |= phase.units > 1;
      continue;
    }
    Phase *last = plan.phases.isEmpty() ? nullptr : plan.phases.end() - 1;
    if (last && last->units == 0)
      last->end = i + 1;
    else if (!plan.phases.push({i, i + 1, 0, 0}))
      return false;
  }
  plan.startsAlone = !plan.phases.isEmpty() && plan.phases[0].units == 0;
  return true;
}

int placeBuffers(const Segment &segment, Plan &plan, Message &message) {
  const TenonFunction &function = segment.function;
  Array<BufferLifetime> buffers;
  for (int32_t i = 0; i < function.bufferCount; ++i) {
    if (segment.layout.bufferSegments[i] != segment.number)
      continue;
    const TenonBuffer &buffer = function.buffers[i];
    const int64_t bytes = plan.sizes[buffer.bytes];
    if (bytes < 0 || bytes > maximumBytes)
      return fail(message, TENON_ERROR_USER, "function '%s' needs more memory for these sizes than any machine has",
                  function.name);
    if (!buffers.push({static_cast<uint64_t>(bytes), buffer.first, buffer.last}) || !plan.buffers.push(i))
      return fail(message, TENON_ERROR_USER, "out of memory");
  }
  ArenaPlan arena;
  if (!planArena(buffers, arena))
    return fail(message, TENON_ERROR_USER, "out of memory");
  plan.offsets = static_cast<Array<uint64_t> &&>(arena.offsets);
  plan.arenaBytes = arena.bytes;
  return TENON_OK;
}

bool listOperands(const Segment &segment, Plan &plan) {
  uint32_t position = 0;
  for (int32_t i = plan.begin; i < plan.end; ++i) {
    const TenonStep &step = segment.function.steps[i];
    if (!plan.firstOperand.push(position))
      return false;
    for (int32_t k = 0; k < step.operandCount; ++k, ++position) {
      const TenonSlot &slot = step.operands[k];
      bool isElsewhere = slot.kind == TENON_SLOT_BUFFER && segment.layout.bufferSegments[slot.index] != segment.number;
      bool isPatched = slot.kind == TENON_SLOT_INPUT || slot.kind == TENON_SLOT_OUTPUT || isElsewhere;
      if (isPatched && !plan.patches.push({position, slot.kind, slot.index, slot.offset}))
        return false;
    }
  }
  return plan.operands.resize(position);
}

} // namespace

void Plan::bind(const TenonFunction &function, const Bases &bases, void **places) {
  for (uint64_t i = 0; i < buffers.size(); ++i)
    places[buffers[i]] = bases.arena + offsets[i];
  uint64_t position = 0;
  for (int32_t i = begin; i < end; ++i)
    for (int32_t k = 0; k < function.steps[i].operandCount; ++k, ++position) {
      const TenonSlot &slot = function.steps[i].operands[k];
      if (slot.kind == TENON_SLOT_WEIGHT)
        operands[position] = const_cast<char *>(bases.weights) + slot.offset;
      else if (slot.kind == TENON_SLOT_BUFFER) // those of other segments are patched
        operands[position] = static_cast<char *>(places[slot.index]) + slot.offset;
      else if (slot.kind == TENON_SLOT_STATE)
        operands[position] = static_cast<char *>(bases.states[slot.index]) + slot.offset;
    }
  boundArena = bases.arena;
  isBound = true;
}

int makePlan(const Segment &segment, const int64_t *symbols, int threads, Plan &plan, Message &message) {
  const TenonFunction &function = segment.function;
  plan.segment = segment.number;
  plan.begin = segment.layout.beginOf(segment.number);
  plan.end = segment.layout.ends[segment.number];
  if (!plan.symbols.resize(static_cast<uint64_t>(function.symbolCount)) ||
      !plan.sizes.resize(static_cast<uint64_t>(function.sizeCount)))
    return fail(message, TENON_ERROR_USER, "out of memory");
  std::copy_n(symbols, function.symbolCount, plan.symbols.data());
  function.sizes(plan.symbols.data(), plan.sizes.data());
  if (int status = placeBuffers(segment, plan, message))
    return status;
  for (int32_t i = plan.begin; i < plan.end; ++i) {
    const int64_t scratch = plan.sizes[function.steps[i].scratch];
    if (scratch < 0 || scratch > maximumBytes)
      return fail(message, TENON_ERROR_USER, "function '%s' needs more memory for these sizes than any machine has",
                  function.name);
    plan.scratchBytes = std::max(plan.scratchBytes, static_cast<uint64_t>(scratch));
  }
  if (!listOperands(segment, plan) || !makePhases(function, threads, plan))
    return fail(message, TENON_ERROR_USER, "out of memory");
  return TENON_OK;
}

PlanCache::~PlanCache() {
  for (Plan *plan : plans)
    dispose(plan);
}

int PlanCache::find(const Segment &segment, const int64_t *symbols, int threads, Plan *&plan, Message &message) {
  const size_t bytes = static_cast<size_t>(segment.function.symbolCount) * sizeof(int64_t);
  for (int i = 0; i < capacity && plans[i]; ++i)
    if (bytes == 0 || !memcmp(plans[i]->symbols.data(), symbols, bytes)) {
      plan = plans[i];
      std::rotate(plans, plans + i, plans + i + 1);
      return TENON_OK;
    }
  plan = make<Plan>();
  int status =
      plan ? makePlan(segment, symbols, threads, *plan, message) : fail(message, TENON_ERROR_USER, "out of memory");
  if (status) {
    dispose(plan);
    return status;
  }
  dispose(plans[capacity - 1]);
  std::copy_backward(plans, plans + capacity - 1, plans + capacity);
  plans[0] = plan;
  return TENON_OK;
}

} // namespace tenon::runtime
