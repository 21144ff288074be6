//===- ControlTest.cpp - Branches and loops of a program ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Models made by hand, with kernels that are plain functions: @main passes x,
// [n], to a function that doubles it in a buffer and adds the number of the
// iteration.

#include "TestModel.h"
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace tenon::runtime::test;

namespace {

// Sizes: 0: n, 1: bytes of [n], 2: one, 3: zero, 4: work, 5: three.
int64_t stepWork = 0;

void computeSizes(const int64_t *symbols, int64_t *sizes) {
  sizes[0] = symbols[0];
  sizes[1] = symbols[0] * 4;
  sizes[2] = 1;
  sizes[3] = 0;
  sizes[4] = stepWork;
  sizes[5] = 3;
}

void twice(void *const *operands, const int64_t *, int64_t begin, int64_t end, void *) {
  auto *x = static_cast<const float *>(operands[0]);
  auto *y = static_cast<float *>(operands[1]);
  for (int64_t i = begin; i < end; ++i)
    y[i] = 2 * x[i];
}

void addNumber(void *const *operands, const int64_t *, int64_t begin, int64_t end, void *) {
  auto *x = static_cast<const float *>(operands[0]);
  auto *number = static_cast<const int64_t *>(operands[1]);
  auto *y = static_cast<float *>(operands[2]);
  for (int64_t i = begin; i < end; ++i)
    y[i] = x[i] + static_cast<float>(*number);
}

/// Goes on while the number is less than 9.
void isBelowNine(void *const *operands, const int64_t *, int64_t, int64_t, void *) {
  *static_cast<uint8_t *>(operands[1]) = *static_cast<const int64_t *>(operands[0]) < 9;
}

const TenonCpuVersion versions[] = {{"x86-64-v2", TENON_CPU_SSE4}};
const char *const symbolNames[] = {"n"};
const int32_t vectorSizes[] = {0}, vectorSymbols[] = {0};
const int32_t partSizes[] = {5, 0}, partSymbols[] = {-1, 0};
const TenonTensorInfo vector = {"x", kDLFloat, 32, 0, 1, vectorSizes, vectorSymbols};
const TenonTensorInfo parts = {"parts", kDLFloat, 32, 0, 2, partSizes, partSymbols};
const TenonTensorInfo number = {"i", kDLInt, 64, 0, 0, nullptr, nullptr};
const TenonTensorInfo flag = {"c", kDLBool, 8, 0, 0, nullptr, nullptr};
const TenonKernel twiceKernels[] = {twice}, addKernels[] = {addNumber}, belowKernels[] = {isBelowNine};

/// The body of a loop over a vector: (x, i) -> (goes on, next x, doubled x).
struct Body {
  TenonTensorInfo inputs[2] = {vector, number};
  TenonTensorInfo outputs[3] = {flag, vector, vector};
  TenonBuffer buffers[1] = {{1, 0, 2, 0}};
  TenonSlot twiceSlots[2] = {{TENON_SLOT_INPUT, 0, 0}, {TENON_SLOT_BUFFER, 0, 0}};
  TenonSlot addSlots[3] = {{TENON_SLOT_BUFFER, 0, 0}, {TENON_SLOT_INPUT, 1, 0}, {TENON_SLOT_OUTPUT, 1, 0}};
  TenonSlot copySlots[2] = {{TENON_SLOT_INPUT, 0, 0}, {TENON_SLOT_OUTPUT, 2, 0}};
  TenonSlot belowSlots[2] = {{TENON_SLOT_INPUT, 1, 0}, {TENON_SLOT_OUTPUT, 0, 0}};
  TenonStep steps[4] = {{"copy", "", "", "", "", twiceKernels, copySlots, 2, 0, 3, 4, 3, 3, nullptr},
                        {"twice", "net.twice", "net.cpp:7", "", "", twiceKernels, twiceSlots, 2, 0, 3, 4, 3, 3, nullptr},
                        {"add", "net.add", "net.cpp:8", "", "", addKernels, addSlots, 3, 0, 3, 4, 3, 3, nullptr},
                        {"below", "", "", "", "", belowKernels, belowSlots, 2, 2, 3, 3, 3, 3, nullptr}};

