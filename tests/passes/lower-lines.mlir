// RUN: tenon-opt --fuse-lines --fuse-elementwise --lower-to-kernel --canonicalize --cse --mlir-print-local-scope %s | FileCheck %s
// Scatters, scans and sorts run over lines: what lies before an axis, along it, behind it.

// CHECK-LABEL: func.func @slices
func.func @slices(%t: tensor<2x9x4x16xf32>, %i: tensor<5x3xi64>, %u: tensor<2x5x3x4x16xf32>) -> tensor<2x9x4x16xf32> {
  // CHECK: kernel.scatter sum({{.*}}) sizes = <2, 15, 64> places = <9> target = affine_map<(d0, d1, d2, d3) -> (d0 * 576 + d2 + d3 * 64)>
  // CHECK: %[[I:.*]] = kernel.load %{{.*}}[affine_map<(d0) -> (d0)>] (%[[L:.*]]) : tensor<5x3xi64> -> i64
  // CHECK: %[[C:.*]] = arith.index_cast %[[I]]
  // CHECK: %[[N:.*]] = arith.cmpi slt, %[[C]], %{{.*}}
  // CHECK: %[[W:.*]] = arith.addi %[[C]], %{{.*}}
  // CHECK: %[[P:.*]] = arith.select %[[N]], %[[W]], %[[C]]
  // CHECK: kernel.load %{{.*}}[affine_map<(d0, d1, d2) -> (d0 * 960 + d1 * 64 + d2)>]
  // CHECK: kernel.yield %[[P]]
  %0 = graph.scatter sum %t, %i, %u axis = 1 : tensor<2x9x4x16xf32>, tensor<5x3xi64>, tensor<2x5x3x4x16xf32> -> tensor<2x9x4x16xf32>
  return %0 : tensor<2x9x4x16xf32>
}

// Rows that the destination may lack get a place that does not exist.
// CHECK-LABEL: func.func @rows_that_may_be_too_many
func.func @rows_that_may_be_too_many(%t: tensor<9x4xf32>, %i: tensor<?x3xi64, #graph.sizes<s0, 3>>, %u: tensor<?x3xf32, #graph.sizes<s0, 3>>) -> tensor<9x4xf32> {
  // CHECK: kernel.scatter replace({{.*}}) sizes = <s0, 3, 1> places = <4> target = affine_map<(d0, d1, d2, d3) -> (d0 * 4 + d3)>
  // CHECK: %[[C:.*]] = arith.cmpi slt, %{{.*}}, %c9
  // CHECK: arith.select %[[C]], %{{.*}}, %c4
  %0 = graph.scatter_along replace %t, %i, %u axis = 1 : tensor<9x4xf32>, tensor<?x3xi64, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>> -> tensor<9x4xf32>
  return %0 : tensor<9x4xf32>
}

// CHECK-LABEL: func.func @half_precision_sums
func.func @half_precision_sums(%x: tensor<4x8x3xf16>) -> tensor<4x8x3xf16> {
  // CHECK: kernel.scan({{.*}}) sizes = <4, 8, 3> initial = [0.000000e+00 : f32] reverse -> tensor<4x8x3xf16>
  // CHECK: ^bb0(%{{.*}}: tensor<4x8x3xf16>, %[[S:.*]]: f32, %{{.*}}: index
  // CHECK: %[[N:.*]] = arith.addf %[[S]], %{{.*}} : f32
  // CHECK: %[[E:.*]] = arith.truncf %[[S]]
  // CHECK: kernel.yield %[[N]], %[[E]] : f32, f16
  %0 = graph.scan sum %x axis = 1 exclusive reverse : tensor<4x8x3xf16> -> tensor<4x8x3xf16>
  return %0 : tensor<4x8x3xf16>
}

// CHECK-LABEL: func.func @largest_so_far
func.func @largest_so_far(%x: tensor<4x8xui8>) -> tensor<4x8xi64> {
  // CHECK: kernel.scan({{.*}}) sizes = <4, 8, 1> initial = [0 : i8, 0]
  // CHECK: arith.cmpi uge
  %0 = graph.arg_scan max %x axis = 1 : tensor<4x8xui8> -> tensor<4x8xi64>
  return %0 : tensor<4x8xi64>
}

// CHECK-LABEL: func.func @places_only
func.func @places_only(%x: tensor<4x8xui8>) -> tensor<4x8xi64> {
  // CHECK: kernel.sort({{.*}}) sizes = <1, 4, 8> descending unsigned indices -> tensor<1x4x8xi64>
  %v, %i = graph.sort %x axis = 0 descending : tensor<4x8xui8> -> tensor<4x8xui8>, tensor<4x8xi64>
  return %i : tensor<4x8xi64>
}
