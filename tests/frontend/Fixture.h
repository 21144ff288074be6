//===- Fixture.h - Results that PyTorch computed -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Inputs/make-windows.py has the other half: the same numbers, and PyTorch.

#ifndef TENON_FIXTURE_H
#define TENON_FIXTURE_H

#include "Expect.h"
#include "tests/support/Paths.h"
#include <cmath>
#include <map>

/// Numbers of [-1, 1) that follow from the seed.
inline tenon::Tensor numbers(uint32_t seed, const std::vector<int64_t> &sizes) {
  int64_t count = 1;
  for (int64_t size : sizes)
    count *= size;
  std::vector<float> values;
  for (int64_t i = 1; i <= count; ++i) {
    uint32_t x = (static_cast<uint32_t>(i) + seed * 1000003u) * 2654435761u;
    x ^= x >> 15;
    x *= 2246822519u;
    x ^= x >> 13;
    values.push_back(static_cast<float>(x >> 8) * 0x1p-23f - 1);
  }
  return tenon::tensor(values).reshape(sizes);
}

/// The results stored in a file of Inputs/.
inline std::map<std::string, tenon::Tensor> storedResults(const std::string &file) {
  std::map<std::string, tenon::Tensor> results;
  for (const auto &entry : tenon::load_safetensors(std::string(TENON_SOURCE_DIR "/tests/frontend/Inputs/") + file))
    results[entry.key()] = entry.value();
  return results;
}

/// By how much the furthest element is off, relative to the largest; 1 for other sizes.
inline double distance(const tenon::Tensor &got, const tenon::Tensor &expected) {
  if (sizes(got) != sizes(expected) || got.dtype() != expected.dtype())
    return 1;
  std::vector<double> a = values(got), b = values(expected);
  double furthest = 0, largest = 1e-30;
  for (size_t i = 0; i < a.size(); ++i) {
    furthest = std::isnan(a[i]) ? INFINITY : std::max(furthest, std::abs(a[i] - b[i]));
    largest = std::max(largest, std::abs(b[i]));
  }
  return furthest / largest;
}

/// Computes cases and compares each with what is stored under its name.
class Cases {
public:
  explicit Cases(const std::string &file) : stored(storedResults(file)) {}

  /// Rounded sums of other orders may differ by a few units in the last place; whole numbers may not.
  void check(const std::string &name, const tenon::Tensor &got) {
    tenon::ScalarType type = got.dtype();
    check(name, got, type == tenon::kFloat ? 1e-6 : type == tenon::kDouble ? 1e-14 : 0);
  }
  void check(const std::string &name, const tenon::Tensor &got, double limit) {
    INFO(name << ": got " << got.toString() << " of sizes " << got.sizes());
    auto found = stored.find(name);
    REQUIRE(found != stored.end());
    CHECK(distance(got, found->second) <= limit);
    seen.push_back(name);
  }
  void check(const std::string &name, const std::tuple<tenon::Tensor, tenon::Tensor> &got) {
    check(name, std::get<0>(got));
    check(name + " indices", std::get<1>(got));
  }

  /// The cases of the file that begin so are all done.
  void checkAllSeen(const std::string &prefix) {
    for (const auto &[name, tensor] : stored)
      if (name.starts_with(prefix)) {
        INFO("no test computes '" << name << "'");
        CHECK(std::find(seen.begin(), seen.end(), name) != seen.end());
      }
  }

private:
  std::map<std::string, tenon::Tensor> stored;
  std::vector<std::string> seen;
};

#endif
