// Branches and loops that are known become what they call; functions that
// nobody calls go.
//
// RUN: tenon-opt --inline-calls %s -split-input-file | FileCheck %s

// CHECK-LABEL: func.func @takes_the_branch
// CHECK-NEXT: %[[E:.*]] = graph.exp %arg0
// CHECK-NEXT: return %[[E]]
// CHECK-NOT: func
func.func @takes_the_branch(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c = graph.constant dense<true> : tensor<i1> : tensor<i1>
  %0 = graph.if %c (@then, @otherwise) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @then(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.exp %x : tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @otherwise(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.neg %x : tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

// The condition is seen through views, and sizes become the caller's.
// CHECK-LABEL: func.func @renames_symbols
// CHECK: %[[R:.*]] = graph.reshape %arg1 : tensor<?x4xf32, #graph.sizes<s1, 4>> -> tensor<?xf32, #graph.sizes<s1 * 4>>
// CHECK-NEXT: return %[[R]]
func.func @renames_symbols(%y: tensor<?xf32, #graph.sizes<s0>>, %x: tensor<?x4xf32, #graph.sizes<s1, 4>>)
    -> tensor<?xf32, #graph.sizes<s1 * 4>> attributes {graph.symbols = ["m", "n"]} {
  %false = graph.fill false -> tensor<1xi1>
  %c = graph.reshape %false : tensor<1xi1> -> tensor<i1>
  %0 = graph.if %c (@refuse, @flatten) (%x) : tensor<i1>, (tensor<?x4xf32, #graph.sizes<s1, 4>>) -> tensor<?xf32, #graph.sizes<s1 * 4>>
  return %0 : tensor<?xf32, #graph.sizes<s1 * 4>>
}
func.func private @flatten(%x: tensor<?x4xf32, #graph.sizes<s0, 4>>) -> tensor<?xf32, #graph.sizes<s0 * 4>>
    attributes {graph.symbols = ["n"]} {
  %0 = graph.reshape %x : tensor<?x4xf32, #graph.sizes<s0, 4>> -> tensor<?xf32, #graph.sizes<s0 * 4>>
  return %0 : tensor<?xf32, #graph.sizes<s0 * 4>>
}
func.func private @refuse(%x: tensor<?x4xf32, #graph.sizes<s0, 4>>) -> tensor<?xf32, #graph.sizes<s0 * 4>>
    attributes {graph.symbols = ["n"]} {
  %0 = graph.fill 0.0 : f32 -> tensor<?xf32, #graph.sizes<s0 * 4>>
  return %0 : tensor<?xf32, #graph.sizes<s0 * 4>>
}

// -----

// What comes in may be known in turn.
// CHECK-LABEL: func.func @inlines_what_comes_in
// CHECK-NEXT: %[[E:.*]] = graph.exp %arg0
// CHECK-NEXT: return %[[E]]
func.func @inlines_what_comes_in(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c = graph.fill true -> tensor<i1>
  %0 = graph.if %c (@outer, @outer) (%x, %c) : tensor<i1>, (tensor<4xf32>, tensor<i1>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @outer(%x: tensor<4xf32>, %c: tensor<i1>) -> tensor<4xf32> {
  %0 = graph.if %c (@inner, @inner) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @inner(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.exp %x : tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

// CHECK-LABEL: func.func @one_iteration
// CHECK-NEXT: %[[I:.*]] = graph.fill 0 : i64 -> tensor<i64>
// CHECK: %[[E:.*]] = graph.exp %arg0
// CHECK: %[[S:.*]] = graph.reshape %[[I]] : tensor<i64> -> tensor<1xi64>
// CHECK: return %[[E]], %[[S]]
func.func @one_iteration(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<1xi64>) {
  %0:2 = graph.loop @body (%x : tensor<4xf32>) count = <1> -> tensor<4xf32>, tensor<1xi64>
  return %0#0, %0#1 : tensor<4xf32>, tensor<1xi64>
}
func.func private @body(%x: tensor<4xf32>, %i: tensor<i64>) -> (tensor<i1>, tensor<4xf32>, tensor<i64>) {
  %go = graph.fill true -> tensor<i1>
  %0 = graph.exp %x : tensor<4xf32> -> tensor<4xf32>
  return %go, %0, %i : tensor<i1>, tensor<4xf32>, tensor<i64>
}

// -----

// CHECK-LABEL: func.func @no_iteration
// CHECK: %[[Z:.*]] = graph.fill 0 : i64 -> tensor<3xi64>
// CHECK: return %arg0, %[[Z]]
// CHECK-NOT: @body
func.func @no_iteration(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<3xi64>) {
  %c = graph.fill false -> tensor<i1>
  %0:2 = graph.loop @body (%x : tensor<4xf32>) while (%c : tensor<i1>) count = <3> -> tensor<4xf32>, tensor<3xi64>
  return %0#0, %0#1 : tensor<4xf32>, tensor<3xi64>
}
func.func private @body(%x: tensor<4xf32>, %i: tensor<i64>) -> (tensor<i1>, tensor<4xf32>, tensor<i64>) {
  %go = graph.fill true -> tensor<i1>
  return %go, %x, %i : tensor<i1>, tensor<4xf32>, tensor<i64>
}

// -----

// What is not known stays, with what it calls; so do functions that compute
// weights. Others go.
// CHECK-LABEL: func.func @keeps_what_is_not_known
// CHECK: graph.if %arg1 (@then, @then)
// CHECK: graph.loop @body
// CHECK-DAG: func.func private @then
// CHECK-DAG: func.func private @body
// CHECK-DAG: func.func private @prepare_0
// CHECK-DAG: func.func private @prepare_1
// CHECK-NOT: @unused
func.func @keeps_what_is_not_known(%x: tensor<4xf32>, %c: tensor<i1>) -> tensor<4xf32> {
  %0 = graph.if %c (@then, @then) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  %1 = graph.loop @body (%0 : tensor<4xf32>) while (%c : tensor<i1>) count = <1> -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
func.func private @then(%x: tensor<4xf32>) -> tensor<4xf32> {
  %w = graph.weight "prepare_1" : tensor<4xf32>
  return %w : tensor<4xf32>
}
func.func private @body(%x: tensor<4xf32>, %i: tensor<i64>) -> (tensor<i1>, tensor<4xf32>) {
  %go = graph.fill true -> tensor<i1>
  return %go, %x : tensor<i1>, tensor<4xf32>
}
func.func private @prepare_0(%w: tensor<4xf32> {graph.weight = "w"}) -> tensor<4xf32> {
  return %w : tensor<4xf32>
}
func.func private @prepare_1(%w: tensor<4xf32> {graph.weight = "prepare_0"}) -> tensor<4xf32> {
  return %w : tensor<4xf32>
}
func.func private @unused(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
