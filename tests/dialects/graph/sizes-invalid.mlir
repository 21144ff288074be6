// What the verifiers refuse of sizes that depend on data.
//
// RUN: tenon-opt %s -split-input-file -verify-diagnostics

func.func @main(%x: tensor<?xf32, #graph.sizes<s0>>, %n: tensor<i64>) -> tensor<f32> attributes {graph.symbols = ["n"]} {
  // expected-error@below {{defines s1, but the function has 1 symbols}}
  graph.define_size %n symbol = 1 : tensor<i64>
  %0 = graph.reduce sum %x axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<f32>
  return %0 : tensor<f32>
}

// -----

func.func @main(%x: tensor<?xf32, #graph.sizes<s0>>, %n: tensor<i64>) -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["n"]} {
  // expected-error@below {{defines s0, which is a size of an input or defined before}}
  graph.define_size %n symbol = 0 : tensor<i64>
  return %x : tensor<?xf32, #graph.sizes<s0>>
}

// -----

func.func @main(%n: tensor<i64>) -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["n"]} {
  graph.define_size %n symbol = 0 : tensor<i64>
  // expected-error@below {{defines s0, which is a size of an input or defined before}}
  graph.define_size %n symbol = 0 : tensor<i64>
  %0 = graph.fill 1.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  return %0 : tensor<?xf32, #graph.sizes<s0>>
}

// -----

// The number of elements of a tensor is its size.
func.func @main() -> tensor<i64> attributes {graph.symbols = ["n"]} {
  // expected-error@below {{waits for a size that is computed from its own result}}
  %0 = graph.fill 1 : i64 -> tensor<?xi64, #graph.sizes<s0>>
  %1 = graph.reduce sum %0 axes = [0] : tensor<?xi64, #graph.sizes<s0>> -> tensor<i64>
  graph.define_size %1 symbol = 0 : tensor<i64>
  return %1 : tensor<i64>
}

// -----

func.func @main(%n: tensor<i32>) -> tensor<i32> attributes {graph.symbols = ["n"]} {
  // expected-error@below {{takes an i64 scalar, got 'tensor<i32>'}}
  graph.define_size %n symbol = 0 : tensor<i32>
  return %n : tensor<i32>
}

// -----

func.func @main(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<?xf32, #graph.sizes<s0 + 1>> attributes {graph.symbols = ["n"]} {
  // expected-error@below {{defines s0, which is no size of a result by itself}}
  %0 = graph.if %c (@same, @same) (%x) defines = [0] : tensor<i1>, (tensor<4xf32>) -> tensor<?xf32, #graph.sizes<s0 + 1>>
  return %0 : tensor<?xf32, #graph.sizes<s0 + 1>>
}
func.func private @same(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
