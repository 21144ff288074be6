// RUN: tenon-opt --lower-to-kernel --cse --split-input-file %s | FileCheck %s
// Convolutions and windows are inner loops; only axes that a window can leave have masks.

// CHECK: #[[$X:.*]] = affine_map<(d0, d1, d2, d3) -> (d0 * 40 + d1 * 2 + d2 * 10 + d3)>
// CHECK: #[[$W:.*]] = affine_map<(d0, d1, d2) -> (d0 * 12 + d1 * 3 + d2)>
// CHECK-LABEL: func.func @without_padding
func.func @without_padding(%x: tensor<2x4x10xf32>, %w: tensor<5x4x3xf32>) -> tensor<2x5x4xf32> {
  // CHECK: kernel.elementwise({{.*}}) sizes = <2, 5, 4>
  // CHECK: ^bb0(%[[A:.*]]: tensor<2x4x10xf32>, %[[B:.*]]: tensor<5x4x3xf32>, %[[N:.*]]: index, %[[O:.*]]: index, %[[I:.*]]: index):
  // CHECK-NEXT: %[[SUM:.*]] = kernel.fold sum <4, 3> : f32
  // CHECK-NEXT: ^bb0(%[[C:.*]]: index, %[[J:.*]]: index):
  // CHECK-NEXT: %[[P:.*]] = kernel.load %[[A]][#[[$X]]] (%[[N]], %[[I]], %[[C]], %[[J]]) :
  // CHECK-NEXT: %[[Q:.*]] = kernel.load %[[B]][#[[$W]]] (%[[O]], %[[C]], %[[J]]) :
  // CHECK-NEXT: arith.mulf %[[P]], %[[Q]]
  // CHECK: kernel.yield %[[SUM]]
  %0 = graph.group(%a = %x : tensor<2x4x10xf32>, %b = %w : tensor<5x4x3xf32>) -> tensor<2x5x4xf32> {
    %1 = graph.convolution %a, %b strides = [2] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 1
       : tensor<2x4x10xf32>, tensor<5x4x3xf32> -> tensor<2x5x4xf32>
    graph.yield %1 : tensor<2x5x4xf32>
  }
  return %0 : tensor<2x5x4xf32>
}

// -----

