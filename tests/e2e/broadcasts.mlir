// Repetition along any axis.
// RUN: tenon-check %s --sizes rows=1,columns=1 --sizes rows=3,columns=16 --sizes rows=17,columns=33

// A row.
func.func @main(%z: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "z"}, %x: tensor<?xf32, #graph.sizes<s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %b = graph.broadcast %x axes = [1] : tensor<?xf32, #graph.sizes<s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.add %z, %b : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// A column.
func.func @main(%z: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "z"}, %x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %b = graph.broadcast %x axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.add %z, %b : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// A column of size 1.
func.func @main(%z: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "z"}, %x: tensor<?x1xf32, #graph.sizes<s0, 1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %b = graph.broadcast %x axes = [0, 1] : tensor<?x1xf32, #graph.sizes<s0, 1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.add %z, %b : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// A scalar.
func.func @main(%z: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "z"}, %x: tensor<f32> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %b = graph.broadcast %x axes = [] : tensor<f32> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.add %z, %b : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Both sides.
func.func @main(%z: tensor<?x3x?x4xf32, #graph.sizes<s0, 3, s1, 4>> {graph.name = "z"}, %x: tensor<?x1x?x1xf32, #graph.sizes<s0, 1, s1, 1>> {graph.name = "x"})
    -> tensor<?x3x?x4xf32, #graph.sizes<s0, 3, s1, 4>> attributes {graph.symbols = ["rows", "columns"]} {
  %b = graph.broadcast %x axes = [0, 1, 2, 3] : tensor<?x1x?x1xf32, #graph.sizes<s0, 1, s1, 1>> -> tensor<?x3x?x4xf32, #graph.sizes<s0, 3, s1, 4>>
  %y = graph.add %z, %b : tensor<?x3x?x4xf32, #graph.sizes<s0, 3, s1, 4>>, tensor<?x3x?x4xf32, #graph.sizes<s0, 3, s1, 4>> -> tensor<?x3x?x4xf32, #graph.sizes<s0, 3, s1, 4>>
  return %y : tensor<?x3x?x4xf32, #graph.sizes<s0, 3, s1, 4>>
}

// -----

// In the middle.
func.func @main(%z: tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>> {graph.name = "z"}, %x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %b = graph.broadcast %x axes = [0, 2] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>>
  %y = graph.add %z, %b : tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>>, tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>> -> tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>>
  return %y : tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>>
}

// -----

// Integers.
func.func @main(%z: tensor<?x?xi32, #graph.sizes<s0, s1>> {graph.name = "z"}, %x: tensor<?xi32, #graph.sizes<s1>> {graph.name = "x"})
    -> tensor<?x?xi32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %b = graph.broadcast %x axes = [1] : tensor<?xi32, #graph.sizes<s1>> -> tensor<?x?xi32, #graph.sizes<s0, s1>>
  %y = graph.add %z, %b : tensor<?x?xi32, #graph.sizes<s0, s1>>, tensor<?x?xi32, #graph.sizes<s0, s1>> -> tensor<?x?xi32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi32, #graph.sizes<s0, s1>>
}

// -----

// One element.
func.func @main(%z: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "z"}, %x: tensor<1x1xf32> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %b = graph.broadcast %x axes = [0, 1] : tensor<1x1xf32> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.add %z, %b : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// The broadcast alone.
func.func @main(%z: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "z"}, %x: tensor<?xf32, #graph.sizes<s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %b = graph.broadcast %x axes = [1] : tensor<?xf32, #graph.sizes<s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %b : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// The outer product of two vectors.
func.func @main(%z: tensor<?xf32, #graph.sizes<s0>> {graph.name = "z"}, %x: tensor<?xf32, #graph.sizes<s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %a = graph.broadcast %z axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %b = graph.broadcast %x axes = [1] : tensor<?xf32, #graph.sizes<s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.mul %a, %b : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}
