//===- bench-gemm.cpp - Products against the peak and OpenBLAS ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// One thread, single precision, bias and ReLU. Tenon's kernel, OpenBLAS's
// candidates and the FMA probe take turns on each shape, so that a change of
// the clock meets all of them; each is as good as its best round.

#include "tools/bench-gemm/Baseline.h"
#include "tools/bench-gemm/PeakProbe.h"
#include "tools/bench-gemm/TenonGemm.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>

using namespace tenon::bench;

static constexpr Shape standardShapes[] = {
    {1024, 1024, 1024}, // square, weights of twice the L2 cache
    {128, 768, 768},    // projections of a transformer at sequence 128
    {128, 3072, 768},   {128, 768, 3072}, {512, 768, 768}, {512, 3072, 768},
    {784, 128, 1152},   // convolutions seen as products: many rows, few columns
    {49, 512, 4608},    {3136, 64, 576},  {196, 256, 2304},
    {128, 512, 784},    // the first layer of the digits network, down to one row
    {32, 512, 784},     {8, 512, 784},    {4, 512, 784},   {2, 512, 784}, {1, 512, 784},
};

/// Fewer rows are bound by reading the weights, not by arithmetic.
static constexpr int64_t fewestRowsForPeak = 32;

struct Row {
  double peak, tenon, baseline;
  std::string core;
};

/// Takes turns, and keeps the best of each in `row`. Returns how far apart the
/// probes before and after were: 1 on a quiet machine.
static double takeTurns(Shape shape, TenonGemm &gemm, std::vector<std::unique_ptr<Baseline>> &baselines, Row &row) {
  double before = probePeak();
  for (int round = 0; round < 5; ++round) {
    row.tenon = std::max(row.tenon, shape.flops() / gemm.measure());
    for (auto &baseline : baselines) {
      std::optional<double> seconds = baseline->measure();
      if (seconds && shape.flops() / *seconds > row.baseline) {
        row.baseline = shape.flops() / *seconds;
        row.core = baseline->name();
      }
    }
  }
  double after = probePeak();
  row.peak = std::max({row.peak, before, after});
  return std::min(before, after) / row.peak;
}

static std::optional<Row> measure(Shape shape, std::vector<std::unique_ptr<Baseline>> &baselines, double bestPeak) {
  auto gemm = TenonGemm::compile(shape);
  if (!gemm)
    return std::nullopt;
  if (double error = gemm->error(); !(error <= 1)) {
    std::fprintf(stderr, "error: %s: wrong result, %.1f times what rounding explains\n", shape.name().c_str(), error);
    return std::nullopt;
  }
  baselines.erase(std::remove_if(baselines.begin(), baselines.end(), [&](auto &b) { return !b->prepare(shape); }),
                  baselines.end());
  gemm->measure();
  Row row = {0, 0, 0, "none"};
  // Another process on the core's other thread halves what any of them reaches: such a series is repeated.
  for (int attempt = 0; attempt < 8; ++attempt)
    if (takeTurns(shape, *gemm, baselines, row) > 0.9 && row.peak > 0.9 * bestPeak)
      break;
  return row;
}

static int usage() {
  std::puts("bench-gemm [MxNxK ...]: relu(A B + bias) with constant weights on one thread, beside the peak of the\n"
            "core's FMA units and OpenBLAS. Without arguments, the standard shapes; for example\n"
            "  bench-gemm 128x768x768 1x512x784\n"
            "  bench-gemm --peak          the peak alone, in GFLOP/s");
  return 0;
}

static void printSummary(const std::vector<std::pair<Shape, Row>> &rows) {
  double product = 1, worstOfPeak = INFINITY, worstOverBaseline = INFINITY;
  int counted = 0;
  for (auto &[shape, row] : rows) {
    worstOverBaseline = std::min(worstOverBaseline, row.tenon / row.baseline);
    if (shape.m < fewestRowsForPeak)
      continue;
    product *= row.tenon / row.peak;
    worstOfPeak = std::min(worstOfPeak, row.tenon / row.peak);
    ++counted;
  }
  std::printf("of peak: geomean %.2f, worst %.2f; over OpenBLAS: worst %.2f\n",
              counted ? std::pow(product, 1.0 / counted) : NAN, counted ? worstOfPeak : NAN, worstOverBaseline);
}

int main(int argc, char **argv) {
  if (argc == 2 && std::strcmp(argv[1], "--serve-baseline") == 0)
    return serveBaseline();
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0)
    return usage();
  if (argc == 2 && std::strcmp(argv[1], "--peak") == 0) {
    std::printf("%.1f\n", probePeak() / 1e9);
    return 0;
  }
  std::vector<Shape> shapes;
  for (int i = 1; i < argc; ++i) {
    Shape shape;
    char rest;
    if (std::sscanf(argv[i], "%ldx%ldx%ld%c", &shape.m, &shape.n, &shape.k, &rest) != 3 ||
        std::min({shape.m, shape.n, shape.k}) < 1 || std::max({shape.m, shape.n, shape.k}) > 65536) {
      std::fprintf(stderr, "error: '%s' is no shape MxNxK of sizes from 1 to 65536\n", argv[i]);
      return 1;
    }
    shapes.push_back(shape);
  }
  if (shapes.empty())
    shapes.assign(std::begin(standardShapes), std::end(standardShapes));

  auto baselines = startBaselines();
  std::printf("%-16s %8s %8s %8s  %-14s %8s %9s\n", "M x N x K", "peak", "Tenon", "OpenBLAS", "", "of peak", "over");
  std::printf("%-16s %8s %8s %8s  %-14s %8s %9s\n", "", "GFLOP/s", "GFLOP/s", "GFLOP/s", "its kernels", "", "OpenBLAS");
  std::vector<std::pair<Shape, Row>> rows;
  double bestPeak = 0;
  for (Shape shape : shapes) {
    std::optional<Row> row = measure(shape, baselines, bestPeak);
    if (!row)
      return 2;
    bestPeak = std::max(bestPeak, row->peak);
    std::printf("%-16s %8.1f %8.1f %8.1f  %-14s %8.2f %9.2f\n", shape.name().c_str(), row->peak / 1e9,
                row->tenon / 1e9, row->baseline / 1e9, row->core.c_str(), row->tenon / row->peak,
                row->tenon / row->baseline);
    std::fflush(stdout);
    rows.emplace_back(shape, *row);
  }
  printSummary(rows);
  return 0;
}
