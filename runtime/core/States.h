//===- States.h - What a context keeps from run to run ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_STATES_H
#define TENON_RUNTIME_CORE_STATES_H

#include "runtime/core/Array.h"
#include "runtime/core/ElementType.h"
#include "runtime/core/Message.h"
#include "runtime/core/ModelFormat.h"
#include "runtime/core/Region.h"

namespace tenon::runtime {

/// The states of one context. Their memory stays where it is as long as they
/// live. What returns an int returns a status.
class States {
public:
  /// Memory for the model's states, with their first values. Zeros take no
  /// memory until they are written.
  int open(const TenonModel &model, const void *weights, Message &message);

  /// The first values again.
  void reset();

  /// The values of another context of this model. Changes nothing on failure.
  int copy(const States &other, Message &message);

  /// Dense, row-major and writable; shape and strides are the model's.
  int view(const char *name, DLTensor &tensor, Message &message);

  /// Whether memory of the caller's lies in that of a state.
  bool overlap(const void *data, uint64_t bytes) const;

  int32_t count() const { return model ? model->stateCount : 0; }
  const TenonState &description(int32_t i) const { return model->states[i]; }
  void *const *addresses() const { return memory.data(); }
  const TenonModel &owner() const { return *model; }

private:
  void writeInitial(int32_t i);

  const TenonModel *model = nullptr;
  const char *weights = nullptr;
  Region region;
  Array<void *> memory; // of each state
};

inline ElementType typeOf(const TenonState &state) { return {state.dtypeCode, state.dtypeBits}; }

/// `float32 [2, 1024]`
const char *describeState(const TenonState &state, char *text, uint64_t size);

} // namespace tenon::runtime

#endif
