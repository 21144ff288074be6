//===- AttentionTest.cpp - Attention against plain loops --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompiledKernel.h"
#include "mlir/IR/MLIRContext.h"
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

using namespace tenon;
using namespace tenon::tests;

namespace {

struct Sizes {
  int batch, heads, queries, keys, headSize, valueSize;
};

std::string tensor(std::initializer_list<int> sizes) {
  std::string text = "tensor<";
  for (int size : sizes)
    text += std::to_string(size) + "x";
  return text + "f32>";
}

/// Heads lie between position and element, as a projection leaves them.
std::string map(int length, int heads, int size) {
  return "affine_map<(b, h, l, e) -> (b * " + std::to_string(length * heads * size) + " + l * " + std::to_string(heads * size) +
         " + h * " + std::to_string(size) + " + e)>";
}

std::string attentionText(const Sizes &s, bool causal) {
  std::string q = tensor({s.batch, s.queries, s.heads, s.headSize}), k = tensor({s.batch, s.keys, s.heads, s.headSize}),
              v = tensor({s.batch, s.keys, s.heads, s.valueSize}), mask = tensor({s.batch, s.keys}),
              out = tensor({s.batch, s.heads, s.queries, s.valueSize}), types = q + ", " + k + ", " + v + ", " + mask;
  return "func.func @main(%q: " + q + ", %k: " + k + ", %v: " + v + ", %m: " + mask + ") -> " + out +
         " {\n  %r = kernel.attention(%q, %k, %v, %m : " + types + ") sizes = <" + std::to_string(s.batch) + ", " +
         std::to_string(s.heads) + ", " + std::to_string(s.queries) + ", " + std::to_string(s.valueSize) + "> key_length = <" +
         std::to_string(s.keys) + "> head_size = <" + std::to_string(s.headSize) + "> query = " +
         map(s.queries, s.heads, s.headSize) + " key = " + map(s.keys, s.heads, s.headSize) + " value = " +
         map(s.keys, s.heads, s.valueSize) + " result = " + map(s.queries, s.heads, s.valueSize) + " scale = 0.25 " +
         (causal ? "causal " : "") + "{buffers = array<i64: -1>} -> " + out + " {\n  ^bb0(%x: " + q + ", %y: " + k + ", %z: " + v +
         ", %w: " + mask + ", %score: f32, %b: index, %h: index, %l: index, %s: index):\n"
         "    %a = kernel.load %w[affine_map<(d0, d1) -> (d0 * " + std::to_string(s.keys) + " + d1)>](%b, %s) : " + mask +
         " -> f32\n    %t = arith.addf %score, %a : f32\n    kernel.yield %t : f32\n  }\n  return %r : " + out + "\n}\n";
}

void checkAttention(const codegen::CpuTarget &target, const Sizes &s, bool causal) {
  INFO(target.name << " batch " << s.batch << " heads " << s.heads << " queries " << s.queries << " keys " << s.keys << " sizes "
                   << s.headSize << ", " << s.valueSize << (causal ? " causal" : ""));
  auto context = makeTestContext();
  auto module = parseKernels(*context, attentionText(s, causal));
  CompiledKernel kernel(*module, target);
  std::mt19937 random(s.queries * 31 + s.keys);
  std::uniform_real_distribution<float> uniform(-2, 2);
  auto fill = [&](size_t count) {
    std::vector<float> values(count);
    for (float &value : values)
      value = uniform(random);
    return values;
  };
  auto q = fill(s.batch * s.queries * s.heads * s.headSize), k = fill(s.batch * s.keys * s.heads * s.headSize),
       v = fill(s.batch * s.keys * s.heads * s.valueSize), mask = fill(s.batch * s.keys);
  constexpr float infinity = std::numeric_limits<float>::infinity();
  if (s.keys > 4)
    mask[3] = -infinity;
  std::vector<float> out(s.batch * s.queries * s.heads * s.valueSize + 64, -77.0f);
  kernel.run({q.data(), k.data(), v.data(), mask.data(), out.data()});
  for (int b = 0; b < s.batch; ++b)
    for (int h = 0; h < s.heads; ++h)
      for (int l = 0; l < s.queries; ++l) {
        std::vector<double> weights(s.keys);
        double most = -infinity, sum = 0;
        for (int key = 0; key < s.keys; ++key) {
          double score = 0;
          for (int e = 0; e < s.headSize; ++e)
            score += double(q[((b * s.queries + l) * s.heads + h) * s.headSize + e]) * k[((b * s.keys + key) * s.heads + h) * s.headSize + e];
          weights[key] = causal && key > l ? -infinity : score * 0.25 + mask[b * s.keys + key];
          most = std::max(most, weights[key]);
        }
        for (double &weight : weights)
          sum += weight = std::exp(weight - most);
        for (int e = 0; e < s.valueSize; ++e) {
          double expected = 0;
          for (int key = 0; key < s.keys; ++key)
            expected += weights[key] / sum * v[((b * s.keys + key) * s.heads + h) * s.valueSize + e];
          REQUIRE(out[((b * s.queries + l) * s.heads + h) * s.valueSize + e] == Approx(expected).margin(4e-6));
        }
      }
  for (size_t i = out.size() - 64; i < out.size(); ++i)
    REQUIRE(out[i] == -77.0f);
}

} // namespace

TEST_CASE("attention agrees with plain loops") {
  // Keys around the block of 96, queries around the tile of 64, head sizes
  // that are whole vectors and that are not.
  for (const codegen::CpuTarget &target : runnableTargets())
    for (bool causal : {false, true})
      for (const Sizes &sizes : {Sizes{1, 2, 16, 16, 32, 32}, Sizes{2, 2, 1, 5, 32, 32}, Sizes{1, 3, 7, 100, 32, 32},
                                 Sizes{2, 1, 65, 97, 48, 40}, Sizes{1, 1, 130, 193, 20, 13}, Sizes{1, 1, 3, 1, 1, 1}})
        checkAttention(target, sizes, causal);
}
