// RUN: tenon-opt --lower-to-kernel --cse --split-input-file %s | FileCheck %s
// Each group becomes one kernel on scalars; views become offsets.

// CHECK-LABEL: func.func @transpose_is_an_offset
func.func @transpose_is_an_offset(%x: tensor<4x?xf32, #graph.sizes<4, s0>>) -> tensor<?x4xf32, #graph.sizes<s0, 4>> {
  // CHECK: kernel.elementwise(%{{.*}}) sizes = <s0, 4>
  // CHECK: ^bb0(%[[A:.*]]: tensor<4x?xf32, {{.*}}>, %[[I:.*]]: index, %[[J:.*]]: index):
  // CHECK: %[[X:.*]] = kernel.load %[[A]][#map] (%[[I]], %[[J]])
  // CHECK: %[[Y:.*]] = math.exp %[[X]]
  // CHECK: kernel.yield %[[Y]]
  %0 = graph.group(%a = %x : tensor<4x?xf32, #graph.sizes<4, s0>>) -> tensor<?x4xf32, #graph.sizes<s0, 4>> {
    %1 = graph.transpose %a permutation = [1, 0] : tensor<4x?xf32, #graph.sizes<4, s0>> -> tensor<?x4xf32, #graph.sizes<s0, 4>>
    %2 = graph.exp %1 : tensor<?x4xf32, #graph.sizes<s0, 4>> -> tensor<?x4xf32, #graph.sizes<s0, 4>>
    graph.yield %2 : tensor<?x4xf32, #graph.sizes<s0, 4>>
  }
  return %0 : tensor<?x4xf32, #graph.sizes<s0, 4>>
}

// -----

// CHECK-LABEL: func.func @one_order_is_one_dimension
func.func @one_order_is_one_dimension(%x: tensor<?x3xf32, #graph.sizes<s0, 3>>) -> tensor<?x3xf32, #graph.sizes<s0, 3>> {
  // CHECK: %[[K:.*]] = kernel.elementwise({{.*}}) sizes = <s0 * 3>
  // CHECK: graph.reshape %[[K]]
  %0 = graph.group(%a = %x : tensor<?x3xf32, #graph.sizes<s0, 3>>) -> tensor<?x3xf32, #graph.sizes<s0, 3>> {
    %1 = graph.relu %a : tensor<?x3xf32, #graph.sizes<s0, 3>> -> tensor<?x3xf32, #graph.sizes<s0, 3>>
    graph.yield %1 : tensor<?x3xf32, #graph.sizes<s0, 3>>
  }
  return %0 : tensor<?x3xf32, #graph.sizes<s0, 3>>
}

// -----

// CHECK: #[[$COLUMN:.*]] = affine_map<(d0) -> (d0)>
// CHECK: #[[$PLACE:.*]] = affine_map<(d0, d1) -> (d0 * 32 + d1)>
// CHECK-LABEL: func.func @reshape_leaves_no_division
func.func @reshape_leaves_no_division(%x: tensor<?x16xf32, #graph.sizes<s0 * s1, 16>>, %w: tensor<2x16x16xf32>, %b: tensor<32xf32>, %r: tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>) -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>> {
  // CHECK: kernel.contraction(%{{.*}}) sizes = <s0 * s1, 32> depth = <16>
  // CHECK: ^bb0(%{{.*}}, %[[ACC:.*]]: f32, %[[M:.*]]: index, %[[N:.*]]: index):
  // CHECK: kernel.load %{{.*}}[#[[$COLUMN]]] (%[[N]])
  // CHECK: arith.addf %[[ACC]]
  // CHECK: kernel.load %{{.*}}[#[[$PLACE]]] (%[[M]], %[[N]])
  %0 = graph.group(%a = %x : tensor<?x16xf32, #graph.sizes<s0 * s1, 16>>, %p = %w : tensor<2x16x16xf32>, %c = %b : tensor<32xf32>, %q = %r : tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>) -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>> {
    %1 = graph.packed_matmul %a, %p : tensor<?x16xf32, #graph.sizes<s0 * s1, 16>>, tensor<2x16x16xf32> -> tensor<?x32xf32, #graph.sizes<s0 * s1, 32>>
    %2 = graph.reshape %1 : tensor<?x32xf32, #graph.sizes<s0 * s1, 32>> -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
    %3 = graph.broadcast %c axes = [2] : tensor<32xf32> -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
    %4 = graph.add %2, %3 : tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>, tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>> -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
    %5 = graph.add %4, %q : tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>, tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>> -> tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
    graph.yield %5 : tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
  }
  return %0 : tensor<?x?x32xf32, #graph.sizes<s0, s1, 32>>
}

// -----

