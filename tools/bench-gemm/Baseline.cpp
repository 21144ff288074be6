//===- Baseline.cpp - OpenBLAS in processes of its own ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/bench-gemm/Baseline.h"
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tenon::bench {

//===----------------------------------------------------------------------===//
// The child
//===----------------------------------------------------------------------===//

/// The epilogue as a library's user writes it: one more pass, vectorized.
__attribute__((target_clones("avx512f", "avx2", "default"))) static void addBiasRelu(float *values, const float *bias,
                                                                                     int64_t rows, int64_t columns) {
  for (int64_t row = 0; row < rows; ++row, values += columns)
    for (int64_t column = 0; column < columns; ++column) {
      float sum = values[column] + bias[column];
      values[column] = sum > 0 ? sum : 0;
    }
}

using GemmFunction = void (*)(int order, int transposeA, int transposeB, int m, int n, int k, float alpha,
                              const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);

int serveBaseline() {
  void *library = dlopen("libopenblas.so.0", RTLD_NOW);
  if (!library)
    return 1;
  auto gemm = reinterpret_cast<GemmFunction>(dlsym(library, "cblas_sgemm"));
  auto coreName = reinterpret_cast<char *(*)()>(dlsym(library, "openblas_get_corename"));
  if (!gemm || !coreName)
    return 1;

  std::printf("%s\n", coreName());
  std::fflush(stdout);
  constexpr int rowMajor = 101, noTranspose = 111;
  Shape shape = {1, 1, 1};
  Operands operands(shape);
  std::vector<float> c;
  auto call = [&] {
    gemm(rowMajor, noTranspose, noTranspose, int(shape.m), int(shape.n), int(shape.k), 1, operands.a.data(),
         int(shape.k), operands.b.data(), int(shape.n), 0, c.data(), int(shape.n));
    addBiasRelu(c.data(), operands.bias.data(), shape.m, shape.n);
  };
  char line[128];
  while (std::fgets(line, sizeof line, stdin)) {
    if (std::sscanf(line, "prepare %ld %ld %ld", &shape.m, &shape.n, &shape.k) == 3) {
      operands = Operands(shape);
      c.assign(size_t(shape.m * shape.n), 0);
      call();
      std::printf("ready\n");
    } else {
      std::printf("%.9g\n", timeRound(call));
    }
    std::fflush(stdout);
  }
  return 0;
}

//===----------------------------------------------------------------------===//
// The parent
//===----------------------------------------------------------------------===//

std::unique_ptr<Baseline> Baseline::start(const std::string &coreType) {
  int toChild[2], fromChild[2];
  if (pipe2(toChild, O_CLOEXEC) || pipe2(fromChild, O_CLOEXEC))
    return nullptr;
  pid_t child = fork();
  if (child == 0) {
    dup2(toChild[0], STDIN_FILENO);
    dup2(fromChild[1], STDOUT_FILENO);
    if (!coreType.empty())
      setenv("OPENBLAS_CORETYPE", coreType.c_str(), 1);
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    execl("/proc/self/exe", "bench-gemm", "--serve-baseline", nullptr);
    _exit(127);
  }
  close(toChild[0]);
  close(fromChild[1]);
  auto baseline = std::unique_ptr<Baseline>(new Baseline);
  baseline->child = child;
  baseline->requests = fdopen(toChild[1], "w");
  baseline->answers = fdopen(fromChild[0], "r");
  if (child < 0)
    return nullptr;
  if (auto name = baseline->ask(""))
    baseline->coreName = *name;
  // A trial: kernels for another CPU end here.
  if (baseline->coreName.empty() || !baseline->prepare({64, 64, 64}))
    return nullptr;
  return baseline;
}

Baseline::~Baseline() {
  if (requests)
    std::fclose(requests);
  if (answers)
    std::fclose(answers);
  if (child > 0)
    waitpid(child, nullptr, 0);
}

std::optional<std::string> Baseline::ask(const std::string &request) {
  std::fputs(request.c_str(), requests);
  std::fflush(requests);
  char line[128];
  if (!std::fgets(line, sizeof line, answers))
    return std::nullopt;
  line[std::strcspn(line, "\n")] = 0;
  return line;
}

bool Baseline::prepare(Shape shape) {
  return ask("prepare " + std::to_string(shape.m) + " " + std::to_string(shape.n) + " " + std::to_string(shape.k) +
             "\n")
      .has_value();
}

std::optional<double> Baseline::measure() {
  auto answer = ask("measure\n");
  return answer ? std::optional(std::atof(answer->c_str())) : std::nullopt;
}

std::vector<std::unique_ptr<Baseline>> startBaselines() {
  // A dead child must not end this process when it is written to.
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::unique_ptr<Baseline>> baselines;
  for (const char *coreType : {"", "SkylakeX", "Cooperlake", "SapphireRapids", "Zen", "Haswell"}) {
    auto baseline = Baseline::start(coreType);
    if (baseline && std::none_of(baselines.begin(), baselines.end(),
                                 [&](const auto &other) { return other->name() == baseline->name(); }))
      baselines.push_back(std::move(baseline));
  }
  return baselines;
}

} // namespace tenon::bench
