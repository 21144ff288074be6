// RUN: tenon-opt --unfold-convolutions %s | FileCheck %s
// Convolutions become products of their windows, channels last.

// CHECK-LABEL: func.func @window
// CHECK-SAME: %[[X:.*]]: tensor<1x16x8x8xf32>, %[[W:.*]]: tensor<32x16x3x3xf32>
func.func @window(%x: tensor<1x16x8x8xf32>, %w: tensor<32x16x3x3xf32>) -> tensor<1x32x4x8xf32> {
  // CHECK: %[[LAST:.*]] = graph.transpose %[[X]] permutation = [0, 2, 3, 1]
  // CHECK: %[[PADDED:.*]] = graph.pad %[[LAST]], %{{.*}} low = [0, 1, 1, 0] : {{.*}} -> tensor<1x10x10x16xf32>
  // CHECK: %[[ROWS:.*]] = graph.unfold %[[PADDED]] axis = 1 size = 3 step = 2 dilation = 1 : tensor<1x10x10x16xf32> -> tensor<1x4x10x16x3xf32>
  // CHECK: %[[BOTH:.*]] = graph.unfold %[[ROWS]] axis = 2 size = 3 step = 1 dilation = 1 : tensor<1x4x10x16x3xf32> -> tensor<1x4x8x16x3x3xf32>
  // CHECK: %[[ORDERED:.*]] = graph.transpose %[[BOTH]] permutation = [0, 1, 2, 4, 5, 3]
  // CHECK: graph.transpose %[[W]] permutation = [2, 3, 1, 0]
  // CHECK: %[[LEFT:.*]] = graph.reshape %[[ORDERED]] : tensor<1x4x8x3x3x16xf32> -> tensor<32x144xf32>
  // CHECK: %[[PRODUCT:.*]] = graph.matmul %[[LEFT]], %{{.*}} : tensor<32x144xf32>, tensor<144x32xf32> -> tensor<32x32xf32>
  // CHECK: %[[IMAGE:.*]] = graph.reshape %[[PRODUCT]] : tensor<32x32xf32> -> tensor<1x4x8x32xf32>
  // CHECK: graph.transpose %[[IMAGE]] permutation = [0, 3, 1, 2]
  %0 = graph.convolution %x, %w strides = [2, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x16x8x8xf32>, tensor<32x16x3x3xf32> -> tensor<1x32x4x8xf32>
  return %0 : tensor<1x32x4x8xf32>
}

// Nothing but channels: no windows.
// CHECK-LABEL: func.func @channels
// CHECK-NOT: graph.unfold
// CHECK: graph.matmul {{.*}} : tensor<64x16xf32>, tensor<16x32xf32>
func.func @channels(%x: tensor<1x16x8x8xf32>, %w: tensor<32x16x1x1xf32>) -> tensor<1x32x8x8xf32> {
  %0 = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x16x8x8xf32>, tensor<32x16x1x1xf32> -> tensor<1x32x8x8xf32>
  return %0 : tensor<1x32x8x8xf32>
}

// A product for each group.
// CHECK-LABEL: func.func @groups
// CHECK: graph.matmul {{.*}} : tensor<2x36x72xf32>, tensor<2x72x16xf32> -> tensor<2x36x16xf32>
func.func @groups(%x: tensor<1x16x8x8xf32>, %w: tensor<32x8x3x3xf32>) -> tensor<1x32x6x6xf32> {
  %0 = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 2
     : tensor<1x16x8x8xf32>, tensor<32x8x3x3xf32> -> tensor<1x32x6x6xf32>
  return %0 : tensor<1x32x6x6xf32>
}

// A sum over the window, in vectors of channels.
// CHECK-LABEL: func.func @depthwise
// CHECK: %[[PRODUCTS:.*]] = graph.mul %{{.*}}, %{{.*}} : tensor<3x3x1x6x6x16xf32>, tensor<3x3x1x6x6x16xf32>
// CHECK: graph.reduce sum %[[PRODUCTS]] axes = [0, 1] : tensor<3x3x1x6x6x16xf32> -> tensor<1x6x6x16xf32>
func.func @depthwise(%x: tensor<1x16x8x8xf32>, %w: tensor<16x1x3x3xf32>) -> tensor<1x16x6x6xf32> {
  %0 = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 16
     : tensor<1x16x8x8xf32>, tensor<16x1x3x3xf32> -> tensor<1x16x6x6xf32>
  return %0 : tensor<1x16x6x6xf32>
}

// Few outputs would leave most of a panel empty, gaps in the input are no windows of it, and products of integers have no panels.
// CHECK-LABEL: func.func @stays
// CHECK-COUNT-3: graph.convolution
func.func @stays(%x: tensor<1x16x8x8xf32>, %few: tensor<3x16x3x3xf32>, %w: tensor<32x16x3x3xf32>, %i: tensor<1x16x8x8xi32>, %v: tensor<32x16x3x3xi32>)
    -> (tensor<1x3x6x6xf32>, tensor<1x32x13x13xf32>, tensor<1x32x6x6xi32>) {
  %0 = graph.convolution %x, %few strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x16x8x8xf32>, tensor<3x16x3x3xf32> -> tensor<1x3x6x6xf32>
  %1 = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [2, 2] groups = 1
     : tensor<1x16x8x8xf32>, tensor<32x16x3x3xf32> -> tensor<1x32x13x13xf32>
  %2 = graph.convolution %i, %v strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x16x8x8xi32>, tensor<32x16x3x3xi32> -> tensor<1x32x6x6xi32>
  return %0, %1, %2 : tensor<1x3x6x6xf32>, tensor<1x32x13x13xf32>, tensor<1x32x6x6xi32>
}
