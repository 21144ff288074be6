//===- tensors.cpp - Tensors, line by line --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What a first page about tensors shows. Operations are recorded and computed
// when a value is read: printing, item() and data_ptr() read.

#include "tenon/tenon.h"
#include <iostream>

using namespace tenon;
using namespace tenon::indexing;

static void basics() {
  manual_seed(2);
  Tensor a = rand({2, 3});
  Tensor b = rand({2, 3});
  std::cout << "a =\n" << a << "\nb =\n" << b << '\n';

  Tensor c = a * b; // element by element
  std::cout << "a * b =\n" << c << '\n';
  std::cout << "sum      " << c.sum().item<float>() << '\n';
  std::cout << "c[1][2]  " << c[1][2].item<float>() << '\n';
  std::cout << "maximum  " << c.max().item<float>() << ", at " << c.argmax().item<int64_t>() << '\n';
}

static void viewsAndWrites() {
  Tensor grid = arange(12).reshape({3, 4});
  std::cout << "grid =\n" << grid << '\n';
  // Views share the elements: what is written through one is seen in all.
  Tensor column = grid.select(1, 0);
  column.zero_();
  grid[2] += 100;
  grid.index_put_({Slice(0, 2), 3}, -1);
  std::cout << "after writes =\n" << grid << '\n';
  std::cout << "transposed, every second row =\n" << grid.t().index({Slice(None, None, 2)}) << '\n';
}

static void typesAndBroadcasting() {
  Tensor whole = tensor({1, 2, 3});
  Tensor half = tensor({0.5, 0.25}).unsqueeze(1);
  Tensor table = whole * half; // [3] and [2, 1] make [2, 3]; int64 and float32 make float32
  std::cout << whole.dtype() << " * " << half.dtype() << " = " << table.dtype() << ' ' << table.sizes() << '\n'
            << table << '\n';
  std::cout << "as int32 =\n" << table.to(kInt32) << '\n';

  // The program's own memory, without a copy.
  float numbers[4] = {1, 4, 9, 16};
  std::cout << "roots =\n" << from_blob(numbers, {4}, kFloat32).sqrt() << '\n';
}

static void mistakes() {
  try {
    matmul(ones({2, 3}), ones({4, 5}));
  } catch (const Error &error) {
    std::cout << error.what() << '\n';
  }
}

int main() {
  basics();
  viewsAndWrites();
  typesAndBroadcasting();
  mistakes();
}
