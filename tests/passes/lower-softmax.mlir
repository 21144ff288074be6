// RUN: tenon-opt --fuse-contractions --fuse-reductions --fuse-elementwise --lower-to-kernel %s | FileCheck %s
// Parts of a softmax that only a product reads are 0 where they would be next to the numbers below the normal ones;
// whoever takes their logarithm gets them all.

// CHECK-LABEL: func.func @product
// CHECK: kernel.rows
// CHECK: %[[SHIFTED:.*]] = arith.subf
// CHECK: %[[TINY:.*]] = arith.cmpf olt, %[[SHIFTED]]
// CHECK: %[[REST:.*]] = arith.select %[[TINY]]
// CHECK: math.exp %[[REST]]
func.func @product(%x: tensor<8x32xf32>, %v: tensor<4x32x16xf32>) -> tensor<8x64xf32> {
  %0 = graph.softmax %x axis = 1 : tensor<8x32xf32> -> tensor<8x32xf32>
  %1 = graph.packed_matmul %0, %v : tensor<8x32xf32>, tensor<4x32x16xf32> -> tensor<8x64xf32>
  return %1 : tensor<8x64xf32>
}

// CHECK-LABEL: func.func @logarithm
// CHECK: kernel.rows
// CHECK: %[[SHIFTED:.*]] = arith.subf
// CHECK-NEXT: math.exp %[[SHIFTED]]
func.func @logarithm(%x: tensor<8x32xf32>) -> tensor<8x32xf32> {
  %0 = graph.softmax %x axis = 1 : tensor<8x32xf32> -> tensor<8x32xf32>
  %1 = graph.log %0 : tensor<8x32xf32> -> tensor<8x32xf32>
  return %1 : tensor<8x32xf32>
}
