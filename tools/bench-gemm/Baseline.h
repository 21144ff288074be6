//===- Baseline.h - OpenBLAS in processes of its own --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// OpenBLAS chooses its kernels when it is loaded, by OPENBLAS_CORETYPE or by the
// CPU's name, which virtual machines mask. So each candidate runs in a child
// process, and the best one is what Tenon is compared with.

#ifndef TENON_TOOLS_BENCHGEMM_BASELINE_H
#define TENON_TOOLS_BENCHGEMM_BASELINE_H

#include "tools/bench-gemm/Measure.h"
#include <cstdio>
#include <memory>
#include <optional>
#include <sys/types.h>

namespace tenon::bench {

/// A child process that multiplies with one of OpenBLAS's sets of kernels.
class Baseline {
public:
  /// Null where the library has no such kernels, or the CPU cannot run them.
  static std::unique_ptr<Baseline> start(const std::string &coreType);
  ~Baseline();

  const std::string &name() const { return coreName; }

  /// Makes operands of this shape; false when the child has died.
  bool prepare(Shape shape);
  /// Seconds a call takes, or nothing when the child has died.
  std::optional<double> measure();

private:
  Baseline() = default;
  std::optional<std::string> ask(const std::string &request);

  std::string coreName;
  pid_t child = -1;
  FILE *requests = nullptr, *answers = nullptr;
};

/// The candidates that run here, each a different set of kernels.
std::vector<std::unique_ptr<Baseline>> startBaselines();

/// What the child process does: answers requests on standard input.
int serveBaseline();

} // namespace tenon::bench

#endif
