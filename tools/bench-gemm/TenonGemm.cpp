//===- TenonGemm.cpp - The product, compiled by Tenon in this process ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/bench-gemm/TenonGemm.h"
#include "compiler/LoadedModel.h"
#include "dialects/graph/Graph.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/FormatVariadic.h"
#include "tenon/runtime.h"
#include <cfloat>

using namespace mlir;

namespace tenon::bench {

struct TenonGemm::State {
  Shape shape;
  Operands operands;
  std::vector<float> c;
  std::unique_ptr<MLIRContext> context;
  std::unique_ptr<compiler::LoadedModel> model;
  TenonContext *run = nullptr;
  int64_t aSizes[2], cSizes[2];
  DLTensor a, result;

  explicit State(Shape shape) : shape(shape), operands(shape), c(size_t(shape.m * shape.n)) {}
};

TenonGemm::TenonGemm() = default;
TenonGemm::~TenonGemm() {
  if (state && state->run)
    tenonDestroy(state->run);
}

static std::string graphText(Shape shape) {
  // Sizes: {0} rows, {1} columns, {2} the sum's length.
  return llvm::formatv(R"(
    func.func @main(%a: tensor<{0}x{2}xf32> {{graph.name = "a"}) -> (tensor<{0}x{1}xf32> {{graph.name = "c"}) {{
      %b = graph.weight "b" : tensor<{2}x{1}xf32>
      %bias = graph.weight "bias" : tensor<{1}xf32>
      %product = graph.matmul %a, %b : tensor<{0}x{2}xf32>, tensor<{2}x{1}xf32> -> tensor<{0}x{1}xf32>
      %rows = graph.broadcast %bias axes = [1] : tensor<{1}xf32> -> tensor<{0}x{1}xf32>
      %sum = graph.add %product, %rows : tensor<{0}x{1}xf32>, tensor<{0}x{1}xf32> -> tensor<{0}x{1}xf32>
      %result = graph.relu %sum : tensor<{0}x{1}xf32> -> tensor<{0}x{1}xf32>
      return %result : tensor<{0}x{1}xf32>
    })",
                       shape.m, shape.n, shape.k)
      .str();
}

static graph::WeightData asWeight(const std::vector<float> &values, ArrayRef<int64_t> sizes, MLIRContext &context) {
  auto type = RankedTensorType::get(sizes, Float32Type::get(&context));
  return {type, ArrayRef(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(float)), nullptr};
}

static DLTensor asTensor(std::vector<float> &values, int64_t *sizes) {
  DLTensor tensor = {};
  tensor.data = values.data();
  tensor.device = {kDLCPU, 0};
  tensor.ndim = 2;
  tensor.dtype = {kDLFloat, 32, 1};
  tensor.shape = sizes;
  return tensor;
}

std::unique_ptr<TenonGemm> TenonGemm::compile(Shape shape) {
  auto gemm = std::unique_ptr<TenonGemm>(new TenonGemm);
  gemm->state = std::make_unique<State>(shape);
  State &state = *gemm->state;
  state.context = compiler::makeContext();

  compiler::Model model;
  model.name = "gemm";
  model.module = parseSourceString<ModuleOp>(graphText(shape), state.context.get());
  if (!model.module)
    return nullptr;
  model.weights.add("b", asWeight(state.operands.b, {shape.k, shape.n}, *state.context));
  model.weights.add("bias", asWeight(state.operands.bias, {shape.n}, *state.context));
  compiler::Options options;
  options.cpuVersions = {compiler::hostCpuVersion().str()};
  auto loaded = compiler::compileModel(std::move(model), options);
  auto linked = loaded ? compiler::LoadedModel::load(std::move(*loaded)) : loaded.takeError();
  if (!linked) {
    llvm::errs() << "error: " << shape.name() << ": " << toString(linked.takeError()) << "\n";
    return nullptr;
  }
  state.model = std::move(*linked);

  TenonOptions runOptions = {};
  runOptions.threads = 1;
  if (tenonCreate(state.model->model(), &runOptions, &state.run) != TENON_OK) {
    llvm::errs() << "error: " << shape.name() << ": " << tenonLastError(nullptr) << "\n";
    return nullptr;
  }
  state.aSizes[0] = state.cSizes[0] = shape.m;
  state.aSizes[1] = shape.k;
  state.cSizes[1] = shape.n;
  state.a = asTensor(state.operands.a, state.aSizes);
  state.result = asTensor(state.c, state.cSizes);
  if (tenonRun(state.run, 0, &state.a, 1, &state.result, 1) != TENON_OK) {
    llvm::errs() << "error: " << shape.name() << ": " << tenonLastError(state.run) << "\n";
    return nullptr;
  }
  return gemm;
}

void TenonGemm::call() { tenonRun(state->run, 0, &state->a, 1, &state->result, 1); }

double TenonGemm::measure() {
  return timeRound([this] { call(); });
}

double TenonGemm::error() {
  auto [m, n, k] = state->shape;
  double worst = 0;
  // A prime step visits every row and column of a tile.
  for (int64_t element = 0; element < m * n; element += 97 + m * n / 1009) {
    int64_t row = element / n, column = element % n;
    double sum = state->operands.bias[size_t(column)], magnitude = std::abs(sum);
    for (int64_t i = 0; i < k; ++i) {
      double product = double(state->operands.a[size_t(row * k + i)]) * state->operands.b[size_t(i * n + column)];
      sum += product;
      magnitude += std::abs(product);
    }
    double difference = std::abs(std::max(sum, 0.0) - state->c[size_t(element)]);
    worst = std::max(worst, difference / (magnitude * FLT_EPSILON * std::sqrt(double(k))));
  }
  return worst;
}

} // namespace tenon::bench
