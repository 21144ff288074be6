//===- Expect.h - What the tests of tensors compare with ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_EXPECT_H
#define TENON_EXPECT_H

#include "tenon/tenon.h"
#include <catch2/catch.hpp>
#include <sstream>

/// The elements as doubles, row-major.
inline std::vector<double> values(const tenon::Tensor &tensor) {
  tenon::Tensor wide = tensor.to(tenon::kDouble);
  const double *data = wide.const_data_ptr<double>();
  return std::vector<double>(data, data + static_cast<int64_t>(wide.numel()));
}

inline std::vector<int64_t> sizes(const tenon::Tensor &tensor) { return tensor.sizes().vec(); }

inline std::string text(const tenon::Tensor &tensor) {
  std::ostringstream stream;
  stream << tensor;
  return stream.str();
}

using Values = std::vector<double>;
using Sizes = std::vector<int64_t>;

/// What an expression complains about, without file and line.
template <typename Function> std::string complaint(Function function) {
  try {
    function();
  } catch (const tenon::Error &error) {
    return error.what_without_location();
  }
  return "";
}

#endif
