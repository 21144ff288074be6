// Elements by computed index: negative ones count from the end, others are clamped.
// RUN: tenon-check %s --sizes rows=1,indices=1 --sizes rows=5,indices=17 --sizes rows=33,indices=4

// The first axis.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"})
    -> tensor<?x7xf32, #graph.sizes<s1, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.gather %x, %i axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>> -> tensor<?x7xf32, #graph.sizes<s1, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s1, 7>>
}

// -----

// The last axis.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.gather %x, %i axis = 1 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// A middle axis by a matrix of indices.
func.func @main(%x: tensor<?x5x3xf32, #graph.sizes<s0, 5, 3>> {graph.name = "x"}, %i: tensor<?x2xi64, #graph.sizes<s1, 2>> {graph.name = "i"})
    -> tensor<?x?x2x3xf32, #graph.sizes<s0, s1, 2, 3>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.gather %x, %i axis = 1 : tensor<?x5x3xf32, #graph.sizes<s0, 5, 3>>, tensor<?x2xi64, #graph.sizes<s1, 2>> -> tensor<?x?x2x3xf32, #graph.sizes<s0, s1, 2, 3>>
  return %y : tensor<?x?x2x3xf32, #graph.sizes<s0, s1, 2, 3>>
}

// -----

// One index.
func.func @main(%x: tensor<9x?x?xf32, #graph.sizes<9, s0, s1>> {graph.name = "x"}, %i: tensor<i64> {graph.name = "i"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.gather %x, %i axis = 0 : tensor<9x?x?xf32, #graph.sizes<9, s0, s1>>, tensor<i64> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// 32-bit indices.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi32, #graph.sizes<s1>> {graph.name = "i"})
    -> tensor<?x7xf32, #graph.sizes<s1, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.gather %x, %i axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi32, #graph.sizes<s1>> -> tensor<?x7xf32, #graph.sizes<s1, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s1, 7>>
}

// -----

// Indices from the end and out of range.
func.func @main(%x: tensor<6x?xf32, #graph.sizes<6, s0>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"})
    -> tensor<?x?xf32, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "indices"]} {
  %c = graph.fill 9 : i64 -> tensor<?xi64, #graph.sizes<s1>>
  %j = graph.sub %i, %c : tensor<?xi64, #graph.sizes<s1>>, tensor<?xi64, #graph.sizes<s1>> -> tensor<?xi64, #graph.sizes<s1>>
  %y = graph.gather %x, %j axis = 0 : tensor<6x?xf32, #graph.sizes<6, s0>>, tensor<?xi64, #graph.sizes<s1>> -> tensor<?x?xf32, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xf32, #graph.sizes<s1, s0>>
}

// -----

// Integers.
func.func @main(%x: tensor<?x7xi32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"})
    -> tensor<?x7xi32, #graph.sizes<s1, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.gather %x, %i axis = 0 : tensor<?x7xi32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>> -> tensor<?x7xi32, #graph.sizes<s1, 7>>
  return %y : tensor<?x7xi32, #graph.sizes<s1, 7>>
}

// -----

// Truth values.
func.func @main(%x: tensor<?x7xi1, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"})
    -> tensor<?x7xi1, #graph.sizes<s1, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.gather %x, %i axis = 0 : tensor<?x7xi1, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>> -> tensor<?x7xi1, #graph.sizes<s1, 7>>
  return %y : tensor<?x7xi1, #graph.sizes<s1, 7>>
}

// -----

// Element by element.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "i"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.take_along %x, %i axis = 1 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Element by element along the first axis.
func.func @main(%x: tensor<7x?xf32, #graph.sizes<7, s0>> {graph.name = "x"}, %i: tensor<?x?xi64, #graph.sizes<s1, s0>> {graph.name = "i"})
    -> tensor<?x?xf32, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.take_along %x, %i axis = 0 : tensor<7x?xf32, #graph.sizes<7, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>> -> tensor<?x?xf32, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xf32, #graph.sizes<s1, s0>>
}

// -----

// Element by element, out of range.
func.func @main(%x: tensor<7x?xf32, #graph.sizes<7, s0>> {graph.name = "x"}, %i: tensor<?x?xi64, #graph.sizes<s1, s0>> {graph.name = "i"})
    -> tensor<?x?xf32, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "indices"]} {
  %c = graph.fill 9 : i64 -> tensor<?x?xi64, #graph.sizes<s1, s0>>
  %j = graph.sub %i, %c : tensor<?x?xi64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>> -> tensor<?x?xi64, #graph.sizes<s1, s0>>
  %y = graph.take_along %x, %j axis = 0 : tensor<7x?xf32, #graph.sizes<7, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>> -> tensor<?x?xf32, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xf32, #graph.sizes<s1, s0>>
}
