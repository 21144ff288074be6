// A square as wide as a number that is no size, by its last bits.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<f32> {graph.name = "y"}) attributes {graph.symbols = ["n", "width"]} {
  %width = graph.constant dense<4294967296> : tensor<i64> : tensor<i64>
  %n = graph.size <s0> : tensor<i64>
  %one = graph.fill 1 : i64 -> tensor<i64>
  %same = graph.min %n, %one : tensor<i64>, tensor<i64> -> tensor<i64>
  %all = graph.mul %width, %same : tensor<i64>, tensor<i64> -> tensor<i64>
  graph.define_size %all symbol = 1 : tensor<i64>
  %row = graph.broadcast %x axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x?x?xf32, #graph.sizes<s0, s1, s1>>
  %sorted, %order = graph.sort %row axis = 2 : tensor<?x?x?xf32, #graph.sizes<s0, s1, s1>> -> tensor<?x?x?xf32, #graph.sizes<s0, s1, s1>>, tensor<?x?x?xi64, #graph.sizes<s0, s1, s1>>
  %y = graph.reduce max %sorted axes = [0, 1, 2] : tensor<?x?x?xf32, #graph.sizes<s0, s1, s1>> -> tensor<f32>
  return %y : tensor<f32>
}
