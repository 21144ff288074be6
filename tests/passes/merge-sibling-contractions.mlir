// RUN: tenon-opt --merge-sibling-contractions %s | FileCheck %s
// Products of one tensor with several weights become one, where attention reads the slices in place.

// CHECK-LABEL: func.func @query_key_value
// CHECK-SAME: %[[X:.*]]: tensor<16x8xf32>
func.func @query_key_value(%x: tensor<16x8xf32>) -> tensor<16x8xf32> {
  // CHECK-DAG: %[[WQ:.*]] = graph.weight "q"
  // CHECK-DAG: %[[WK:.*]] = graph.weight "k"
  // CHECK-DAG: %[[WV:.*]] = graph.weight "v"
  // CHECK: %[[W:.*]] = graph.concat %[[WQ]], %[[WK]], %[[WV]] axis = 1
  // CHECK: %[[M:.*]] = graph.matmul %[[X]], %[[W]] : tensor<16x8xf32>, tensor<8x24xf32> -> tensor<16x24xf32>
  // CHECK-DAG: %[[Q:.*]] = graph.slice %[[M]] starts = <0, 0>
  // CHECK-DAG: %[[K:.*]] = graph.slice %[[M]] starts = <0, 8>
  // CHECK-DAG: %[[V:.*]] = graph.slice %[[M]] starts = <0, 16>
  // CHECK: graph.attention %[[Q]], %[[K]], %[[V]]
  %wq = graph.weight "q" : tensor<8x8xf32>
  %q = graph.matmul %x, %wq : tensor<16x8xf32>, tensor<8x8xf32> -> tensor<16x8xf32>
  %wk = graph.weight "k" : tensor<8x8xf32>
  %k = graph.matmul %x, %wk : tensor<16x8xf32>, tensor<8x8xf32> -> tensor<16x8xf32>
  %wv = graph.weight "v" : tensor<8x8xf32>
  %v = graph.matmul %x, %wv : tensor<16x8xf32>, tensor<8x8xf32> -> tensor<16x8xf32>
  %a = graph.attention %q, %k, %v scale = 1.0 : tensor<16x8xf32>, tensor<16x8xf32>, tensor<16x8xf32> -> tensor<16x8xf32>
  return %a : tensor<16x8xf32>
}

// CHECK-LABEL: func.func @biases_behind_reshapes
func.func @biases_behind_reshapes(%x: tensor<?x8xf32, #graph.sizes<s0 * s1, 8>>) -> tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>> {
  // The key has no bias: its part of the merged one is zero.
  // CHECK: %[[ZERO:.*]] = graph.fill 0.000000e+00 : f32 -> tensor<8xf32>
  // CHECK: %[[B:.*]] = graph.concat %{{.*}}, %[[ZERO]] axis = 0
  // CHECK: %[[R:.*]] = graph.broadcast %[[B]] axes = [1] : tensor<16xf32>
  // CHECK: %[[S:.*]] = graph.add %{{.*}}, %[[R]] : tensor<?x16xf32, #graph.sizes<s0 * s1, 16>>
  // CHECK: %[[P:.*]] = graph.slice %[[S]] starts = <0, 0>
  // CHECK: graph.reshape %[[P]]
  // CHECK-NOT: graph.add
  %wq = graph.weight "q" : tensor<8x8xf32>
  %bq = graph.weight "q.bias" : tensor<8xf32>
  %0 = graph.matmul %x, %wq : tensor<?x8xf32, #graph.sizes<s0 * s1, 8>>, tensor<8x8xf32> -> tensor<?x8xf32, #graph.sizes<s0 * s1, 8>>
  %1 = graph.reshape %0 : tensor<?x8xf32, #graph.sizes<s0 * s1, 8>> -> tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>>
  %2 = graph.broadcast %bq axes = [2] : tensor<8xf32> -> tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>>
  %q = graph.add %1, %2 : tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>>, tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>> -> tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>>
  %wk = graph.weight "k" : tensor<8x8xf32>
  %3 = graph.matmul %x, %wk : tensor<?x8xf32, #graph.sizes<s0 * s1, 8>>, tensor<8x8xf32> -> tensor<?x8xf32, #graph.sizes<s0 * s1, 8>>
  %k = graph.reshape %3 : tensor<?x8xf32, #graph.sizes<s0 * s1, 8>> -> tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>>
  %a = graph.attention %q, %k, %q scale = 1.0 : tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>>, tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>>, tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>> -> tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>>
  return %a : tensor<?x?x8xf32, #graph.sizes<s0, s1, 8>>
}

// CHECK-LABEL: func.func @keeps_epilogues
func.func @keeps_epilogues(%x: tensor<16x8xf32>) -> tensor<16x8xf32> {
  // Elementwise users are better off in each product's epilogue.
  // CHECK-COUNT-2: graph.matmul
  %wa = graph.weight "a" : tensor<8x8xf32>
  %wb = graph.weight "b" : tensor<8x8xf32>
  %a = graph.matmul %x, %wa : tensor<16x8xf32>, tensor<8x8xf32> -> tensor<16x8xf32>
  %b = graph.matmul %x, %wb : tensor<16x8xf32>, tensor<8x8xf32> -> tensor<16x8xf32>
  %0 = graph.silu %a : tensor<16x8xf32> -> tensor<16x8xf32>
  %1 = graph.mul %0, %b : tensor<16x8xf32>, tensor<16x8xf32> -> tensor<16x8xf32>
  return %1 : tensor<16x8xf32>
}

// CHECK-LABEL: func.func @keeps_operands_that_are_no_weights
func.func @keeps_operands_that_are_no_weights(%x: tensor<16x8xf32>, %y: tensor<8x8xf32>) -> tensor<16x8xf32> {
  // CHECK-COUNT-2: graph.matmul
  %w = graph.weight "w" : tensor<8x8xf32>
  %q = graph.matmul %x, %y : tensor<16x8xf32>, tensor<8x8xf32> -> tensor<16x8xf32>
  %k = graph.matmul %x, %w : tensor<16x8xf32>, tensor<8x8xf32> -> tensor<16x8xf32>
  %a = graph.attention %q, %k, %k scale = 1.0 : tensor<16x8xf32>, tensor<16x8xf32>, tensor<16x8xf32> -> tensor<16x8xf32>
  return %a : tensor<16x8xf32>
}
