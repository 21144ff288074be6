//===- ArenaPlan.cpp - Where buffers lie in the arena -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/ArenaPlan.h"
#include <algorithm>

namespace tenon::runtime {

namespace {

uint64_t align(uint64_t bytes) { return (bytes + arenaAlignment - 1) / arenaAlignment * arenaAlignment; }

bool overlaps(const BufferLifetime &a, const BufferLifetime &b) { return a.first <= b.last && b.first <= a.last; }

class Placement {
public:
  explicit Placement(const Array<BufferLifetime> &buffers) : buffers(buffers) {}

  bool prepare() { return offsets.resize(buffers.size()) && placed.reserve(buffers.size()); }

  /// The smallest gap that holds the buffer, else behind all that it meets.
  void place(uint32_t index) {
    const BufferLifetime &buffer = buffers[index];
    const uint64_t size = align(buffer.bytes);
    uint64_t end = 0, best = UINT64_MAX, bestGap = UINT64_MAX;
    for (uint32_t other : placed) {
      if (!overlaps(buffer, buffers[other]))
        continue;
      if (offsets[other] > end && offsets[other] - end >= size && offsets[other] - end < bestGap) {
        bestGap = offsets[other] - end;
        best = end;
      }
      end = std::max(end, offsets[other] + align(buffers[other].bytes));
    }
    offsets[index] = best == UINT64_MAX ? end : best;
    bytes = std::max(bytes, offsets[index] + size);
    insert(index);
  }

  Array<uint64_t> offsets;
  uint64_t bytes = 0;

private:
  /// Keeps `placed` in the order of offsets. There is room: see prepare.
  void insert(uint32_t index) {
    (void)placed.push(index);
    uint64_t position = placed.size() - 1;
    for (; position > 0 && offsets[placed[position - 1]] > offsets[index]; --position)
      placed[position] = placed[position - 1];
    placed[position] = index;
  }

  const Array<BufferLifetime> &buffers;
  Array<uint32_t> placed;
};

/// Bytes alive at each step.
bool measureSteps(const Array<BufferLifetime> &buffers, Array<uint64_t> &alive) {
  int32_t last = -1;
  for (const BufferLifetime &buffer : buffers)
    last = std::max(last, buffer.last);
  if (!alive.resize(static_cast<uint64_t>(last) + 1))
    return false;
  for (const BufferLifetime &buffer : buffers)
    for (int32_t step = buffer.first; step <= buffer.last; ++step)
      alive[step] += align(buffer.bytes);
  return true;
}

/// The buffers in descending order of size; equal ones in their own order.
bool orderBySize(const Array<BufferLifetime> &buffers, Array<uint32_t> &order) {
  for (uint32_t i = 0; i < buffers.size(); ++i)
    if (!order.push(i))
      return false;
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return buffers[a].bytes != buffers[b].bytes ? buffers[a].bytes > buffers[b].bytes : a < b;
  });
  return true;
}

/// The buffers of the fullest step, then those of the next; each by size.
bool orderByBreadth(const Array<BufferLifetime> &buffers, const Array<uint64_t> &alive, const Array<uint32_t> &bySize,
                    Array<uint32_t> &order) {
  Array<uint32_t> steps;
  Array<uint8_t> isTaken;
  if (!isTaken.resize(buffers.size()))
    return false;
  for (uint32_t step = 0; step < alive.size(); ++step)
    if (!steps.push(step))
      return false;
  std::sort(steps.begin(), steps.end(),
            [&](uint32_t a, uint32_t b) { return alive[a] != alive[b] ? alive[a] > alive[b] : a < b; });
  for (uint32_t step : steps)
    for (uint32_t index : bySize) {
      const BufferLifetime &buffer = buffers[index];
      if (isTaken[index] || static_cast<int64_t>(step) < buffer.first || static_cast<int64_t>(step) > buffer.last)
        continue;
      isTaken[index] = 1;
      if (!order.push(index))
        return false;
    }
  return true;
}

} // namespace

bool planArena(const Array<BufferLifetime> &buffers, ArenaPlan &plan) {
  Array<uint64_t> alive;
  Array<uint32_t> bySize, byBreadth;
  Placement sized(buffers), broad(buffers);
  if (!measureSteps(buffers, alive) || !orderBySize(buffers, bySize) || !sized.prepare())
    return false;
  plan.lowerBound = alive.isEmpty() ? 0 : *std::max_element(alive.begin(), alive.end());
  for (uint32_t index : bySize)
    sized.place(index);
  Placement *best = &sized;
  if (sized.bytes > plan.lowerBound) {
    if (!orderByBreadth(buffers, alive, bySize, byBreadth) || !broad.prepare())
      return false;
    for (uint32_t index : byBreadth)
      broad.place(index);
    if (broad.bytes < sized.bytes)
      best = &broad;
  }
  plan.offsets = static_cast<Array<uint64_t> &&>(best->offsets);
  plan.bytes = best->bytes;
  return true;
}

} // namespace tenon::runtime
