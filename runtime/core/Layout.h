//===- Layout.h - A function cut where sizes become known ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Steps that define symbols end a segment of their function: what follows is
// planned when they are known. A buffer lies in the memory of the segment
// whose step writes it first; results of a step that defines their sizes in
// that of the next one. Most functions have one segment.

#ifndef TENON_RUNTIME_CORE_LAYOUT_H
#define TENON_RUNTIME_CORE_LAYOUT_H

#include "runtime/core/Array.h"
#include "runtime/core/ModelFormat.h"

namespace tenon::runtime {

struct Layout {
  Array<int32_t> ends;            // of the segments: one behind the last step
  Array<int32_t> bufferSegments;  // of each buffer
  Array<int32_t> outputSegments;  // of each output: where its size is known
  Array<uint8_t> isDefined;       // for each symbol: by a step

  int32_t segmentCount() const { return static_cast<int32_t>(ends.size()); }
  int32_t beginOf(int32_t segment) const { return segment ? ends[segment - 1] : 0; }
};

/// The first operand of a control step that is a result.
int32_t firstResult(const TenonControl &control);

/// Whether the step gives symbols their values.
inline bool definesSizes(const TenonStep &step) { return step.control && step.control->definitionCount; }

/// False for lack of memory.
bool makeLayout(const TenonFunction &function, Layout &layout);

} // namespace tenon::runtime

#endif
