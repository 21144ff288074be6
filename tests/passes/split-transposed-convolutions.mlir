// RUN: tenon-opt --split-transposed-convolutions --split-input-file %s | FileCheck %s
// A convolution with gaps in its input becomes plain ones.

// The window is as large as the stride: both phases read the same element, by two weights.

// CHECK-LABEL: func.func @one_place
// CHECK: %[[A:.*]] = graph.slice %arg1 starts = <0, 0, 1> steps = [1, 1, 2] : tensor<4x8x2xf32> -> tensor<4x8x1xf32>
// CHECK: %[[B:.*]] = graph.slice %arg1 starts = <0, 0, 0> steps = [1, 1, 2] : tensor<4x8x2xf32> -> tensor<4x8x1xf32>
// CHECK: %[[W:.*]] = graph.concat %[[A]], %[[B]] axis = 0
// CHECK: %[[C:.*]] = graph.convolution %arg0, %[[W]] strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1]
// CHECK: %[[R:.*]] = graph.reshape %[[C]] : tensor<1x8x16xf32> -> tensor<1x2x4x16xf32>
// CHECK: %[[T:.*]] = graph.transpose %[[R]] permutation = [0, 2, 3, 1]
// CHECK: %[[Y:.*]] = graph.reshape %[[T]] : tensor<1x4x16x2xf32> -> tensor<1x4x32xf32>
// CHECK: return %[[Y]]
func.func @one_place(%x: tensor<1x8x16xf32>, %w: tensor<4x8x2xf32>) -> tensor<1x4x32xf32> {
  %1 = graph.convolution %x, %w strides = [1] low = [1] high = [1] dilations = [1] input_dilations = [2] groups = 1 : tensor<1x8x16xf32>, tensor<4x8x2xf32> -> tensor<1x4x32xf32>
  return %1 : tensor<1x4x32xf32>
}

// -----

// Phases of one and of two elements, a size that only a run knows, an end that is cut off.

// CHECK-LABEL: func.func @two_places
// CHECK: graph.convolution %arg0, %{{.*}} strides = [1] low = [0] high = [0] {{.*}} tensor<4x8x1xf32>
// CHECK: graph.convolution %arg0, %{{.*}} strides = [1] low = [0] high = [1] {{.*}} tensor<4x8x2xf32>
// CHECK: graph.concat {{.*}} axis = 1
// CHECK: graph.slice {{.*}} -> tensor<1x4x?xf32, #graph.sizes<1, 4, s0 * 2 - 1>>
func.func @two_places(%x: tensor<1x8x?xf32, #graph.sizes<1, 8, s0>>, %w: tensor<4x8x3xf32>)
    -> tensor<1x4x?xf32, #graph.sizes<1, 4, s0 * 2 - 1>> attributes {graph.symbols = ["s0"]} {
  %1 = graph.convolution %x, %w strides = [1] low = [1] high = [1] dilations = [1] input_dilations = [2] groups = 1 : tensor<1x8x?xf32, #graph.sizes<1, 8, s0>>, tensor<4x8x3xf32> -> tensor<1x4x?xf32, #graph.sizes<1, 4, s0 * 2 - 1>>
  return %1 : tensor<1x4x?xf32, #graph.sizes<1, 4, s0 * 2 - 1>>
}

// -----

// A phase that reads nothing is zero; groups keep their channels together.

// CHECK-LABEL: func.func @nothing
// CHECK: graph.convolution %arg0, %{{.*}} groups = 2
// CHECK: graph.fill 0.000000e+00
// CHECK: graph.concat
func.func @nothing(%x: tensor<1x8x4xf32>, %w: tensor<4x4x1xf32>) -> tensor<1x4x8xf32> {
  %1 = graph.convolution %x, %w strides = [1] low = [0] high = [1] dilations = [1] input_dilations = [2] groups = 2 : tensor<1x8x4xf32>, tensor<4x4x1xf32> -> tensor<1x4x8xf32>
  return %1 : tensor<1x4x8xf32>
}
