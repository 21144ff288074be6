// RUN: tenon-opt --fuse-attention %s | FileCheck %s
// Attention takes the views of its operands and of its result.

// CHECK-LABEL: func.func @heads
func.func @heads(%m: tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>) -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>> {
  // CHECK: %[[G:.*]] = graph.group(%{{.*}} = %{{.*}} : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>) -> tensor<?x?x32xf32
  // CHECK: graph.attention
  // CHECK: graph.transpose
  // CHECK: %[[Y:.*]] = graph.reshape
  // CHECK: graph.yield %[[Y]]
  // CHECK: return %[[G]]
  %0 = graph.slice %m starts = #graph.sizes<0, 0> steps = [1, 1] : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x32xf32, #graph.sizes<s0 * s1, 32>>
  %1 = graph.reshape %0 : tensor<?x32xf32, #graph.sizes<s0 * s1, 32>> -> tensor<?x?x4x8xf32, #graph.sizes<s0, s1, 4, 8>>
  %q = graph.transpose %1 permutation = [0, 2, 1, 3] : tensor<?x?x4x8xf32, #graph.sizes<s0, s1, 4, 8>> -> tensor<?x4x?x8xf32, #graph.sizes<s0, 4, s1, 8>>
  %2 = graph.slice %m starts = #graph.sizes<0, 32> steps = [1, 1] : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x32xf32, #graph.sizes<s0 * s1, 32>>
  %3 = graph.reshape %2 : tensor<?x32xf32, #graph.sizes<s0 * s1, 32>> -> tensor<?x?x4x8xf32, #graph.sizes<s0, s1, 4, 8>>
  %k = graph.transpose %3 permutation = [0, 2, 1, 3] : tensor<?x?x4x8xf32, #graph.sizes<s0, s1, 4, 8>> -> tensor<?x4x?x8xf32, #graph.sizes<s0, 4, s1, 8>>
  %4 = graph.attention %q, %k, %k scale = 0.5 : tensor<?x4x?x8xf32, #graph.sizes<s0, 4, s1, 8>>, tensor<?x4x?x8xf32, #graph.sizes<s0, 4, s1, 8>>, tensor<?x4x?x8xf32, #graph.sizes<s0, 4, s1, 8>> -> tensor<?x4x?x8xf32, #graph.sizes<s0, 4, s1, 8>>
  %5 = graph.transpose %4 permutation = [0, 2, 1, 3] : tensor<?x4x?x8xf32, #graph.sizes<s0, 4, s1, 8>> -> tensor<?x?x4x8xf32, #graph.sizes<s0, s1, 4, 8>>
  %6 = graph.reshape %5 : tensor<?x?x4x8xf32, #graph.sizes<s0, s1, 4, 8>> -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
  return %6 : tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
}

// CHECK-LABEL: func.func @repeated_mask
func.func @repeated_mask(%q: tensor<2x4x8x16xf32>, %m: tensor<8xf32>) -> tensor<2x4x8x16xf32> {
  // CHECK: graph.group(
  // CHECK: %[[M:.*]] = graph.broadcast
  // CHECK: graph.attention {{.*}} mask = %[[M]]
  %0 = graph.broadcast %m axes = [3] : tensor<8xf32> -> tensor<2x1x1x8xf32>
  %1 = graph.attention %q, %q, %q mask = %0 : tensor<2x1x1x8xf32> scale = 0.25 causal : tensor<2x4x8x16xf32>, tensor<2x4x8x16xf32>, tensor<2x4x8x16xf32> -> tensor<2x4x8x16xf32>
  return %1 : tensor<2x4x8x16xf32>
}

// CHECK-LABEL: func.func @keeps_views_with_other_users
func.func @keeps_views_with_other_users(%q: tensor<4x8x16xf32>) -> (tensor<8x4x16xf32>, tensor<4x8x16xf32>) {
  // The attention's own result is needed, too.
  // CHECK: %[[G:.*]] = graph.group(
  // CHECK: graph.attention
  // CHECK-NEXT: graph.yield
  // CHECK: graph.transpose %[[G]]
  %0 = graph.attention %q, %q, %q scale = 0.25 : tensor<4x8x16xf32>, tensor<4x8x16xf32>, tensor<4x8x16xf32> -> tensor<4x8x16xf32>
  %1 = graph.transpose %0 permutation = [1, 0, 2] : tensor<4x8x16xf32> -> tensor<8x4x16xf32>
  return %1, %0 : tensor<8x4x16xf32>, tensor<4x8x16xf32>
}

// CHECK-LABEL: func.func @keeps_operands_without_strides
func.func @keeps_operands_without_strides(%x: tensor<4x2x8xf32>, %k: tensor<8x8xf32>) -> tensor<8x8xf32> {
  // The features of the query lie at two distances.
  // CHECK: graph.transpose
  // CHECK: %[[Q:.*]] = graph.reshape
  // CHECK: graph.group(%{{.*}} = %[[Q]] :
  %0 = graph.transpose %x permutation = [2, 1, 0] : tensor<4x2x8xf32> -> tensor<8x2x4xf32>
  %1 = graph.reshape %0 : tensor<8x2x4xf32> -> tensor<8x8xf32>
  %2 = graph.attention %1, %k, %k scale = 1.0 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  return %2 : tensor<8x8xf32>
}
