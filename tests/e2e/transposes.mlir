// Axes in any order, over sizes around blocks of 8 and 16.
// RUN: tenon-check %s --sizes rows=1,columns=1 --sizes rows=1,columns=17 --sizes rows=15,columns=8 --sizes rows=17,columns=33 --sizes rows=64,columns=16

// [1, 0]
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [1, 0] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xf32, #graph.sizes<s1, s0>>
}

// -----

// [0, 2, 1]
func.func @main(%x: tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> {graph.name = "x"})
    -> tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [0, 2, 1] : tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> -> tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>>
  return %y : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>>
}

// -----

// [1, 0, 2]
func.func @main(%x: tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> {graph.name = "x"})
    -> tensor<?x?x5xf32, #graph.sizes<s1, s0, 5>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [1, 0, 2] : tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> -> tensor<?x?x5xf32, #graph.sizes<s1, s0, 5>>
  return %y : tensor<?x?x5xf32, #graph.sizes<s1, s0, 5>>
}

// -----

// [1, 2, 0]
func.func @main(%x: tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> {graph.name = "x"})
    -> tensor<?x5x?xf32, #graph.sizes<s1, 5, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [1, 2, 0] : tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> -> tensor<?x5x?xf32, #graph.sizes<s1, 5, s0>>
  return %y : tensor<?x5x?xf32, #graph.sizes<s1, 5, s0>>
}

// -----

// [2, 0, 1]
func.func @main(%x: tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> {graph.name = "x"})
    -> tensor<5x?x?xf32, #graph.sizes<5, s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [2, 0, 1] : tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> -> tensor<5x?x?xf32, #graph.sizes<5, s0, s1>>
  return %y : tensor<5x?x?xf32, #graph.sizes<5, s0, s1>>
}

// -----

// [2, 1, 0]
func.func @main(%x: tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> {graph.name = "x"})
    -> tensor<5x?x?xf32, #graph.sizes<5, s1, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [2, 1, 0] : tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> -> tensor<5x?x?xf32, #graph.sizes<5, s1, s0>>
  return %y : tensor<5x?x?xf32, #graph.sizes<5, s1, s0>>
}

// -----

// [0, 1, 3, 2]
func.func @main(%x: tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> {graph.name = "x"})
    -> tensor<?x3x2x?xf32, #graph.sizes<s0, 3, 2, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [0, 1, 3, 2] : tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> -> tensor<?x3x2x?xf32, #graph.sizes<s0, 3, 2, s1>>
  return %y : tensor<?x3x2x?xf32, #graph.sizes<s0, 3, 2, s1>>
}

// -----

// [0, 2, 1, 3]
func.func @main(%x: tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> {graph.name = "x"})
    -> tensor<?x?x3x2xf32, #graph.sizes<s0, s1, 3, 2>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [0, 2, 1, 3] : tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> -> tensor<?x?x3x2xf32, #graph.sizes<s0, s1, 3, 2>>
  return %y : tensor<?x?x3x2xf32, #graph.sizes<s0, s1, 3, 2>>
}

// -----

// [0, 3, 1, 2]
func.func @main(%x: tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> {graph.name = "x"})
    -> tensor<?x2x3x?xf32, #graph.sizes<s0, 2, 3, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [0, 3, 1, 2] : tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> -> tensor<?x2x3x?xf32, #graph.sizes<s0, 2, 3, s1>>
  return %y : tensor<?x2x3x?xf32, #graph.sizes<s0, 2, 3, s1>>
}

// -----

// [1, 0, 2, 3]
func.func @main(%x: tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> {graph.name = "x"})
    -> tensor<3x?x?x2xf32, #graph.sizes<3, s0, s1, 2>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [1, 0, 2, 3] : tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> -> tensor<3x?x?x2xf32, #graph.sizes<3, s0, s1, 2>>
  return %y : tensor<3x?x?x2xf32, #graph.sizes<3, s0, s1, 2>>
}

// -----

// [2, 3, 0, 1]
func.func @main(%x: tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> {graph.name = "x"})
    -> tensor<?x2x?x3xf32, #graph.sizes<s1, 2, s0, 3>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [2, 3, 0, 1] : tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> -> tensor<?x2x?x3xf32, #graph.sizes<s1, 2, s0, 3>>
  return %y : tensor<?x2x?x3xf32, #graph.sizes<s1, 2, s0, 3>>
}

// -----

// [3, 2, 1, 0]
func.func @main(%x: tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> {graph.name = "x"})
    -> tensor<2x?x3x?xf32, #graph.sizes<2, s1, 3, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [3, 2, 1, 0] : tensor<?x3x?x2xf32, #graph.sizes<s0, 3, s1, 2>> -> tensor<2x?x3x?xf32, #graph.sizes<2, s1, 3, s0>>
  return %y : tensor<2x?x3x?xf32, #graph.sizes<2, s1, 3, s0>>
}

// -----

// f64
func.func @main(%x: tensor<?x?xf64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf64, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [1, 0] : tensor<?x?xf64, #graph.sizes<s0, s1>> -> tensor<?x?xf64, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xf64, #graph.sizes<s1, s0>>
}

// -----

// bf16
func.func @main(%x: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xbf16, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [1, 0] : tensor<?x?xbf16, #graph.sizes<s0, s1>> -> tensor<?x?xbf16, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xbf16, #graph.sizes<s1, s0>>
}

// -----

// i8
func.func @main(%x: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi8, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [1, 0] : tensor<?x?xi8, #graph.sizes<s0, s1>> -> tensor<?x?xi8, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xi8, #graph.sizes<s1, s0>>
}

// -----

// i1
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi1, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [1, 0] : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<?x?xi1, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xi1, #graph.sizes<s1, s0>>
}

// -----

// i64
func.func @main(%x: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.transpose %x permutation = [1, 0] : tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// With arithmetic on both sides.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"}, %z: tensor<?x?xf32, #graph.sizes<s1, s0>> {graph.name = "z"})
    -> tensor<?x?xf32, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %e = graph.exp %x : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %t = graph.transpose %e permutation = [1, 0] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s1, s0>>
  %y = graph.add %t, %z : tensor<?x?xf32, #graph.sizes<s1, s0>>, tensor<?x?xf32, #graph.sizes<s1, s0>> -> tensor<?x?xf32, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xf32, #graph.sizes<s1, s0>>
}
