//===- Dropout.cpp - Functions that drop at random --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Build.h"
#include <cmath>

namespace tenon {

using namespace frontend;

namespace {

/// Whether anything is dropped.
bool drops(const char *op, const Tensor &input, double p, bool train, SourceLocation here) {
  if (!(p >= 0 && p <= 1))
    fail(op, "the probability is " + std::to_string(p) + ", expected one of 0 to 1", here);
  const NodePtr &node = nodeOf(input, here);
  if (!train || p == 0)
    return false;
  if (node->traced)
    fail(op, "training mode drops at random, which a graph cannot: call eval() on the module before tracing", here);
  return true;
}

/// True, with probability 1 - p, where elements are kept.
Tensor keptElements(const Tensor &input, double p, SourceLocation here) {
  return ge(rand(input.sizes(here), kFloat, here), Operand(p, here), here);
}

/// The same for channels, [N, C, 1, ..].
Tensor keptChannels(const char *op, const Tensor &input, double p, SourceLocation here) {
  SizeList all = input.sizes(here);
  if (all.size() < 2)
    fail(op, "needs [N, C, ..], got " + nodeOf(input, here)->describe(), here);
  std::vector<Size> sizes(all.size(), 1);
  sizes[0] = all[0];
  sizes[1] = all[1];
  return ge(rand(sizes, kFloat, here), Operand(p, here), here);
}

Tensor scaleKept(const Tensor &input, const Tensor &kept, double p, SourceLocation here) {
  if (p == 1)
    return zeros_like(input, {}, here);
  Tensor scaled = div(input, Operand(1 - p, here), here);
  return where(kept, Operand(scaled, here), Operand(0, here), here);
}

Tensor moveDropped(const Tensor &input, const Tensor &kept, double p, SourceLocation here) {
  if (p == 1)
    return zeros_like(input, {}, here);
  constexpr double alpha = 1.7580993408473766; // selu's alpha times its scale
  double scale = 1 / std::sqrt((alpha * alpha * p + 1) * (1 - p));
  double shift = alpha * scale * p;
  Tensor moved = add(mul(input, Operand(scale, here), here), Operand(shift, here), 1, here);
  return where(kept, Operand(moved, here), Operand(shift - alpha * scale, here), here);
}

} // namespace

Tensor dropout(const Tensor &input, double p, bool train, SourceLocation here) {
  return drops("dropout", input, p, train, here) ? scaleKept(input, keptElements(input, p, here), p, here) : input;
}
Tensor feature_dropout(const Tensor &input, double p, bool train, SourceLocation here) {
  const char *op = "feature_dropout";
  return drops(op, input, p, train, here) ? scaleKept(input, keptChannels(op, input, p, here), p, here) : input;
}
Tensor alpha_dropout(const Tensor &input, double p, bool train, SourceLocation here) {
  return drops("alpha_dropout", input, p, train, here) ? moveDropped(input, keptElements(input, p, here), p, here)
                                                       : input;
}
Tensor feature_alpha_dropout(const Tensor &input, double p, bool train, SourceLocation here) {
  const char *op = "feature_alpha_dropout";
  return drops(op, input, p, train, here) ? moveDropped(input, keptChannels(op, input, p, here), p, here) : input;
}

#define TENON_IN_PLACE(name)                                                                                           \
  Tensor &name##_(Tensor &input, double p, bool train, SourceLocation here) {                                          \
    return input.copy_(name(input, p, train, here), here);                                                             \
  }
TENON_IN_PLACE(dropout)
TENON_IN_PLACE(feature_dropout)
TENON_IN_PLACE(alpha_dropout)
TENON_IN_PLACE(feature_alpha_dropout)
#undef TENON_IN_PLACE

} // namespace tenon
