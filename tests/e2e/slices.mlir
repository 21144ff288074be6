// Parts of tensors: starts by expression, steps of either sign.
// RUN: tenon-check %s --sizes rows=2,columns=2 --sizes rows=5,columns=17 --sizes rows=33,columns=9

// A column.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x1xf32, #graph.sizes<s0, 1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.slice %x starts = #graph.sizes<0, 0> steps = [1, 1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x1xf32, #graph.sizes<s0, 1>>
  return %y : tensor<?x1xf32, #graph.sizes<s0, 1>>
}

// -----

// The last row.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<1x?xf32, #graph.sizes<1, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.slice %x starts = #graph.sizes<s0 - 1, 0> steps = [1, 1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<1x?xf32, #graph.sizes<1, s1>>
  return %y : tensor<1x?xf32, #graph.sizes<1, s1>>
}

// -----

// Without the first column.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1 - 1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.slice %x starts = #graph.sizes<0, 1> steps = [1, 1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1 - 1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1 - 1>>
}

// -----

// Reversed.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.slice %x starts = #graph.sizes<s0 - 1, s1 - 1> steps = [-1, -1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Every second.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1 ceildiv 2>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.slice %x starts = #graph.sizes<0, 0> steps = [1, 2] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1 ceildiv 2>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1 ceildiv 2>>
}

// -----

// A middle third.
func.func @main(%x: tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>> {graph.name = "x"})
    -> tensor<?x1x?xf32, #graph.sizes<s0, 1, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.slice %x starts = #graph.sizes<0, 1, 0> steps = [1, 1, 1] : tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>> -> tensor<?x1x?xf32, #graph.sizes<s0, 1, s1>>
  return %y : tensor<?x1x?xf32, #graph.sizes<s0, 1, s1>>
}

// -----

// Bytes.
func.func @main(%x: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi8, #graph.sizes<s0, s1 - 1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.slice %x starts = #graph.sizes<0, 1> steps = [1, 1] : tensor<?x?xi8, #graph.sizes<s0, s1>> -> tensor<?x?xi8, #graph.sizes<s0, s1 - 1>>
  return %y : tensor<?x?xi8, #graph.sizes<s0, s1 - 1>>
}
