//===- ContextTest.cpp - Runs of a model through the C interface --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"
#include "runtime/core/Checksum.h"
#include "runtime/core/Weights.h"
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>
#include <xmmintrin.h>

using namespace tenon::runtime::test;

namespace {

struct Context {
  explicit Context(const TestModel &model, int threads = 1) {
    TenonOptions options = {};
    options.threads = threads;
    REQUIRE(tenonCreate(&model.model, &options, &context) == TENON_OK);
  }
  ~Context() { tenonDestroy(context); }
  operator TenonContext *() const { return context; }
  std::string error() const { return tenonLastError(context); }

  TenonContext *context = nullptr;
};

std::string createError(const TenonModel &model, TenonOptions options = {}) {
  TenonContext *context = nullptr;
  int status = tenonCreate(&model, &options, &context);
  CHECK(status != TENON_OK);
  CHECK(context == nullptr);
  tenonDestroy(context);
  return tenonLastError(nullptr);
}

/// Runs on x and y of n rows and checks every element.
void requireSum(TenonContext *context, int64_t n) {
  auto x = makeRows(n, 1), y = makeRows(n, 100);
  DLTensor inputs[] = {x.view(), y.view()}, outputs[2] = {};
  REQUIRE(tenonRun(context, 0, inputs, 2, outputs, 2) == TENON_OK);
  REQUIRE(outputs[0].ndim == 2);
  REQUIRE(outputs[0].shape[0] == n);
  REQUIRE(outputs[0].shape[1] == 4);
  auto *sum = static_cast<const float *>(outputs[0].data);
  const float row[] = {1, 10, 100, 1000};
  for (size_t i = 0; i < x.elements.size(); ++i)
    REQUIRE(sum[i] == (x.elements[i] + y.elements[i]) * row[i % 4]);
}

/// What is wrong with a run on these tensors.
std::string runError(DLTensor x, DLTensor y, DLTensor output = {}) {
  TestModel model;
  Context context(model);
  DLTensor inputs[] = {x, y}, outputs[] = {output, {}};
  CHECK(tenonRun(context, 0, inputs, 2, outputs, 2) == TENON_ERROR_USER);
  return context.error();
}

} // namespace

TEST_CASE("results are right for every size and number of threads") {
  const int threads = GENERATE(1, 2, 3, 64);
  TestModel model(1000000); // every step is shared
  Context context(model, threads);
  TenonStatistics statistics;
  REQUIRE(tenonStatistics(context, &statistics) == TENON_OK);
  CHECK(statistics.threads == threads);
  CHECK(statistics.weights_bytes == 16);
  CHECK(std::string(statistics.cpu_version) == "x86-64-v2");
  // More sizes than plans are kept, then one of the first again.
  for (int64_t n = 0; n < 40; ++n)
    requireSum(context, n * n);
  requireSum(context, 4);
  REQUIRE(tenonStatistics(context, &statistics) == TENON_OK);
  CHECK(statistics.arena_bytes == 64);
}

TEST_CASE("the caller's threads give the same") {
  TestModel model(1000000);
  TenonOptions options = {};
  options.threads = 3;
  int loops = 0;
  options.pool = &loops;
  options.parallel_for = [](void *pool, int64_t count, void (*work)(void *, int64_t), void *argument) {
    ++*static_cast<int *>(pool);
    for (int64_t i = count - 1; i >= 0; --i)
      work(argument, i);
  };
  TenonContext *context;
  REQUIRE(tenonCreate(&model.model, &options, &context) == TENON_OK);
  requireSum(context, 50);
  CHECK(loops == 2);
  tenonDestroy(context);
}

TEST_CASE("contexts run side by side") {
  TestModel model(1000000);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      Context context(model, 2);
      for (int64_t n = 1; n < 60; ++n)
        requireSum(context, n);
    });
  for (std::thread &thread : threads)
    thread.join();
}

TEST_CASE("outputs go to the caller's memory, or to the context's") {
  TestModel model;
  Context context(model);
  auto x = makeRows(2, 0), y = makeRows(2, 0), result = makeRows(2, 0);
  DLTensor inputs[] = {x.view(), y.view()};
  float runs = 0;
  DLTensor outputs[] = {result.view(), {&runs, {kDLCPU, 0}, 0, float32, nullptr, nullptr, 0}};
  REQUIRE(tenonRun(context, 0, inputs, 2, outputs, 2) == TENON_OK);
  CHECK(outputs[0].data == result.elements.data());
  CHECK(result.elements[7] == 14000);
  CHECK(runs == 1);

  // A shape with room is filled in.
  int64_t shape[2] = {-1, -1};
  DLTensor lent[] = {{nullptr, {kDLCPU, 0}, 2, float32, shape, nullptr, 0}, {}};
  REQUIRE(tenonRun(context, 0, inputs, 2, lent, 2) == TENON_OK);
  CHECK(lent[0].shape == shape);
  CHECK(shape[0] == 2);
  CHECK(static_cast<const float *>(lent[0].data)[7] == 14000);
  CHECK(*static_cast<const float *>(lent[1].data) == 2);

  // Handing the same structures in again counts as giving no memory.
  auto more = makeRows(300, 0);
  DLTensor large[] = {more.view(), more.view()};
  REQUIRE(tenonRun(context, 0, large, 2, lent, 2) == TENON_OK);
  CHECK(shape[0] == 300);

  // An input may not lie where this run puts an output.
  DLTensor chained[] = {lent[0], lent[0]}, next[2] = {};
  CHECK(tenonRun(context, 0, chained, 2, next, 2) == TENON_ERROR_USER);
  CHECK(context.error() == "input 'x' lies in memory lent for output 'sum', which this run overwrites; copy it first");
}

