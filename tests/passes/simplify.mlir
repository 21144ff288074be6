// RUN: tenon-opt --simplify %s | FileCheck %s
// Ops that do nothing go, chains of ops that move elements become one; no bit of a result changes.

// CHECK-LABEL: func.func @transpose_of_transpose
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
func.func @transpose_of_transpose(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %0 = graph.transpose %x permutation = [1, 0] : tensor<4x8xf32> -> tensor<8x4xf32>
  %1 = graph.transpose %0 permutation = [1, 0] : tensor<8x4xf32> -> tensor<4x8xf32>
  // CHECK: return %[[X]]
  return %1 : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @transposes_of_ones_are_reshapes
func.func @transposes_of_ones_are_reshapes(%x: tensor<?x1x8xf32, #graph.sizes<s0, 1, 8>>) -> tensor<1x?x8xf32, #graph.sizes<1, s0, 8>> {
  // CHECK: graph.reshape
  // CHECK-NOT: graph.transpose
  %0 = graph.transpose %x permutation = [1, 0, 2] : tensor<?x1x8xf32, #graph.sizes<s0, 1, 8>> -> tensor<1x?x8xf32, #graph.sizes<1, s0, 8>>
  return %0 : tensor<1x?x8xf32, #graph.sizes<1, s0, 8>>
}

// CHECK-LABEL: func.func @broadcast_adds_the_axes_itself
// CHECK-SAME: %[[X:.*]]: tensor<8xf32>
func.func @broadcast_adds_the_axes_itself(%x: tensor<8xf32>) -> tensor<?x4x8xf32, #graph.sizes<s0, 4, 8>> {
  // CHECK: graph.broadcast %[[X]] axes = [2] : tensor<8xf32>
  %0 = graph.reshape %x : tensor<8xf32> -> tensor<1x8xf32>
  %1 = graph.broadcast %0 axes = [0, 1] : tensor<1x8xf32> -> tensor<4x8xf32>
  %2 = graph.broadcast %1 axes = [1, 2] : tensor<4x8xf32> -> tensor<?x4x8xf32, #graph.sizes<s0, 4, 8>>
  return %2 : tensor<?x4x8xf32, #graph.sizes<s0, 4, 8>>
}

// CHECK-LABEL: func.func @slice_of_slice
func.func @slice_of_slice(%x: tensor<16xf32>) -> tensor<2xf32> {
  // CHECK: graph.slice %{{.*}} starts = <7> steps = [4] : tensor<16xf32> -> tensor<2xf32>
  %0 = graph.slice %x starts = #graph.sizes<3> steps = [2] : tensor<16xf32> -> tensor<5xf32>
  %1 = graph.slice %0 starts = #graph.sizes<2> steps = [2] : tensor<5xf32> -> tensor<2xf32>
  return %1 : tensor<2xf32>
}

// CHECK-LABEL: func.func @neutral_operands
// CHECK-SAME: %[[X:.*]]: tensor<?xf32
func.func @neutral_operands(%x: tensor<?xf32, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0>> {
  %one = graph.constant dense<1.0> : tensor<f32> : tensor<f32>
  %ones = graph.broadcast %one axes = [] : tensor<f32> -> tensor<?xf32, #graph.sizes<s0>>
  %zeros = graph.fill 0.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %0 = graph.mul %x, %ones : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %1 = graph.sub %0, %zeros : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %2 = graph.cast %1 : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %3 = graph.neg %2 : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %4 = graph.neg %3 : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  // CHECK: return %[[X]]
  return %4 : tensor<?xf32, #graph.sizes<s0>>
}

// CHECK-LABEL: func.func @keeps_adding_zero
func.func @keeps_adding_zero(%x: tensor<4xf32>) -> tensor<4xf32> {
  // -0.0 + 0.0 is 0.0.
  // CHECK: graph.add
  %zeros = graph.fill 0.0 : f32 -> tensor<4xf32>
  %0 = graph.add %x, %zeros : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @keeps_a_real_transpose
func.func @keeps_a_real_transpose(%x: tensor<4x8xf32>) -> tensor<8x4xf32> {
  // CHECK: graph.transpose
  %0 = graph.transpose %x permutation = [1, 0] : tensor<4x8xf32> -> tensor<8x4xf32>
  return %0 : tensor<8x4xf32>
}

// CHECK-LABEL: func.func @keeps_narrowing_casts
func.func @keeps_narrowing_casts(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-COUNT-2: graph.cast
  %0 = graph.cast %x : tensor<4xf32> -> tensor<4xf16>
  %1 = graph.cast %0 : tensor<4xf16> -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