// One axis is padded at its end only: one comparison, and none for the other axis.
// CHECK-LABEL: func.func @masks_where_padded
func.func @masks_where_padded(%x: tensor<1x1x?x10xf16, #graph.sizes<1, 1, s0, 10>>, %w: tensor<1x1x2x3xf16>) -> tensor<1x1x?x8xf16, #graph.sizes<1, 1, s0, 8>> {
  // CHECK: kernel.fold sum <1, 2, 3> : f32
  // CHECK: %[[SIZE:.*]] = kernel.size <s0>
  // CHECK: %[[INSIDE:.*]] = arith.cmpi slt, %{{.*}}, %[[SIZE]]
  // CHECK-NOT: arith.cmpi
  // CHECK: kernel.load {{.*}} mask %[[INSIDE]]
  // CHECK: arith.extf
  // CHECK: arith.select %[[INSIDE]]
  // CHECK: arith.truncf
  %0 = graph.group(%a = %x : tensor<1x1x?x10xf16, #graph.sizes<1, 1, s0, 10>>, %b = %w : tensor<1x1x2x3xf16>) -> tensor<1x1x?x8xf16, #graph.sizes<1, 1, s0, 8>> {
    %1 = graph.convolution %a, %b strides = [1, 1] low = [0, 0] high = [1, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
       : tensor<1x1x?x10xf16, #graph.sizes<1, 1, s0, 10>>, tensor<1x1x2x3xf16> -> tensor<1x1x?x8xf16, #graph.sizes<1, 1, s0, 8>>
    graph.yield %1 : tensor<1x1x?x8xf16, #graph.sizes<1, 1, s0, 8>>
  }
  return %0 : tensor<1x1x?x8xf16, #graph.sizes<1, 1, s0, 8>>
}

// -----

// An output's group of channels: o / 3 * 2, and depthwise o itself.
// CHECK: affine_map<(d0, d1, d2, d3) -> ((d0 floordiv 3) * 20 + d1 + d2 * 10 + d3)>
// CHECK: affine_map<(d0, d1, d2) -> (d0 * 10 + d1 + d2)>
// CHECK-LABEL: func.func @groups
func.func @groups(%x: tensor<1x4x10xf32>, %w: tensor<6x2x3xf32>, %v: tensor<4x1x3xf32>) -> (tensor<1x6x8xf32>, tensor<1x4x8xf32>) {
  %0 = graph.group(%a = %x : tensor<1x4x10xf32>, %b = %w : tensor<6x2x3xf32>) -> tensor<1x6x8xf32> {
    %2 = graph.convolution %a, %b strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 2
       : tensor<1x4x10xf32>, tensor<6x2x3xf32> -> tensor<1x6x8xf32>
    graph.yield %2 : tensor<1x6x8xf32>
  }
  %1 = graph.group(%a = %x : tensor<1x4x10xf32>, %b = %v : tensor<4x1x3xf32>) -> tensor<1x4x8xf32> {
    %2 = graph.convolution %a, %b strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 4
       : tensor<1x4x10xf32>, tensor<4x1x3xf32> -> tensor<1x4x8xf32>
    graph.yield %2 : tensor<1x4x8xf32>
  }
  return %0, %1 : tensor<1x6x8xf32>, tensor<1x4x8xf32>
}

// -----

// Beyond the ends lies the neutral element; axes without a window are no loops.
// CHECK-LABEL: func.func @windows
func.func @windows(%x: tensor<3x9xf32>) -> tensor<3x5xf32> {
  // CHECK: kernel.fold max <3> : f32
  // CHECK: %[[ELEMENT:.*]] = kernel.load {{.*}} mask %[[INSIDE:.*]] :
  // CHECK: %[[NEUTRAL:.*]] = arith.constant 0xFF800000 : f32
  // CHECK: arith.select %[[INSIDE]], %[[ELEMENT]], %[[NEUTRAL]]
  %0 = graph.group(%a = %x : tensor<3x9xf32>) -> tensor<3x5xf32> {
    %1 = graph.window_reduce max %a window = [1, 3] strides = [1, 2] low = [0, 1] high = [0, 1] dilations = [1, 1] : tensor<3x9xf32> -> tensor<3x5xf32>
    graph.yield %1 : tensor<3x5xf32>
  }
  return %0 : tensor<3x5xf32>
}

// -----

// The largest element is found first, then the first place that has it.
// CHECK-LABEL: func.func @places
func.func @places(%x: tensor<3x8x8xf32>) -> tensor<3x4x4xi64> {
  // CHECK: %[[BEST:.*]] = kernel.fold max <2, 2> : f32
  // CHECK: %[[FIRST:.*]] = kernel.fold min <2, 2> : i64
  // CHECK: arith.cmpf oeq, %{{.*}}, %[[BEST]]
  // CHECK: %[[EMPTY:.*]] = arith.cmpi eq, %[[FIRST]]
  // CHECK: arith.select %[[EMPTY]], %{{.*}}, %[[FIRST]]
  %0 = graph.group(%a = %x : tensor<3x8x8xf32>) -> tensor<3x4x4xi64> {
    %1 = graph.window_arg_reduce max %a axis = 1 window = [1, 2, 2] strides = [1, 2, 2] low = [0, 0, 0] high = [0, 0, 0] dilations = [1, 1, 1] : tensor<3x8x8xf32> -> tensor<3x4x4xi64>
    graph.yield %1 : tensor<3x4x4xi64>
  }
  return %0 : tensor<3x4x4xi64>
}