TEST_CASE("state is kept between runs and reset") {
  TestModel model;
  model.state.initial = sizeof(float); // the second of the weights
  Context context(model), other(model);
  auto x = makeRows(1, 0);
  DLTensor inputs[] = {x.view(), x.view()};
  auto runs = [&](TenonContext *in) {
    DLTensor outputs[2] = {};
    REQUIRE(tenonRun(in, 0, inputs, 2, outputs, 2) == TENON_OK);
    return *static_cast<const float *>(outputs[1].data);
  };
  CHECK(runs(context) == 11);
  CHECK(runs(context) == 12);
  CHECK(runs(other) == 11);
  REQUIRE(tenonReset(context) == TENON_OK);
  CHECK(runs(context) == 11);
}

TEST_CASE("inputs that do not fit are refused by name") {
  auto x = makeRows(3, 0), y = makeRows(2, 0);
  CHECK(runError(x.view(), y.view()) == "input 'y': dimension 0 is 2, but 'n' is 3 in dimension 0 of input 'x'");
  DLTensor tensor = x.view();
  tensor.dtype = {kDLFloat, 64, 1};
  CHECK(runError(tensor, x.view()) == "input 'x': expected elements of float32, got float64");
  tensor.dtype = {kDLComplex, 64, 1};
  CHECK(runError(tensor, x.view()) ==
        "input 'x': expected elements of float32, got DLPack type code 5, 64 bits, 1 lanes");
  tensor = x.view();
  tensor.device.device_type = kDLCUDA;
  CHECK(runError(x.view(), tensor) == "input 'y': expected memory of the CPU, got DLPack device type 2");
  tensor = x.view();
  tensor.ndim = 1;
  CHECK(runError(tensor, x.view()) == "input 'x': expected 2 dimensions [n, 4], got 1 [3]");
  tensor = x.view();
  tensor.data = nullptr;
  CHECK(runError(tensor, x.view()) == "input 'x': its data is a null pointer");
  int64_t shape[] = {4, 3};
  tensor = x.view();
  tensor.shape = shape;
  CHECK(runError(tensor, tensor) == "input 'x': dimension 1 is 3, expected 4: got shape [4, 3] for [n, 4]");
  shape[0] = -1;
  CHECK(runError(tensor, tensor) == "input 'x': dimension 0 is -1; sizes are between 0 and 2147483647");
  int64_t strides[] = {1, 3};
  tensor = x.view();
  tensor.strides = strides;
  CHECK(runError(tensor, x.view()) ==
        "input 'x': expected dense row-major memory, got other strides; make a contiguous copy");
}

TEST_CASE("dense strides and offsets are taken") {
  TestModel model;
  Context context(model);
  auto x = makeRows(3, 0);
  int64_t strides[] = {4, 1};
  DLTensor tensor = x.view();
  tensor.strides = strides;
  tensor.shape[0] = 2;
  tensor.byte_offset = 16; // the second row on
  DLTensor inputs[] = {tensor, tensor}, outputs[2] = {};
  REQUIRE(tenonRun(context, 0, inputs, 2, outputs, 2) == TENON_OK);
  CHECK(static_cast<const float *>(outputs[0].data)[0] == 8);
}

TEST_CASE("outputs that do not fit are refused by name") {
  auto x = makeRows(3, 0), small = makeRows(2, 0);
  CHECK(runError(x.view(), x.view(), small.view()) ==
        "output 'sum': the given memory has 2 in dimension 0, and the result has 3");
  CHECK(runError(x.view(), x.view(), x.view()) == "output 'sum' overlaps input 'x' in memory");
  int64_t shape[1];
  CHECK(runError(x.view(), x.view(), {nullptr, {kDLCPU, 0}, 1, float32, shape, nullptr, 0}) ==
        "output 'sum': its shape has room for 1 sizes, expected 2; a null shape gets memory too");
}

