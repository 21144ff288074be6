// RUN: tenon-opt --outline-prepare --split-input-file %s | FileCheck %s
// What depends on weights only moves to functions that run once.

// CHECK-LABEL: func.func @packs_weights
func.func @packs_weights(%x: tensor<?x4xf32, #graph.sizes<s0, 4>>) -> tensor<?x8xf32, #graph.sizes<s0, 8>> {
  // CHECK: %[[P:.*]] = graph.weight "prepare_0" : tensor<1x4x16xf32>
  // CHECK: graph.packed_matmul %{{.*}}, %[[P]]
  %w = graph.weight "w" : tensor<8x4xf32>
  %0 = graph.transpose %w permutation = [1, 0] : tensor<8x4xf32> -> tensor<4x8xf32>
  %1 = graph.pack %0 : tensor<4x8xf32> -> tensor<1x4x16xf32>
  %2 = graph.packed_matmul %x, %1 : tensor<?x4xf32, #graph.sizes<s0, 4>>, tensor<1x4x16xf32> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  return %2 : tensor<?x8xf32, #graph.sizes<s0, 8>>
}
// CHECK: func.func private @prepare_0(%[[W:.*]]: tensor<8x4xf32> {graph.weight = "w"}) -> tensor<1x4x16xf32>
// CHECK: %[[T:.*]] = graph.transpose %[[W]]
// CHECK: %[[R:.*]] = graph.pack %[[T]]
// CHECK: return %[[R]]

// -----

// CHECK-LABEL: func.func @shares_equal_work
func.func @shares_equal_work() -> (tensor<4xf32>, tensor<4xf32>) {
  // CHECK: graph.weight "prepare_0"
  // CHECK: graph.weight "prepare_0"
  // CHECK-NOT: @prepare_1
  %w = graph.weight "w" : tensor<4xf32>
  %0 = graph.exp %w : tensor<4xf32> -> tensor<4xf32>
  %v = graph.weight "w" : tensor<4xf32>
  %1 = graph.exp %v : tensor<4xf32> -> tensor<4xf32>
  return %0, %1 : tensor<4xf32>, tensor<4xf32>
}

// -----

// CHECK-LABEL: func.func @keeps_what_is_free
func.func @keeps_what_is_free(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  // CHECK: graph.weight "w"
  // CHECK: graph.slice
  // CHECK: graph.broadcast
  // CHECK-NOT: prepare_
  %w = graph.weight "w" : tensor<8xf32>
  %0 = graph.slice %w starts = #graph.sizes<4> steps = [1] : tensor<8xf32> -> tensor<4xf32>
  %1 = graph.broadcast %0 axes = [1] : tensor<4xf32> -> tensor<2x4xf32>
  %2 = graph.add %x, %1 : tensor<2x4xf32>, tensor<2x4xf32> -> tensor<2x4xf32>
  return %2 : tensor<2x4xf32>
}

// -----

// CHECK-LABEL: func.func @keeps_what_depends_on_sizes
func.func @keeps_what_depends_on_sizes() -> tensor<?x4xf32, #graph.sizes<s0, 4>> {
  // CHECK: graph.exp
  // CHECK-NOT: prepare_
  %w = graph.weight "w" : tensor<4xf32>
  %0 = graph.broadcast %w axes = [1] : tensor<4xf32> -> tensor<?x4xf32, #graph.sizes<s0, 4>>
  %1 = graph.exp %0 : tensor<?x4xf32, #graph.sizes<s0, 4>> -> tensor<?x4xf32, #graph.sizes<s0, 4>>
  return %1 : tensor<?x4xf32, #graph.sizes<s0, 4>>
}

// -----

// A tensor of known sizes may be made of sizes that only a run knows: the row after those of a cache.
// CHECK-LABEL: func.func @keeps_what_is_made_of_sizes
func.func @keeps_what_is_made_of_sizes(%past: tensor<?x4xf32, #graph.sizes<s0, 4>>) -> tensor<4xf32> {
  // CHECK: graph.gather
  // CHECK-NOT: prepare_
  %w = graph.weight "w" : tensor<8x4xf32>
  %place = graph.size <s0> : tensor<i64>
  %row = graph.gather %w, %place axis = 0 : tensor<8x4xf32>, tensor<i64> -> tensor<4xf32>
  %0 = graph.exp %row : tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

// Functions that prepare one weight alike share what is prepared.
// CHECK-LABEL: func.func @first
// CHECK: graph.weight "prepare_0"
// CHECK-LABEL: func.func @second
// CHECK: graph.weight "prepare_0"
// CHECK: func.func private @prepare_0
// CHECK-NOT: func.func
func.func @first(%x: tensor<?x4xf32, #graph.sizes<s0, 4>>) -> tensor<?x4xf32, #graph.sizes<s0, 4>> {
  %w = graph.weight "w" : tensor<4xf32>
  %e = graph.exp %w : tensor<4xf32> -> tensor<4xf32>
  %b = graph.broadcast %e axes = [1] : tensor<4xf32> -> tensor<?x4xf32, #graph.sizes<s0, 4>>
  %y = graph.add %x, %b : tensor<?x4xf32, #graph.sizes<s0, 4>>, tensor<?x4xf32, #graph.sizes<s0, 4>> -> tensor<?x4xf32, #graph.sizes<s0, 4>>
  return %y : tensor<?x4xf32, #graph.sizes<s0, 4>>
}
func.func @second(%x: tensor<4xf32>) -> tensor<4xf32> {
  %w = graph.weight "w" : tensor<4xf32>
  %e = graph.exp %w : tensor<4xf32> -> tensor<4xf32>
  %y = graph.mul %x, %e : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

// What is prepared from what is prepared is one computation, views in between or not.
// CHECK-LABEL: func.func @through_a_view
// CHECK: graph.weight "prepare_0" : tensor<1x12x16xf32>
// CHECK: func.func private @prepare_0(%{{.*}}: tensor<5x3x4xf32>
// CHECK: graph.transpose
// CHECK: graph.reshape
// CHECK: graph.pack
// CHECK-NOT: func.func
func.func @through_a_view(%x: tensor<7x12xf32>) -> tensor<7x5xf32> {
  %w = graph.weight "w" : tensor<5x3x4xf32>
  %t = graph.transpose %w permutation = [1, 2, 0] : tensor<5x3x4xf32> -> tensor<3x4x5xf32>
  %m = graph.reshape %t : tensor<3x4x5xf32> -> tensor<12x5xf32>
  %p = graph.pack %m : tensor<12x5xf32> -> tensor<1x12x16xf32>
  %y = graph.packed_matmul %x, %p : tensor<7x12xf32>, tensor<1x12x16xf32> -> tensor<7x5xf32>
  return %y : tensor<7x5xf32>
}

// -----

// Small weights stand in the graph as constants: what is made of them is prepared, too.
// CHECK-LABEL: func.func @constants
// CHECK-NOT: graph.transpose
// CHECK: graph.weight "prepare_{{[0-9]+}}" : tensor<3x2xf32>
func.func @constants(%x: tensor<3x2xf32>) -> tensor<3x2xf32> {
  %w = graph.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32> : tensor<2x3xf32>
  %t = graph.transpose %w permutation = [1, 0] : tensor<2x3xf32> -> tensor<3x2xf32>
  %0 = graph.mul %x, %t : tensor<3x2xf32>, tensor<3x2xf32> -> tensor<3x2xf32>
  return %0 : tensor<3x2xf32>
}