// CHECK-LABEL: func.func @softmax_keeps_its_row
func.func @softmax_keeps_its_row(%x: tensor<4x8xf32>, %y: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: kernel.rows({{.*}}) sizes = <4> row_size = <8>
  // CHECK: %[[FIRST:.*]]:2 = kernel.sweep [max] -> f32, !kernel.row<f32>
  // CHECK: arith.addf
  // CHECK: %[[SECOND:.*]]:2 = kernel.sweep [sum] -> f32, !kernel.row<f32>
  // CHECK: kernel.read_row %[[FIRST]]#1
  // CHECK: math.exp
  // CHECK: %[[INVERSE:.*]] = arith.divf %{{.*}}, %[[SECOND]]#0
  // CHECK: %[[ROW:.*]] = kernel.sweep [] -> !kernel.row<f32>
  // CHECK: kernel.read_row %[[SECOND]]#1
  // CHECK: kernel.yield %[[ROW]]
  %0 = graph.group(%a = %x : tensor<4x8xf32>, %b = %y : tensor<4x8xf32>) -> tensor<4x8xf32> {
    %1 = graph.add %a, %b : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
    %2 = graph.softmax %1 axis = 1 : tensor<4x8xf32> -> tensor<4x8xf32>
    graph.yield %2 : tensor<4x8xf32>
  }
  return %0 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: func.func @narrow_floats_sum_in_f32
func.func @narrow_floats_sum_in_f32(%x: tensor<4x8xbf16>) -> tensor<4xbf16> {
  // CHECK: %[[SUM:.*]] = kernel.sweep [sum] -> f32
  // CHECK: arith.extf
  // CHECK: arith.truncf %[[SUM]] : f32 to bf16
  %0 = graph.group(%a = %x : tensor<4x8xbf16>) -> tensor<4xbf16> {
    %1 = graph.reduce sum %a axes = [1] : tensor<4x8xbf16> -> tensor<4xbf16>
    graph.yield %1 : tensor<4xbf16>
  }
  return %0 : tensor<4xbf16>
}

// -----

// CHECK-LABEL: func.func @reduction_inside_an_element
func.func @reduction_inside_an_element(%x: tensor<?x8xf32, #graph.sizes<s0, 8>>) -> tensor<8xf32> {
  // CHECK: kernel.elementwise({{.*}}) sizes = <8>
  // CHECK: kernel.fold sum <s0> : f32
  %0 = graph.group(%a = %x : tensor<?x8xf32, #graph.sizes<s0, 8>>) -> tensor<8xf32> {
    %1 = graph.reduce sum %a axes = [0] : tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<8xf32>
    graph.yield %1 : tensor<8xf32>
  }
  return %0 : tensor<8xf32>
}

// -----

// CHECK-LABEL: func.func @first_largest_index
func.func @first_largest_index(%x: tensor<4x8xf32>) -> tensor<4xi64> {
  // CHECK: %[[BEST:.*]] = kernel.sweep [max] -> f32
  // CHECK: %[[INDEX:.*]] = kernel.sweep [min] -> i64
  // CHECK: arith.cmpf oeq, %{{.*}}, %[[BEST]]
  // CHECK: kernel.yield %[[INDEX]] : i64
  %0 = graph.group(%a = %x : tensor<4x8xf32>) -> tensor<4xi64> {
    %1 = graph.arg_reduce max %a axis = 1 : tensor<4x8xf32> -> tensor<4xi64>
    graph.yield %1 : tensor<4xi64>
  }
  return %0 : tensor<4xi64>
}

// -----

// CHECK-LABEL: func.func @gather_wraps_and_clamps
func.func @gather_wraps_and_clamps(%t: tensor<100x8xf32>, %i: tensor<4xi64>) -> tensor<4x8xf32> {
  // CHECK: arith.index_cast
  // CHECK: arith.cmpi slt
  // CHECK: arith.select
  // CHECK: arith.maxsi
  // CHECK: %[[ROW:.*]] = arith.minsi
  // CHECK: kernel.load %{{.*}}[#{{.*}}] (%{{.*}}, %[[ROW]])
  %0 = graph.group(%a = %t : tensor<100x8xf32>, %b = %i : tensor<4xi64>) -> tensor<4x8xf32> {
    %1 = graph.gather %a, %b axis = 0 : tensor<100x8xf32>, tensor<4xi64> -> tensor<4x8xf32>
    graph.yield %1 : tensor<4x8xf32>
  }
  return %0 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: func.func @concat_reads_masked
func.func @concat_reads_masked(%x: tensor<4xf32>, %y: tensor<?xf32, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0 + 4>> {
  // CHECK: %[[FIRST:.*]] = kernel.load %{{.*}} mask
  // CHECK: %[[SECOND:.*]] = kernel.load %{{.*}} mask
  // CHECK: arith.select %{{.*}}, %[[SECOND]], %[[FIRST]]
  %0 = graph.group(%a = %x : tensor<4xf32>, %b = %y : tensor<?xf32, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0 + 4>> {
    %1 = graph.concat %a, %b axis = 0 : tensor<4xf32>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0 + 4>>
    graph.yield %1 : tensor<?xf32, #graph.sizes<s0 + 4>>
  }
  return %0 : tensor<?xf32, #graph.sizes<s0 + 4>>
}

// -----

// CHECK-DAG: #[[$QUERY:.*]] = affine_map<(d0, d1, d2) -> (d0 * 8 + d1 * 32 + d2)>
// CHECK-LABEL: func.func @attention_reads_and_writes_heads_in_place
func.func @attention_reads_and_writes_heads_in_place(%x: tensor<16x32xf32>, %m: tensor<16x16xi1>) -> tensor<16x32xf32> {
  // CHECK: kernel.attention({{.*}}) sizes = <4, 16, 8> key_length = <16> head_size = <8> query = #[[$QUERY]] key = #[[$QUERY]] value = #[[$QUERY]] result = #[[$QUERY]] scale
  // CHECK: ^bb0(%{{.*}}, %[[SCORE:.*]]: f32, %{{.*}}: index, %[[L:.*]]: index, %[[S:.*]]: index):
  // CHECK: %[[SEES:.*]] = kernel.load %{{.*}} (%[[L]], %[[S]])
  // CHECK: arith.select %[[SEES]], %[[SCORE]], %{{.*}}
  %0 = graph.group(%a = %x : tensor<16x32xf32>, %n = %m : tensor<16x16xi1>) -> tensor<16x32xf32> {
    %1 = graph.reshape %a : tensor<16x32xf32> -> tensor<16x4x8xf32>
    %2 = graph.transpose %1 permutation = [1, 0, 2] : tensor<16x4x8xf32> -> tensor<4x16x8xf32>
    %3 = graph.attention %2, %2, %2 mask = %n : tensor<16x16xi1> scale = 0.5 : tensor<4x16x8xf32>, tensor<4x16x8xf32>, tensor<4x16x8xf32> -> tensor<4x16x8xf32>
    %4 = graph.transpose %3 permutation = [1, 0, 2] : tensor<4x16x8xf32> -> tensor<16x4x8xf32>
    %5 = graph.reshape %4 : tensor<16x4x8xf32> -> tensor<16x32xf32>
    graph.yield %5 : tensor<16x32xf32>
  }
  return %0 : tensor<16x32xf32>
}

// -----

// CHECK-LABEL: func.func @reshapes_of_memory_stay
func.func @reshapes_of_memory_stay(%x: tensor<4x8xf32>) -> tensor<32xf32> {
  // CHECK: graph.reshape
  // CHECK-NOT: kernel.
  %0 = graph.reshape %x : tensor<4x8xf32> -> tensor<32xf32>
  return %0 : tensor<32xf32>
}

// -----

// Branches and loops become calls on what lies in memory.
// CHECK-LABEL: func.func @calls
// CHECK-SAME: (%[[X:.*]]: tensor<4xf32>, %[[C:.*]]: tensor<i1>, %[[N:.*]]: tensor<i64>)
// CHECK: %[[R:.*]] = kernel.if(%[[X]], %[[C]] : tensor<4xf32>, tensor<i1>) functions = [@then, @otherwise] -> tensor<4xf32>
// CHECK: %[[L:.*]] = kernel.loop(%[[R]], %[[X]], %[[N]], %[[C]] : tensor<4xf32>, tensor<4xf32>, tensor<i64>, tensor<i1>) body = @body carried = 1 limit condition -> tensor<4xf32>
// CHECK: kernel.loop(%[[L]] : tensor<4xf32>) body = @all carried = 1 count = <2> -> tensor<4xf32>, tensor<2x4xf32>
func.func @calls(%x: tensor<4xf32>, %c: tensor<i1>, %n: tensor<i64>) -> (tensor<4xf32>, tensor<2x4xf32>) {
  %0 = graph.if %c (@then, @otherwise) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  %1 = graph.loop @body (%0 : tensor<4xf32>) invariants (%x : tensor<4xf32>) limit (%n : tensor<i64>) while (%c : tensor<i1>) -> tensor<4xf32>
  %2:2 = graph.loop @all (%1 : tensor<4xf32>) count = <2> -> tensor<4xf32>, tensor<2x4xf32>
  return %2#0, %2#1 : tensor<4xf32>, tensor<2x4xf32>
}
func.func private @then(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
func.func private @otherwise(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
func.func private @body(%x: tensor<4xf32>, %y: tensor<4xf32>, %i: tensor<i64>) -> (tensor<i1>, tensor<4xf32>) {
  %go = graph.constant dense<true> : tensor<i1> : tensor<i1>
  return %go, %x : tensor<i1>, tensor<4xf32>
}
func.func private @all(%x: tensor<4xf32>, %i: tensor<i64>) -> (tensor<i1>, tensor<4xf32>, tensor<4xf32>) {
  %go = graph.constant dense<true> : tensor<i1> : tensor<i1>
  return %go, %x, %x : tensor<i1>, tensor<4xf32>, tensor<4xf32>
}
