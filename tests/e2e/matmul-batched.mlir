// Products of stacks of matrices.
// RUN: tenon-check %s --sizes batch=1,k=4,n=4 --sizes batch=2,k=33,n=65 --sizes batch=3,k=7,n=1

func.func @main(%a: tensor<?x3x5x?xf32, #graph.sizes<s0, 3, 5, s1>> {graph.name = "a"}, %b: tensor<?x3x?x?xf32, #graph.sizes<s0, 3, s1, s2>> {graph.name = "b"})
    -> tensor<?x3x5x?xf32, #graph.sizes<s0, 3, 5, s2>> attributes {graph.symbols = ["batch", "k", "n"]} {
  %y = graph.matmul %a, %b : tensor<?x3x5x?xf32, #graph.sizes<s0, 3, 5, s1>>, tensor<?x3x?x?xf32, #graph.sizes<s0, 3, s1, s2>> -> tensor<?x3x5x?xf32, #graph.sizes<s0, 3, 5, s2>>
  return %y : tensor<?x3x5x?xf32, #graph.sizes<s0, 3, 5, s2>>
}