  /// The last output may be absent, with the step that makes it.
  TenonFunction function(int32_t outputCount) {
    const int32_t first = outputCount < 3;
    return {"body", 2, outputCount, inputs, outputs, 1, 6, symbolNames, computeSizes, 1, 4 - first, buffers, steps + first, 0, 0, nullptr, nullptr};
  }
};

/// @main(x, limit, c) runs one step, which calls @body.
struct LoopModel {
  explicit LoopModel(TenonControl settings, bool hasParts = false) : control(settings) {
    // x, then what the settings ask for, then the results.
    slots.push_back({TENON_SLOT_INPUT, 0, 0});
    operands.push_back(vector);
    if (control.condition >= 0)
      slots.push_back({TENON_SLOT_INPUT, 2, 0}), operands.push_back(flag);
    if (control.limit >= 0)
      slots.push_back({TENON_SLOT_INPUT, 1, 0}), operands.push_back(number);
    slots.push_back({TENON_SLOT_OUTPUT, 0, 0});
    operands.push_back(vector);
    if (hasParts)
      slots.push_back({TENON_SLOT_OUTPUT, 1, 0}), operands.push_back(parts);
    control.operands = operands.data();
    control.inPlace = inPlace;
    step = {"loop body", "net.loop", "net.cpp:9", "", "", nullptr, slots.data(), static_cast<int32_t>(slots.size()), 2, 3, 3, 3, 3, &control};
    const int32_t outputs = hasParts ? 2 : 1;
    functions[0] = {"main", 3, outputs, inputs, mainOutputs, 1, 6, symbolNames, computeSizes, 0, 1, nullptr, &step, 0, 0, nullptr, nullptr};
    functions[1] = body.function(outputs + 1);
    model.formatVersion = TENON_MODEL_FORMAT_VERSION;
    model.name = "loops";
    model.versionCount = model.functionCount = model.calleeCount = 1;
    model.versions = versions;
    model.functions = functions;
  }
  LoopModel(const LoopModel &) = delete;

  TenonControl control;
  uint8_t inPlace[1] = {0};
  Body body;
  std::vector<TenonSlot> slots;
  std::vector<TenonTensorInfo> operands;
  TenonTensorInfo inputs[3] = {vector, number, flag};
  TenonTensorInfo mainOutputs[2] = {vector, parts};
  TenonStep step = {};
  TenonFunction functions[2] = {};
  TenonModel model = {};
};

constexpr TenonControl byLimit = {TENON_CONTROL_LOOP, 1, -1, 1, 1, -1, 1, -1, nullptr, nullptr, 0, 0, nullptr, nullptr};
constexpr TenonControl byCondition = {TENON_CONTROL_LOOP, 1, -1, 1, 1, 1, -1, -1, nullptr, nullptr, 0, 0, nullptr, nullptr};
constexpr TenonControl byCount = {TENON_CONTROL_LOOP, 1, -1, 1, 1, 1, -1, 5, nullptr, nullptr, 0, 0, nullptr, nullptr};

struct Result {
  int status;
  std::string error;
  std::vector<float> x, parts;
  uint64_t arenaBytes;
};

Result run(const TenonModel &model, int64_t n, int64_t limit, bool condition, int threads = 1) {
  TenonOptions options = {};
  options.threads = threads;
  TenonContext *context;
  REQUIRE(tenonCreate(&model, &options, &context) == TENON_OK);
  std::vector<float> x(static_cast<size_t>(n), 1);
  int64_t shape[] = {n}, scalar[] = {0};
  DLTensor inputs[] = {{x.data(), {kDLCPU, 0}, 1, float32, shape, nullptr, 0},
                       {&limit, {kDLCPU, 0}, 0, {kDLInt, 64, 1}, scalar, nullptr, 0},
                       {&condition, {kDLCPU, 0}, 0, {kDLBool, 8, 1}, scalar, nullptr, 0}};
  DLTensor outputs[2] = {};
  const int32_t outputCount = model.functions[0].outputCount;
  Result result = {tenonRun(context, 0, inputs, 3, outputs, outputCount), tenonLastError(context), {}, {}, 0};
  if (result.status == TENON_OK) {
    auto *values = static_cast<const float *>(outputs[0].data);
    result.x.assign(values, values + n);
    if (outputCount > 1) {
      auto *all = static_cast<const float *>(outputs[1].data);
      result.parts.assign(all, all + 3 * n);
    }
    TenonStatistics statistics;
    CHECK(tenonStatistics(context, &statistics) == TENON_OK);
    result.arenaBytes = statistics.arena_bytes;
  }
  tenonDestroy(context);
  return result;
}

/// 1 after so many times x = 2 x + i.
float after(int64_t iterations) {
  float x = 1;
  for (int64_t i = 0; i < iterations; ++i)
    x = 2 * x + static_cast<float>(i);
  return x;
}

} // namespace

