//===- Modes.cpp - Switches of a thread -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Modes.h"

namespace tenon {

static thread_local bool recordsGradients = true, isInference = false;

bool GradMode::is_enabled() { return recordsGradients; }
void GradMode::set_enabled(bool enabled) { recordsGradients = enabled; }

InferenceMode::InferenceMode(bool enabled) : gradients(!enabled && GradMode::is_enabled()), before(isInference) {
  isInference = enabled;
}
InferenceMode::~InferenceMode() { isInference = before; }
bool InferenceMode::is_enabled() { return isInference; }

} // namespace tenon
