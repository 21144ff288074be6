// RUN: tenon-opt --winograd-convolutions %s | FileCheck %s
// 3 x 3 convolutions of many channels go by transformed tiles where that takes less time.

// CHECK-LABEL: func.func @large
// CHECK-SAME: %[[X:.*]]: tensor<1x64x56x56xf32>, %[[W:.*]]: tensor<64x64x3x3xf32>
func.func @large(%x: tensor<1x64x56x56xf32>, %w: tensor<64x64x3x3xf32>) -> tensor<1x64x56x56xf32> {
  // CHECK: graph.pad {{.*}} low = [0, 1, 1, 0] : {{.*}} -> tensor<1x58x58x64xf32>
  // CHECK: %[[TILES:.*]] = graph.tile_transform {{.*}} : tensor<6x6x1x14x14x64xf32> -> tensor<6x6x1x14x14x64xf32>
  // CHECK: %[[LAST:.*]] = graph.transpose %[[W]] permutation = [2, 3, 1, 0]
  // CHECK: graph.tile_transform %[[LAST]] {{.*}} : tensor<3x3x64x64xf32> -> tensor<6x6x64x64xf32>
  // CHECK: %[[PRODUCT:.*]] = graph.matmul {{.*}} : tensor<36x196x64xf32>, tensor<36x64x64xf32> -> tensor<36x196x64xf32>
  // CHECK: graph.tile_transform {{.*}} : tensor<6x6x1x14x14x64xf32> -> tensor<4x4x1x14x14x64xf32>
  // CHECK: graph.transpose {{.*}} permutation = [2, 3, 0, 4, 1, 5]
  // CHECK-NOT: graph.slice
  // CHECK: return
  %0 = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x64x56x56xf32>, tensor<64x64x3x3xf32> -> tensor<1x64x56x56xf32>
  return %0 : tensor<1x64x56x56xf32>
}

// The last tiles hang over: more zeros behind, cut off again. A batch of any size.
// CHECK-LABEL: func.func @rest
// CHECK: graph.pad {{.*}} low = [0, 1, 1, 0] : {{.*}} -> tensor<?x18x18x256xf32
// CHECK: graph.slice {{.*}} -> tensor<?x14x13x256xf32
func.func @rest(%x: tensor<?x256x14x13xf32, #graph.sizes<s0, 256, 14, 13>>, %w: tensor<256x256x3x3xf32>)
    -> tensor<?x256x14x13xf32, #graph.sizes<s0, 256, 14, 13>> attributes {graph.symbols = ["batch"]} {
  %0 = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x256x14x13xf32, #graph.sizes<s0, 256, 14, 13>>, tensor<256x256x3x3xf32> -> tensor<?x256x14x13xf32, #graph.sizes<s0, 256, 14, 13>>
  return %0 : tensor<?x256x14x13xf32, #graph.sizes<s0, 256, 14, 13>>
}

// Few tiles: reading the larger weight takes longer than the products saved.
// CHECK-LABEL: func.func @few
// CHECK-NOT: graph.tile_transform
func.func @few(%x: tensor<1x512x3x3xf32>, %w: tensor<512x512x3x3xf32>) -> tensor<1x512x3x3xf32> {
  %0 = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x512x3x3xf32>, tensor<512x512x3x3xf32> -> tensor<1x512x3x3xf32>
  return %0 : tensor<1x512x3x3xf32>
}

// Windows that move by 2.
// CHECK-LABEL: func.func @strided
// CHECK-NOT: graph.tile_transform
func.func @strided(%x: tensor<1x64x56x56xf32>, %w: tensor<64x64x3x3xf32>) -> tensor<1x64x28x28xf32> {
  %0 = graph.convolution %x, %w strides = [2, 2] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x64x56x56xf32>, tensor<64x64x3x3xf32> -> tensor<1x64x28x28xf32>
  return %0 : tensor<1x64x28x28xf32>
}