TEST_CASE("a loop ends at its limit, when the body says so, or does not begin") {
  LoopModel limited(byLimit), conditional(byCondition);
  for (int threads : {1, 3}) {
    stepWork = threads > 1 ? 1000000 : 0; // else nothing is shared
    for (int64_t n : {0, 1, 100})
      for (int64_t limit : {-3, 0, 1, 2, 5}) {
        Result result = run(limited.model, n, limit, true, threads);
        REQUIRE(result.error == "");
        CHECK(result.x == std::vector<float>(static_cast<size_t>(n), after(limit)));
      }
    CHECK(run(conditional.model, 4, 0, false, threads).x == std::vector<float>(4, 1));
    CHECK(run(conditional.model, 4, 0, true, threads).x == std::vector<float>(4, after(10)));
  }
}

TEST_CASE("outputs of iterations are rows; those of iterations that do not take place are zero") {
  LoopModel counted(byCount, /*hasParts=*/true);
  CHECK(run(counted.model, 2, 0, true).parts == std::vector<float>{2, 2, 4, 4, 10, 10});
  CHECK(run(counted.model, 2, 0, true).x == std::vector<float>(2, after(3)));
  CHECK(run(counted.model, 2, 0, false).parts == std::vector<float>(6, 0));
}

TEST_CASE("memory counts what is called; values in place need none between iterations") {
  LoopModel model(byLimit);
  const uint64_t bytes = run(model.model, 1000, 4, true).arenaBytes;
  CHECK(bytes == 4032 + 64 + 4032); // the body's buffer, the state of the loop, one more place for x
  // The body reads x into a buffer before it writes.
  model.inPlace[0] = 1;
  Result result = run(model.model, 1000, 4, true);
  CHECK(result.x == std::vector<float>(1000, after(4)));
  CHECK(result.arenaBytes == 4032 + 64);
}

TEST_CASE("what is called may fail, and nest no deeper than the runtime goes") {
  LoopModel model(byLimit);
  model.body.buffers[0].bytes = 4; // the work
  stepWork = int64_t{1} << 60;
  CHECK(run(model.model, 4, 2, true).error ==
        "function 'body' needs more memory for these sizes than any machine has");
  CHECK(run(model.model, 4, 2, true).status == TENON_ERROR_USER);
  stepWork = 0;

  // A chain of functions that each call the next.
  constexpr int32_t length = 70;
  std::vector<TenonControl> controls(length);
  std::vector<TenonStep> steps(length);
  std::vector<TenonFunction> functions(length);
  const TenonTensorInfo operands[] = {vector, number, flag, flag, vector};
  const TenonSlot slots[] = {{TENON_SLOT_INPUT, 0, 0}, {TENON_SLOT_INPUT, 1, 0}, {TENON_SLOT_INPUT, 2, 0},
                             {TENON_SLOT_INPUT, 2, 0}, {TENON_SLOT_OUTPUT, 0, 0}};
  const TenonSlot last[] = {{TENON_SLOT_INPUT, 0, 0}, {TENON_SLOT_OUTPUT, 0, 0}};
  for (int32_t i = 0; i < length; ++i) {
    controls[i] = {TENON_CONTROL_IF, i + 1, i + 1, 3, 0, 3, -1, -1, operands, nullptr, 0, 0, nullptr, nullptr};
    steps[i] = {"if", "", "", "", "", nullptr, slots, 5, 2, 3, 3, 3, 3, &controls[i]};
    functions[i] = {"link", 3, 1, model.inputs, model.mainOutputs, 1, 6, symbolNames, computeSizes, 0, 1, nullptr, &steps[i], 0, 0, nullptr, nullptr};
  }
  auto runChain = [&](int32_t calls) {
    steps[calls] = {"twice", "", "", "", "", twiceKernels, last, 2, 0, 3, 3, 3, 3, nullptr};
    model.model.functions = functions.data();
    model.model.calleeCount = length - 1;
    Result result = run(model.model, 3, 0, true);
    steps[calls] = {"if", "", "", "", "", nullptr, slots, 5, 2, 3, 3, 3, 3, &controls[calls]};
    return result;
  };
  CHECK(runChain(64).x == std::vector<float>(3, 2));
  Result deep = runChain(65);
  CHECK(deep.status == TENON_ERROR_DEFECT);
  CHECK(deep.error == "function 'link' is called at a depth of more than 64 calls");
}
