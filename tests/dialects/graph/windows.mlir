// RUN: tenon-opt %s | FileCheck %s
// The sizes of convolutions and windows follow from their operands', symbols or not.

// CHECK-LABEL: func.func @strided
func.func @strided(%x: tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>, %w: tensor<8x3x3x5xf32>) -> tensor<?x8x?x14xf32, #graph.sizes<s0, 8, (s1 - 1) floordiv 2 + 1, 14>> {
  // CHECK: graph.convolution %{{.*}}, %{{.*}} strides = [2, 2] low = [1, 0] high = [1, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1 :
  %0 = graph.convolution %x, %w strides = [2, 2] low = [1, 0] high = [1, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>, tensor<8x3x3x5xf32> -> tensor<?x8x?x14xf32, #graph.sizes<s0, 8, (s1 - 1) floordiv 2 + 1, 14>>
  return %0 : tensor<?x8x?x14xf32, #graph.sizes<s0, 8, (s1 - 1) floordiv 2 + 1, 14>>
}

// Groups, a dilated window, and a window of symbolic size.
// CHECK-LABEL: func.func @grouped
func.func @grouped(%x: tensor<2x6x20xf32>, %w: tensor<4x3x?xf32, #graph.sizes<4, 3, s0>>) -> tensor<2x4x?xf32, #graph.sizes<2, 4, s0 * -2 + 22>> {
  // CHECK: graph.convolution
  %0 = graph.convolution %x, %w strides = [1] low = [0] high = [0] dilations = [2] input_dilations = [1] groups = 2
     : tensor<2x6x20xf32>, tensor<4x3x?xf32, #graph.sizes<4, 3, s0>> -> tensor<2x4x?xf32, #graph.sizes<2, 4, s0 * -2 + 22>>
  return %0 : tensor<2x4x?xf32, #graph.sizes<2, 4, s0 * -2 + 22>>
}

// A transposed convolution, of stride 2 and padding 1: elements between those of the input.
// CHECK-LABEL: func.func @transposed
func.func @transposed(%x: tensor<1x4x?xf32, #graph.sizes<1, 4, s0>>, %w: tensor<2x4x4xf32>) -> tensor<1x2x?xf32, #graph.sizes<1, 2, s0 * 2>> {
  // CHECK: graph.convolution
  %0 = graph.convolution %x, %w strides = [1] low = [2] high = [2] dilations = [1] input_dilations = [2] groups = 1
     : tensor<1x4x?xf32, #graph.sizes<1, 4, s0>>, tensor<2x4x4xf32> -> tensor<1x2x?xf32, #graph.sizes<1, 2, s0 * 2>>
  return %0 : tensor<1x2x?xf32, #graph.sizes<1, 2, s0 * 2>>
}

// Padding below 0 leaves elements out.
// CHECK-LABEL: func.func @cut
func.func @cut(%x: tensor<1x4x8xf32>, %w: tensor<2x4x3xf32>) -> tensor<1x2x3xf32> {
  // CHECK: low = [-1] high = [-2]
  %0 = graph.convolution %x, %w strides = [1] low = [-1] high = [-2] dilations = [1] input_dilations = [1] groups = 1
     : tensor<1x4x8xf32>, tensor<2x4x3xf32> -> tensor<1x2x3xf32>
  return %0 : tensor<1x2x3xf32>
}

// CHECK-LABEL: func.func @windows
func.func @windows(%x: tensor<?x4x9xf32, #graph.sizes<s0, 4, 9>>) -> (tensor<?x2x5xf32, #graph.sizes<s0, 2, 5>>, tensor<?x2x5xi64, #graph.sizes<s0, 2, 5>>) {
  // CHECK: graph.window_reduce max %{{.*}} window = [1, 2, 3] strides = [1, 2, 2] low = [0, 0, 1] high = [0, 0, 1] dilations = [1, 1, 1] :
  // CHECK: graph.window_arg_reduce max %{{.*}} axis = 1 window = [1, 2, 3]
  %0 = graph.window_reduce max %x window = [1, 2, 3] strides = [1, 2, 2] low = [0, 0, 1] high = [0, 0, 1] dilations = [1, 1, 1]
     : tensor<?x4x9xf32, #graph.sizes<s0, 4, 9>> -> tensor<?x2x5xf32, #graph.sizes<s0, 2, 5>>
  %1 = graph.window_arg_reduce max %x axis = 1 window = [1, 2, 3] strides = [1, 2, 2] low = [0, 0, 1] high = [0, 0, 1] dilations = [1, 1, 1]
     : tensor<?x4x9xf32, #graph.sizes<s0, 4, 9>> -> tensor<?x2x5xi64, #graph.sizes<s0, 2, 5>>
  return %0, %1 : tensor<?x2x5xf32, #graph.sizes<s0, 2, 5>>, tensor<?x2x5xi64, #graph.sizes<s0, 2, 5>>
}
