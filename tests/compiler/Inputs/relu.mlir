func.func @main(%x: tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "x"})
    -> (tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "y"}) attributes {graph.symbols = ["batch"]} {
  %y = graph.relu %x : tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  return %y : tensor<?x8xf32, #graph.sizes<s0, 8>>
}
