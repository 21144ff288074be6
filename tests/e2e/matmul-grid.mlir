// Products of two inputs, over sizes around the register tile: 1; a vector by a matrix; one less than a tile (6 rows, 64 columns), a tile, one more; primes; a few columns; k = 1.
// RUN: tenon-check %s --sizes m=1,k=1,n=1 --sizes m=1,k=37,n=64 --sizes m=5,k=8,n=63 --sizes m=6,k=16,n=64 --sizes m=7,k=17,n=65 --sizes m=13,k=3,n=129 --sizes m=96,k=64,n=16 --sizes m=2,k=100,n=5 --sizes m=31,k=1,n=33
// RUN: tenon-check %s --sizes m=1,k=1,n=1 --sizes m=1,k=37,n=64 --sizes m=5,k=8,n=63 --sizes m=6,k=16,n=64 --sizes m=7,k=17,n=65 --sizes m=13,k=3,n=129 --sizes m=96,k=64,n=16 --static --no-passes

func.func @main(%a: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "a"}, %b: tensor<?x?xf32, #graph.sizes<s1, s2>> {graph.name = "b"})
    -> tensor<?x?xf32, #graph.sizes<s0, s2>> attributes {graph.symbols = ["m", "k", "n"]} {
  %y = graph.matmul %a, %b : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s1, s2>> -> tensor<?x?xf32, #graph.sizes<s0, s2>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s2>>
}

// -----

// The right operand is transposed, as in Q K^T.
func.func @main(%a: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "a"}, %b: tensor<?x?xf32, #graph.sizes<s2, s1>> {graph.name = "b"})
    -> tensor<?x?xf32, #graph.sizes<s0, s2>> attributes {graph.symbols = ["m", "k", "n"]} {
  %t = graph.transpose %b permutation = [1, 0] : tensor<?x?xf32, #graph.sizes<s2, s1>> -> tensor<?x?xf32, #graph.sizes<s1, s2>>
  %y = graph.matmul %a, %t : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s1, s2>> -> tensor<?x?xf32, #graph.sizes<s0, s2>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s2>>
}

// -----

// The left operand is transposed.
func.func @main(%a: tensor<?x?xf32, #graph.sizes<s1, s0>> {graph.name = "a"}, %b: tensor<?x?xf32, #graph.sizes<s1, s2>> {graph.name = "b"})
    -> tensor<?x?xf32, #graph.sizes<s0, s2>> attributes {graph.symbols = ["m", "k", "n"]} {
  %t = graph.transpose %a permutation = [1, 0] : tensor<?x?xf32, #graph.sizes<s1, s0>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.matmul %t, %b : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s1, s2>> -> tensor<?x?xf32, #graph.sizes<s0, s2>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s2>>
}
