// Tensors one after the other along any axis.
// RUN: tenon-check %s --sizes rows=1,columns=1 --sizes rows=5,columns=17 --sizes rows=16,columns=8

// Rows.
func.func @main(%x0: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x0"}, %x1: tensor<3x?xf32, #graph.sizes<3, s1>> {graph.name = "x1"})
    -> tensor<?x?xf32, #graph.sizes<s0 + 3, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.concat %x0, %x1 axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<3x?xf32, #graph.sizes<3, s1>> -> tensor<?x?xf32, #graph.sizes<s0 + 3, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0 + 3, s1>>
}

// -----

// Columns.
func.func @main(%x0: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x0"}, %x1: tensor<?x1xf32, #graph.sizes<s0, 1>> {graph.name = "x1"}, %x2: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x2"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1 * 2 + 1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.concat %x0, %x1, %x2 axis = 1 : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x1xf32, #graph.sizes<s0, 1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1 * 2 + 1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1 * 2 + 1>>
}

// -----

// A middle axis.
func.func @main(%x0: tensor<?x2x?xf32, #graph.sizes<s0, 2, s1>> {graph.name = "x0"}, %x1: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x1"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.concat %x0, %x1 axis = 1 : tensor<?x2x?xf32, #graph.sizes<s0, 2, s1>>, tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// One.
func.func @main(%x0: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x0"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.concat %x0 axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Bytes.
func.func @main(%x0: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "x0"}, %x1: tensor<3x?xi8, #graph.sizes<3, s1>> {graph.name = "x1"})
    -> tensor<?x?xi8, #graph.sizes<s0 + 3, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.concat %x0, %x1 axis = 0 : tensor<?x?xi8, #graph.sizes<s0, s1>>, tensor<3x?xi8, #graph.sizes<3, s1>> -> tensor<?x?xi8, #graph.sizes<s0 + 3, s1>>
  return %y : tensor<?x?xi8, #graph.sizes<s0 + 3, s1>>
}

// -----

// Truth values.
func.func @main(%x0: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x0"}, %x1: tensor<?x3xi1, #graph.sizes<s0, 3>> {graph.name = "x1"})
    -> tensor<?x?xi1, #graph.sizes<s0, s1 + 3>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.concat %x0, %x1 axis = 1 : tensor<?x?xi1, #graph.sizes<s0, s1>>, tensor<?x3xi1, #graph.sizes<s0, 3>> -> tensor<?x?xi1, #graph.sizes<s0, s1 + 3>>
  return %y : tensor<?x?xi1, #graph.sizes<s0, s1 + 3>>
}

// -----

// Of computed values, then used.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1 * 2>> attributes {graph.symbols = ["rows", "columns"]} {
  %a = graph.exp %x : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %b = graph.neg %x : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %c = graph.concat %a, %b axis = 1 : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1 * 2>>
  %y = graph.tanh %c : tensor<?x?xf32, #graph.sizes<s0, s1 * 2>> -> tensor<?x?xf32, #graph.sizes<s0, s1 * 2>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1 * 2>>
}

// -----

// A tensor with itself.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1 * 2>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.concat %x, %x axis = 1 : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1 * 2>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1 * 2>>
}
