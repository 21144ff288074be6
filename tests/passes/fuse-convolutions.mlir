// RUN: tenon-opt --fuse-convolutions %s | FileCheck %s
// A convolution's group takes the elementwise ops that follow, and views of its operands that cost nothing.

// CHECK-LABEL: func.func @batch_norm_residual_activation
func.func @batch_norm_residual_activation(%x: tensor<1x4x8x8xf32>, %w: tensor<4x4x1x1xf32>, %s: tensor<4xf32>, %b: tensor<4xf32>, %r: tensor<1x4x8x8xf32>) -> tensor<1x4x8x8xf32> {
  // CHECK: %[[G:.*]] = graph.group(
  // CHECK: graph.convolution
  // CHECK: graph.mul
  // CHECK: graph.add
  // CHECK: graph.add
  // CHECK: %[[Y:.*]] = graph.relu
  // CHECK: graph.yield %[[Y]] :
  // CHECK: return %[[G]]
  %0 = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x4x8x8xf32>, tensor<4x4x1x1xf32> -> tensor<1x4x8x8xf32>
  %1 = graph.broadcast %s axes = [1] : tensor<4xf32> -> tensor<1x4x8x8xf32>
  %2 = graph.mul %0, %1 : tensor<1x4x8x8xf32>, tensor<1x4x8x8xf32> -> tensor<1x4x8x8xf32>
  %3 = graph.broadcast %b axes = [1] : tensor<4xf32> -> tensor<1x4x8x8xf32>
  %4 = graph.add %2, %3 : tensor<1x4x8x8xf32>, tensor<1x4x8x8xf32> -> tensor<1x4x8x8xf32>
  %5 = graph.add %4, %r : tensor<1x4x8x8xf32>, tensor<1x4x8x8xf32> -> tensor<1x4x8x8xf32>
  %6 = graph.relu %5 : tensor<1x4x8x8xf32> -> tensor<1x4x8x8xf32>
  return %6 : tensor<1x4x8x8xf32>
}

// CHECK-LABEL: func.func @leaves_pools_and_producers_outside
func.func @leaves_pools_and_producers_outside(%x: tensor<1x1x8xf32>, %w: tensor<2x1x3xf32>) -> tensor<1x2x3xf32> {
  // CHECK: %[[E:.*]] = graph.exp
  // CHECK: graph.group(%{{.*}} = %[[E]] :
  // CHECK: graph.convolution
  // CHECK: graph.relu
  // CHECK: graph.yield
  // CHECK: graph.window_reduce
  %0 = graph.exp %x : tensor<1x1x8xf32> -> tensor<1x1x8xf32>
  %1 = graph.convolution %0, %w strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 1
     : tensor<1x1x8xf32>, tensor<2x1x3xf32> -> tensor<1x2x6xf32>
  %2 = graph.relu %1 : tensor<1x2x6xf32> -> tensor<1x2x6xf32>
  %3 = graph.window_reduce max %2 window = [1, 1, 2] strides = [1, 1, 2] low = [0, 0, 0] high = [0, 0, 0] dilations = [1, 1, 1]
     : tensor<1x2x6xf32> -> tensor<1x2x3xf32>
  return %3 : tensor<1x2x3xf32>
}

// Padding that many outputs read is copied once, and what is left of it stays.
// CHECK-LABEL: func.func @pads_for_many_outputs
func.func @pads_for_many_outputs(%x: tensor<1x4x?x8xf32, #graph.sizes<1, 4, s0, 8>>, %w: tensor<16x4x3x3xf32>) -> tensor<1x16x?x5xf32, #graph.sizes<1, 16, s0, 5>> {
  // CHECK: %[[P:.*]] = graph.pad %{{.*}} low = [0, 0, 1, 0] : {{.*}} -> tensor<1x4x?x8xf32, #graph.sizes<1, 4, s0 + 2, 8>>
  // CHECK: graph.group(%[[A:.*]] = %[[P]] :
  // CHECK: graph.convolution %[[A]], %{{.*}} strides = [1, 1] low = [0, 0] high = [0, -1] dilations
  %0 = graph.convolution %x, %w strides = [1, 1] low = [1, 0] high = [1, -1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x4x?x8xf32, #graph.sizes<1, 4, s0, 8>>, tensor<16x4x3x3xf32> -> tensor<1x16x?x5xf32, #graph.sizes<1, 16, s0, 5>>
  return %0 : tensor<1x16x?x5xf32, #graph.sizes<1, 16, s0, 5>>
}

// CHECK-LABEL: func.func @keeps_padding_of_few_outputs_and_of_gaps
func.func @keeps_padding_of_few_outputs_and_of_gaps(%x: tensor<1x16x8xf32>, %w: tensor<16x1x3xf32>, %v: tensor<16x16x3xf32>) -> (tensor<1x16x8xf32>, tensor<1x16x15xf32>) {
  // CHECK-NOT: graph.pad
  %0 = graph.convolution %x, %w strides = [1] low = [1] high = [1] dilations = [1] input_dilations = [1] groups = 16
     : tensor<1x16x8xf32>, tensor<16x1x3xf32> -> tensor<1x16x8xf32>
  %1 = graph.convolution %x, %v strides = [1] low = [1] high = [1] dilations = [1] input_dilations = [2] groups = 1
     : tensor<1x16x8xf32>, tensor<16x16x3xf32> -> tensor<1x16x15xf32>
  return %0, %1 : tensor<1x16x8xf32>, tensor<1x16x15xf32>
}

// A slice is read in place; a transposed input, whose neighbours lie apart, is copied first, but not a weight.
// CHECK-LABEL: func.func @views
func.func @views(%x: tensor<1x8x10xf32>, %y: tensor<1x10x4xf32>, %w: tensor<3x4x2xf32>) -> (tensor<1x2x9xf32>, tensor<1x2x9xf32>) {
  // CHECK: %[[T:.*]] = graph.transpose
  // CHECK: graph.group(
  // CHECK-DAG: graph.slice
  // CHECK-DAG: graph.transpose
  // CHECK: graph.convolution
  // CHECK: graph.yield
  // CHECK: graph.group(%{{.*}} = %[[T]] :
  // CHECK: graph.convolution
  %0 = graph.slice %x starts = #graph.sizes<0, 2, 0> steps = [1, 1, 1] : tensor<1x8x10xf32> -> tensor<1x4x10xf32>
  %1 = graph.transpose %y permutation = [0, 2, 1] : tensor<1x10x4xf32> -> tensor<1x4x10xf32>
  %2 = graph.transpose %w permutation = [2, 1, 0] : tensor<3x4x2xf32> -> tensor<2x4x3xf32>
  %3 = graph.slice %2 starts = #graph.sizes<0, 0, 0> steps = [1, 1, 1] : tensor<2x4x3xf32> -> tensor<2x4x2xf32>
  %4 = graph.convolution %0, %3 strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 1
     : tensor<1x4x10xf32>, tensor<2x4x2xf32> -> tensor<1x2x9xf32>
  %5 = graph.convolution %1, %3 strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 1
     : tensor<1x4x10xf32>, tensor<2x4x2xf32> -> tensor<1x2x9xf32>
  return %4, %5 : tensor<1x2x9xf32>, tensor<1x2x9xf32>
}
