//===- TenonGemm.h - The product, compiled by Tenon in this process -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_BENCHGEMM_TENONGEMM_H
#define TENON_TOOLS_BENCHGEMM_TENONGEMM_H

#include "tools/bench-gemm/Measure.h"
#include <memory>

namespace tenon::bench {

class TenonGemm {
public:
  /// Compiles for this machine. Null, with a message on stderr, where that fails.
  static std::unique_ptr<TenonGemm> compile(Shape shape);
  ~TenonGemm();

  /// Seconds a call takes over one round.
  double measure();

  /// The largest difference from sums in double, over some of the elements,
  /// relative to what rounding explains: at most 1 is right.
  double error();

private:
  TenonGemm();
  void call();
  struct State;
  std::unique_ptr<State> state;
};

} // namespace tenon::bench

#endif
