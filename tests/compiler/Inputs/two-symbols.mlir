func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"},
                %scale: tensor<?xf32, #graph.sizes<s0>> {graph.name = "scale"})
    -> (tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "y"}) attributes {graph.symbols = ["batch", "sequence"]} {
  %1 = graph.broadcast %scale axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %2 = graph.mul %x, %1 : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>>
      -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %2 : tensor<?x?xf32, #graph.sizes<s0, s1>>
}
