//===- TestModel.cpp - Models made by hand ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

namespace tenon::runtime::test {

namespace {

// Tiles are rows. Sizes: 0: n, 1: 4, 2: bytes of [n, 4], 3: work, 4: zero, 5: scratch.
int64_t stepWork = 0;

void computeSizes(const int64_t *symbols, int64_t *sizes) {
  sizes[0] = symbols[0];
  sizes[1] = 4;
  sizes[2] = symbols[0] * 16;
  sizes[3] = stepWork;
  sizes[4] = 0;
  sizes[5] = 64;
}

void add(void *const *operands, const int64_t *, int64_t begin, int64_t end, void *scratch) {
  auto *a = static_cast<const float *>(operands[0]), *b = static_cast<const float *>(operands[1]);
  auto *result = static_cast<float *>(operands[2]);
  static_cast<char *>(scratch)[63] = 1;
  for (int64_t i = begin * 4; i < end * 4; ++i)
    result[i] = a[i] + b[i];
}

void scale(void *const *operands, const int64_t *, int64_t begin, int64_t end, void *) {
  auto *a = static_cast<const float *>(operands[0]), *row = static_cast<const float *>(operands[1]);
  auto *count = static_cast<float *>(operands[2]);
  auto *result = static_cast<float *>(operands[3]);
  if (begin == 0)
    ++*count;
  for (int64_t i = begin * 4; i < end * 4; ++i)
    result[i] = a[i] * row[i % 4];
}

void copyCount(void *const *operands, const int64_t *, int64_t, int64_t, void *) {
  *static_cast<float *>(operands[1]) = *static_cast<const float *>(operands[0]);
}

const TenonCpuVersion versions[] = {{"x86-64-v2", TENON_CPU_SSE4}};
const char *const symbolNames[] = {"n"};
const int32_t rowSizes[] = {0, 1}, rowSymbols[] = {0, -1};
const TenonTensorInfo inputs[] = {{"x", kDLFloat, 32, 0, 2, rowSizes, rowSymbols},
                                  {"y", kDLFloat, 32, 0, 2, rowSizes, rowSymbols}};
const TenonTensorInfo outputs[] = {{"sum", kDLFloat, 32, 0, 2, rowSizes, rowSymbols},
                                   {"runs", kDLFloat, 32, 0, 0, nullptr, nullptr}};
alignas(64) const float weights[] = {1, 10, 100, 1000};
const TenonBuffer buffers[] = {{2, 0, 1, 0}};
const TenonKernel addKernels[] = {add}, scaleKernels[] = {scale}, countKernels[] = {copyCount};
const TenonSlot addSlots[] = {{TENON_SLOT_INPUT, 0, 0}, {TENON_SLOT_INPUT, 1, 0}, {TENON_SLOT_BUFFER, 0, 0}};
const TenonSlot scaleSlots[] = {
    {TENON_SLOT_BUFFER, 0, 0}, {TENON_SLOT_WEIGHT, 0, 0}, {TENON_SLOT_STATE, 0, 0}, {TENON_SLOT_OUTPUT, 0, 0}};
const TenonSlot countSlots[] = {{TENON_SLOT_STATE, 0, 0}, {TENON_SLOT_OUTPUT, 1, 0}};
const TenonStep steps[] = {{"add", "net.add", "net.cpp:3", "add", "", addKernels, addSlots, 3, 0, 5, 3, 4, 4, nullptr},
                           {"scale", "net.scale", "net.cpp:4", "mul", "add: others read it", scaleKernels, scaleSlots, 4, 0, 4, 3, 4, 4, nullptr},
                           {"count", "", "", "", "", countKernels, countSlots, 2, 1, 4, 4, 4, 4, nullptr}};

} // namespace

TestModel::TestModel(int64_t work) {
  stepWork = work;
  function = {"main", 2, 2, inputs, outputs, 1, 6, symbolNames, computeSizes, 1, 3, buffers, steps, 0, 0, nullptr, nullptr};
  state = {"runs", kDLFloat, 32, 0, 0, nullptr, sizeof(float), TENON_ZEROS};
  model.formatVersion = TENON_MODEL_FORMAT_VERSION;
  model.name = "sum";
  model.tenonVersion = "0.1.0";
  model.versionCount = model.functionCount = model.stateCount = 1;
  model.versions = versions;
  model.functions = &function;
  model.states = &state;
  model.weights = weights;
  model.weightsBytes = model.storedBytes = sizeof weights;
}

} // namespace tenon::runtime::test
