// States of which some elements change are changed in place, or copied where their previous values are needed.
// RUN: tenon-check %s --sizes count=1 --sizes count=4 --sizes count=17

// A cache: rows are written at positions, then all of it is read.
func.func @main(%x: tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s0>> {graph.name = "at"},
                %c: tensor<9x8xf32> {graph.state = "cache"})
    -> (tensor<?x9xf32, #graph.sizes<s0, 9>>, tensor<9x8xf32> {graph.state = "cache"}) attributes {graph.symbols = ["count"]} {
  %n = graph.scatter replace %c, %i, %x axis = 0 : tensor<9x8xf32>, tensor<?xi64, #graph.sizes<s0>>, tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<9x8xf32>
  %t = graph.transpose %n permutation = [1, 0] : tensor<9x8xf32> -> tensor<8x9xf32>
  %y = graph.matmul %x, %t : tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<8x9xf32> -> tensor<?x9xf32, #graph.sizes<s0, 9>>
  return %y, %n : tensor<?x9xf32, #graph.sizes<s0, 9>>, tensor<9x8xf32>
}

// -----

// Changed twice, and read before.
func.func @main(%x: tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s0>> {graph.name = "at"},
                %c: tensor<9x8xf32> {graph.state = "sums"})
    -> (tensor<8xf32>, tensor<9x8xf32> {graph.state = "sums"}) attributes {graph.symbols = ["count"]} {
  %s = graph.reduce sum %c axes = [0] : tensor<9x8xf32> -> tensor<8xf32>
  %n = graph.scatter sum %c, %i, %x axis = 0 : tensor<9x8xf32>, tensor<?xi64, #graph.sizes<s0>>, tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<9x8xf32>
  %m = graph.scatter max %n, %i, %x axis = 0 : tensor<9x8xf32>, tensor<?xi64, #graph.sizes<s0>>, tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<9x8xf32>
  return %s, %m : tensor<8xf32>, tensor<9x8xf32>
}

// -----

// The updates are made of the state, and its previous value is an output.
func.func @main(%x: tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s0>> {graph.name = "at"},
                %c: tensor<9x8xf32> {graph.state = "sums"})
    -> (tensor<9x8xf32>, tensor<9x8xf32> {graph.state = "sums"}) attributes {graph.symbols = ["count"]} {
  %g = graph.gather %c, %i axis = 0 : tensor<9x8xf32>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  %u = graph.add %g, %x : tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  %n = graph.scatter sum %c, %i, %u axis = 0 : tensor<9x8xf32>, tensor<?xi64, #graph.sizes<s0>>, tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<9x8xf32>
  return %c, %n : tensor<9x8xf32>, tensor<9x8xf32>
}

// -----

// The new value is computed of what was changed, in the same place.
func.func @main(%x: tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s0>> {graph.name = "at"},
                %c: tensor<9x8xf32> {graph.state = "sums"})
    -> (tensor<9x8xf32> {graph.state = "sums"}) attributes {graph.symbols = ["count"]} {
  %n = graph.scatter sum %c, %i, %x axis = 0 : tensor<9x8xf32>, tensor<?xi64, #graph.sizes<s0>>, tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<9x8xf32>
  %h = graph.tanh %n : tensor<9x8xf32> -> tensor<9x8xf32>
  return %h : tensor<9x8xf32>
}
