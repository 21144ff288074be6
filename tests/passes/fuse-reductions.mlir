// RUN: tenon-opt --fuse-reductions %s | FileCheck %s
// A reduction's group takes what makes its rows and what follows on the same rows.

// CHECK-LABEL: func.func @residual_before_layer_norm
func.func @residual_before_layer_norm(%x: tensor<?x32xf32, #graph.sizes<s0, 32>>, %y: tensor<?x32xf32, #graph.sizes<s0, 32>>) -> (tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>>) {
  // The sum has another user: a second result.
  // CHECK: graph.group(
  // CHECK: %[[S:.*]] = graph.add
  // CHECK: %[[N:.*]] = graph.layer_norm %[[S]]
  // CHECK: graph.yield %[[S]], %[[N]]
  %0 = graph.add %x, %y : tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  %1 = graph.layer_norm %0 axis = 1 epsilon = 1.0e-5 : tensor<?x32xf32, #graph.sizes<s0, 32>> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  return %0, %1 : tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>>
}

// CHECK-LABEL: func.func @embedding_before_layer_norm
func.func @embedding_before_layer_norm(%t: tensor<100x32xf32>, %i: tensor<2x4xi64>, %p: tensor<4x32xf32>) -> tensor<2x4x32xf32> {
  // CHECK: graph.group(
  // CHECK: graph.gather
  // CHECK: graph.broadcast
  // CHECK: graph.add
  // CHECK: graph.layer_norm
  // CHECK: graph.relu
  // CHECK: graph.yield
  %0 = graph.gather %t, %i axis = 0 : tensor<100x32xf32>, tensor<2x4xi64> -> tensor<2x4x32xf32>
  %1 = graph.broadcast %p axes = [1, 2] : tensor<4x32xf32> -> tensor<2x4x32xf32>
  %2 = graph.add %0, %1 : tensor<2x4x32xf32>, tensor<2x4x32xf32> -> tensor<2x4x32xf32>
  %3 = graph.layer_norm %2 axis = 2 epsilon = 1.0e-5 : tensor<2x4x32xf32> -> tensor<2x4x32xf32>
  %4 = graph.relu %3 : tensor<2x4x32xf32> -> tensor<2x4x32xf32>
  return %4 : tensor<2x4x32xf32>
}

// CHECK-LABEL: func.func @sum_repeated_along_its_row
func.func @sum_repeated_along_its_row(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: graph.group(
  // CHECK: graph.reduce
  // CHECK: graph.broadcast
  // CHECK: graph.div
  // CHECK: graph.yield
  %0 = graph.reduce sum %x axes = [1] : tensor<4x8xf32> -> tensor<4xf32>
  %1 = graph.reshape %0 : tensor<4xf32> -> tensor<4x1xf32>
  %2 = graph.broadcast %1 axes = [0, 1] : tensor<4x1xf32> -> tensor<4x8xf32>
  %3 = graph.div %x, %2 : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
  return %3 : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @softmax_over_the_first_axis
func.func @softmax_over_the_first_axis(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: %[[G:.*]] = graph.group(
  // CHECK: graph.transpose
  // CHECK: graph.softmax %{{.*}} axis = 1 : tensor<8x4xf32>
  // CHECK: graph.yield
  // CHECK: graph.transpose %[[G]]
  %0 = graph.softmax %x axis = 0 : tensor<4x8xf32> -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @keeps_expensive_repeated_ops
func.func @keeps_expensive_repeated_ops(%x: tensor<8xf32>, %y: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // The exponentials would be computed for every row again.
  // CHECK: %[[E:.*]] = graph.exp
  // CHECK: graph.group(
  %0 = graph.exp %x : tensor<8xf32> -> tensor<8xf32>
  %1 = graph.broadcast %0 axes = [1] : tensor<8xf32> -> tensor<4x8xf32>
  %2 = graph.add %y, %1 : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
  %3 = graph.softmax %2 axis = 1 : tensor<4x8xf32> -> tensor<4x8xf32>
  return %3 : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @keeps_other_axes
func.func @keeps_other_axes(%x: tensor<4x8xf32>) -> tensor<8xf32> {
  // CHECK-NOT: graph.group
  // CHECK: graph.reduce sum
  %0 = graph.reduce sum %x axes = [0] : tensor<4x8xf32> -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
