// Tensors set into larger ones.
// RUN: tenon-check %s --sizes rows=1,columns=1 --sizes rows=5,columns=17 --sizes rows=33,columns=8

// Around.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"}, %v: tensor<f32> {graph.name = "v"})
    -> tensor<?x?xf32, #graph.sizes<s0 + 2, s1 + 5>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.pad %x, %v low = [1, 2] : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<f32> -> tensor<?x?xf32, #graph.sizes<s0 + 2, s1 + 5>>
  return %y : tensor<?x?xf32, #graph.sizes<s0 + 2, s1 + 5>>
}

// -----

// Before.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"}, %v: tensor<f32> {graph.name = "v"})
    -> tensor<?x?xf32, #graph.sizes<s0 + 3, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.pad %x, %v low = [3, 0] : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<f32> -> tensor<?x?xf32, #graph.sizes<s0 + 3, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0 + 3, s1>>
}

// -----

// After.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"}, %v: tensor<f32> {graph.name = "v"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1 + 7>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.pad %x, %v low = [0, 0] : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<f32> -> tensor<?x?xf32, #graph.sizes<s0, s1 + 7>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1 + 7>>
}

// -----

// To a known size.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"}, %v: tensor<f32> {graph.name = "v"})
    -> tensor<40x40xf32> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.pad %x, %v low = [0, 0] : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<f32> -> tensor<40x40xf32>
  return %y : tensor<40x40xf32>
}

// -----

// Nothing.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"}, %v: tensor<f32> {graph.name = "v"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.pad %x, %v low = [0, 0] : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<f32> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Integers.
func.func @main(%x: tensor<?x?xi32, #graph.sizes<s0, s1>> {graph.name = "x"}, %v: tensor<i32> {graph.name = "v"})
    -> tensor<?x?xi32, #graph.sizes<s0 + 2, s1 + 5>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.pad %x, %v low = [1, 2] : tensor<?x?xi32, #graph.sizes<s0, s1>>, tensor<i32> -> tensor<?x?xi32, #graph.sizes<s0 + 2, s1 + 5>>
  return %y : tensor<?x?xi32, #graph.sizes<s0 + 2, s1 + 5>>
}

// -----

// bf16.
func.func @main(%x: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "x"}, %v: tensor<bf16> {graph.name = "v"})
    -> tensor<?x?xbf16, #graph.sizes<s0 + 2, s1 + 5>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.pad %x, %v low = [1, 2] : tensor<?x?xbf16, #graph.sizes<s0, s1>>, tensor<bf16> -> tensor<?x?xbf16, #graph.sizes<s0 + 2, s1 + 5>>
  return %y : tensor<?x?xbf16, #graph.sizes<s0 + 2, s1 + 5>>
}
