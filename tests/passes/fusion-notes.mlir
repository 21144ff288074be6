// RUN: tenon-opt --fuse-contractions --fuse-reductions --fuse-elementwise --mlir-print-debuginfo %s | FileCheck %s
// A group's location says what shares the kernel, and why its neighbours do not. Each reason is that of the pass which
// decided.

func.func @chain(%x: tensor<8x16xf32>, %w: tensor<2x16x16xf32>, %b: tensor<32xf32>, %v: tensor<2x32x16xf32>) -> tensor<32x8xf32> {
  %0 = graph.exp %x : tensor<8x16xf32> -> tensor<8x16xf32>
  %1 = graph.packed_matmul %0, %w : tensor<8x16xf32>, tensor<2x16x16xf32> -> tensor<8x32xf32>
  %2 = graph.broadcast %b axes = [1] : tensor<32xf32> -> tensor<8x32xf32>
  %3 = graph.add %1, %2 : tensor<8x32xf32>, tensor<8x32xf32> -> tensor<8x32xf32>
  %4 = graph.gelu %3 : tensor<8x32xf32> -> tensor<8x32xf32>
  %5 = graph.softmax %4 axis = 1 : tensor<8x32xf32> -> tensor<8x32xf32>
  %6 = graph.packed_matmul %5, %v : tensor<8x32xf32>, tensor<2x32x16xf32> -> tensor<8x32xf32>
  %7 = graph.relu %6 : tensor<8x32xf32> -> tensor<8x32xf32>
  %8 = graph.transpose %7 permutation = [1, 0] : tensor<8x32xf32> -> tensor<32x8xf32>
  return %8 : tensor<32x8xf32>
}

// CHECK-DAG: fused<{fused = "packed_matmul, add, gelu", stopped = "exp: the product reads its operands from memory, each element many times; softmax: is combined of elements of other places, in a kernel of its own"}>
// CHECK-DAG: fused<{fused = "packed_matmul, relu", stopped = "softmax: the product reads its operands from memory, each element many times; transpose: shows the elements in another order"}>
// CHECK-DAG: fused<{fused = "softmax", stopped = "packed_matmul: has chosen its kernel before"}>
// CHECK-DAG: fused<{fused = "transpose", stopped = "packed_matmul: has chosen its kernel before"}>