TEST_CASE("wrong calls are errors, never crashes") {
  TestModel model;
  Context context(model);
  auto x = makeRows(1, 0);
  DLTensor inputs[] = {x.view(), x.view()}, outputs[2] = {};
  CHECK(tenonRun(context, 1, inputs, 2, outputs, 2) == TENON_ERROR_USER);
  CHECK(context.error() == "there is no function number 1; the model has 1");
  CHECK(tenonRun(context, 0, inputs, 1, outputs, 2) == TENON_ERROR_USER);
  CHECK(context.error() == "function 'main' expects 2 inputs (x, y), got 1");
  CHECK(tenonRun(context, 0, inputs, 2, outputs, 1) == TENON_ERROR_USER);
  CHECK(context.error() == "function 'main' has 2 outputs, got 1");
  CHECK(tenonRun(nullptr, 0, inputs, 2, outputs, 2) == TENON_ERROR_USER);
  CHECK(tenonReset(nullptr) == TENON_ERROR_USER);
  CHECK(tenonCreate(&model.model, nullptr, nullptr) == TENON_ERROR_USER);
  TenonContext *none = context;
  CHECK(tenonCreate(nullptr, nullptr, &none) == TENON_ERROR_USER);
  CHECK(none == nullptr);
  tenonDestroy(nullptr);
}

TEST_CASE("a newer format is refused with both named") {
  TestModel model;
  model.model.formatVersion = 9;
  CHECK(createError(model.model) == "the model has format 9, and this runtime reads format " + std::to_string(TENON_MODEL_FORMAT_VERSION));
}

TEST_CASE("results do not depend on the caller's floating-point mode") {
  TestModel model;
  Context context(model);
  TestTensor<float> x{{1e-39f, 0, 0, 0}, {1, 4}, float32}, y = x; // denormal
  DLTensor inputs[] = {x.view(), y.view()}, outputs[2] = {};
  const unsigned before = _mm_getcsr();
  _mm_setcsr(before | 0x8040); // flush to zero, denormals are zero
  const int status = tenonRun(context, 0, inputs, 2, outputs, 2);
  const unsigned after = _mm_getcsr();
  _mm_setcsr(before);
  REQUIRE(status == TENON_OK);
  CHECK((after & 0x8040) == 0x8040);
  CHECK(static_cast<const float *>(outputs[0].data)[0] > 0);
}

TEST_CASE("weights in a file are verified") {
  TestModel model;
  const std::string path = "/tmp/tenon-weights-" + std::to_string(getpid());
  const float weights[] = {1, 10, 100, 1000};
  auto write = [&](size_t bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char *>(weights), static_cast<std::streamsize>(bytes));
  };
  TenonOptions options = {};
  options.threads = 1;
  options.weights_path = path.c_str();
  CHECK(createError(model.model, options) == "a file of weights was given (" + path + "), but this model reads none");
  model.model.weights = nullptr;
  model.model.weightsFile = "sum.weights";
  model.model.weightsChecksum = tenonChecksum(weights, sizeof weights);
  CHECK(createError(model.model, options) == "cannot open the weights " + path + ": No such file or directory");
  write(12);
  CHECK(createError(model.model, options) ==
        "the weights " + path + " have 12 bytes, and the model expects 16: the file is damaged or of another model");
  write(16);
  {
    TenonContext *context, *second;
    REQUIRE(tenonCreate(&model.model, &options, &context) == TENON_OK);
    REQUIRE(tenonCreate(&model.model, &options, &second) == TENON_OK);
    requireSum(context, 5);
    tenonDestroy(context);
    requireSum(second, 5);
    tenonDestroy(second);
  }
  ++model.model.weightsChecksum;
  CHECK(createError(model.model, options) ==
        "the weights " + path + " do not have the model's checksum: the file is damaged or of another model");
  unlink(path.c_str());
}

TEST_CASE("the file that a model was loaded from is found") {
  char path[4096];
  static const int constant = 1;
  REQUIRE(tenon::runtime::findArtefact(&constant, path, sizeof path));
  CHECK(std::filesystem::equivalent(path, "/proc/self/exe"));
  CHECK_FALSE(tenon::runtime::findArtefact(path, path, sizeof path)); // the stack is of no file
}

TEST_CASE("a trace holds every step") {
  const std::string path = "/tmp/tenon-trace-" + std::to_string(getpid());
  TestModel model(1000000);
  setenv("TENON_TRACE", path.c_str(), 1);
  {
    Context context(model, 2);
    requireSum(context, 20);
  }
  setenv("TENON_TRACE", "/nonexistent/trace", 1);
  CHECK(createError(model.model).find("TENON_TRACE: cannot write /nonexistent/trace") == 0);
  unsetenv("TENON_TRACE");
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  CHECK(text.front() == '{');
  CHECK(text.find("\"name\":\"add\",\"args\":{\"step\":0,\"tiles\":") != std::string::npos);
  CHECK(text.find("\"origin\":\"net.scale\",\"place\":\"net.cpp:4\"") != std::string::npos);
  CHECK(text.find("\"name\":\"count\"") != std::string::npos);
  CHECK(text.substr(text.size() - 3) == "]}\n");
  unlink(path.c_str());
}
