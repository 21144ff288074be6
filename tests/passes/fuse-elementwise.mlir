// RUN: tenon-opt --fuse-elementwise %s | FileCheck %s
// Everything without an anchor ends in a group, with the producers that it can compute itself.

// CHECK-LABEL: func.func @moves_and_arithmetic
func.func @moves_and_arithmetic(%x: tensor<4x?xf32, #graph.sizes<4, s0>>, %y: tensor<4xf32>) -> tensor<?x4xf32, #graph.sizes<s0, 4>> {
  // CHECK: %[[G:.*]] = graph.group(
  // CHECK: graph.exp
  // CHECK: graph.transpose
  // CHECK: graph.broadcast
  // CHECK: graph.add
  // CHECK: graph.yield
  // CHECK: return %[[G]]
  %0 = graph.exp %x : tensor<4x?xf32, #graph.sizes<4, s0>> -> tensor<4x?xf32, #graph.sizes<4, s0>>
  %1 = graph.transpose %0 permutation = [1, 0] : tensor<4x?xf32, #graph.sizes<4, s0>> -> tensor<?x4xf32, #graph.sizes<s0, 4>>
  %2 = graph.broadcast %y axes = [1] : tensor<4xf32> -> tensor<?x4xf32, #graph.sizes<s0, 4>>
  %3 = graph.add %1, %2 : tensor<?x4xf32, #graph.sizes<s0, 4>>, tensor<?x4xf32, #graph.sizes<s0, 4>> -> tensor<?x4xf32, #graph.sizes<s0, 4>>
  return %3 : tensor<?x4xf32, #graph.sizes<s0, 4>>
}

// CHECK-LABEL: func.func @two_results_of_one_shape
func.func @two_results_of_one_shape(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  // CHECK: graph.group(
  // CHECK: %[[E:.*]] = graph.exp
  // CHECK: %[[S:.*]] = graph.sin %[[E]]
  // CHECK: graph.yield %[[E]], %[[S]]
  // CHECK-NOT: graph.group
  %0 = graph.exp %x : tensor<8xf32> -> tensor<8xf32>
  %1 = graph.sin %0 : tensor<8xf32> -> tensor<8xf32>
  return %0, %1 : tensor<8xf32>, tensor<8xf32>
}

// CHECK-LABEL: func.func @reduction_over_the_first_axis
func.func @reduction_over_the_first_axis(%x: tensor<4x8xf32>) -> tensor<8xf32> {
  // CHECK: graph.group(
  // CHECK: graph.mul
  // CHECK: graph.reduce sum
  // CHECK: graph.sqrt
  // CHECK: graph.yield
  %0 = graph.mul %x, %x : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
  %1 = graph.reduce sum %0 axes = [0] : tensor<4x8xf32> -> tensor<8xf32>
  %2 = graph.sqrt %1 : tensor<8xf32> -> tensor<8xf32>
  return %2 : tensor<8xf32>
}

// CHECK-LABEL: func.func @keeps_memory_reshapes
func.func @keeps_memory_reshapes(%x: tensor<4x8xf32>) -> tensor<32xf32> {
  // CHECK: %[[G:.*]] = graph.group(
  // CHECK: graph.exp
  // CHECK-NEXT: graph.yield
  // CHECK: graph.reshape %[[G]]
  %0 = graph.exp %x : tensor<4x8xf32> -> tensor<4x8xf32>
  %1 = graph.reshape %0 : tensor<4x8xf32> -> tensor<32xf32>
  return %1 : tensor<32xf32>
}

// CHECK-LABEL: func.func @keeps_expensive_repeated_ops
func.func @keeps_expensive_repeated_ops(%x: tensor<8xf32>, %y: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: %[[E:.*]] = graph.group(
  // CHECK: graph.exp
  // CHECK: graph.group({{.*}} = %[[E]]
  %0 = graph.exp %x : tensor<8xf32> -> tensor<8xf32>
  %1 = graph.broadcast %0 axes = [1] : tensor<8xf32> -> tensor<4x8xf32>
  %2 = graph.add %y, %1 : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
  return %2 : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @keeps_a_cycle_out
func.func @keeps_a_cycle_out(%x: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) {
  // The sums over columns stand between the first op and the last one.
  // CHECK: %[[E:.*]] = graph.group(
  // CHECK: graph.exp
  // CHECK: %[[S:.*]] = graph.group(
  // CHECK: graph.reduce
  // CHECK: graph.group(
  // CHECK: graph.div
  %0 = graph.exp %x : tensor<4x8xf32> -> tensor<4x8xf32>
  %1 = graph.reduce sum %0 axes = [0] : tensor<4x8xf32> -> tensor<8xf32>
  %2 = graph.broadcast %1 axes = [1] : tensor<8xf32> -> tensor<4x8xf32>
  %3 = graph.div %0, %2 : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
  return %3, %0 : tensor<4x8xf32>, tensor<4x8xf32>
}

// CHECK-LABEL: func.func @keeps_doubling_chains_apart
func.func @keeps_doubling_chains_apart(%x: tensor<64xf32>) -> tensor<64xf32> {
  // Each link needs the one before at two places: one group of all five would
  // compute the first one at 32.
  // CHECK-COUNT-2: graph.group
  %r0 = graph.slice %x starts = #graph.sizes<63> steps = [-1] : tensor<64xf32> -> tensor<64xf32>
  %x0 = graph.add %x, %r0 : tensor<64xf32>, tensor<64xf32> -> tensor<64xf32>
  %r1 = graph.slice %x0 starts = #graph.sizes<63> steps = [-1] : tensor<64xf32> -> tensor<64xf32>
  %x1 = graph.add %x0, %r1 : tensor<64xf32>, tensor<64xf32> -> tensor<64xf32>
  %r2 = graph.slice %x1 starts = #graph.sizes<63> steps = [-1] : tensor<64xf32> -> tensor<64xf32>
  %x2 = graph.add %x1, %r2 : tensor<64xf32>, tensor<64xf32> -> tensor<64xf32>
  %r3 = graph.slice %x2 starts = #graph.sizes<63> steps = [-1] : tensor<64xf32> -> tensor<64xf32>
  %x3 = graph.add %x2, %r3 : tensor<64xf32>, tensor<64xf32> -> tensor<64xf32>
  %r4 = graph.slice %x3 starts = #graph.sizes<63> steps = [-1] : tensor<64xf32> -> tensor<64xf32>
  %x4 = graph.add %x3, %r4 : tensor<64xf32>, tensor<64xf32> -> tensor<64xf32>
  return %x4 : tensor<64xf32>
}
