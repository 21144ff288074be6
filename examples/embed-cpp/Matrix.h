//===- Matrix.h - Rows of numbers, and how a model sees them --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef EMBED_CPP_MATRIX_H
#define EMBED_CPP_MATRIX_H

#include "encoder.h" // any model's header declares DLTensor
#include <vector>

struct Matrix {
  Matrix(int64_t rows, int64_t columns) : shape{rows, columns}, values(rows * columns) {}

  float &operator()(int64_t row, int64_t column) { return values[row * shape[1] + column]; }

  /// Of this memory, which must outlive it.
  DLTensor tensor() {
    DLTensor tensor = {};
    tensor.data = values.data();
    tensor.device = {kDLCPU, 0};
    tensor.ndim = 2;
    tensor.dtype = {kDLFloat, 32, 1};
    tensor.shape = shape;
    return tensor;
  }

  int64_t shape[2];
  std::vector<float> values;
};

#endif
