// RUN: tenon-opt --flatten-contractions %s | FileCheck %s
// A batch of products with one right operand becomes one product of all rows.

// CHECK-LABEL: func.func @one_matrix_for_the_batch
// CHECK-SAME: %[[X:.*]]: tensor<8x128x384xf32>, %[[W:.*]]: tensor<384x64xf32>
func.func @one_matrix_for_the_batch(%x: tensor<8x128x384xf32>, %w: tensor<384x64xf32>) -> tensor<8x128x64xf32> {
  %0 = graph.broadcast %w axes = [1, 2] : tensor<384x64xf32> -> tensor<8x384x64xf32>
  // CHECK: %[[ROWS:.*]] = graph.reshape %[[X]] : tensor<8x128x384xf32> -> tensor<1024x384xf32>
  // CHECK: %[[PRODUCT:.*]] = graph.matmul %[[ROWS]], %[[W]] : tensor<1024x384xf32>, tensor<384x64xf32> -> tensor<1024x64xf32>
  // CHECK: graph.reshape %[[PRODUCT]] : tensor<1024x64xf32> -> tensor<8x128x64xf32>
  %1 = graph.matmul %x, %0 : tensor<8x128x384xf32>, tensor<8x384x64xf32> -> tensor<8x128x64xf32>
  return %1 : tensor<8x128x64xf32>
}

// CHECK-LABEL: func.func @symbolic_batch_and_length
func.func @symbolic_batch_and_length(%x: tensor<?x?x16xf32, #graph.sizes<s0, s1, 16>>, %w: tensor<16x4xf32>) -> tensor<?x?x4xf32, #graph.sizes<s0, s1, 4>> {
  %0 = graph.broadcast %w axes = [1, 2] : tensor<16x4xf32> -> tensor<?x16x4xf32, #graph.sizes<s0, 16, 4>>
  // CHECK: graph.matmul {{.*}} : tensor<?x16xf32, #graph.sizes<s0 * s1, 16>>, tensor<16x4xf32>
  %1 = graph.matmul %x, %0 : tensor<?x?x16xf32, #graph.sizes<s0, s1, 16>>, tensor<?x16x4xf32, #graph.sizes<s0, 16, 4>> -> tensor<?x?x4xf32, #graph.sizes<s0, s1, 4>>
  return %1 : tensor<?x?x4xf32, #graph.sizes<s0, s1, 4>>
}

// CHECK-LABEL: func.func @batch_of_one
func.func @batch_of_one(%x: tensor<1x8x16xf32>, %y: tensor<1x16x4xf32>) -> tensor<1x8x4xf32> {
  // CHECK: graph.matmul {{.*}} : tensor<8x16xf32>, tensor<16x4xf32> -> tensor<8x4xf32>
  %0 = graph.matmul %x, %y : tensor<1x8x16xf32>, tensor<1x16x4xf32> -> tensor<1x8x4xf32>
  return %0 : tensor<1x8x4xf32>
}

// CHECK-LABEL: func.func @keeps_a_matrix_for_each_batch
func.func @keeps_a_matrix_for_each_batch(%x: tensor<2x8x16xf32>, %y: tensor<2x16x4xf32>) -> tensor<2x8x4xf32> {
  // CHECK: graph.matmul %{{.*}}, %{{.*}} : tensor<2x8x16xf32>, tensor<2x16x4xf32>
  %0 = graph.matmul %x, %y : tensor<2x8x16xf32>, tensor<2x16x4xf32> -> tensor<2x8x4xf32>
  return %0 : tensor<2x8x4xf32>
}

// CHECK-LABEL: func.func @keeps_a_repeated_row
func.func @keeps_a_repeated_row(%x: tensor<2x8x16xf32>, %y: tensor<16xf32>) -> tensor<2x8x4xf32> {
  // The matrix itself is made by the broadcast.
  %0 = graph.broadcast %y axes = [1] : tensor<16xf32> -> tensor<2x16x4xf32>
  // CHECK: graph.matmul %{{.*}}, %{{.*}} : tensor<2x8x16xf32>, tensor<2x16x4xf32>
  %1 = graph.matmul %x, %0 : tensor<2x8x16xf32>, tensor<2x16x4xf32> -> tensor<2x8x4xf32>
  return %1 : tensor<2x8x4xf32>
}
