// RUN: tenon-opt --sink-weights --split-input-file %s | FileCheck %s
// Branches and loops read weights themselves.

// CHECK-LABEL: func.func @loop
// CHECK-NOT: graph.weight
// CHECK: graph.loop @body (%{{.*}} : tensor<1x4xf32>) invariants (%{{.*}} : tensor<1x4xf32>) count = <8>
func.func @loop(%x: tensor<1x4xf32>, %y: tensor<1x4xf32>) -> tensor<1x4xf32> {
  %w = graph.weight "w" : tensor<4x4xf32>
  %t = graph.transpose %w permutation = [1, 0] : tensor<4x4xf32> -> tensor<4x4xf32>
  %0 = graph.loop @body (%x : tensor<1x4xf32>) invariants (%t, %y : tensor<4x4xf32>, tensor<1x4xf32>) count = <8> -> tensor<1x4xf32>
  return %0 : tensor<1x4xf32>
}
// CHECK: func.func private @body(%[[X:.*]]: tensor<1x4xf32>, %[[Y:.*]]: tensor<1x4xf32>, %{{.*}}: tensor<i64>)
// CHECK: %[[W:.*]] = graph.weight "w"
// CHECK: %[[T:.*]] = graph.transpose %[[W]]
// CHECK: graph.matmul %[[X]], %[[T]]
func.func private @body(%x: tensor<1x4xf32>, %t: tensor<4x4xf32>, %y: tensor<1x4xf32>, %i: tensor<i64>) -> (tensor<i1>, tensor<1x4xf32>) {
  %go = graph.constant dense<true> : tensor<i1> : tensor<i1>
  %0 = graph.matmul %x, %t : tensor<1x4xf32>, tensor<4x4xf32> -> tensor<1x4xf32>
  %1 = graph.add %0, %y : tensor<1x4xf32>, tensor<1x4xf32> -> tensor<1x4xf32>
  return %go, %1 : tensor<i1>, tensor<1x4xf32>
}

// -----

// Through two calls, and into both sides of a branch.

// CHECK-LABEL: func.func @nested
// CHECK: graph.if %{{.*}} (@then, @otherwise) () : tensor<i1>, () -> tensor<4xf32>
func.func @nested(%c: tensor<i1>) -> tensor<4xf32> {
  %w = graph.weight "w" : tensor<4xf32>
  %0 = graph.if %c (@then, @otherwise) (%w) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
// CHECK: func.func private @then() -> tensor<4xf32>
// CHECK: graph.loop @inner (%{{.*}} : tensor<4xf32>) count = <2>
func.func private @then(%w: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.loop @inner (%w : tensor<4xf32>) invariants (%w : tensor<4xf32>) count = <2> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
// CHECK: func.func private @otherwise() -> tensor<4xf32>
// CHECK: %[[W:.*]] = graph.weight "w"
// CHECK: return %[[W]]
func.func private @otherwise(%w: tensor<4xf32>) -> tensor<4xf32> {
  return %w : tensor<4xf32>
}
// CHECK: func.func private @inner(%{{.*}}: tensor<4xf32>, %{{.*}}: tensor<i64>)
// CHECK: graph.weight "w"
func.func private @inner(%x: tensor<4xf32>, %w: tensor<4xf32>, %i: tensor<i64>) -> (tensor<i1>, tensor<4xf32>) {
  %go = graph.constant dense<true> : tensor<i1> : tensor<i1>
  %0 = graph.add %x, %w : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
  return %go, %0 : tensor<i1>, tensor<4xf32>
}

// -----

// Called from two places: it stays as it is.

// CHECK-LABEL: func.func @shared
// CHECK: graph.if %{{.*}} (@same, @same) (%{{.*}}) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
func.func @shared(%c: tensor<i1>) -> tensor<4xf32> {
  %w = graph.weight "w" : tensor<4xf32>
  %0 = graph.if %c (@same, @same) (%w) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @same(%w: tensor<4xf32>) -> tensor<4xf32> {
  return %w : tensor<4xf32>
}
