//===- Layout.cpp - A function cut where sizes become known --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Layout.h"

namespace tenon::runtime {

int32_t firstResult(const TenonControl &control) {
  return control.argumentCount + (control.condition >= 0) + (control.limit >= 0);
}

bool makeLayout(const TenonFunction &function, Layout &layout) {
  if (!layout.bufferSegments.resize(static_cast<uint64_t>(function.bufferCount)) ||
      !layout.outputSegments.resize(static_cast<uint64_t>(function.outputCount)) ||
      !layout.isDefined.resize(static_cast<uint64_t>(function.symbolCount)))
    return false;
  constexpr int32_t unseen = -1;
  for (int32_t &segment : layout.bufferSegments)
    segment = unseen;
  for (int32_t &segment : layout.outputSegments)
    segment = unseen;
  for (uint8_t &defined : layout.isDefined)
    defined = 0;
  int32_t segment = 0;
  for (int32_t i = 0; i < function.stepCount; ++i) {
    const TenonStep &step = function.steps[i];
    const bool defines = definesSizes(step);
    for (int32_t k = 0; k < step.operandCount; ++k) {
      const TenonSlot &slot = step.operands[k];
      const bool isLate = defines && step.control->kind != TENON_CONTROL_DEFINE && k >= firstResult(*step.control);
      int32_t *seen = slot.kind == TENON_SLOT_BUFFER   ? &layout.bufferSegments[slot.index]
                      : slot.kind == TENON_SLOT_OUTPUT ? &layout.outputSegments[slot.index]
                                                       : nullptr;
      if (seen && *seen == unseen)
        *seen = segment + isLate;
    }
    for (int32_t d = 0; defines && d < step.control->definitionCount; ++d)
      layout.isDefined[step.control->definitions[d].symbol] = 1;
    // Those that stand together end one segment.
    const bool isLast = i + 1 == function.stepCount || !definesSizes(function.steps[i + 1]);
    if (defines && isLast) {
      if (!layout.ends.push(i + 1))
        return false;
      ++segment;
    }
  }
  for (int32_t &bufferSegment : layout.bufferSegments)
    bufferSegment = bufferSegment == unseen ? 0 : bufferSegment;
  for (int32_t &outputSegment : layout.outputSegments)
    outputSegment = outputSegment == unseen ? 0 : outputSegment;
  return layout.ends.push(function.stepCount);
}

} // namespace tenon::runtime
