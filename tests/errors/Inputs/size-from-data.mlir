// As many numbers as x has zeros, less the 6 that are asked for: none fits where there are fewer.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?xi64, #graph.sizes<s1>> {graph.name = "numbers"}) attributes {graph.symbols = ["n", "rest"]} {
  %zeros = graph.fill 0.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %isZero = graph.compare eq %x, %zeros : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %ones = graph.cast %isZero : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %count = graph.reduce sum %ones axes = [0] : tensor<?xi64, #graph.sizes<s0>> -> tensor<i64>
  %six = graph.fill 6 : i64 -> tensor<i64>
  %rest = graph.sub %count, %six : tensor<i64>, tensor<i64> -> tensor<i64>
  graph.define_size %rest symbol = 1 : tensor<i64>
  %numbers = graph.iota 0 : tensor<?xi64, #graph.sizes<s1>>
  return %numbers : tensor<?xi64, #graph.sizes<s1>>
}
