// Reductions of what has no element.
// RUN: tenon-check %s --sizes n=0,m=3 --sizes n=0,m=0 --sizes n=5,m=0 --sizes n=2,m=3 --seed 1

func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?x?xf32, #graph.sizes<s1, s0>> {graph.name = "y"})
    -> (tensor<f32>, tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s0>>, tensor<i64>, tensor<?x?xf32, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["n", "m"]} {
  %all = graph.reduce sum %x axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<f32>
  %rows = graph.reduce max %y axes = [1] : tensor<?x?xf32, #graph.sizes<s1, s0>> -> tensor<?xf32, #graph.sizes<s1>>
  %columns = graph.reduce sum %y axes = [0] : tensor<?x?xf32, #graph.sizes<s1, s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %numbers = graph.iota 0 : tensor<?xi64, #graph.sizes<s0>>
  %number = graph.reduce sum %numbers axes = [0] : tensor<?xi64, #graph.sizes<s0>> -> tensor<i64>
  %softmax = graph.softmax %y axis = 1 : tensor<?x?xf32, #graph.sizes<s1, s0>> -> tensor<?x?xf32, #graph.sizes<s1, s0>>
  return %all, %rows, %columns, %number, %softmax : tensor<f32>, tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s0>>, tensor<i64>, tensor<?x?xf32, #graph.sizes<s1, s0>>
}
