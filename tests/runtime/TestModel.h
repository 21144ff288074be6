//===- TestModel.h - Models made by hand --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tables as code generation writes them, with kernels that are plain
// functions. The model `sum` adds x and y, both [n, 4], in a buffer, then
// multiplies by a row of weights; `work` makes its steps look expensive, so
// that threads share them.

#ifndef TENON_TESTS_RUNTIME_TESTMODEL_H
#define TENON_TESTS_RUNTIME_TESTMODEL_H

#include "runtime/core/ModelFormat.h"
#include "runtime/include/tenon/runtime.h"
#include <vector>

namespace tenon::runtime::test {

struct TestModel {
  TestModel(int64_t work = 0);
  TestModel(const TestModel &) = delete;

  TenonModel model = {};
  TenonFunction function = {};
  TenonState state = {};
};

/// A dense tensor over a vector.
template <typename T> struct TestTensor {
  std::vector<T> elements;
  std::vector<int64_t> shape;
  DLDataType type;

  DLTensor view() {
    return {elements.data(), {kDLCPU, 0}, static_cast<int32_t>(shape.size()), type, shape.data(), nullptr, 0};
  }
};

inline constexpr DLDataType float32 = {kDLFloat, 32, 1};

/// [n, 4] with elements start, start + 1, ...
inline TestTensor<float> makeRows(int64_t n, float start) {
  TestTensor<float> tensor{{}, {n, 4}, float32};
  for (int64_t i = 0; i < n * 4; ++i)
    tensor.elements.push_back(start + static_cast<float>(i));
  return tensor;
}

} // namespace tenon::runtime::test

#endif
