// RUN: tenon-opt --pack-contractions %s | FileCheck %s
// The right operand of a product is laid out in panels of 16 columns.

// CHECK-LABEL: func.func @weight
// CHECK-SAME: %[[X:.*]]: tensor<?x384xf32
func.func @weight(%x: tensor<?x384xf32, #graph.sizes<s0, 384>>) -> tensor<?x96xf32, #graph.sizes<s0, 96>> {
  // CHECK: %[[W:.*]] = graph.weight "w"
  // CHECK: %[[P:.*]] = graph.pack %[[W]] : tensor<384x96xf32> -> tensor<6x384x16xf32>
  // CHECK: graph.packed_matmul %[[X]], %[[P]]
  %w = graph.weight "w" : tensor<384x96xf32>
  %0 = graph.matmul %x, %w : tensor<?x384xf32, #graph.sizes<s0, 384>>, tensor<384x96xf32> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  return %0 : tensor<?x96xf32, #graph.sizes<s0, 96>>
}

// CHECK-LABEL: func.func @symbolic_columns
func.func @symbolic_columns(%x: tensor<2x?x8xf32, #graph.sizes<2, s0, 8>>, %y: tensor<2x8x?xf32, #graph.sizes<2, 8, s0>>) -> tensor<2x?x?xf32, #graph.sizes<2, s0, s0>> {
  // CHECK: graph.pack {{.*}} -> tensor<2x?x8x16xf32, #graph.sizes<2, s0 ceildiv 16, 8, 16>>
  %0 = graph.matmul %x, %y : tensor<2x?x8xf32, #graph.sizes<2, s0, 8>>, tensor<2x8x?xf32, #graph.sizes<2, 8, s0>> -> tensor<2x?x?xf32, #graph.sizes<2, s0, s0>>
  return %0 : tensor<2x?x?xf32, #graph.sizes<2, s0, s0>>
}

// CHECK-LABEL: func.func @packs_before_repeating
func.func @packs_before_repeating(%x: tensor<4x2x3x8xf32>, %y: tensor<2x8x16xf32>) -> tensor<4x2x3x16xf32> {
  // CHECK: %[[P:.*]] = graph.pack %{{.*}} : tensor<2x8x16xf32> -> tensor<2x1x8x16xf32>
  // CHECK: graph.broadcast %[[P]] axes = [1, 2, 3, 4] : tensor<2x1x8x16xf32> -> tensor<4x2x1x8x16xf32>
  %0 = graph.broadcast %y axes = [1, 2, 3] : tensor<2x8x16xf32> -> tensor<4x2x8x16xf32>
  %1 = graph.matmul %x, %0 : tensor<4x2x3x8xf32>, tensor<4x2x8x16xf32> -> tensor<4x2x3x16xf32>
  return %1 : tensor<4x2x3x16xf32>
}

// CHECK-LABEL: func.func @keeps_integers
func.func @keeps_integers(%x: tensor<4x8xi64>, %y: tensor<8x4xi64>) -> tensor<4x4xi64> {
  // CHECK: graph.matmul
  %0 = graph.matmul %x, %y : tensor<4x8xi64>, tensor<8x4xi64> -> tensor<4x4xi64>
  return %0 : tensor<4x4xi64>
}

// CHECK-LABEL: func.func @keeps_narrow_floats
func.func @keeps_narrow_floats(%x: tensor<4x8xf16>, %y: tensor<8x4xf16>) -> tensor<4x4xf16> {
  // CHECK: graph.matmul
  %0 = graph.matmul %x, %y : tensor<4x8xf16>, tensor<8x4xf16> -> tensor<4x4xf16>
  return %0 : tensor<4x4xf16>
}
