// As many rows of 3 as x has zeros: right where it has a third as many as elements.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?x3xf32, #graph.sizes<s1, 3>> {graph.name = "y"}) attributes {graph.symbols = ["n", "rows"]} {
  %zeros = graph.fill 0.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %isZero = graph.compare eq %x, %zeros : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %ones = graph.cast %isZero : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %count = graph.reduce sum %ones axes = [0] : tensor<?xi64, #graph.sizes<s0>> -> tensor<i64>
  graph.define_size %count symbol = 1 : tensor<i64>
  %y = graph.reshape %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x3xf32, #graph.sizes<s1, 3>>
  return %y : tensor<?x3xf32, #graph.sizes<s1, 3>>
}
