//===- States.cpp - What a context keeps from run to run ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/States.h"
#include "runtime/core/ArenaPlan.h"
#include "runtime/core/Signature.h"
#include <algorithm>
#include <stdio.h>

namespace tenon::runtime {

int States::open(const TenonModel &tenonModel, const void *modelWeights, Message &message) {
  model = &tenonModel;
  weights = static_cast<const char *>(modelWeights);
  Array<uint64_t> offsets;
  uint64_t end = 0;
  for (int32_t i = 0; i < model->stateCount; ++i) {
    const uint64_t start = end;
    if (!offsets.push(start) || __builtin_add_overflow(start, model->states[i].bytes, &end) ||
        __builtin_add_overflow(end, uint64_t{arenaAlignment} - 1, &end))
      return fail(message, TENON_ERROR_USER, "out of memory for the state '%s'", model->states[i].name);
    end = end / arenaAlignment * arenaAlignment;
  }
  if (end && !region.ensure(end))
    return fail(message, TENON_ERROR_USER, "out of memory: the states of '%s' take %llu bytes", model->name,
                static_cast<unsigned long long>(end));
  for (int32_t i = 0; i < model->stateCount; ++i) {
    if (!memory.push(region.data() + offsets[i]))
      return fail(message, TENON_ERROR_USER, "out of memory");
    if (model->states[i].initial != TENON_ZEROS)
      writeInitial(i);
  }
  return TENON_OK;
}

void States::writeInitial(int32_t i) {
  const TenonState &state = model->states[i];
  if (!state.bytes)
    return;
  if (state.initial == TENON_ZEROS)
    memset(memory[i], 0, state.bytes);
  else
    memcpy(memory[i], weights + state.initial, state.bytes);
}

void States::reset() {
  for (int32_t i = 0; i < count(); ++i)
    writeInitial(i);
}

int States::copy(const States &other, Message &message) {
  bool isSame = count() == other.count();
  for (int32_t i = 0; i < count() && isSame; ++i) {
    const TenonState &to = description(i), &from = other.description(i);
    isSame = !strcmp(to.name, from.name) && typeOf(to) == typeOf(from) && to.rank == from.rank &&
             std::equal(to.shape, to.shape + to.rank, from.shape);
  }
  if (!isSame)
    return fail(message, TENON_ERROR_USER,
                "the state of a context of '%s' cannot be copied to one of '%s': the models have other states",
                other.model->name, model->name);
  for (int32_t i = 0; i < count() && this != &other; ++i)
    if (description(i).bytes)
      memcpy(memory[i], other.memory[i], description(i).bytes);
  return TENON_OK;
}

int States::view(const char *name, DLTensor &tensor, Message &message) {
  for (int32_t i = 0; i < count(); ++i) {
    const TenonState &state = description(i);
    if (strcmp(state.name, name))
      continue;
    // DLPack has no constant shapes; whoever writes to this one breaks the model.
    tensor = {memory[i],
              {kDLCPU, 0},
              state.rank,
              {state.dtypeCode, state.dtypeBits, 1},
              const_cast<int64_t *>(state.shape),
              nullptr,
              0};
    return TENON_OK;
  }
  char names[700] = "";
  size_t length = 0;
  for (int32_t i = 0; i < count() && length < sizeof names; ++i)
    length += static_cast<size_t>(
        snprintf(names + length, sizeof names - length, "%s%s", i ? ", " : "; it has ", description(i).name));
  return fail(message, TENON_ERROR_USER, "the model '%s' has no state '%s'%s", model->name, name, names);
}

bool States::overlap(const void *data, uint64_t bytes) const {
  const auto *start = static_cast<const char *>(data);
  return bytes && start < region.data() + region.size() && region.data() < start + bytes;
}

const char *describeState(const TenonState &state, char *text, uint64_t size) {
  const int length = snprintf(text, size, "%s ", nameOf(typeOf(state)));
  if (length > 0 && static_cast<uint64_t>(length) < size)
    formatShape(state.shape, state.rank, text + length, size - static_cast<uint64_t>(length));
  return text;
}

} // namespace tenon::runtime
