// RUN: tenon-opt --fuse-contractions %s | FileCheck %s
// A product's group takes the elementwise ops that follow, and views of its operands.

// CHECK-LABEL: func.func @bias_activation_residual
func.func @bias_activation_residual(%x: tensor<8x16xf32>, %w: tensor<2x16x16xf32>, %b: tensor<32xf32>, %r: tensor<8x32xf32>) -> tensor<8x32xf32> {
  // CHECK: %[[G:.*]] = graph.group(
  // CHECK: graph.packed_matmul
  // CHECK: graph.broadcast
  // CHECK: graph.add
  // CHECK: graph.gelu
  // CHECK: %[[Y:.*]] = graph.add
  // CHECK: graph.yield %[[Y]] :
  // CHECK: return %[[G]]
  %0 = graph.packed_matmul %x, %w : tensor<8x16xf32>, tensor<2x16x16xf32> -> tensor<8x32xf32>
  %1 = graph.broadcast %b axes = [1] : tensor<32xf32> -> tensor<8x32xf32>
  %2 = graph.add %0, %1 : tensor<8x32xf32>, tensor<8x32xf32> -> tensor<8x32xf32>
  %3 = graph.gelu %2 : tensor<8x32xf32> -> tensor<8x32xf32>
  %4 = graph.add %3, %r : tensor<8x32xf32>, tensor<8x32xf32> -> tensor<8x32xf32>
  return %4 : tensor<8x32xf32>
}

// CHECK-LABEL: func.func @reshape_in_between
func.func @reshape_in_between(%x: tensor<?x16xf32, #graph.sizes<s0 * s1, 16>>, %w: tensor<2x16x16xf32>, %r: tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>) -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>> {
  // CHECK: graph.group(
  // CHECK: graph.packed_matmul
  // CHECK: graph.reshape
  // CHECK: graph.add
  // CHECK: graph.yield
  %0 = graph.packed_matmul %x, %w : tensor<?x16xf32, #graph.sizes<s0 * s1, 16>>, tensor<2x16x16xf32> -> tensor<?x32xf32, #graph.sizes<s0 * s1, 32>>
  %1 = graph.reshape %0 : tensor<?x32xf32, #graph.sizes<s0 * s1, 32>> -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
  %2 = graph.add %1, %r : tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>, tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>> -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
  return %2 : tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
}

// CHECK-LABEL: func.func @two_results
func.func @two_results(%x: tensor<8x16xf32>, %w: tensor<2x16x16xf32>) -> (tensor<8x32xf32>, tensor<8x32xf32>) {
  // CHECK: graph.yield %{{.*}}, %{{.*}} : tensor<8x32xf32>, tensor<8x32xf32>
  %0 = graph.packed_matmul %x, %w : tensor<8x16xf32>, tensor<2x16x16xf32> -> tensor<8x32xf32>
  %1 = graph.relu %0 : tensor<8x32xf32> -> tensor<8x32xf32>
  return %0, %1 : tensor<8x32xf32>, tensor<8x32xf32>
}

// CHECK-LABEL: func.func @first_row_of_each_batch_in_place
func.func @first_row_of_each_batch_in_place(%x: tensor<?x128x16xf32, #graph.sizes<s0, 128, 16>>, %w: tensor<1x16x16xf32>) -> tensor<?x8xf32, #graph.sizes<s0, 8>> {
  // CHECK: graph.group(
  // CHECK-NEXT: graph.slice
  // CHECK-NEXT: graph.reshape
  // CHECK-NEXT: graph.packed_matmul
  %0 = graph.slice %x starts = #graph.sizes<0, 0, 0> steps = [1, 1, 1] : tensor<?x128x16xf32, #graph.sizes<s0, 128, 16>> -> tensor<?x1x16xf32, #graph.sizes<s0, 1, 16>>
  %1 = graph.reshape %0 : tensor<?x1x16xf32, #graph.sizes<s0, 1, 16>> -> tensor<?x16xf32, #graph.sizes<s0, 16>>
  %2 = graph.packed_matmul %1, %w : tensor<?x16xf32, #graph.sizes<s0, 16>>, tensor<1x16x16xf32> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  return %2 : tensor<?x8xf32, #graph.sizes<s0, 8>>
}

// CHECK-LABEL: func.func @keeps_a_cycle_out
func.func @keeps_a_cycle_out(%x: tensor<8x16xf32>, %w: tensor<1x16x16xf32>, %v: tensor<1x16x16xf32>) -> tensor<8x16xf32> {
  // The second product needs the first one, the last op both: with it, the
  // first group would wait for itself.
  // CHECK: %[[A:.*]] = graph.group(
  // CHECK: graph.packed_matmul
  // CHECK-NOT: graph.add
  // CHECK: graph.group(
  // CHECK: graph.packed_matmul
  // CHECK: graph.add
  %0 = graph.packed_matmul %x, %w : tensor<8x16xf32>, tensor<1x16x16xf32> -> tensor<8x16xf32>
  %1 = graph.packed_matmul %0, %v : tensor<8x16xf32>, tensor<1x16x16xf32> -> tensor<8x16xf32>
  %2 = graph.add %0, %1 : tensor<8x16xf32>, tensor<8x16xf32> -> tensor<8x16xf32>
  return %2 : tensor<8x16xf32>
}

// CHECK-LABEL: func.func @keeps_its_own_transpose_out
func.func @keeps_its_own_transpose_out(%x: tensor<16x16xf32>, %w: tensor<1x16x16xf32>) -> tensor<16x16xf32> {
  // CHECK: graph.packed_matmul
  // CHECK-NEXT: graph.yield
  // CHECK: graph.transpose
  // CHECK: graph.add
  %0 = graph.packed_matmul %x, %w : tensor<16x16xf32>, tensor<1x16x16xf32> -> tensor<16x16xf32>
  %1 = graph.transpose %0 permutation = [1, 0] : tensor<16x16xf32> -> tensor<16x16xf32>
  %2 = graph.add %0, %1 : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  return %2 : tensor<16x16xf32>
}

// CHECK-LABEL: func.func @keeps_a_left_operand_that_is_not_linear
func.func @keeps_a_left_operand_that_is_not_linear(%x: tensor<4x2x8xf32>, %w: tensor<1x8x16xf32>) -> tensor<8x4xf32> {
  // Along k the elements lie at two distances.
  // CHECK: %[[T:.*]] = graph.transpose
  // CHECK: %[[R:.*]] = graph.reshape %[[T]]
  // CHECK: graph.group(%{{.*}} = %[[R]] :
  %0 = graph.transpose %x permutation = [2, 1, 0] : tensor<4x2x8xf32> -> tensor<8x2x4xf32>
  %1 = graph.reshape %0 : tensor<8x2x4xf32> -> tensor<8x8xf32>
  %2 = graph.packed_matmul %1, %w : tensor<8x8xf32>, tensor<1x8x16xf32> -> tensor<8x4xf32>
  return %2 : tensor<8x4xf32>
}
