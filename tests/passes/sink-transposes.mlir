// RUN: tenon-opt --sink-transposes --canonicalize %s | FileCheck %s
// Transposes to channels first move behind what works in either order.

// CHECK-LABEL: func.func @residual
// CHECK-SAME: %[[X:.*]]: tensor<1x6x7x8xf32>, %[[Y:.*]]: tensor<1x6x7x8xf32>, %[[B:.*]]: tensor<8xf32>
func.func @residual(%x: tensor<1x6x7x8xf32>, %y: tensor<1x6x7x8xf32>, %b: tensor<8xf32>) -> tensor<1x8x6x7xf32> {
  // CHECK: %[[BIAS:.*]] = graph.broadcast %[[B]] axes = [3] : tensor<8xf32> -> tensor<1x6x7x8xf32>
  // CHECK: %[[SUM:.*]] = graph.add %[[X]], %[[BIAS]]
  // CHECK: %[[BOTH:.*]] = graph.add %[[SUM]], %[[Y]]
  // CHECK: %[[POSITIVE:.*]] = graph.relu %[[BOTH]]
  // CHECK: %[[RESULT:.*]] = graph.transpose %[[POSITIVE]] permutation = [0, 3, 1, 2]
  // CHECK: return %[[RESULT]]
  %0 = graph.transpose %x permutation = [0, 3, 1, 2] : tensor<1x6x7x8xf32> -> tensor<1x8x6x7xf32>
  %1 = graph.transpose %y permutation = [0, 3, 1, 2] : tensor<1x6x7x8xf32> -> tensor<1x8x6x7xf32>
  %2 = graph.broadcast %b axes = [1] : tensor<8xf32> -> tensor<1x8x6x7xf32>
  %3 = graph.add %0, %2 : tensor<1x8x6x7xf32>, tensor<1x8x6x7xf32> -> tensor<1x8x6x7xf32>
  %4 = graph.add %3, %1 : tensor<1x8x6x7xf32>, tensor<1x8x6x7xf32> -> tensor<1x8x6x7xf32>
  %5 = graph.relu %4 : tensor<1x8x6x7xf32> -> tensor<1x8x6x7xf32>
  return %5 : tensor<1x8x6x7xf32>
}

// CHECK-LABEL: func.func @pool_and_mean
// CHECK-SAME: %[[X:.*]]: tensor<1x6x8x16xf32>
func.func @pool_and_mean(%x: tensor<1x6x8x16xf32>) -> tensor<1x16xf32> {
  // CHECK: %[[POOL:.*]] = graph.window_reduce max %[[X]] window = [1, 2, 3, 1] strides = [1, 2, 1, 1] low = [0, 0, 1, 0] high = [0, 0, 1, 0]
  // CHECK: graph.reduce sum %[[POOL]] axes = [1, 2] : tensor<1x3x8x16xf32> -> tensor<1x16xf32>
  // CHECK-NOT: graph.transpose
  %0 = graph.transpose %x permutation = [0, 3, 1, 2] : tensor<1x6x8x16xf32> -> tensor<1x16x6x8xf32>
  %1 = graph.window_reduce max %0 window = [1, 1, 2, 3] strides = [1, 1, 2, 1] low = [0, 0, 0, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<1x16x6x8xf32> -> tensor<1x16x3x8xf32>
  %2 = graph.reduce sum %1 axes = [2, 3] : tensor<1x16x3x8xf32> -> tensor<1x16xf32>
  return %2 : tensor<1x16xf32>
}

// The scales of squeeze and excitation are transposed, which moves no element.
// CHECK-LABEL: func.func @scaled_channels
// CHECK: graph.broadcast %{{.*}} axes = [0, 1, 2, 3] : tensor<2x1x1x8xf32> -> tensor<2x6x7x8xf32>
// CHECK: graph.mul {{.*}} : tensor<2x6x7x8xf32>
func.func @scaled_channels(%x: tensor<2x6x7x8xf32>, %s: tensor<2x8x1x1xf32>) -> tensor<2x8x6x7xf32> {
  %0 = graph.transpose %x permutation = [0, 3, 1, 2] : tensor<2x6x7x8xf32> -> tensor<2x8x6x7xf32>
  %1 = graph.broadcast %s axes = [0, 1, 2, 3] : tensor<2x8x1x1xf32> -> tensor<2x8x6x7xf32>
  %2 = graph.mul %0, %1 : tensor<2x8x6x7xf32>, tensor<2x8x6x7xf32> -> tensor<2x8x6x7xf32>
  return %2 : tensor<2x8x6x7xf32>
}

// CHECK-LABEL: func.func @parts
// CHECK: %[[ALL:.*]] = graph.concat {{.*}} axis = 3 : tensor<1x6x7x8xf32>, tensor<1x6x7x4xf32> -> tensor<1x6x7x12xf32>
// CHECK: %[[PART:.*]] = graph.slice %[[ALL]] starts = <0, 0, 0, 2> steps = [1, 1, 1, 2] : tensor<1x6x7x12xf32> -> tensor<1x6x7x5xf32>
// CHECK: graph.pad %[[PART]], %{{.*}} low = [0, 1, 2, 0] : {{.*}} -> tensor<1x8x10x5xf32>
func.func @parts(%x: tensor<1x6x7x8xf32>, %y: tensor<1x6x7x4xf32>) -> tensor<1x5x8x10xf32> {
  %0 = graph.transpose %x permutation = [0, 3, 1, 2] : tensor<1x6x7x8xf32> -> tensor<1x8x6x7xf32>
  %1 = graph.transpose %y permutation = [0, 3, 1, 2] : tensor<1x6x7x4xf32> -> tensor<1x4x6x7xf32>
  %2 = graph.concat %0, %1 axis = 1 : tensor<1x8x6x7xf32>, tensor<1x4x6x7xf32> -> tensor<1x12x6x7xf32>
  %3 = graph.slice %2 starts = #graph.sizes<0, 2, 0, 0> steps = [1, 2, 1, 1] : tensor<1x12x6x7xf32> -> tensor<1x5x6x7xf32>
  %4 = graph.fill 0.0 : f32 -> tensor<f32>
  %5 = graph.pad %3, %4 low = [0, 0, 1, 2] : tensor<1x5x6x7xf32>, tensor<f32> -> tensor<1x5x8x10xf32>
  return %5 : tensor<1x5x8x10xf32>
}

// An operand in the other order would have to be transposed.
// CHECK-LABEL: func.func @stays
// CHECK: graph.transpose
// CHECK: graph.add
// CHECK-NOT: graph.transpose
func.func @stays(%x: tensor<1x6x7x8xf32>, %y: tensor<1x8x6x7xf32>) -> tensor<1x8x6x7xf32> {
  %0 = graph.transpose %x permutation = [0, 3, 1, 2] : tensor<1x6x7x8xf32> -> tensor<1x8x6x7xf32>
  %1 = graph.add %0, %y : tensor<1x8x6x7xf32>, tensor<1x8x6x7xf32> -> tensor<1x8x6x7xf32>
  return %1 : tensor<1x8x6x7xf32>
}
